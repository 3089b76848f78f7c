// SPDX-License-Identifier: MIT
// The positions of users in their conversations, which the host keeps across sessions and processes
// (prism/history.hpp), and those that earlier versions of the plugin have kept.
#pragma once

#include "session/seen_times.h"
#include <prism/host.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace irc {

// Lets the host keep the positions of all users, also on networks without an archive. To be called once.
void keepPositions(const prism::Host& host);

// Returns the times of the positions of a user. `has_network`: names have the network. Positions of earlier versions,
// which are a stored value and before that were in `old_file`, are handed to the host and removed.
std::shared_ptr<SeenTimes> readPositions(const prism::Host& host, const std::string& user, bool has_network,
                                         const std::string& old_file);

// Returns the path below `directory` at which earlier versions have kept the times of a user; empty if there was none.
std::string oldSeenTimesFile(const std::string& directory, std::string_view user);
// Deletes those of these files that were last written more than 90 days ago: their users do not come back.
void deleteOldSeenTimes(const std::string& directory);

}  // namespace irc
