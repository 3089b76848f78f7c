// SPDX-License-Identifier: MIT
#include "host/base/file_name.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

TEST(FileName, AnyNameIsSafe) {
  EXPECT_EQ(fileNameOf("alice@example.org"), "alice@example.org");
  EXPECT_EQ(fileNameOf("../../etc/passwd"), "%2E.%2F..%2Fetc%2Fpasswd");
  EXPECT_EQ(fileNameOf(".."), "%2E.");
  EXPECT_EQ(fileNameOf(""), "%");
  EXPECT_EQ(fileNameOf(std::string_view("\0%\n", 3)), "%00%25%0A");
  EXPECT_EQ(fileNameOf("\xC3\xA9"), "%C3%A9");
}

TEST(FileName, LongNamesAreCutAndStayDifferent) {
  const std::string common(300, 'x');
  const std::string one = fileNameOf(common + "1");
  const std::string two = fileNameOf(common + "2");
  EXPECT_EQ(one.size(), 200u);
  EXPECT_EQ(two.size(), 200u);
  EXPECT_NE(one, two);
  EXPECT_EQ(one.substr(0, 160), std::string(158, 'x') + "%%");
  EXPECT_EQ(fileNameOf(std::string(200, 'x')), std::string(200, 'x'));
  EXPECT_LE(fileNameOf(std::string(3000, '\xC3')).size(), 200u);
}

}  // namespace
}  // namespace prism::host
