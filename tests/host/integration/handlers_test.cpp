// SPDX-License-Identifier: MIT
// Mistakes of a plugin in C++, in a real host with strict=1: each is a fault, and the user is told.
#include "tests/support/probe_test.h"

#include <cerrno>

namespace prism::tests {
namespace {

constexpr const char* kPrefix = "WARN Plugin.handlers: plugin misbehaving: handlers: ";

class HandlersTest : public HostTest {
 protected:
  void start(const std::string& more = "") {
    launch("handlers", "strict = 1\n" + more);
    login("alice");
  }

  // Ends the host, which has logged these faults and no others.
  void expectFaults(const std::vector<std::string>& faults) {
    spectrum_->exit();
    spectrum_->expectExit(EBADE);
    const std::string log = spectrum_->log();
    std::vector<std::string> found;
    for (std::size_t at = log.find(kPrefix); at != std::string::npos; at = log.find(kPrefix, at + 1)) {
      const std::size_t begin = at + std::string_view(kPrefix).size();
      found.push_back(log.substr(begin, log.find('\n', begin) - begin));
    }
    EXPECT_EQ(found, faults) << log;
    EXPECT_NE(log.find("Plugin.handlers:     #0 0x"), std::string::npos) << "each has its stack:\n" << log;
  }

  static constexpr const char* kNoEdit =
      "chat.set_capabilities: flags have PRISM_CHAT_CAN_EDIT, but the plugin's table prism.chat/1 has no edit";
  static constexpr const char* kNoKick =
      "rooms.set_capabilities: flags have PRISM_ROOMS_CAN_KICK, but the plugin has no table prism.rooms/1 "
      "(get_extension) with kick";
};

TEST_F(HandlersTest, ExceptionsAreFaultsOfTheFunctionThatThrows) {
  start();
  spectrum_->say("alice", "bob@x.org", "throw");
  spectrum_->expectMessage("alice", "bob@x.org", "Your message was not delivered: There was a fault in the gateway.");
  spectrum_->say("alice", "bob@x.org", "hello");
  spectrum_->expectStanza({"<body>hello</body>"});
  spectrum_->say("alice", "bob@x.org", "/react x");
  spectrum_->expectMessage("alice", "bob@x.org", "That was not possible: There was a fault in the gateway.");
  expectFaults({kNoEdit, kNoKick, "message(): exception: no message", "reactTo(): exception: no reaction"});
}

TEST_F(HandlersTest, WhatIsNotOverriddenIsAnsweredByTheHost) {
  start();
  spectrum_->say("alice", "bob@x.org", "/retract");
  spectrum_->expectMessage("alice", "bob@x.org", "Messages cannot be retracted on this network.");
  spectrum_->say("alice", "bob@x.org", "/kik bob");
  spectrum_->expectMessage(
      "alice", "bob@x.org",
      "There is no command /kik. /help lists those there are; to send the text itself, write //kik");
  expectFaults({kNoEdit, kNoKick});
}

TEST_F(HandlersTest, ACommandThatIsForgottenHasFailed) {
  start("[handlers]\ncommands = 1\n");
  spectrum_->say("alice", "bob@x.org", "/forget");
  spectrum_->expectMessage("alice", "bob@x.org", "/forget has failed.");
  spectrum_->awaitLog("WARN Plugin.handlers: /forget was not answered: the last copy of its responder is gone");
  spectrum_->say("alice", "bob@x.org", "/throw");
  spectrum_->expectMessage("alice", "bob@x.org", "/throw has failed.");
  expectFaults({kNoEdit, kNoKick, "/throw: exception of the type std::runtime_error"});
}

}  // namespace
}  // namespace prism::tests
