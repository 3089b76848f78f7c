// What the host remembers of a contact, to tell news from repeats.
#include <gtest/gtest.h>

#include "host/session.h"

namespace prism::host {
namespace {

TEST(SessionContacts, WhatSpectrumSaysTwiceIsNewsOnce) {
  Session session;
  EXPECT_TRUE(session.noteContact("bob", "", {}));
  EXPECT_FALSE(session.noteContact("bob", "", {}));
  EXPECT_TRUE(session.noteContact("bob", "Bob", {}));
  EXPECT_TRUE(session.noteContact("bob", "Bob", {"Friends"}));
  EXPECT_TRUE(session.noteContact("bob", "Bob", {"Friends", "Work"}));
  EXPECT_FALSE(session.noteContact("bob", "Bob", {"Friends", "Work"}));
  EXPECT_TRUE(session.noteContact("bob", "", {}));
}

TEST(SessionContacts, WhatSpectrumWasToldIsNoNewsFromIt) {
  Session session;
  session.noteShownContact("bob", "Bob", {"Friends"});
  EXPECT_FALSE(session.noteContact("bob", "Bob", {"Friends"}));
}

TEST(SessionContacts, AnEventWithoutAliasAndGroupsLeavesTheOldOnesStanding) {
  Session session;
  session.noteShownContact("bob", "Bob", {"Friends"});
  session.noteShownContact("bob", "", {});
  EXPECT_FALSE(session.noteContact("bob", "Bob", {"Friends"}));
  session.noteShownContact("bob", "Robert", {});
  EXPECT_FALSE(session.noteContact("bob", "Robert", {"Friends"}));
  session.noteShownContact("bob", "", {"Work"});
  EXPECT_FALSE(session.noteContact("bob", "Robert", {"Work"}));
}

TEST(SessionContacts, NothingIsLeftStandingOfAContactThatWasRemoved) {
  Session session;
  session.noteShownContact("bob", "Bob", {"Friends"});
  EXPECT_TRUE(session.noteRemoval("bob"));
  EXPECT_FALSE(session.noteRemoval("bob"));
  session.noteShownContact("bob", "", {});
  EXPECT_FALSE(session.noteContact("bob", "", {}));
}

}  // namespace
}  // namespace prism::host
