// SPDX-License-Identifier: MIT
#include "host/history/typed_history.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace prism::tests {
namespace {

constexpr std::int64_t kNow = 1'764'504'000'000;  // 2025-11-30 12:00 UTC

std::string read(std::string_view text) {
  const auto typed = host::readTypedHistory(text, kNow);
  if (!typed) {
    return "(nothing)";
  }
  return fmt::format("before={} count={} since={} around={}", typed->before, typed->count, typed->since, typed->around);
}

TEST(TypedHistoryTest, ReadsCounts) {
  EXPECT_EQ(read(""), "before=false count=0 since=0 around=0");
  EXPECT_EQ(read(" 50 "), "before=false count=50 since=0 around=0");
  EXPECT_EQ(read("before"), "before=true count=0 since=0 around=0");
  EXPECT_EQ(read("before  7"), "before=true count=7 since=0 around=0");
}

TEST(TypedHistoryTest, ReadsTimes) {
  EXPECT_EQ(read("30m"), "before=false count=0 since=1764502200000 around=0");
  EXPECT_EQ(read("2h"), "before=false count=0 since=1764496800000 around=0");
  EXPECT_EQ(read("since 1d"), "before=false count=0 since=1764417600000 around=0");
  EXPECT_EQ(read("1w"), "before=false count=0 since=1763899200000 around=0");
  EXPECT_EQ(read("2025-11-29"), "before=false count=0 since=1764374400000 around=0");
  EXPECT_EQ(read("2024-02-29"), "before=false count=0 since=1709164800000 around=0");
  EXPECT_EQ(read("around 2025-11-29"), "before=false count=0 since=0 around=1764374400000");
}

TEST(TypedHistoryTest, RefusesOtherTexts) {
  for (const char* const text :
       {"0",         "-1",         "+5",         "99999999999",  "5 5",         "x",          "h",
        "0h",        "-2h",        "2y",         "2 h",          "before 2h",   "beforehand", "since",
        "since 5",   "around",     "around 5",   "since before", "2025-02-29",  "2025-13-01", "2025-11-00",
        "2025-11-3", "2026-01-01", "0000-01-01", "1960-01-01",   "4294967295w", "\xE2\x82"}) {
    EXPECT_EQ(read(text), "(nothing)") << text;
  }
}

}  // namespace
}  // namespace prism::tests
