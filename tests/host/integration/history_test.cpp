// SPDX-License-Identifier: MIT
// Old messages and what a user has missed: a real host with the probe, over several processes.
#include "tests/host/integration/storage_test.h"

#include <fmt/chrono.h>

#include <chrono>
#include <ctime>

namespace prism::tests {
namespace {

class HistoryTest : public StorageTest {
 protected:
  // Starts a backend, and logs alice in.
  void start() {
    launchWith({.host_program = hostProgram(),
                .configuration = configuration("[probe]\nhistory = " + std::to_string(beginning_) + "\n")});
    loginToProbe();
  }

  // Joins the lobby. What alice has missed comes next.
  void join() {
    spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "lobby", "me"));
    expectAnswer("join lobby nickname=me");
    sendCommand("joined me");
    EXPECT_EQ(spectrum_->next().type, WrapperMessage::TYPE_PARTICIPANT_CHANGED);
    expectAnswer("result 0");
  }

  void expectOld(int number, const std::string& buddy = "lobby") {
    spectrum_->expectOldMessage("alice", buddy, std::to_string(number), beginning_ + number * 60'000);
  }

  // An hour ago, in whole seconds.
  const std::int64_t beginning_ = std::chrono::duration_cast<std::chrono::seconds>(
                                      std::chrono::system_clock::now().time_since_epoch() - std::chrono::hours(1))
                                      .count() *
                                  1000;
};

TEST_F(HistoryTest, UsersBrowseTheArchive) {
  start();
  sendCommand("history has 3");
  join();
  spectrum_->say("alice", "lobby", "/history 2");
  expectOld(2);
  expectOld(3);
  spectrum_->expectMessage("alice", "lobby", "/history before shows the messages before these.");
  spectrum_->say("alice", "lobby", "/history before");
  expectOld(1);
  spectrum_->expectMessage("alice", "lobby", "There are no earlier messages.");
  spectrum_->say("alice", "bob", "/history 1");
  expectOld(3, "bob");
  spectrum_->expectMessage("alice", "bob", "/history before shows the messages before these.");
}

TEST_F(HistoryTest, WhatWasMissedComesOnceAfterARestart) {
  start();
  join();
  sendCommand("history send 1");
  expectOld(1);
  spectrum_->exit();
  spectrum_->expectExit(0);
  start();
  sendCommand("history has 3");
  join();
  expectOld(2);
  expectOld(3);
  sendCommand("history positions");
  expectAnswer("positions 0 lobby=3");
  spectrum_->logout("alice");
  loginToProbe();
  join();
  spectrum_->expectNothing();
}

TEST_F(HistoryTest, ACrashMeansNoSecondDelivery) {
  start();
  join();
  sendCommand("history send 1");
  expectOld(1);
  sendCommand("history positions");
  expectAnswer("positions 0 lobby=1");
  sendCommand("abort");
  spectrum_->host().exitStatus();
  start();
  sendCommand("history has 2");
  join();
  expectOld(2);
  spectrum_->expectNothing();
}

TEST_F(HistoryTest, ThePluginAsksForItAfterALostConnection) {
  start();
  sendCommand("history has 2");
  sendCommand("history catch-up bob");
  expectAnswer("catch-up 0");
  expectOld(1, "bob");
  expectOld(2, "bob");
  sendCommand("history catch-up bob");
  expectAnswer("catch-up 0");
  spectrum_->expectNothing();
}

TEST_F(HistoryTest, MessagesComeInTheirState) {
  start();
  sendCommand("history has 3");
  sendCommand("history state 1 1");
  sendCommand("history state 2 2");
  sendCommand("history reacted 3");
  join();
  const auto expect = [this](int number, const std::string& text) {
    spectrum_->expectOldMessage("alice", "lobby", text, beginning_ + number * 60'000);
  };
  spectrum_->say("alice", "lobby", "/history");
  expect(1, "(This message has been removed.)");
  const auto edited = static_cast<std::time_t>((beginning_ + 2 * 60'000 + 1000) / 1000);
  expect(2, fmt::format("Correction of {:%Y-%m-%d %H:%M} UTC: 2", fmt::gmtime(edited)));
  expect(3, "3\n(Reactions: \xF0\x9F\x91\x8D)");
  spectrum_->expectMessage("alice", "lobby", "There are no earlier messages.");
}

TEST_F(HistoryTest, AFailureIsToldAndAFaultIsNamed) {
  start();
  join();
  spectrum_->say("alice", "lobby", "/history");
  spectrum_->expectMessage("alice", "lobby", "The archive is empty.");
  sendCommand("history has 1");
  sendCommand("history wrong");
  spectrum_->say("alice", "lobby", "/history");
  expectAnswer("answer -2");
  spectrum_->expectMessage("alice", "lobby", "The archive is broken.");
  expectMisbehaviour(
      "history.answer: entries[0].message.buddy is 'attic': the message is not of the conversation that was asked "
      "for");
}

}  // namespace
}  // namespace prism::tests
