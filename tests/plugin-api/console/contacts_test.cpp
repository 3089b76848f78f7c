// SPDX-License-Identifier: MIT
#include "console/contacts.h"

#include <gtest/gtest.h>

namespace prism::console {
namespace {

class ContactsTest : public ::testing::Test {
 protected:
  static pbnetwork::Buddy buddy(const std::string& name, pbnetwork::StatusType status = pbnetwork::STATUS_ONLINE) {
    pbnetwork::Buddy buddy;
    buddy.set_username("you");
    buddy.set_buddyname(name);
    buddy.set_status(status);
    return buddy;
  }

  // Describes the contact.
  std::string said(const std::string& name) const { return describe(name, contacts_.all().at(name)); }

  Contacts contacts_;
};

TEST_F(ContactsTest, TheFirstOneOnlineIsTheCurrentOne) {
  EXPECT_EQ(contacts_.current(), "");
  contacts_.change(buddy("ann", pbnetwork::STATUS_NONE));
  EXPECT_EQ(contacts_.current(), "");
  contacts_.change(buddy("bob", pbnetwork::STATUS_AWAY));
  contacts_.change(buddy("cem"));
  EXPECT_EQ(contacts_.current(), "bob");
  contacts_.change(buddy("bob", pbnetwork::STATUS_NONE));
  EXPECT_EQ(contacts_.current(), "bob");
}

TEST_F(ContactsTest, AChoiceStands) {
  contacts_.choose("nobody's contact");
  contacts_.change(buddy("ann"));
  EXPECT_EQ(contacts_.current(), "nobody's contact");
}

TEST_F(ContactsTest, AChangeReplacesAllButAliasAndGroups) {
  pbnetwork::Buddy ann = buddy("ann", pbnetwork::STATUS_DND);
  ann.set_alias("Ann");
  ann.add_group("Friends");
  ann.add_group("Work");
  ann.set_statusmessage("not now");
  ann.set_blocked(true);
  contacts_.change(ann);
  EXPECT_EQ(said("ann"), "ann (Ann) is busy: not now, blocked [Friends] [Work]");
  contacts_.change(buddy("ann"));
  EXPECT_EQ(said("ann"), "ann (Ann) is online [Friends] [Work]");
  pbnetwork::Buddy moved = buddy("ann");
  moved.set_alias("Annie");
  moved.add_group("Family");
  contacts_.change(moved);
  EXPECT_EQ(said("ann"), "ann (Annie) is online [Family]");
}

TEST_F(ContactsTest, OneWithoutAStatusIsOnline) {
  pbnetwork::Buddy ann = buddy("ann");
  ann.clear_status();
  contacts_.change(ann);
  EXPECT_EQ(said("ann"), "ann is online");
  EXPECT_EQ(contacts_.current(), "ann");
}

TEST_F(ContactsTest, OneThatIsRemovedIsNotTheCurrentOneAnyMore) {
  contacts_.change(buddy("ann"));
  contacts_.change(buddy("bob"));
  contacts_.remove("bob");
  EXPECT_EQ(contacts_.current(), "ann");
  contacts_.remove("ann");
  contacts_.remove("never there");
  EXPECT_EQ(contacts_.current(), "");
  EXPECT_TRUE(contacts_.all().empty());
}

TEST_F(ContactsTest, NothingIsLeftOfThem) {
  contacts_.change(buddy("ann"));
  contacts_.clear();
  EXPECT_EQ(contacts_.current(), "");
  EXPECT_TRUE(contacts_.all().empty());
}

TEST(DescribeContact, ByEveryStatus) {
  const auto said = [](pbnetwork::StatusType status) { return describe("ann", {.status = status}); };
  EXPECT_EQ(said(pbnetwork::STATUS_ONLINE), "ann is online");
  EXPECT_EQ(said(pbnetwork::STATUS_AWAY), "ann is away");
  EXPECT_EQ(said(pbnetwork::STATUS_FFC), "ann is free for chat");
  EXPECT_EQ(said(pbnetwork::STATUS_XA), "ann is away for long");
  EXPECT_EQ(said(pbnetwork::STATUS_DND), "ann is busy");
  EXPECT_EQ(said(pbnetwork::STATUS_NONE), "ann is offline");
  EXPECT_EQ(said(pbnetwork::STATUS_INVISIBLE), "ann is invisible");
}

TEST(DescribeContact, AnAliasThatIsTheNameIsNotRepeated) {
  EXPECT_EQ(describe("ann", {.alias = "ann"}), "ann is online");
}

TEST(DescribeContact, IsSafeToShow) {
  EXPECT_EQ(describe("a\nnn", {.alias = "\x1b[2J", .groups = {"\xff"}, .status_text = "one\ntwo"}),
            "a nn (\\x1b[2J) is online: one two [\\xff]");
}

}  // namespace
}  // namespace prism::console
