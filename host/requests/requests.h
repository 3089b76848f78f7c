// SPDX-License-Identifier: MIT
// What Spectrum 2 asks for: decodes the payload, keeps the session table, and calls the plugin. Spectrum repeats itself,
// and leaves things out: what a plugin need not know of the rules (the protocol's sections 4 to 9) is dealt with here. A
// request that makes no sense costs itself only: a line in the log, and on to the next.
//
// session.cpp, messages.cpp, roster.cpp and rooms.cpp have a part of them each.
#pragma once

#include <prism/plugin.h>

#include <initializer_list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/guard/guard.h"
#include "host/log/fault_log.h"
#include "host/plugin/features.h"
#include "host/plugin/plugin.h"
#include "host/prompt/prompts.h"
#include "host/requests/conversation_request.h"
#include "host/requests/secret_field.h"
#include "host/session/presence_memory.h"
#include "host/session/session_deadlines.h"
#include "host/session/session_table.h"
#include "proto/pbnetwork.pb.h"
#include "proto/wrapper.h"

namespace prism::host {

// What Requests works with. All must outlive it.
struct RequestParts {
  SessionTable& sessions;
  PresenceMemory& presences;
  Plugin& plugin;
  const Features& features;
  Guard& guard;  // sends what is answered without the plugin
  Prompts& prompts;
  TimerSource& timers;  // the host's
  FaultLog& faults;     // for what Spectrum sends
  bool server_mode;     // a client can be written to only some time after CONNECTED
};

class Requests final : private Guard::ConnectedListener {
 public:
  // How long a client may take from CONNECTED to its first presence. Where Spectrum has moved the user here, there is none.
  static constexpr std::chrono::seconds kClientTime{30};

  Requests(const RequestParts& parts, std::chrono::seconds login_timeout,
           std::chrono::seconds client_time = kClientTime);
  ~Requests() { guard_.listen(static_cast<Guard::ConnectedListener*>(nullptr)); }
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;

  // The payload of a message of `type`. It may be written to, and so may the byte behind it (see FrameReader).
  void handle(int type, std::span<char> payload);

  // To be called after each turn of the loop: what was waiting for a user to be connected, or for the plugin's function
  // to return.
  void afterTurn();

  // Ends every session, as if Spectrum had logged all users out.
  void logoutAll();

 private:
  void ignore(int type);

  void login(std::string_view payload);
  bool isOpen(const std::string& user, std::uint64_t login);
  void loginTimedOut(const std::string& user, std::uint64_t login);
  bool hasNoClient(const std::string& user, std::uint64_t login);
  void logout(std::string_view payload);
  void refuseLogin(const std::string& user, std::uint32_t error, prism_str text, bool known_to_plugin);
  void tellLogout(const std::string& user);
  void statusChanged(std::string_view payload);
  void onConnected(const std::string& user) override { ungreeted_.push_back(user); }
  void greetConnected();
  void tellPresence(const std::string& user, Session* session);

  void message(std::span<char> payload);
  void answerPrompt(const ConversationRequest& said, std::span<char> payload);
  void attention(std::span<char> payload);
  void typing(const char* type, std::string_view payload, std::uint32_t state);
  void rawXml(std::string_view payload);

  void roster(std::string_view payload);
  bool note(Session* session, const pbnetwork::Buddy& buddy);
  void buddyChanged(std::string_view payload);
  void buddyRemoved(std::string_view payload);
  void vcard(std::string_view payload);

  void join(std::string_view payload);
  void leave(std::string_view payload);
  void setSubject(std::string_view payload);

  void queryAnswered(std::string_view payload);
  void apiVersion(std::string_view payload);

  // Reads a payload into *message; false, and a fault, if it is none.
  bool decode(const char* type, std::string_view payload, google::protobuf::MessageLite* message);

  // The same of one that has had a secret in it.
  bool decode(const char* type, const SecretField& payload, google::protobuf::MessageLite* message);
  bool decode(const char* type, std::span<char> payload, ConversationRequest* request);

  // Report these faults.
  void damaged(const char* type);
  void incomplete(const char* type);

  // Whether strings may be handed to the plugin; a fault, if not.
  bool isText(const char* type, std::span<const std::string_view> strings);
  bool isText(const char* type, std::initializer_list<std::string_view> strings) {
    return isText(type, std::span(strings.begin(), strings.size()));
  }

  // nullptr, and a fault, if the user is not logged in.
  Session* knownSession(const char* type, std::string_view user);

  // The same where the user's client wants something, and so is there.
  Session* sessionOf(const char* type, std::string_view user);

  SessionTable& sessions_;
  PresenceMemory& presences_;
  Plugin& plugin_;
  const Features& features_;
  Guard& guard_;
  Prompts& prompts_;
  FaultLog& faults_;
  const bool server_mode_;
  SessionDeadlines answers_;            // of the plugin to logins
  SessionDeadlines clients_;            // that have still to come
  std::uint64_t logins_ = 0;            // ever
  std::string last_login_;              // whom the BUDDIES that come next are about, if they are empty
  std::vector<std::string> ungreeted_;  // connected since the last turn, with something left to be told
  std::set<int> unsupported_;           // types that have come and been reported

  // Used again for every message, so that none allocates.
  pbnetwork::Buddy buddy_;
};

}  // namespace prism::host
