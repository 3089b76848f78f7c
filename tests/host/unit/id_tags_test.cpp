// SPDX-License-Identifier: MIT
#include "host/chat/id_tags.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::host {
namespace {

TEST(IdTags, HaveWhatHasBeenAdded) {
  IdTags tags;
  for (const std::string& id : {std::string("1"), std::string("$abcdefg:example.org"), std::string(1000, 'x')}) {
    EXPECT_FALSE(tags.mayHave(id)) << id;
    tags.add(id);
    EXPECT_TRUE(tags.mayHave(id)) << id;
    tags.remove(id);
    EXPECT_FALSE(tags.mayHave(id)) << id;
  }
}

TEST(IdTags, AnIdThatWasAddedTwiceIsRemovedTwice) {
  IdTags tags;
  tags.add("17");
  tags.add("18");
  tags.add("17");
  tags.remove("17");
  EXPECT_TRUE(tags.mayHave("17"));
  tags.remove("17");
  EXPECT_FALSE(tags.mayHave("17"));
  EXPECT_TRUE(tags.mayHave("18"));
}

TEST(IdTags, WhatIsNotThereCanBeRemoved) {
  IdTags tags;
  tags.remove("17");
  tags.add("17");
  tags.clear();
  tags.remove("17");
  EXPECT_FALSE(tags.mayHave("17"));
}

TEST(IdTags, EmptyIdsAreNotKept) {
  IdTags tags;
  tags.add("");
  tags.remove("");
  EXPECT_FALSE(tags.mayHave(""));
}

// The ids of networks often count. A search in vain for each of them would be slow.
TEST(IdTags, IdsThatCountHaveDifferentTags) {
  IdTags tags;
  for (int i = 0; i < 64; ++i) {
    tags.add(std::to_string(1'700'000'000 + i));
  }
  for (int i = 64; i < 1000; ++i) {
    EXPECT_FALSE(tags.mayHave(std::to_string(1'700'000'000 + i))) << i;
  }
}

}  // namespace
}  // namespace prism::host
