// SPDX-License-Identifier: MIT
// The host's texts about requests for rooms (prism/room_admin.h).
#pragma once

#include "host/guard/rooms_answer.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace prism::host {

// Why a request has failed. `command` is the one that was typed, `subject` is whom or what it is about. The plugin's
// own text goes before.
std::string sayFailure(const RoomsAnswer& answer, std::string_view command, std::string_view subject);

// A role with its article: "a moderator".
std::string_view roleText(std::uint32_t role);

// What an account has become by an affiliation: "is now an owner".
std::string_view affiliationText(std::uint32_t affiliation);

// The accounts with an affiliation; of a long list the beginning.
std::string listMembers(const RoomsAnswer& answer, std::uint32_t affiliation);

// All settings with their values, and how one is changed.
std::string listSettings(const RoomsAnswer& answer);

// One setting with what its value can be.
std::string describeSetting(const RoomSetting& setting);

}  // namespace prism::host
