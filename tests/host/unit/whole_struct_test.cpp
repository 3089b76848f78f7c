// SPDX-License-Identifier: MIT
#include "host/guard/whole_struct.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace prism::host {
namespace {

struct Known {
  std::uint32_t struct_size;
  std::uint32_t reserved;
  std::uint64_t value;
};

TEST(WholeStructTest, AWholeStructIsRead) {
  const Known known{sizeof known, 0, 1};
  EXPECT_EQ(rejectStruct(&known), "");
}

TEST(WholeStructTest, AStructOfANewerPluginIsRead) {
  struct Newer {
    Known known;
    std::uint64_t unknown;
  };
  const Newer newer{{sizeof(Newer), 0, 1}, 2};
  EXPECT_EQ(rejectStruct(&newer.known), "");
}

TEST(WholeStructTest, OthersAreRefused) {
  EXPECT_EQ(rejectStruct<Known>(nullptr), "the argument is NULL");
  Known given{15, 0, 1};
  EXPECT_EQ(rejectStruct(&given), "struct_size is 15, expected at least 16");
  given.struct_size = 0;
  EXPECT_EQ(rejectStruct(&given), "struct_size is 0, expected at least 16");
  given.struct_size = sizeof given;
  given.reserved = 7;
  EXPECT_EQ(rejectStruct(&given), "reserved is 7, must be 0");
}

}  // namespace
}  // namespace prism::host
