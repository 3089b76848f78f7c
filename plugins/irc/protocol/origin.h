// SPDX-License-Identifier: MIT
// The request of the user that a line carries out. Its answer is reported with it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace irc {

// With the names of the request, which the session does not interpret.
struct Origin {
  std::uint64_t request = 0;
  std::uint32_t kind = 0;
  std::string buddy;
  std::string nickname;
  bool receipt_wanted = false;
  std::string network_id = {};  // of the message, or of its first line; empty until the server has told it
  bool failed = false;          // the user has been told so: once, even if the message has many lines
};

using OriginPtr = std::shared_ptr<Origin>;  // nullptr: the answer is of no interest

}  // namespace irc
