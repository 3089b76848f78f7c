// SPDX-License-Identifier: MIT
// Endless output of a server: the plugin's memory is bounded, and is freed after the logout.
#include "tests/irc/servers/hostile_acts.h"
#include "tests/irc/servers/scripted_test.h"
#include "tests/support/host_state.h"

#include <list>

namespace prism::tests {
namespace {

constexpr std::size_t kMiB = std::size_t{1024} * 1024;
constexpr std::size_t kSaid = 16 * kMiB;         // bytes from the server in each act
constexpr std::int64_t kMostKb = 12 * 1024;      // a session's limit of 8 MiB, and the host's pending output
constexpr std::int64_t kMostAfterKb = 2 * 1024;  // still held after the logout

class ScriptedMemory : public ScriptedTest {
 protected:
  void SetUp() override {
    if (kSanitized) {
      GTEST_SKIP() << "a sanitizer keeps what is freed for a while";
    }
  }

  std::int64_t memory(const char* field) { return memoryKb(spectrum_->host().pid(), field); }

  // Takes all frames, so that the host is never held up. Keeps those that tell the user of limits and losses.
  void drain() {
    spectrum_->ping();
    while (auto frame = spectrum_->take()) {
      const std::string line = describe(*frame);
      if (line.find("is left out") != std::string::npos || line.find("is lost") != std::string::npos ||
          line.find("is slowed down") != std::string::npos) {
        told_ += line + "\n";
      }
    }
  }

  // Sends lines(0), lines(1) and so on, up to `said` bytes or until the server is slowed down.
  void flood(LineSocket& server, const std::function<std::string(std::size_t)>& lines, std::size_t said = kSaid) {
    std::string bytes;
    std::size_t sent = 0;
    for (std::size_t i = 0; sent < said && told_.find("is slowed down") == std::string::npos; ++i) {
      bytes += lines(i);
      if (bytes.size() >= 64 * 1024) {
        server.sendBytes(bytes);
        sent += bytes.size();
        bytes.clear();
        drain();
      }
    }
  }

  // Waits until the host has freed its memory, at most 10 s. Returns the growth since `before` in kB.
  std::int64_t growthAfterLogout(std::int64_t before) {
    const testing::Deadline deadline(testing::Milliseconds(10'000));
    std::int64_t kept = 0;
    do {
      drain();
      kept = memory("VmRSS") - before;
    } while (kept > kMostAfterKb && !deadline.hasPassed());
    return kept;
  }

  void report(std::int64_t peak, std::int64_t kept) {
    RecordProperty("peak_kb", std::to_string(peak));
    RecordProperty("kept_kb", std::to_string(kept));
  }

  std::string told_;
};

class HostileActs : public ScriptedMemory, public ::testing::WithParamInterface<HostileAct> {};

TEST_P(HostileActs, MemoryIsBoundedAndGivenBack) {
  const HostileAct& act = GetParam();
  aliceLogsIn({.capabilities = act.capabilities});
  aliceJoins("#lobby", "@bob");
  if (!act.typed.empty()) {
    say("alice", kScriptedName, act.typed);
  }
  for (const std::string& line : act.first) {
    irc_->send(line);
  }
  awaitRoundTrip();
  const std::int64_t before = memory("VmRSS");
  flood(*irc_, act.lines);
  const std::int64_t peak = memory("VmHWM") - before;
  spectrum_->logout("alice", "alice");
  irc_->close();
  const std::int64_t kept = growthAfterLogout(before);
  report(peak, kept);
  EXPECT_LT(peak, kMostKb);
  EXPECT_LT(kept, kMostAfterKb);
  EXPECT_TRUE(!told_.empty() || !act.told) << "alice was not told";
}

// Before the login the plugin keeps nothing of what the server sends.
TEST_F(ScriptedMemory, LinesBeforeTheLoginAreNotKept) {
  launchIrc(serverAddress());
  startLogin();
  accept().expect("^USER ");
  const std::int64_t before = memory("VmRSS");
  flood(
      *irc_,
      [](std::size_t i) {
        const std::string name = numbered("n", i, 350);
        return ":irc.prism.test NOTICE * :*** " + name + "\r\n:irc.prism.test CAP * LS * :" + name + "\r\n" +
               "005 alice " + name + "=" + name + " :are\r\n372 alice :" + name + "\r\n:alice!a@h JOIN #" + name +
               "\r\n";
      },
      4 * kMiB);
  const std::int64_t peak = memory("VmHWM") - before;
  report(peak, 0);
  EXPECT_LT(peak, 2 * 1024);
}

// A server that sends PINGs and never reads the answers is disconnected. Then the plugin reconnects.
TEST_F(ScriptedMemory, AServerThatDoesNotReadIsLost) {
  aliceLogsIn({}, "reconnect_delay = 50\n");
  aliceJoins("#lobby", "@bob");
  awaitRoundTrip();
  const std::int64_t before = memory("VmRSS");
  const std::string ping = "PING :" + std::string(400, 'x');
  try {
    flood(
        *irc_, [&](std::size_t) { return ping + "\r\n"; }, 64 * kMiB);
    ADD_FAILURE() << "the connection stands";
  } catch (const testing::Failure& failure) {
    EXPECT_EQ(std::string(failure.what()).substr(0, 11), "cannot send");
  }
  const std::int64_t peak = memory("VmHWM") - before;
  report(peak, 0);
  drain();
  EXPECT_NE(told_.find("does not read what is sent to it"), std::string::npos) << told_;
  greet(accept());
  awaitAndAnswerJoin("#lobby", "@bob");
  EXPECT_LT(peak, 4 * 1024);
}

// All sessions on one server share a limit, which is lower than the sum of theirs.
TEST_F(ScriptedMemory, ManySessionsOnOneServer) {
  constexpr std::size_t kUsers = 16;
  launchIrc(serverAddress());
  std::list<LineSocket> servers;
  for (std::size_t i = 0; i < kUsers; ++i) {
    const std::string user = "user" + std::to_string(i);
    spectrum_->login(user, {.legacy_name = user});
    greet(servers.emplace_back(server_.accept()), {.nick = user});
    await("^CONNECTED user=\"" + user + "\"$");
  }
  drain();
  const std::int64_t before = memory("VmRSS");
  std::size_t i = 0;
  for (LineSocket& server : servers) {
    const std::string user = "user" + std::to_string(i++);
    server.send(":" + user + "!u@h JOIN #list");
    flood(
        server,
        [&](std::size_t j) {
          std::string names;
          for (std::size_t k = 0; k < 20; ++k) {
            names += numbered("n", j * 20 + k, 400) + " ";
          }
          return "353 " + user + " = #list :" + names + "\r\n";
        },
        6 * kMiB);
  }
  const std::int64_t peak = memory("VmHWM") - before;
  for (std::size_t user = 0; user < kUsers; ++user) {
    spectrum_->logout("user" + std::to_string(user), "user" + std::to_string(user));
  }
  servers.clear();
  const std::int64_t kept = growthAfterLogout(before);
  report(peak, kept);
  EXPECT_LT(peak, 80 * 1024) << "the limit of one server is 64 MiB";
  EXPECT_GT(peak, 40 * 1024) << "the sessions have kept too little for this test to mean anything";
  EXPECT_LT(kept, kMostAfterKb);
}

INSTANTIATE_TEST_SUITE_P(Server, HostileActs, ::testing::ValuesIn(hostileActs()),
                         [](const auto& act) { return act.param.name; });

}  // namespace
}  // namespace prism::tests
