// SPDX-License-Identifier: MIT
// Handles the requests of Spectrum 2: decodes the payload, updates the session table, and calls the plugin. Spectrum
// repeats requests and omits others; Requests hides that from the plugin (see proto/README.md). An invalid request is
// logged and ignored.
//
// The requests are defined in session.cpp, messages.cpp, roster.cpp and rooms.cpp.
#pragma once

#include "host/avatar/avatars.h"
#include "host/base/xml_text.h"
#include "host/commands/commands.h"
#include "host/guard/guard.h"
#include "host/history/history.h"
#include "host/log/fault_log.h"
#include "host/plugin/features.h"
#include "host/plugin/plugin.h"
#include "host/prompt/prompts.h"
#include "host/requests/chat_requests.h"
#include "host/requests/conversation_request.h"
#include "host/requests/secret_field.h"
#include "host/rooms/room_requests.h"
#include "host/services/admin_commands.h"
#include "host/session/presence_memory.h"
#include "host/session/session_deadlines.h"
#include "host/session/session_table.h"
#include "host/session/settings_schema.h"
#include "host/storage/storage.h"
#include "proto/pbnetwork.pb.h"
#include "proto/wrapper.h"
#include <prism/plugin.h>

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct TypedText;

// The parts that Requests uses. All must outlive it.
struct RequestParts {
  SessionTable& sessions;
  PresenceMemory& presences;
  Plugin& plugin;
  const Features& features;
  Guard& guard;  // sends answers that need no plugin
  Prompts& prompts;
  Commands& commands;
  RoomRequests& rooms;
  Storage& storage;
  History& history;
  Avatars& avatars;
  AdminCommands& admin;
  const SettingsSchema& settings;
  TimerSource& timers;  // the host's timers
  FaultLog& faults;     // for invalid requests of Spectrum
  bool server_mode;     // the client may be offline for some time after CONNECTED
};

class Requests final : private Guard::ConnectedListener {
 public:
  // The time from CONNECTED after which the client is taken for online. A client sends its first presence a few round
  // trips after CONNECTED. It sends none if it broadcasts no presence, or if Spectrum has moved the user here.
  static constexpr std::chrono::seconds kClientTime{5};

  Requests(const RequestParts& parts, std::chrono::seconds login_timeout,
           std::chrono::seconds client_time = kClientTime);
  ~Requests() { guard_.setConnectedListener(nullptr); }
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;

  // Handles a message of `type`. The payload may be modified, and so may the byte behind it (see FrameReader).
  void handle(int type, std::span<char> payload);

  // Asks the plugin for the requests of "prism.chat/1". To be called after create().
  void startChat() { chat_.start(); }

  // To be called after each turn of the loop. Does what had to wait until a user was connected, or until the plugin's
  // function has returned.
  void afterTurn();

  // The number of messages of users that were handed to the plugin.
  std::uint64_t messagesToNetwork() const { return messages_to_network_; }

  // Ends all sessions, as if Spectrum had logged out all users.
  void logoutAll();

 private:
  void ignore(int type);

  void login(std::string_view payload);
  SecretVector<SecretString> completeSettings(const pbnetwork::Login& login);
  bool isUnanswered(const std::string& user, std::uint64_t login);
  void loginTimedOut(const std::string& user, std::uint64_t login);
  bool awaitsClient(const std::string& user, std::uint64_t login);
  void logout(std::string_view payload);
  void refuseLogin(const std::string& user, std::uint32_t error, prism_str text, LoginOutcome outcome,
                   bool known_to_plugin);
  void countCancelled(const Session& session);
  void callLogout(const std::string& user);
  void statusChanged(std::string_view payload);
  void onConnected(const std::string& user) override { newly_connected_.push_back(user); }
  void handleConnected();
  void reportPresence(const std::string& user, Session* session);

  void message(std::span<char> payload);
  void answerPrompt(const ConversationRequest& said, std::span<char> payload);
  // Out of line, so that other messages do not pay for it.
  [[gnu::cold]] bool isReadAsCommand(Session* session, std::span<char> payload, ConversationRequest* said);
  [[gnu::cold]] bool runBehindQuote(Session* session, std::span<char> payload, const ConversationRequest& said);
  void runCommand(Session* session, const TypedText& typed, const ConversationRequest& said, std::span<char> payload);
  void runCommand(const Conversation& conversation, const TypedText& typed, const ConversationRequest& said,
                  std::span<char> payload);
  void attention(std::span<char> payload);
  void typing(const char* type, std::string_view payload, std::uint32_t state);
  void rawXml(std::string_view payload);

  void roster(std::string_view payload);
  bool noteContact(Session* session, const pbnetwork::Buddy& buddy);
  void buddyChanged(std::string_view payload);
  void buddyRemoved(std::string_view payload);
  void vcard(std::string_view payload);

  void join(std::string_view payload);
  void leave(std::string_view payload);
  void setSubject(std::string_view payload);

  void queryAnswered(std::string_view payload);

  // Decodes a payload into *message. If it is invalid, logs that and returns false.
  bool decode(const char* type, std::string_view payload, google::protobuf::MessageLite* message);

  // The same for a payload that contained a secret.
  bool decode(const char* type, const SecretField& payload, google::protobuf::MessageLite* message);
  bool decode(const char* type, std::span<char> payload, ConversationRequest* request);

  // Log that a request is damaged, or lacks a required field.
  void logDamaged(const char* type);
  void logIncomplete(const char* type);

  // Returns true if all strings are text that XML allows. If not, logs that.
  bool areTexts(const char* type, std::span<const std::string_view> strings);
  template <typename... Strings>
  bool isText(const char* type, const Strings&... strings) {
    const bool valid = ((strings.empty() || isXmlText(strings)) && ...);
    if (!valid) {
      reportNoText(type);
    }
    return valid;
  }
  void reportNoText(const char* type);

  // Returns true if the name of a contact or a room is not empty. If it is, logs that.
  bool hasName(const char* type, std::string_view name) {
    if (name.empty()) {
      reportNoName(type);
    }
    return !name.empty();
  }
  void reportNoName(const char* type);

  // Returns the session of the user. If there is none, logs that and returns nullptr.
  Session* findSession(const char* type, std::string_view user) {
    Session* session = sessions_.find(user);
    if (!session) {
      reportNoSession(type, user);
    }
    return session;
  }
  void reportNoSession(std::string_view type, std::string_view user);

  // The same for a request of the user's client, which proves that the client is online: its backlog is sent.
  Session* sessionOfClient(const char* type, std::string_view user) {
    Session* session = findSession(type, user);
    if (session && session->login.backlog() && session->login.isConnected()) {
      clientIsOnline(session, user);
    }
    return session;
  }
  void clientIsOnline(Session* session, std::string_view user);
  // The client has sent nothing in time: its backlog is sent, too.
  void clientIsLate(const std::string& user);

  SessionTable& sessions_;
  PresenceMemory& presences_;
  Plugin& plugin_;
  const Features& features_;
  Guard& guard_;
  Prompts& prompts_;
  Commands& commands_;
  RoomRequests& rooms_;
  ChatRequests chat_;
  Storage& storage_;
  History& history_;
  Avatars& avatars_;
  AdminCommands& admin_;
  const SettingsSchema& settings_;
  FaultLog& faults_;
  const bool server_mode_;
  std::uint64_t messages_to_network_ = 0;
  SessionDeadlines login_deadlines_;          // the plugin's answers to logins
  SessionDeadlines client_deadlines_;         // clients that are still offline
  std::uint64_t logins_ = 0;                  // the number of logins so far
  std::string last_login_;                    // the user of the next BUDDIES, which names no user if it is empty
  std::vector<std::string> newly_connected_;  // since the last turn (see Guard::ConnectedListener)
  std::set<int> unsupported_;                 // unsupported types that have been logged

  // Reused for all messages, so that no message allocates.
  pbnetwork::Buddy buddy_;
};

}  // namespace prism::host
