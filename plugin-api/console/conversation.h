// SPDX-License-Identifier: MIT
// A conversation from login to end: plays Spectrum 2 for one user, executes the lines that the user enters, and shows
// the host's frames.
#pragma once

#include "console/commands.h"
#include "console/contacts.h"
#include "console/frontend.h"
#include "console/host_log.h"
#include "console/options.h"
#include "console/signals.h"
#include "console/view.h"
#include "prism/testing/deadline.h"
#include "prism/testing/spectrum.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace prism::console {

class Conversation {
 public:
  // All of these must outlive the conversation.
  struct Parts {
    testing::Spectrum* spectrum;  // with the host's connection accepted
    HostLog* log;
    Signals* signals;
    Contacts* contacts;
    Frontend* frontend;  // made with the same `contacts`
  };

  Conversation(const Parts& parts, const Options& options, std::string password);

  // Returns when the user wants to leave. Throws testing::Failure if the host closes the connection.
  void run();

  // Logs out, and sends EXIT. Throws testing::Failure if the host does not end in time with exit code 0.
  void leave();

 private:
  enum class Session { kNone, kLoggingIn, kLoggedIn };

  void turn();
  void wait(bool for_lines, testing::Milliseconds longest);
  void takeSignals();
  void takeFrames();
  void takeLines();
  void execute(const Command& command, const std::string& entered);
  void say(const std::string& buddy, const Command& command, const std::string& entered);
  void join(const std::string& room);
  void leaveRoom(const std::string& room);
  void listContacts();
  void askForVCard(const std::string& buddy);
  void login(const std::string& user);
  void logout();
  void ping();
  bool isSettled() const;
  bool isOver();
  void answer(const std::string& text);

  const Parts parts_;
  const std::string legacy_name_;
  const std::string password_;
  const testing::Milliseconds linger_for_;
  View view_;

  std::string user_;
  std::map<std::string, std::string> settings_;  // of the next login
  Session session_ = Session::kNone;
  bool prompted_ = false;  // during the login, the plugin has asked the user something, and no line was entered since
  bool leaving_ = false;
  unsigned receipts_ = 0;  // requested so far
  std::size_t pings_ = 0;  // sent
  std::size_t pongs_ = 0;  // received
  testing::Deadline next_ping_;
  std::optional<testing::Deadline> linger_;  // set at the end of input
};

}  // namespace prism::console
