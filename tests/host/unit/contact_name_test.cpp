// SPDX-License-Identifier: MIT
#include "host/prompt/contact_name.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace prism::host {
namespace {

class ContactNameTest : public testing::Test {
 protected:
  const std::string wanted_ = "prism";
  ContactName name_{wanted_};
};

TEST_F(ContactNameTest, IsWhatIsWantedInAnyCase) {
  EXPECT_EQ(name_.get(), "prism");
  EXPECT_TRUE(name_.is("Prism"));
  EXPECT_FALSE(name_.is("prisma"));
  EXPECT_FALSE(name_.is(""));
}

TEST_F(ContactNameTest, GivesWayToARealContact) {
  EXPECT_TRUE(name_.avoid("Prism"));
  EXPECT_EQ(name_.get(), "prism-1");
  EXPECT_FALSE(name_.is("prism"));
  EXPECT_TRUE(name_.avoid("prism-1"));
  EXPECT_EQ(name_.get(), "prism-2");
  EXPECT_FALSE(name_.avoid("prism-1")) << "it has done so already";
}

// Otherwise the user's answers, which may be secret, would go to a contact of the network.
TEST_F(ContactNameTest, GivesWayToNamesThatXmppTakesForItsOwn) {
  for (const char* const other : {"pri\u200Bsm", "\uFF50rism", "PRI\u017FM-7"}) {
    EXPECT_TRUE(ContactName::isNear(other, wanted_)) << other;
  }
  EXPECT_FALSE(ContactName::isNear("pr\u00EDsm", wanted_));
  EXPECT_TRUE(name_.is("\uFF50rism"));
  EXPECT_TRUE(name_.avoid("pri\u200Bsm"));
  EXPECT_EQ(name_.get(), "prism-1");
}

TEST_F(ContactNameTest, RemembersWhoWouldBeInTheWayLater) {
  EXPECT_FALSE(name_.avoid("prism-1"));
  EXPECT_FALSE(name_.avoid("prism-2"));
  EXPECT_TRUE(name_.avoid("prism"));
  EXPECT_EQ(name_.get(), "prism-3");
}

TEST_F(ContactNameTest, OthersAreNotInTheWay) {
  for (const char* const other : {"", "pris", "prisma", "prism-", "prism-x", "prism-1x", "a prism", "prism 1"}) {
    EXPECT_FALSE(ContactName::isNear(other, wanted_)) << other;
    EXPECT_FALSE(name_.avoid(other)) << other;
  }
  EXPECT_EQ(name_.get(), "prism");
}

TEST_F(ContactNameTest, DoesNotRememberWithoutEnd) {
  for (int i = 1; i <= 200; ++i) {
    name_.avoid(fmt::format("prism-{}", i));
  }
  EXPECT_FALSE(name_.avoid("prism")) << "nobody is called all that";
  EXPECT_EQ(name_.get(), "prism");
}

}  // namespace
}  // namespace prism::host
