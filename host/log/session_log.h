// SPDX-License-Identifier: MIT
// The lines of the log that tell what becomes of users: the category Host.Session. Logins and their ends are INFO,
// rooms are DEBUG.
#pragma once

#include <cstdint>
#include <string_view>

namespace prism::host {

// [main] All of them. The texts may come from a network.
void logLogin(std::string_view user);
// The plugin or the host has ended a session, or refused a login; `error` is PRISM_CONNECTION_ERROR_...
void logDisconnect(std::string_view user, bool was_logged_in, std::uint32_t error, std::string_view text);
void logLogout(std::string_view user);
void logJoin(std::string_view user, std::string_view room, std::string_view nickname);
void logLeave(std::string_view user, std::string_view room);

}  // namespace prism::host
