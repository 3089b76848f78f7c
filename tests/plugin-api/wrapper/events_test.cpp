// SPDX-License-Identifier: MIT
// Each event reaches the host's table with every field, and returns the host's result.
#include "tests/support/fake_host.h"
#include <prism/host.hpp>

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

class EventsTest : public testing::Test {
 protected:
  // Returns the one call since the last one.
  std::string call() {
    const Lines calls = fake_.take();
    EXPECT_EQ(calls.size(), 1U);
    return calls.empty() ? "" : calls.front();
  }

  FakeHost fake_;
  const Host host_{fake_.table()};
};

TEST_F(EventsTest, GiveTheResultOfTheHost) {
  EXPECT_EQ(host_.connected("alice@x"), Result::Ok);
  fake_.answer(PRISM_ERR_NO_USER);
  EXPECT_EQ(host_.connected("alice@x"), Result::NoUser);
  EXPECT_EQ(host_.message({"alice@x", "bob", "hi"}), Result::NoUser);
}

TEST_F(EventsTest, Sessions) {
  host_.connected("alice@x");
  EXPECT_EQ(call(), "connected alice@x");
  host_.disconnected("alice@x", ConnectionError::CertExpired, "too old");
  EXPECT_EQ(call(), "disconnected alice@x 11 too old");
  host_.stopped();
  EXPECT_EQ(call(), "stopped");
}

TEST_F(EventsTest, AMessageInFewWords) {
  host_.message({"alice@x", "bob", "hi"});
  EXPECT_EQ(call(), "message alice@x bob text=hi");
}

TEST_F(EventsTest, AMessageWithEverything) {
  host_.message(
      {.user = "alice@x",
       .buddy = "lobby",
       .text = "hi",
       .nickname = "bobby",
       .kind = Conversation::Room,
       .xhtml = "<b>hi</b>",
       .id = "17",
       .time = 1000,
       .headline = true,
       .carbon = true,
       .attachments = {{.url = "https://a", .mime_type = "image/png", .description = "A", .name = "a.png", .size = 12},
                       {.url = "https://b"}},
       .reply_to = Reference{"16", "carol", "Really?", true},
       .thread = "t",
       .author_id = "op-1"});
  EXPECT_EQ(call(),
            "message alice@x lobby kind=2 flags=3 nickname=bobby text=hi xhtml=<b>hi</b> id=17 time=1000 url=https://a "
            "mime_type=image/png description=A name=a.png size=12 url=https://b reply_to=16 quote=Really? by=carol "
            "own=1 thread=t author_id=op-1");
  host_.message(
      {.user = "alice@x", .buddy = "lobby", .text = "psst", .nickname = "bobby", .kind = Conversation::Private});
  EXPECT_EQ(call(), "message alice@x lobby kind=3 nickname=bobby text=psst");
}

TEST_F(EventsTest, TimesAreMillisecondsSince1970) {
  EXPECT_EQ(timeOf(std::chrono::system_clock::from_time_t(86400)), 86400000);
}

TEST_F(EventsTest, ReceiptsTypingAttention) {
  host_.receipt({"alice@x", "bob", "", 17, ReceiptState::Delivered});
  EXPECT_EQ(call(), "receipt alice@x bob 17 state=2");
  host_.receipt({.user = "alice@x",
                 .buddy = "lobby",
                 .nickname = "ally",
                 .request = 17,
                 .state = ReceiptState::Failed,
                 .text = "Ally is away.",
                 .network_id = "n1",
                 .time = 1000,
                 .kind = Conversation::Private});
  EXPECT_EQ(call(), "receipt alice@x lobby nickname=ally 17 kind=3 state=4 network_id=n1 text=Ally is away. time=1000");
  host_.typing({"alice@x", "lobby", "ally", TypingState::Composing, Conversation::Private});
  EXPECT_EQ(call(), "typing alice@x lobby ally 2 kind=3");
  host_.attention({"alice@x", "lobby", "ally", "hey", Conversation::Private});
  EXPECT_EQ(call(), "attention alice@x lobby ally hey kind=3");
}

TEST_F(EventsTest, Contacts) {
  host_.buddyChanged({"alice@x", "bob"});
  EXPECT_EQ(call(), "buddy_changed alice@x bob status=1");
  host_.buddyChanged({.user = "alice@x",
                      .buddy = "bob",
                      .status = Status::ExtendedAway,
                      .status_text = "far",
                      .alias = "Bob",
                      .groups = {"Friends", "Work"},
                      .icon_hash = "beef",
                      .blocked = true});
  EXPECT_EQ(call(),
            "buddy_changed alice@x bob status=4 status_text=far alias=Bob group=Friends group=Work icon_hash=beef "
            "blocked=1");
  host_.buddyRemoved("alice@x", "bob");
  EXPECT_EQ(call(), "buddy_removed alice@x bob");
  host_.rosterComplete("alice@x");
  EXPECT_EQ(call(), "roster_complete alice@x");
  host_.authorizationRequested("alice@x", "bob");
  EXPECT_EQ(call(), "authorization_requested alice@x bob");
}

TEST_F(EventsTest, AParticipantWithEverything) {
  host_.participantChanged({.user = "alice@x",
                            .room = "lobby",
                            .nickname = "bobby",
                            .status = Status::Offline,
                            .status_text = "bye",
                            .new_nickname = "bob",
                            .icon_hash = "beef",
                            .alias = "Bob",
                            .role = Role::Visitor,
                            .affiliation = Affiliation::Outcast,
                            .account = "bob@x",
                            .actor = "op"});
  EXPECT_EQ(call(),
            "participant_changed alice@x lobby bobby status=6 status_text=bye new_nickname=bob icon_hash=beef "
            "alias=Bob role=1 affiliation=2 account=bob@x actor=op");
}

TEST_F(EventsTest, EachFlagOfAParticipant) {
  const auto flags = [&](bool Participant::*flag) {
    Participant participant{"alice@x", "lobby", "me"};
    participant.*flag = true;
    host_.participantChanged(participant);
    return call();
  };
  EXPECT_EQ(flags(&Participant::moderator), "participant_changed alice@x lobby me flags=1 status=1");
  EXPECT_EQ(flags(&Participant::me), "participant_changed alice@x lobby me flags=2 status=1");
  EXPECT_EQ(flags(&Participant::kicked), "participant_changed alice@x lobby me flags=4 status=1");
  EXPECT_EQ(flags(&Participant::banned), "participant_changed alice@x lobby me flags=8 status=1");
}

TEST_F(EventsTest, LinesOfTheLog) {
  host_.info("hello");
  EXPECT_EQ(call(), "info: hello");
  host_.log(LogLevel::Debug, "jabber", "a stanza");
  EXPECT_EQ(call(), "debug in jabber: a stanza");
  fake_.configureLog("jabber", PRISM_LOG_DEBUG);
  fake_.configureLog("", PRISM_LOG_WARNING);
  EXPECT_TRUE(host_.logEnabled(LogLevel::Debug, "jabber"));
  EXPECT_FALSE(host_.logEnabled(LogLevel::Trace, "jabber"));
  EXPECT_TRUE(host_.logEnabled(LogLevel::Warning));
  EXPECT_FALSE(host_.logEnabled(LogLevel::Info));
}

TEST_F(EventsTest, Rooms) {
  host_.joined({"alice@x", "lobby", "ally"});
  EXPECT_EQ(call(), "joined alice@x lobby ally status=1");
  host_.joinFailed({"alice@x", "lobby", JoinError::Password, "The password is wrong."});
  EXPECT_EQ(call(), "join_failed alice@x lobby error=5 text=The password is wrong.");
  host_.roomInvited({.user = "alice@x", .room = "lobby", .inviter = "bob", .reason = "tea", .password = "p"});
  EXPECT_EQ(call(), "room_invited alice@x lobby inviter=bob reason=tea password=p");
  host_.subjectChanged({.user = "alice@x", .room = "lobby", .nickname = "bobby", .subject = "tea", .time = 5});
  EXPECT_EQ(call(), "subject_changed alice@x lobby nickname=bobby subject=tea time=5");
  host_.roomList("alice@x", {{"lobby", "The lobby"}, {"bar", "The bar"}});
  EXPECT_EQ(call(), "room_list user=alice@x name=lobby title=The lobby name=bar title=The bar");
  host_.roomList({}, {});
  EXPECT_EQ(call(), "room_list");
}

TEST_F(EventsTest, TheRest) {
  host_.vcard({"alice@x", "bob", "Bob B.", "bobby", "png", "b"});
  EXPECT_EQ(call(), "vcard alice@x buddy=bob nickname=b full_name=Bob B. vcard_nickname=bobby photo=png");
  host_.rawXml("<message to='alice@x' from='bob'/>");
  EXPECT_EQ(call(), "raw_xml <message to='alice@x' from='bob'/>");
}

}  // namespace
}  // namespace prism::tests
