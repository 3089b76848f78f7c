// SPDX-License-Identifier: MIT
// prism/text.hpp: white space at the ends of a text.
#include <gtest/gtest.h>
#include <prism/text.hpp>

namespace prism {
namespace {

TEST(Trim, TakesWhiteSpaceFromBothEnds) {
  EXPECT_EQ(trim(" \t\r\n\f\va \t\r\n\f\vb \t\r\n\f\v"), "a \t\r\n\f\vb");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \t\r\n\f\v"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Trim, LeavesWhatOnlyUnicodeCallsASpace) {
  EXPECT_EQ(trim("\xC2\xA0 a \xC2\xA0"), "\xC2\xA0 a \xC2\xA0");  // no-break spaces
}

}  // namespace
}  // namespace prism
