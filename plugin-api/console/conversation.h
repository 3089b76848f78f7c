// SPDX-License-Identifier: MIT
// A conversation from its login to its end: what Spectrum 2 would do for one user, what the user enters, and what is
// shown of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "console/commands.h"
#include "console/contacts.h"
#include "console/frontend.h"
#include "console/host_log.h"
#include "console/options.h"
#include "console/signals.h"
#include "console/view.h"
#include "prism/testing/deadline.h"
#include "prism/testing/spectrum.h"

namespace prism::console {

class Conversation {
 public:
  // What it takes part in; all of it must outlive the conversation.
  struct Parts {
    testing::Spectrum* spectrum;  // launched
    HostLog* log;
    Signals* signals;
    Contacts* contacts;
    Frontend* frontend;  // which knows of `contacts`
  };

  Conversation(const Parts& parts, const Options& options, std::string password);

  // Returns when the user wants to leave. Throws testing::Failure if the host does not go on.
  void run();

  // Logs out, and has the host end. Throws testing::Failure if it does not end well.
  void leave();

 private:
  enum class Session { kNone, kLoggingIn, kLoggedIn };

  void turn();
  void wait(bool for_lines, testing::Milliseconds longest);
  void takeSignals();
  void takeFrames();
  void takeLines();
  void follow(const Command& command, const std::string& entered);
  void say(const std::string& buddy, const Command& command, const std::string& entered);
  void listContacts();
  void login(const std::string& user);
  void logout();
  void ping();
  bool isSettled() const;
  bool isOver();
  void answer(const std::string& text);

  const Parts on_;
  const std::string legacy_name_;
  const std::string password_;
  const testing::Milliseconds linger_for_;
  View view_;

  std::string user_;
  Session session_ = Session::kNone;
  bool asked_ = false;  // something, while being logged in, that has not been answered
  bool leaving_ = false;
  unsigned receipts_ = 0;  // asked for so far
  std::size_t pings_ = 0;  // sent
  std::size_t pongs_ = 0;  // come
  testing::Deadline next_ping_;
  std::optional<testing::Deadline> linger_;  // from the end of input on
};

}  // namespace prism::console
