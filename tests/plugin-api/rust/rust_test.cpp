// SPDX-License-Identifier: MIT
// The Rust crate on the real host: event loop, configuration, rooms, and the end.
#include "rust_test.h"

namespace prism::tests {
namespace {

TEST(Rust, TimerMayEndItselfInItsCallback) {
  RustProbe probe({}, {"--prism.strict=1"});
  probe.launchAndLogIn();
  probe.ask("timer", "the timer has ended itself");
  probe.expectNothing();
  probe.end();
}

TEST(Rust, PostOfAThreadRunsOnTheMainThread) {
  RustProbe probe({}, {"--prism.strict=1"});
  probe.launchAndLogIn();
  probe.ask("thread", "main thread");
  probe.end();
}

TEST(Rust, WatchTellsWhatIsReady) {
  RustProbe probe({}, {"--prism.strict=1"});
  probe.launchAndLogIn();
  probe.ask("watch", "Ready { readable: true, writable: false } 42");
  probe.expectNothing();
  probe.end();
}

TEST(Rust, ReadsTheConfiguration) {
  RustProbe probe("list = a\nlist = b\nnumber = 99\nyes = on\n");
  probe.launchAndLogIn();
  probe.ask("config", "a+b 4 10 true");
  probe.end();
}

TEST(Rust, ReturnsTheErrorOfTheHost) {
  RustProbe probe;
  probe.launchAndLogIn();
  probe.ask("stranger", "Err(NoUser)");
  probe.end();
}

TEST(Rust, JoinsARoom) {
  RustProbe probe({}, {"--prism.strict=1"});
  probe.launchAndLogIn();
  probe.join("alice", "#tea", "ally");
  const pbnetwork::Participant bob = probe.expectParticipant("alice", "#tea", "bob");
  EXPECT_EQ(bob.flag() & pbnetwork::PARTICIPANT_FLAG_MODERATOR, pbnetwork::PARTICIPANT_FLAG_MODERATOR);
  probe.expectParticipant("alice", "#tea", "ally");
  probe.join("alice", "#closed", "ally");
  const pbnetwork::Participant refused = probe.expectParticipant("alice", "#closed", "ally");
  EXPECT_EQ(refused.status(), pbnetwork::STATUS_NONE);
  probe.end();
}

TEST(Rust, StopsLaterAndIsDropped) {
  RustProbe probe({}, {"--prism.strict=1"});
  probe.launchAndLogIn();
  probe.end();
  const std::string& log = probe.log();
  const std::size_t logged_out = log.find("alice is logged out");
  const std::size_t stopped = log.find("stopped later");
  const std::size_t dropped = log.find("the probe is dropped");
  ASSERT_NE(dropped, std::string::npos) << log;
  EXPECT_LT(logged_out, stopped) << log;
  EXPECT_LT(stopped, dropped) << log;
}

}  // namespace
}  // namespace prism::tests
