// SPDX-License-Identifier: MIT
#include "host/config/config.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace prism::host {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Config parsed(std::string_view text, const Pairs& overrides = {}) {
  Result<Config> config = Config::parse(text, "x.cfg", overrides);
  EXPECT_TRUE(config);
  return *std::move(config);
}

std::string value(const Config& config, std::string_view key) {
  const Config::Value* found = config.get(key);
  return std::string(found ? std::string_view(*found) : "(none)");
}

std::vector<std::string> values(const Config& config, std::string_view key) {
  std::vector<std::string> values;
  for (const Config::Value& value : config.list(key)) {
    values.emplace_back(value);
  }
  return values;
}

TEST(Config, ReadsSectionsAndKeys) {
  const Config config = parsed("[service]\njid = echo.example.org\nport=5347\n\n[logging]\nconfig =/etc/log.cfg\n");
  EXPECT_EQ(value(config, "service.jid"), "echo.example.org");
  EXPECT_EQ(value(config, "service.port"), "5347");
  EXPECT_EQ(value(config, "logging.config"), "/etc/log.cfg");
  EXPECT_EQ(value(config, "service.config"), "(none)");
}

TEST(Config, BearsEveryKindOfWhiteSpace) {
  const Config config = parsed("\xEF\xBB\xBF  [service]\t\r\n\t jid \t=\t a b \r\nempty =\r\n   \r\nlast = 1");
  EXPECT_EQ(value(config, "service.jid"), "a b");
  EXPECT_EQ(value(config, "service.empty"), "");
  EXPECT_EQ(value(config, "service.last"), "1");
}

TEST(Config, ACommentStartsAnywhere) {
  const Config config = parsed("# first\n[service] # the section\njid = a#b # c\n#port = 1\n  # indented\nkey=#\n");
  EXPECT_EQ(value(config, "service.jid"), "a");
  EXPECT_EQ(value(config, "service.port"), "(none)");
  EXPECT_EQ(value(config, "service.key"), "");
}

TEST(Config, ARepeatedKeyMakesAList) {
  const Config config =
      parsed("[service]\nirc_server = one\nx = y\nirc_server = two\n[other]\n[service]\nirc_server = three\n");
  EXPECT_EQ(values(config, "service.irc_server"), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(value(config, "service.irc_server"), "three");
  EXPECT_TRUE(values(config, "service.none").empty());
}

TEST(Config, AValueMayHoldEqualsSignsAndBrackets) {
  const Config config = parsed("[a]\nb = c=d [e]\n[f] = g\n");
  EXPECT_EQ(value(config, "a.b"), "c=d [e]");
  EXPECT_EQ(value(config, "a.[f]"), "g");
}

TEST(Config, KeysBeforeAnySectionHaveNone) { EXPECT_EQ(value(parsed("key = value\n"), "key"), "value"); }

TEST(Config, OverridesReplaceTheWholeList) {
  const Config config =
      parsed("[service]\nirc_server = one\nirc_server = two\njid = old\n", {{"service.irc_server", "three"},
                                                                            {"service.irc_server", "four"},
                                                                            {"service.jid", "new"},
                                                                            {"prism.plugin", "echo"}});
  EXPECT_EQ(values(config, "service.irc_server"), (std::vector<std::string>{"three", "four"}));
  EXPECT_EQ(value(config, "service.jid"), "new");
  EXPECT_EQ(value(config, "prism.plugin"), "echo");
}

TEST(Config, JidStandsForTheJidInForce) {
  const char* text = "[service]\nworking_dir = /var/lib/$jid/$jid\njid = old\n";
  EXPECT_EQ(value(parsed(text), "service.working_dir"), "/var/lib/old/old");
  EXPECT_EQ(value(parsed(text, {{"service.jid", "new"}}), "service.working_dir"), "/var/lib/new/new");
  EXPECT_EQ(value(parsed("[a]\nb = $jid\n"), "a.b"), "$jid");
  EXPECT_EQ(value(parsed("[service]\njid = $jid\n"), "service.jid"), "$jid");
}

TEST(Config, VisitsTheKeysOfASection) {
  const Config config = parsed("[irc]\nb = 2\na = 1\nb = 3\n[ircd]\nc = 4\n[ir]\nd = 5\n");
  Pairs found;
  config.visitSection("irc", [&](std::string_view key, std::string_view text) { found.emplace_back(key, text); });
  EXPECT_EQ(found, (Pairs{{"a", "1"}, {"b", "2"}, {"b", "3"}}));
}

TEST(Config, NamesTheLineThatIsMalformedButNotWhatItSays) {
  for (const char* line : {"password secret", "= secret", "[secret"}) {
    const auto config = Config::parse(std::string("[service]\n\n") + line + "\n", "/etc/x.cfg", {});
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, EINVAL);
    EXPECT_EQ(config.error().sentence, "/etc/x.cfg:3: this line is neither '[section]' nor 'key = value'");
  }
}

TEST(Config, NamesTheFileThatCannotBeRead) {
  const auto missing = Config::load("/no/such.cfg", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, EACCES);
  EXPECT_EQ(missing.error().sentence, "cannot read the configuration file /no/such.cfg: No such file or directory");
  const auto directory = Config::load("/", {});
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, EACCES);
  EXPECT_EQ(directory.error().sentence, "cannot read the configuration file /: it is not a regular file");
}

TEST(Config, ChecksNumbers) {
  const Config config = parsed(
      "[prism]\ngood = 90\nlow = 0\nhigh = 4294967295\ntoo_much = 4294967296\nword = 90s\nempty =\nnegative = -1\n");
  EXPECT_EQ(*config.number("prism.good", 1, 1, 100), 90U);
  EXPECT_EQ(*config.number("prism.none", 7, 1, 100), 7U);
  for (const char* key : {"low", "high", "too_much", "word", "empty", "negative"}) {
    const auto number = config.number(std::string("prism.") + key, 1, 1, 100);
    ASSERT_FALSE(number) << key;
    EXPECT_EQ(number.error().code, EINVAL);
  }
  EXPECT_EQ(config.number("prism.word", 1, 1, 100).error().sentence,
            "x.cfg: prism.word must be a whole number from 1 to 100, but is '90s'");
}

TEST(Config, KnowsEverySpellingOfBooleans) {
  for (const char* yes : {"1", "true", "yes", "on", "True", "YES", "On"}) {
    EXPECT_EQ(parseBool(yes), true) << yes;
  }
  for (const char* no : {"0", "false", "no", "off", "False", "NO", "oFF"}) {
    EXPECT_EQ(parseBool(no), false) << no;
  }
  for (const char* neither : {"", "2", "ja", "truee", "01"}) {
    EXPECT_EQ(parseBool(neither), std::nullopt) << neither;
  }
}

}  // namespace
}  // namespace prism::host
