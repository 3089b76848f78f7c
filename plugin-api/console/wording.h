// SPDX-License-Identifier: MIT
// Describes messages of the protocol in words, safe for a terminal.
#pragma once

#include "proto/pbnetwork.pb.h"

#include <string>

namespace prism::console {

std::string describeReason(int connection_error);

// Returns `echo → you: hi`, with the time, the marks and the attachments of the message.
std::string describe(const pbnetwork::ConversationMessage& message);

std::string describe(const pbnetwork::Participant& who);
std::string describe(const pbnetwork::VCard& card);
std::string describe(const pbnetwork::RoomList& list);

}  // namespace prism::console
