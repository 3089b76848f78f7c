// SPDX-License-Identifier: MIT
#include "host/launch/launch_command.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace prism::host {
namespace {

using Words = std::vector<std::string>;

Words launched(const std::vector<const char*>& words) {
  const auto command = readLaunchCommand(words, 4242);
  EXPECT_TRUE(command) << command.error().sentence;
  return command ? command->words : Words();
}

TEST(LaunchCommandTest, TakesSpectrumsAddressOutAndSaysWhatThisProcessIs) {
  const std::vector<const char*> words = {"srun",
                                          "-Q",
                                          "--",
                                          "/usr/libexec/spectrum2_prism_backend",
                                          "--host",
                                          "localhost",
                                          "--port",
                                          "16001",
                                          "--service.backend_id=3",
                                          "-n",
                                          "/etc/it's.cfg"};
  const auto command = readLaunchCommand(words, 4242);
  ASSERT_TRUE(command);
  EXPECT_EQ(command->host, "localhost");
  EXPECT_EQ(command->port, 16001);
  EXPECT_EQ(command->words, (Words{"srun", "-Q", "--", "/usr/libexec/spectrum2_prism_backend", "--service.backend_id=3",
                                   "-n", "/etc/it's.cfg", "--prism.connect=stdio", "--prism.local_pid=4242"}));
}

TEST(LaunchCommandTest, QuotesWhatFollowsForSshAlone) {
  const Words quoted = {"ssh",
                        "w 1",
                        "--service.backend_id=3",
                        "'/etc/it'\\''s.cfg'",
                        "''",
                        "--prism.connect=stdio",
                        "--prism.local_pid=4242"};
  const auto with = [](const char* engine) {
    return launched({engine, "w 1", "--host", "h", "--port", "1", "--service.backend_id=3", "/etc/it's.cfg", ""});
  };
  EXPECT_EQ(with("ssh"), quoted);
  Words by_path = quoted;
  by_path[0] = "/usr/bin/ssh";
  EXPECT_EQ(with("/usr/bin/ssh"), by_path);
  EXPECT_EQ(with("sshpass")[3], "/etc/it's.cfg");
  EXPECT_EQ(
      launched({"--quote", "ssh", "w 1", "--host", "h", "--port", "1", "--service.backend_id=3", "/etc/it's.cfg", ""}),
      quoted);
}

TEST(LaunchCommandTest, LeavesAnOptionOfTheEngineAlone) {
  EXPECT_EQ(launched({"docker", "--host", "ssh://box", "run", "-i", "prism", "--host", "h", "--port", "1"}),
            (Words{"docker", "--host", "ssh://box", "run", "-i", "prism", "--prism.connect=stdio",
                   "--prism.local_pid=4242"}));
}

TEST(LaunchCommandTest, RefusesAPortThatIsNone) {
  for (const char* const port : {"", "0", "-1", "65536", "1x", "x"}) {
    const auto command = readLaunchCommand(std::vector<const char*>{"env", "--host", "h", "--port", port}, 4242);
    ASSERT_FALSE(command) << port;
    EXPECT_EQ(command.error().code, EINVAL);
  }
}

TEST(QuoteForShellTest, LeavesHarmlessWordsAsTheyAre) {
  EXPECT_EQ(quoteForShell("--prism.plugin_dir=/a-b/c_d:e@f,g+h%i"), "--prism.plugin_dir=/a-b/c_d:e@f,g+h%i");
  EXPECT_EQ(quoteForShell(""), "''");
  EXPECT_EQ(quoteForShell("~"), "'~'");
  EXPECT_EQ(quoteForShell("ü"), "'ü'");
  EXPECT_EQ(quoteForShell("a\nb"), "'a\nb'");
  EXPECT_EQ(quoteForShell("'"), "''\\'''");
}

}  // namespace
}  // namespace prism::host
