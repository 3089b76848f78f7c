// SPDX-License-Identifier: MIT
#include "console/options.h"

#include <gtest/gtest.h>

namespace prism::console {
namespace {

class ConsoleOptionsTest : public ::testing::Test {
 protected:
  // Parses a valid command line.
  static Options parse(const std::vector<std::string>& words) {
    Options options;
    std::string error;
    EXPECT_TRUE(parseOptions(words, &options, &error)) << error;
    EXPECT_EQ(error, "");
    return options;
  }

  // Returns the complaint about an invalid command line.
  static std::string complaint(const std::vector<std::string>& words) {
    Options options;
    std::string error;
    EXPECT_FALSE(parseOptions(words, &options, &error));
    return error;
  }
};

TEST_F(ConsoleOptionsTest, NeedsNone) {
  const Options options = parse({});
  EXPECT_EQ(options.configuration, "");
  EXPECT_EQ(options.plugin_dir, "");
  EXPECT_EQ(options.plugin, "");
  EXPECT_EQ(options.host_program, "");
  EXPECT_EQ(options.user, "you@example.org");
  EXPECT_EQ(options.legacy_name, "");
  EXPECT_EQ(options.linger.count(), 0);
  EXPECT_FALSE(options.ask_password);
  EXPECT_FALSE(options.strict);
  EXPECT_FALSE(options.verbose);
  EXPECT_FALSE(options.help);
  EXPECT_FALSE(options.version);
}

TEST_F(ConsoleOptionsTest, TakesEveryOneInTwoWords) {
  const Options options = parse({"--plugin-dir", "p", "--plugin", "echo", "--host-program", "./host", "--user", "a@b",
                                 "--legacy-name", "ann", "--linger", "1.5", "x.cfg"});
  EXPECT_EQ(options.plugin_dir, "p");
  EXPECT_EQ(options.plugin, "echo");
  EXPECT_EQ(options.host_program, "./host");
  EXPECT_EQ(options.user, "a@b");
  EXPECT_EQ(options.legacy_name, "ann");
  EXPECT_EQ(options.linger.count(), 1500);
  EXPECT_EQ(options.configuration, "x.cfg");
}

TEST_F(ConsoleOptionsTest, TakesEveryOneInOneWord) {
  const Options options = parse({"x.cfg", "--plugin-dir=p=q", "--plugin=echo", "--host-program=./host", "--user=a@b",
                                 "--legacy-name=--ann", "--linger=0"});
  EXPECT_EQ(options.configuration, "x.cfg");
  EXPECT_EQ(options.plugin_dir, "p=q");
  EXPECT_EQ(options.plugin, "echo");
  EXPECT_EQ(options.host_program, "./host");
  EXPECT_EQ(options.user, "a@b");
  EXPECT_EQ(options.legacy_name, "--ann");
  EXPECT_EQ(options.linger.count(), 0);
}

TEST_F(ConsoleOptionsTest, TakesFlags) {
  EXPECT_TRUE(parse({"--ask-password"}).ask_password);
  EXPECT_TRUE(parse({"--strict"}).strict);
  EXPECT_TRUE(parse({"--verbose"}).verbose);
  EXPECT_TRUE(parse({"--help"}).help);
  EXPECT_TRUE(parse({"--version"}).version);
}

TEST_F(ConsoleOptionsTest, TheLastOneCounts) {
  EXPECT_EQ(parse({"--plugin", "echo", "--plugin=probe"}).plugin, "probe");
}

TEST_F(ConsoleOptionsTest, KnowsNoOthers) {
  EXPECT_EQ(complaint({"--plug"}), "there is no option --plug");
  EXPECT_EQ(complaint({"--plugins=echo"}), "there is no option --plugins=echo");
  EXPECT_EQ(complaint({"-v"}), "there is no option -v");
  EXPECT_EQ(complaint({"--verbose=yes"}), "there is no option --verbose=yes");
  EXPECT_EQ(complaint({"--"}), "there is no option --");
}

TEST_F(ConsoleOptionsTest, ValuesAreNeeded) {
  for (const std::string name : {"--plugin-dir", "--plugin", "--host-program", "--user", "--legacy-name"}) {
    EXPECT_EQ(complaint({name}), name + " needs a value");
    EXPECT_EQ(complaint({name + "="}), name + " needs a value");
    EXPECT_EQ(complaint({name, ""}), name + " needs a value");
  }
}

TEST_F(ConsoleOptionsTest, LingersForSeconds) {
  EXPECT_EQ(parse({"--linger=86400"}).linger.count(), 86'400'000);
  EXPECT_EQ(parse({"--linger=0.001"}).linger.count(), 1);
  for (const std::string seconds : {"", "-1", "1s", "soon", "nan", "inf", "86401"}) {
    EXPECT_EQ(complaint({"--linger=" + seconds}), "--linger needs a number of seconds") << seconds;
  }
  EXPECT_EQ(complaint({"--linger"}), "--linger needs a number of seconds");
}

TEST_F(ConsoleOptionsTest, ThereIsOneConfiguration) {
  EXPECT_EQ(complaint({"a.cfg", "b.cfg"}), "there can be one configuration, not both a.cfg and b.cfg");
}

TEST_F(ConsoleOptionsTest, APasswordIsRefusedAndNotRepeated) {
  const std::string why =
      "a password on a command line can be read by everybody: use --ask-password, or the environment's "
      "PRISM_CONSOLE_PASSWORD";
  EXPECT_EQ(complaint({"--password=secret"}), why);
  EXPECT_EQ(complaint({"--password", "secret"}), why);
}

TEST_F(ConsoleOptionsTest, UsageNamesEveryOption) {
  for (const char* name : {"--plugin-dir DIR", "--plugin ID", "--host-program PATH", "--user NAME",
                           "--legacy-name NAME", "--ask-password", "--linger SECONDS", "--strict", "--verbose",
                           "--help", "--version", "[CONFIG]", "PRISM_CONSOLE_PASSWORD", "/help"}) {
    EXPECT_NE(usage().find(name), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace prism::console
