// SPDX-License-Identifier: MIT
#include "host/guard/whole_struct.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace prism::host {
namespace {

// A struct whose last two members came later.
struct Grown {
  std::uint32_t struct_size;
  std::uint32_t reserved;
  std::uint64_t first;
  std::uint32_t later;
  std::uint32_t latest;
};

}  // namespace

template <>
inline constexpr std::size_t kLeastSize<Grown> = offsetof(Grown, later);

namespace {

// The bytes of a struct as a plugin of an older ABI has them, and no more: a read behind them shows under ASan.
class OldStruct {
 public:
  explicit OldStruct(std::size_t size) : bytes_(size) {
    const Grown all{static_cast<std::uint32_t>(size), 0, 1, 2, 3};
    std::memcpy(bytes_.data(), &all, size);
  }
  const Grown* get() const { return reinterpret_cast<const Grown*>(bytes_.data()); }

 private:
  std::vector<char> bytes_;
};

TEST(WholeStructTest, MembersThatThePluginLacksAre0) {
  const OldStruct first(offsetof(Grown, later));
  EXPECT_EQ(rejectStruct(first.get()), "");
  Grown whole = wholeOf(*first.get());
  EXPECT_EQ(whole.first, 1U);
  EXPECT_EQ(whole.later, 0U);
  EXPECT_EQ(whole.latest, 0U);

  const OldStruct second(offsetof(Grown, latest));
  EXPECT_EQ(rejectStruct(second.get()), "");
  whole = wholeOf(*second.get());
  EXPECT_EQ(whole.later, 2U);
  EXPECT_EQ(whole.latest, 0U);
}

TEST(WholeStructTest, AStructOfANewerPluginIsRead) {
  struct Newer {
    Grown known;
    std::uint64_t unknown;
  };
  const Newer newer{{sizeof(Newer), 0, 1, 2, 3}, 4};
  EXPECT_EQ(rejectStruct(&newer.known), "");
  EXPECT_EQ(wholeOf(newer.known).latest, 3U);
}

TEST(WholeStructTest, OthersAreRefused) {
  EXPECT_EQ(rejectStruct<Grown>(nullptr), "the argument is NULL");
  Grown given{15, 0, 1, 2, 3};
  EXPECT_EQ(rejectStruct(&given), "struct_size is 15, expected at least 16");
  given.struct_size = sizeof given;
  given.reserved = 7;
  EXPECT_EQ(rejectStruct(&given), "reserved is 7, must be 0");
}

}  // namespace
}  // namespace prism::host
