// SPDX-License-Identifier: MIT
// A plugin's answer to a request about a room (prism/room_admin.h), checked and copied.
#pragma once

#include "host/guard/question.h"
#include "proto/secret_memory.h"
#include <prism/room_admin.h>

#include <cstdint>
#include <string>
#include <vector>

namespace prism::host {

// How a request has ended. The host itself adds those behind kUnsupported.
enum class RoomsOutcome {
  kDone,
  kFailed,
  kForbidden,
  kNotFound,
  kConflict,
  kUnsupported,
  kNotJoined,
  kBusy,      // too many requests are open
  kTimedOut,  // the plugin has not answered in time
  kFault,     // the plugin's function has thrown an exception
};

struct RoomMember {
  std::uint32_t role = 0;  // PRISM_ROLE_...; 0: not in the room, or unknown
  std::string account;
  std::string nickname;
  std::string reason;
};

struct RoomSetting {
  std::string name;
  Field field;
};

struct RoomsAnswer {
  RoomsOutcome outcome = RoomsOutcome::kDone;
  std::string text = {};
  std::vector<RoomMember> members = {};
  SecretVector<RoomSetting> settings = {};
};

// What an answer may have beside its text.
enum class RoomsAnswerContent { kNone, kMembers, kSettings };

}  // namespace prism::host
