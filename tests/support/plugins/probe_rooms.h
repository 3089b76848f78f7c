// SPDX-License-Identifier: MIT
// The probe's answers to requests of prism.rooms/1. They depend on whom or what a request names: "nobody" is not
// found, "late" is answered by a command, "throw" throws, and all else is done.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/room_admin.h>

#include <functional>
#include <string>

namespace prism::tests {

class ProbeRooms {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the service up with get_service(), and announces all capabilities.
  ProbeRooms(const prism_host* host, Answer answer);

  // The table of the plugin, which calls probeRooms().
  static const prism_rooms_plugin* table();

  // Executes `can FLAGS`, `can-in ROOM FLAGS`, `answer OUTCOME TEXT` (for the last request that named "late"),
  // `misuse`, or `kicked FLAGS ACTOR REASON` (the user, out of "lobby@net"), and returns the result.
  prism_result execute(const std::string& user, Words& words);

 private:
  struct Functions;

  prism_result setCapabilities(std::uint32_t flags, const std::string& user, const std::string& room);
  prism_result answer(prism_request_id id, std::uint32_t outcome, const std::string& said);
  void handle(prism_request_id id, prism_str user, prism_str about, const std::string& line);
  void list(const prism_rooms_query& query);
  void getSettings(const prism_rooms_settings_query& query);
  void configure(const prism_rooms_configuration& configuration);
  prism_result misuse();

  const prism_host* host_;
  const prism_rooms* service_;
  const Answer answer_;
  prism_request_id late_ = 0;
};

// The instance of the plugin that `self` is. Defined in probe.cpp.
ProbeRooms& probeRooms(void* self);

}  // namespace prism::tests
