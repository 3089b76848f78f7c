// SPDX-License-Identifier: MIT
#include "host/log/captured_output.h"

#include "tests/support/captured_log.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Lines = std::vector<std::string>;

class CapturedLinesTest : public ::testing::Test {
 protected:
  tests::CapturedLog log_;
  CapturedLines lines_{log_.logger(), Poco::Message::PRIO_WARNING};
};

TEST_F(CapturedLinesTest, CutsAtNewlines) {
  lines_.take("one\ntw");
  EXPECT_EQ(log_.take(), Lines{"one"});
  lines_.take("o\r\n\n\nthree");
  EXPECT_EQ(log_.take(), Lines{"two"});
  lines_.end();
  EXPECT_EQ(log_.take(), Lines{"three"});
  lines_.end();
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(CapturedLinesTest, LongLinesBecomeSeveral) {
  const std::string longest(CapturedLines::kLongest, 'x');
  lines_.take(longest + longest + "y\n");
  EXPECT_EQ(log_.take(), (Lines{longest, longest, "y"}));
}

TEST_F(CapturedLinesTest, ShowsWhatIsNoText) {
  lines_.take(std::string_view("a\x1b[1m\0\xFF\n", 8));
  EXPECT_EQ(log_.take(), Lines{"a\\x1b[1m\\x00\xEF\xBF\xBD"});
}

}  // namespace
}  // namespace prism::host
