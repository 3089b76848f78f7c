// SPDX-License-Identifier: MIT
// The user's side of the service "prism.chat/1": messages with the message that they answer, and the host's
// commands /edit, /retract and /react, which stand for what Spectrum does not pass on in typed requests. All functions
// are [main].
#pragma once

#include "host/chat/chat_state.h"
#include "host/commands/commands.h"
#include "host/guard/guard.h"
#include "host/plugin/plugin.h"
#include "host/session/session_table.h"
#include <prism/chat.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class ChatRequests final : private Commands::HostCommands {
 public:
  // All references must outlive this.
  ChatRequests(SessionTable& sessions, Plugin& plugin, Guard& guard, Commands& commands)
      : sessions_(sessions), plugin_(plugin), guard_(guard), commands_(commands) {}
  ~ChatRequests();
  ChatRequests(const ChatRequests&) = delete;
  ChatRequests& operator=(const ChatRequests&) = delete;

  // Asks the plugin for its table, and adds the commands if the plugin uses the service. A command whose function the
  // table lacks is hidden, and answered. To be called after create().
  void start();

  // Returns true if messages go through message().
  bool isUsed() const { return has_table_ || sessions_.chat(); }

  // A body that begins with a quote may go on with a command about the quoted message. Returns the text behind the
  // quote if it begins with a slash, and keeps the quote for the command.
  std::optional<std::string_view> takeCommandBehindQuote(std::string_view body);
  // Forgets that quote.
  void dropQuote() { quoted_.clear(); }

  // The user writes in a conversation, or is active there, and so has read it: tells the plugin if the network wants to
  // know. Returns the session, or nullptr if the plugin has ended it.
  Session* noteActivity(Session* session, std::uint32_t kind, prism_str user, prism_str buddy, prism_str nickname);

  // Hands a message to the plugin, and remembers it. `stanza_id` is that of the client, if it is known.
  void message(Session* session, const prism_message& request, std::string_view stanza_id);

 private:
  struct Target;

  std::string run(const Conversation& conversation, std::string_view name,
                  const SecretVector<SecretString>& values) override;
  std::string edit(Target* target, const std::string& text);
  std::string retract(Target* target);
  std::string react(Target* target, const std::string& reaction);

  void sendPiece(Session* session, const prism_message& request, std::string_view stanza_id);
  prism_request_id newId(const Target& target);

  SessionTable& sessions_;
  Plugin& plugin_;
  Guard& guard_;
  Commands& commands_;
  prism_chat_plugin table_{};
  bool has_table_ = false;
  std::string quoted_;
};

}  // namespace prism::host
