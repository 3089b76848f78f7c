// SPDX-License-Identifier: MIT
// The single messages of the protocol in words, safe to show.
#pragma once

#include <string>

#include "proto/pbnetwork.pb.h"

namespace prism::console {

std::string describeReason(int connection_error);

// `echo → you: hi`, with all that came with it.
std::string describe(const pbnetwork::ConversationMessage& message);

std::string describe(const pbnetwork::Participant& who);
std::string describe(const pbnetwork::VCard& card);
std::string describe(const pbnetwork::RoomList& list);

}  // namespace prism::console
