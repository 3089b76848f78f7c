// SPDX-License-Identifier: MIT
// The host's commands about rooms: /kick, /ban, /unban, /role, /affiliation, /affiliations, /invite, /configure and
// /destroy. Spectrum passes on no IQ in typed requests, so they stand for what clients ask rooms by IQs. All functions
// are [main].
#pragma once

#include "host/commands/commands.h"
#include "host/rooms/room_requests.h"

#include <string>
#include <string_view>

namespace prism::host {

class RoomCommands final : private Commands::HostCommands {
 public:
  // Both must outlive this.
  RoomCommands(RoomRequests& requests, Commands& commands) : requests_(requests), commands_(commands) {}
  ~RoomCommands() { commands_.removeHostCommands(this); }
  RoomCommands(const RoomCommands&) = delete;
  RoomCommands& operator=(const RoomCommands&) = delete;

  // Adds the commands if the plugin uses the service. A command whose function the plugin's table lacks is hidden, and
  // answered. To be called after RoomRequests::start().
  void start();

 private:
  using Values = SecretVector<SecretString>;

  std::string run(const Conversation& conversation, std::string_view name, const Values& values) override;
  void change(const Conversation& conversation, std::string_view name, RoomRequest request, const Values& values);
  std::string list(const Conversation& conversation, RoomRequest request, std::string_view affiliation);
  void configure(const Conversation& conversation, const RoomRequest& request, const Values& values);
  void set(const Conversation& conversation, RoomRequest request, const RoomSetting& setting, std::string_view typed);
  std::string destroy(const Conversation& conversation, RoomRequest request, const Values& values);

  // Sends a request, and the user the sentence `done` or why it has failed. `subject` is whom or what it is about.
  void send(const Conversation& conversation, std::string_view command, RoomRequest request, std::string subject,
            std::string done);

  RoomRequests& requests_;
  Commands& commands_;
};

}  // namespace prism::host
