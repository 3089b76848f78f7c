// SPDX-License-Identifier: MIT
// The probe's commands that send one event with all its members set.
#pragma once

#include <prism/plugin.h>

#include <cstdint>
#include <string>

namespace prism::tests {

void sendRichMessage(const prism_host* host, const std::string& user);
void sendBuddy(const prism_host* host, const std::string& user);
void sendParticipant(const prism_host* host, const std::string& user);
void sendSubject(const prism_host* host, const std::string& user);
void sendInvitation(const prism_host* host, const std::string& user);

// The vCard's photo has `size` bytes, at least 3.
prism_result sendVCard(const prism_host* host, const std::string& user, const std::string& buddy, std::uint64_t size);

// Sends a message with invalid pointers in empty members. Then sends it with an invalid user, and returns that result.
prism_result sendGarbage(const prism_host* host, const std::string& user);

}  // namespace prism::tests
