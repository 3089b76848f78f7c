// SPDX-License-Identifier: MIT
// Names, keys and places in the lobby's log.
#include "plugins/lobby/event.h"

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

using Parts = std::vector<std::string_view>;

TEST(EventTest, NamesAreFoldedByteByByte) { EXPECT_EQ(lobby::folded("Alice.ÄÖ@Example.ORG"), "alice.ÄÖ@example.org"); }

TEST(EventTest, WhatIsJoinedCanBeSplit) {
  for (const Parts& parts : {Parts{}, Parts{""}, Parts{"a"}, Parts{"", ""}, Parts{"a", "", "b c"}}) {
    EXPECT_EQ(lobby::split(lobby::joined(parts)), parts);
  }
  EXPECT_EQ(lobby::split("no end"), Parts());
}

TEST(EventTest, APlaceIsTheSameFromBothSides) {
  EXPECT_EQ(lobby::placeOf("Alice", "bob"), lobby::placeOf("Bob", "alice"));
  EXPECT_NE(lobby::placeOf("alice", "bob"), lobby::placeOf("alice", "bob", "room"));
  EXPECT_NE(lobby::placeOf("alice", "bob"), lobby::placeOf("alice", "carol"));
}

TEST(EventTest, KeysDifferInEachPart) {
  EXPECT_EQ(lobby::keyOf("person", "Alice"), lobby::keyOf("person", "alice"));
  EXPECT_NE(lobby::keyOf("person", "alice"), lobby::keyOf("card", "alice"));
  EXPECT_NE(lobby::keyOf("in", "ab", "c"), lobby::keyOf("in", "a", "bc"));
}

}  // namespace
}  // namespace prism::tests
