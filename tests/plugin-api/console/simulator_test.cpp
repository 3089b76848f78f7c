// SPDX-License-Identifier: MIT
// The failure messages of the simulator.
#include "prism/testing/frame.h"
#include "prism/testing/host_process.h"
#include "prism/testing/spectrum.h"

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;
using testing::ExitStatus;
using testing::Failure;
using testing::Frame;
using testing::HostProcess;
using testing::Milliseconds;
using testing::Spectrum;

// Returns the message of the Failure that the action throws.
std::string failureOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "it did not fail";
}

// A Spectrum whose host sends the frames that the test says, and then waits for the end of the connection.
class ScriptedHost {
 public:
  explicit ScriptedHost(const std::string& frames)
      : spectrum_({.host_program = "/bin/bash",
                   .arguments = {"-c", R"(exec 3<>"/dev/tcp/$1/$3" && cat "$FRAMES" >&3 && read -r _ <&3)"},
                   .environment = {{"FRAMES", directory_.write("frames", frames)}}}) {
    spectrum_.launch();
  }
  Spectrum* operator->() { return &spectrum_; }

 private:
  testing::TemporaryDirectory directory_;
  Spectrum spectrum_;
};

std::string messageFrame(const std::string& buddy, const std::string& text) {
  pbnetwork::ConversationMessage message;
  message.set_username("alice");
  message.set_buddyname(buddy);
  message.set_message(text);
  return testing::frameBytes(WrapperMessage::TYPE_CONV_MESSAGE, message);
}

std::string stanzaFrame(const std::string& stanza) { return testing::frameBytes(WrapperMessage::TYPE_RAW_XML, stanza); }

constexpr const char* kPresence = "<presence xmlns='jabber:client' from='prism/bot' to='alice'/>";

TEST(SpectrumVerbs, APromptIsExpectedByItsParts) {
  ScriptedHost host(stanzaFrame(kPresence) + messageFrame("prism", "Second factor\nThe code?\nAnswer with a line.") +
                    stanzaFrame("<presence xmlns='jabber:client' from='prism/bot' to='alice' type='unavailable'/>") +
                    messageFrame("bob", "hello"));
  EXPECT_EQ(host->expectPrompt("alice", {"Second factor", "The code?"}).message(),
            "Second factor\nThe code?\nAnswer with a line.");
  host->expectMessageWith("alice", "bob", {"hell", "lo"});
}

TEST(SpectrumVerbs, APromptThatLacksAPartIsAFailure) {
  ScriptedHost host(messageFrame("prism", "Second factor") + messageFrame("bob", "The code?"));
  const std::string lacking = failureOf([&] { host->expectPrompt("alice", {"Second factor", "The code?"}); });
  EXPECT_TRUE(
      lacking.starts_with("awaited CONV_MESSAGE of \"prism\" to \"alice\", with \"Second factor\" and "
                          "\"The code?\" (within 10000 ms), but this came: CONV_MESSAGE userName=\"alice\" "
                          "buddyName=\"prism\" message=\"Second factor\"\n"))
      << lacking;
  EXPECT_NE(failureOf([&] { host->expectPrompt("alice", {"The code?"}); }), "it did not fail") << "another contact";
}

TEST(SpectrumVerbs, OnlyPresencesOfThePromptContactAreSkipped) {
  const std::string of_room = "<presence xmlns='jabber:client' from='room/bot' to='alice'/>";
  ScriptedHost host(stanzaFrame(kPresence) + stanzaFrame("<message id='42'/>") + stanzaFrame(kPresence) +
                    stanzaFrame(kPresence) + stanzaFrame(of_room));
  host->expectStanza({"id='42'"});
  EXPECT_EQ(host->expectStanza({"prism/bot"}), kPresence);
  EXPECT_EQ(host->next().payload, kPresence);
  EXPECT_NE(failureOf([&] { host->expectMessageWith("alice", "bob", {}); }).find(of_room), std::string::npos);
}

TEST(DescribeFrame, ByTheFieldsThatAreSet) {
  pbnetwork::Buddy buddy;
  buddy.set_username("ann");
  buddy.set_buddyname("echo");
  buddy.add_group("A");
  buddy.add_group("\"B\"");
  buddy.set_status(pbnetwork::STATUS_AWAY);
  buddy.set_blocked(false);
  EXPECT_EQ(describe(Frame{WrapperMessage::TYPE_BUDDY_CHANGED, buddy.SerializeAsString()}),
            "BUDDY_CHANGED userName=\"ann\" buddyName=\"echo\" group=\"A\" group=\"\\\"B\\\"\" status=1 blocked=false");
  pbnetwork::Disconnected end;
  end.set_user("ann");
  end.set_error(2);
  EXPECT_EQ(describe(Frame{WrapperMessage::TYPE_DISCONNECTED, end.SerializeAsString()}),
            "DISCONNECTED user=\"ann\" error=2");
}

TEST(DescribeFrame, LongTextIsCut) {
  const std::string text(300, 'x');
  EXPECT_EQ(describe(Frame{WrapperMessage::TYPE_RAW_XML, text}),
            "RAW_XML \"" + std::string(200, 'x') + "\"... (300 bytes)");
}

TEST(DescribeFrame, EmptyUnknownAndUnreadableFrames) {
  EXPECT_EQ(describe(Frame{WrapperMessage::TYPE_PONG, ""}), "PONG");
  EXPECT_EQ(describe(Frame{5, "x"}), "type 5 \"x\"");
  EXPECT_EQ(describe(Frame{Frame::kUnreadable, "a\nb\\"}), "a frame that is no WrapperMessage: \"a\\nb\\\\\"");
  EXPECT_EQ(describe(Frame{WrapperMessage::TYPE_STATS, "\x08"}), "STATS with a payload that does not parse: \"\\x08\"");
}

TEST(FrameBytes, BeginWithTheirLength) {
  using namespace std::string_view_literals;
  EXPECT_EQ(testing::lengthPrefix(0x01020384), "\x01\x02\x03\x84");
  EXPECT_EQ(testing::frameBytes(WrapperMessage::TYPE_PING), "\0\0\0\2\x08\x09"sv);
  EXPECT_EQ(testing::frameBytes(WrapperMessage::TYPE_RAW_XML, "<a/>"), "\0\0\0\10\x08\x22\x12\x04<a/>"sv);
}

TEST(FindLine, FindsWholeLines) {
  const std::string log = "one\ntwo words\nunfinished";
  EXPECT_EQ(testing::findLine(log, "word", false), "two words");
  EXPECT_EQ(testing::findLine(log, "", false), "one");
  EXPECT_EQ(testing::findLine(log, "un", false), std::nullopt);
  EXPECT_EQ(testing::findLine(log, "un", true), "unfinished");
  EXPECT_EQ(testing::findLine("", "x", true), std::nullopt);
}

TEST(HostProcess, TellsHowItHasEnded) {
  HostProcess host({"/bin/sh", "-c", "echo out; echo err >&2; exit 13"});
  EXPECT_EQ(host.exitStatus(), ExitStatus{13});
  EXPECT_EQ(host.standardOutput(), "out\n");
  EXPECT_EQ(host.describeState(), "the host has ended with exit code 13 (Permission denied), its stderr is:\n  err");
  HostProcess killed({"/bin/sh", "-c", "kill -6 $$"});
  EXPECT_EQ(describe(killed.exitStatus()), "signal 6 (Aborted)");
  EXPECT_EQ(describe(ExitStatus{}), "exit code 0");
}

TEST(HostProcess, CannotBeStarted) {
  EXPECT_EQ(failureOf([] { HostProcess({}); }), "a host is launched by an absolute path, not as: ");
  EXPECT_EQ(failureOf([] { HostProcess({"true"}); }), "a host is launched by an absolute path, not as: true");
  EXPECT_EQ(failureOf([] { HostProcess({"/no/such"}); }), "cannot start /no/such: No such file or directory");
  EXPECT_EQ(failureOf([] { HostProcess({"/bin/true"}, {.working_dir = "/no/such"}); }),
            "cannot change into /no/such: No such file or directory");
}

TEST(HostProcess, IsWaitedForOnlySoLong) {
  HostProcess host({"/bin/sh", "-c", "echo ready >&2; exec sleep 60"});
  EXPECT_EQ(host.awaitError("ready"), "ready");
  EXPECT_EQ(failureOf([&] { host.exitStatus(Milliseconds(1)); }),
            "awaited the end of the host (within 1 ms), but it goes on\nthe host runs (pid " +
                std::to_string(host.pid()) + "), its stderr is:\n  ready");
}

TEST(Spectrum, SaysWhatItAwaitedAndHowTheHostIs) {
  Spectrum spectrum({.host_program = "/bin/sh", .arguments = {"-c", "echo sorry >&2; exit 3"}});
  EXPECT_EQ(failureOf([&] { spectrum.launch(); }),
            "awaited the host's connection (within 10000 ms), but it did not come\n"
            "the host has ended with exit code 3 (No such process), its stderr is:\n  sorry");
  EXPECT_EQ(failureOf([&] { spectrum.ping(); }),
            "there is no connection to the host: it was not accepted, or we have closed it");
  EXPECT_EQ(failureOf([&] { spectrum.expectExit(0); }),
            "awaited the end of the host with exit code 0 (within 10000 ms), but it ended otherwise\n"
            "the host has ended with exit code 3 (No such process), its stderr is:\n  sorry");
  EXPECT_EQ(failureOf([&] { spectrum.awaitLog("thanks"); }),
            "awaited a line on stderr with \"thanks\" (within 10000 ms), but it did not come\n"
            "the host has ended with exit code 3 (No such process), its stderr is:\n  sorry");
}

}  // namespace
}  // namespace prism::tests
