// SPDX-License-Identifier: MIT
#include "host/log/properties.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

class LogPropertiesTest : public ::testing::Test {
 protected:
  // Returns each key with its line and value.
  Lines parsed(std::string_view text) {
    complaints_ = LogComplaints("log.cfg");
    return described(LogProperties::parse(text, &complaints_));
  }

  Lines expanded(std::string_view text) {
    complaints_ = LogComplaints("log.cfg");
    LogProperties properties = LogProperties::parse(text, &complaints_);
    const auto known = [](const std::string& name) {
      return name == "id" ? std::optional<std::string>("7") : std::nullopt;
    };
    const auto others = [](const std::string& name) {
      return name == "HOME" || name == "b" ? std::optional<std::string>("/root") : std::nullopt;
    };
    properties.expand(known, others, &complaints_);
    return described(properties);
  }

  const Lines& complaints() const { return complaints_.sentences(); }

 private:
  static Lines described(const LogProperties& properties) {
    Lines lines;
    for (const auto& [key, property] : properties.all()) {
      lines.push_back(std::to_string(property.line) + " " + key + "=" + property.value);
    }
    return lines;
  }

  LogComplaints complaints_{"log.cfg"};
};

TEST_F(LogPropertiesTest, KeysAndValues) {
  EXPECT_EQ(parsed("# comment\n! too\n\na=1\n b : 2 \r\nc 3\nd=\na=4 # 5\n"),
            (Lines{"8 a=4 # 5", "5 b=2", "6 c=3", "7 d="}));
  EXPECT_EQ(parsed("\xEF\xBB\xBF"
                   "a=1"),
            (Lines{"1 a=1"}));
  EXPECT_EQ(complaints(), Lines{});
}

TEST_F(LogPropertiesTest, BackslashesJoinAndEscape) {
  EXPECT_EQ(parsed("a=1,\\\n   2\nb=\\t\\\\\nc\\=d=3\ne=\\"), (Lines{"1 a=1,2", "3 b=\t\\", "4 c=d=3", "5 e="}));
  EXPECT_EQ(complaints(), Lines{});
}

TEST_F(LogPropertiesTest, LineWithoutAPropertyIsNotQuoted) {
  EXPECT_EQ(parsed("secret\n=1\n[section]\na=1"), (Lines{"4 a=1"}));
  EXPECT_EQ(complaints(), (Lines{"log.cfg:1: this line is not 'key = value', and ignored",
                                 "log.cfg:2: this line is not 'key = value', and ignored",
                                 "log.cfg:3: this line is not 'key = value', and ignored"}));
}

TEST_F(LogPropertiesTest, ComplaintsAreBounded) {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "x\n";
  }
  EXPECT_EQ(parsed(text), Lines{});
  ASSERT_EQ(complaints().size(), 21U);
  EXPECT_EQ(complaints().back(), "log.cfg: more is wrong with it");
}

TEST_F(LogPropertiesTest, Variables) {
  EXPECT_EQ(expanded("id=no\na=${b}/x-${id}${HOME}$\nb=<${c}>\nc=3"),
            (Lines{"2 a=<3>/x-7/root$", "3 b=<3>", "4 c=3", "1 id=no"}));
  EXPECT_EQ(complaints(), Lines{});
}

TEST_F(LogPropertiesTest, VariablesThatAreNotKnown) {
  EXPECT_EQ(expanded("a=x${nobody}y\nb=x${id"), (Lines{"1 a=xy", "2 b=x${id"}));
  EXPECT_EQ(complaints(), (Lines{"log.cfg:1: a: ${nobody} is not known, and left out",
                                 "log.cfg:2: b: a '${' without its '}' is kept as it is"}));
}

TEST_F(LogPropertiesTest, VariablesThatLeadToThemselves) {
  EXPECT_EQ(expanded("a=1${a}"), (Lines{"1 a=111111111"}));
  EXPECT_EQ(complaints(), (Lines{"log.cfg:1: a: there are too many variables within variables"}));
}

TEST_F(LogPropertiesTest, VariablesThatGrow) {
  std::string text = "v0=" + std::string(1000, 'x') + "\n";
  std::string empty = "w0=\n";
  for (int i = 1; i < 8; ++i) {
    const auto ten = [&](const std::string& name) {
      std::string value;
      for (int n = 0; n < 10; ++n) {
        value += "${" + name + std::to_string(i - 1) + "}";
      }
      return name + std::to_string(i) + "=" + value + "\n";
    };
    text += ten("v");
    empty += ten("w");
  }
  for (const std::string& line : expanded(text)) {
    EXPECT_LE(line.size(), LogProperties::kMaxValue + 10);
  }
  expanded(empty);  // must terminate
}

}  // namespace
}  // namespace prism::host
