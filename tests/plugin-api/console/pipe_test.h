// SPDX-License-Identifier: MIT
// Fixture: prism-console as a process with pipes for input and output.
#pragma once

#include "prism/testing/host_process.h"
#include "prism/testing/poll.h"
#include "prism/testing/temporary_directory.h"
#include "tests/plugin-api/console/environment.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::tests {

class PipeTest : public ::testing::Test {
 protected:
  using Words = std::vector<std::string>;

  // The result of a conversation.
  struct Ended {
    testing::ExitStatus status;
    std::string output;
    std::string error;
  };

  // Runs a whole conversation. `input` is everything that is entered.
  Ended converse(const Words& words, std::string_view input) {
    start(words);
    enter(input);
    return end();
  }

  void start(const Words& words, const std::string& program = PRISM_TEST_CONSOLE) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    reading_ = UniqueFd(ends[0]);
    writing_ = UniqueFd(ends[1]);
    // HostProcess gives a process no standard input, so a shell redirects it and executes the program.
    const std::string input = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(reading_.get());
    Words command = {"/bin/sh", "-c", "exec \"$@\" < \"$0\"", input, program};
    command.insert(command.end(), words.begin(), words.end());
    testing::LaunchOptions launch;
    launch.environment = environmentIn(directory_.path());
    launch.environment.insert(launch.environment.end(), environment_.begin(), environment_.end());
    launch.working_dir = directory_.path().string();
    console_.emplace(command, launch);
  }

  void enter(std::string_view text) {
    ASSERT_EQ(::write(writing_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  // Waits until the whole output so far equals `expected`.
  void expectOutput(const std::string& expected) {
    const testing::Deadline deadline(testing::Milliseconds(10'000));
    std::vector<pollfd> descriptors;
    while (console_->standardOutput() != expected && !console_->ended() && !deadline.hasPassed()) {
      descriptors.clear();
      console_->addDescriptors(&descriptors);
      testing::pollDescriptors(&descriptors, deadline.left());
      console_->pump();
    }
    EXPECT_EQ(console_->standardOutput(), expected) << console_->describeState();
  }

  // Closes the input, and waits for the program's exit.
  Ended end() {
    writing_.close();
    return awaitEnd();
  }

  Ended awaitEnd() {
    const testing::ExitStatus status = console_->exitStatus(testing::Milliseconds(30'000));
    return {status, console_->standardOutput(), console_->standardError()};
  }

  void TearDown() override {
    if (console_) {
      const std::string said = console_->standardOutput() + console_->standardError();
      EXPECT_EQ(said.find(kCanary), std::string::npos) << "the password is in the output:\n" << said;
    }
  }

  // Writes a shell script that takes the host's place. Returns its path.
  std::string hostScript(const std::string& commands) const {
    std::string path = directory_.write("host", "#!/bin/sh\n" + commands + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  static Words withProbe(Words words = {}) {
    words.insert(words.end(), {"--plugin", "probe", "--plugin-dir", PRISM_TEST_PLUGINS});
    return words;
  }

  // The lobby keeps its log in the test's own directory.
  Words withLobby() const {
    return {"--plugin", "lobby",
            directory_.write("lobby.cfg", "[service]\njid = prism.console\nworking_dir = " +
                                              directory_.path().string() + "\n[prism]\nchat = typed\n")};
  }

  std::vector<std::pair<std::string, std::string>> environment_;  // in addition to environmentIn()
  testing::TemporaryDirectory directory_;
  UniqueFd reading_;
  UniqueFd writing_;
  std::optional<testing::HostProcess> console_;
};

}  // namespace prism::tests
