// What Spectrum 2 asks for concerning users: decodes the payload, keeps the session table, and calls the plugin. A
// request that makes no sense costs itself only: a line in the log, and on to the next.
#pragma once

#include <prism/plugin.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/fault_log.h"
#include "host/guard.h"
#include "host/plugin.h"
#include "host/session_table.h"
#include "proto/pbnetwork.pb.h"
#include "proto/wrapper.h"

namespace prism::host {

class Requests {
 public:
  // All must outlive this. `guard` sends what is answered without the plugin, `faults` is for what Spectrum sends.
  Requests(SessionTable& sessions, Plugin& plugin, Guard& guard, FaultLog& faults);

  void handle(const wire::Wrapper& wrapper);

  // Ends every session, as if Spectrum had logged all users out.
  void logoutAll();

 private:
  void ignore(int type);
  void login(std::string_view payload);
  void logout(std::string_view payload);
  void message(std::string_view payload);
  void passMessage(std::string_view payload);
  void endSession(std::string_view user);

  // Reads a payload into *message; false, and a fault, if it is none.
  bool decode(const char* type, std::string_view payload, google::protobuf::MessageLite* message);

  // Whether a string may be handed to the plugin; a fault, if not.
  bool isText(const char* type, std::initializer_list<std::string_view> strings);

  SessionTable& sessions_;
  Plugin& plugin_;
  Guard& guard_;
  FaultLog& faults_;
  std::set<int> unsupported_;  // types that have come and been reported

  // Used again for every message, so that none allocates.
  pbnetwork::ConversationMessage conversation_;
};

}  // namespace prism::host
