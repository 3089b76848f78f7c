// SPDX-License-Identifier: MIT
// Messages, acknowledgements, attention and typing.
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

constexpr const char* kHello = "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello\"";

TEST_F(GuardTest, SendsMessages) {
  const prism_message event = message();
  expectSent(guard_.message(&event), kHello);
}

TEST_F(GuardTest, SendsMessagesWithAllFields) {
  prism_attachment picture{};
  picture.struct_size = sizeof picture;
  picture.url = PRISM_STR("https://x/y.png");
  picture.mime_type = PRISM_STR("image/png");
  picture.description = PRISM_STR("a picture");
  prism_attachment bare{};
  bare.struct_size = sizeof bare;
  bare.url = PRISM_STR("https://x");
  const prism_attachment* attachments[] = {&picture, &bare};
  prism_message event = message();
  event.kind = PRISM_CONVERSATION_ROOM;
  event.flags = PRISM_MESSAGE_HEADLINE | PRISM_MESSAGE_CARBON;
  event.buddy = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  event.xhtml = PRISM_STR("<em>hello</em> &amp; <br/>");
  event.time = 1577836800000;
  event.attachments = attachments;
  event.attachments_count = 2;
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  const std::string head = "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=";
  const std::string rest = " timestamp=\"20200101T000000\" headline=true carbon=true";
  EXPECT_EQ(takeFrames(), (Lines{head + "\"hello\" nickname=\"op\" xhtml=\"<em>hello</em> &amp; <br/>\"" + rest,
                                 head + "\"https://x/y.png\" nickname=\"op\"" + rest +
                                     " attachment=\"https://x/y.png\" mimeType=\"image/png\" description=\"a picture\"",
                                 head + "\"https://x\" nickname=\"op\"" + rest +
                                     " attachment=\"https://x\" mimeType=\"\" description=\"\""}))
      << "clients lose a file beside another text than its address";
  event = message();
  expectSent(guard_.message(&event), kHello);  // the Guard keeps nothing of the previous event
}

TEST_F(GuardTest, AFileWhoseTextIsItsAddressIsOneMessage) {
  prism_attachment file{};
  file.struct_size = sizeof file;
  file.url = PRISM_STR("https://x/y.png");
  const prism_attachment* files[] = {&file};
  prism_message event = message();
  event.attachments = files;
  event.attachments_count = 1;
  const std::string sent =
      "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"https://x/y.png\" attachment=\"https://x/y.png\" "
      "mimeType=\"\" description=\"\"";
  event.text = file.url;
  expectSent(guard_.message(&event), sent);
  event.text = {};
  expectSent(guard_.message(&event), sent);
}

// Spectrum has no field for it.
TEST_F(GuardTest, TheIdOfTheNetworkIsNotSent) {
  prism_message event = message();
  event.id = PRISM_STR("42");
  expectSent(guard_.message(&event), kHello);
}

TEST_F(GuardTest, ARoomMaySpeakItself) {
  prism_message event = message();
  event.kind = PRISM_CONVERSATION_ROOM;
  event.buddy = PRISM_STR("lobby");
  expectSent(guard_.message(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"hello\" nickname=\"lobby\"");
}

TEST_F(GuardTest, SendsPrivateMessages) {
  prism_message event = message();
  event.kind = PRISM_CONVERSATION_PRIVATE;
  event.buddy = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  expectSent(guard_.message(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"hello\" nickname=\"op\" pm=true");
}

TEST_F(GuardTest, FlagsOfMessagesAreChecked) {
  prism_message event = message();
  event.flags = 0x8 | PRISM_MESSAGE_HEADLINE;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: flags have the unknown bits 0x8");
  event.flags = 0xFFFFFFFB;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: flags have the unknown bits 0xfffffff8");
}

TEST_F(GuardTest, KindsAreChecked) {
  const struct {
    std::uint32_t kind;
    prism_str nickname;
    std::string complaint;
  } wrong[] = {
      {0, {}, "kind is not given"},
      {PRISM_CONVERSATION_CONTACT, PRISM_STR("op"), "nickname is set, but the kind is PRISM_CONVERSATION_CONTACT"},
      {PRISM_CONVERSATION_PRIVATE, {}, "nickname is empty"},
      {PRISM_CONVERSATION_HOST, {}, "kind is PRISM_CONVERSATION_HOST, which is for commands only"},
      {5, {}, "kind 5 does not exist"},
      {0xFFFFFFFF, PRISM_STR("op"), "kind 4294967295 does not exist"},
  };
  for (const auto& [kind, nickname, complaint] : wrong) {
    prism_message event = message();
    event.kind = kind;
    event.nickname = nickname;
    expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: " + complaint);
    event.id = PRISM_STR("42");
    expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: " + complaint);
    const prism_request_id id = request("s1");
    const prism_receipt of_message{
        sizeof of_message, kind, PRISM_RECEIPT_FAILED, 0, id, kAlice, kBob, nickname, {}, {}, 0};
    expectRefused(guard_.receipt(&of_message), PRISM_ERR_ARGUMENT, "receipt: " + complaint);
    const prism_typing state{sizeof state, kind, PRISM_TYPING_PAUSED, 0, kAlice, kBob, nickname};
    expectRefused(guard_.typing(&state), PRISM_ERR_ARGUMENT, "typing: " + complaint);
    const prism_attention call{sizeof call, kind, 0, kAlice, kBob, nickname, {}};
    expectRefused(guard_.attention(&call), PRISM_ERR_ARGUMENT, "attention: " + complaint);
  }
}

TEST_F(GuardTest, StringsThatTypedMessagesHaveNoPlaceForAreChecked) {
  const std::string thread(256, 'x'), author(129, 'x');
  prism_message event = message();
  event.thread = host::borrowed(thread);
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: thread has 256 bytes, at most 255 are allowed");
  event = message();
  event.author_id = host::borrowed(author);
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: author_id has 129 bytes, at most 128 are allowed");
  event.thread = PRISM_STR("t");
  event.author_id = PRISM_STR("a");
  expectSent(guard_.message(&event), kHello);
}

TEST_F(GuardTest, AReplyKeepsItsQuoteAlsoWithoutTheServiceForIds) {
  prism_reference target{};
  target.struct_size = sizeof target;
  target.id = PRISM_STR("41");
  target.text = PRISM_STR("one\ntwo");
  prism_message event = message();
  event.reply_to = &target;
  event.xhtml = PRISM_STR("<b>hello</b>");
  expectSent(guard_.message(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"> one\\n> two\\nhello\"");
  target.id = {};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: the id of the reference is empty");
  target.struct_size = 8;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                fmt::format("message: struct_size is 8, expected at least {}", sizeof target));
}

TEST_F(GuardTest, TimesAreWrittenAsSpectrumReadsThem) {
  const std::pair<prism_time, const char*> times[] = {
      {315532800000, "19800101T000000"},
      {951782400000, "20000229T000000"},
      {951782400999, "20000229T000000"},
      {1709251199999, "20240229T235959"},
  };
  prism_message event = message();
  for (const auto& [time, expected] : times) {
    event.time = time;
    expectSent(guard_.message(&event), fmt::format("{} timestamp=\"{}\"", kHello, expected));
  }
  event.time = 0;
  expectSent(guard_.message(&event), kHello);
}

TEST_F(GuardTest, TimesThatCannotBeAreLeftOut) {
  prism_message event = message();
  const prism_time now =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  constexpr prism_time kHour = 3'600'000;
  event.time = now + 23 * kHour;
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{}) << "a clock may be fast";
  takeFrames();
  for (const prism_time time : {prism_time{-1}, INT64_MIN, now / 1000, prism_time{315532799999}}) {
    event.time = time;
    expectCorrected(
        guard_.message(&event), std::string(kHello) + " timestamp=\"\"",
        fmt::format("message: time {} is before 1980, and left out: times are milliseconds since 1970", time));
  }
  for (const prism_time time : {now + 25 * kHour, INT64_MAX}) {
    event.time = time;
    expectCorrected(guard_.message(&event), std::string(kHello) + " timestamp=\"\"",
                    fmt::format("message: time {} is more than a day ahead, and left out", time));
  }
  prism_subject of_room = subject();
  of_room.time = -5;
  expectCorrected(
      guard_.subjectChanged(&of_room),
      "ROOM_SUBJECT_CHANGED userName=\"alice\" buddyName=\"lobby\" message=\"news\" nickname=\"\" timestamp=\"\"",
      "subject_changed: time -5 is before 1980, and left out: times are milliseconds since 1970");
}

TEST_F(GuardTest, BrokenMarkUpIsLeftOut) {
  const std::pair<std::string, const char*> broken[] = {
      {"<b>hello", "an element is not closed"},
      {"hello</b>", "mismatched tag"},
      {"<b>hello</i>", "mismatched tag"},
      {"</root><root>", "junk after document element"},
      {"</root>", "it closes an element that it has not opened"},
      {"a & b", "not well-formed (invalid token)"},
      {"<b a=1/>", "not well-formed (invalid token)"},
      {"&nbsp;", "undefined entity"},
      {"<x:b/>", "unbound prefix"},
      {"<!-- hello -->", "it has a comment"},
      {"<?php?>", "it has a processing instruction"},
      {"<!DOCTYPE b>", "not well-formed (invalid token)"},
      {"<?xml version='1.0'?>", "XML or text declaration not at start of entity"},
      {std::string("h\xFF"), "not well-formed (invalid token)"},
      {std::string("h\x01"), "not well-formed (invalid token)"},
  };
  prism_message event = message();
  for (const auto& [xhtml, reason] : broken) {
    event.xhtml = host::borrowed(xhtml);
    expectCorrected(guard_.message(&event), kHello, fmt::format("message: xhtml is left out: {}", reason));
  }
}

TEST_F(GuardTest, AttachmentsAreChecked) {
  prism_attachment attachment{};
  attachment.struct_size = sizeof attachment;
  const prism_attachment* attachments[] = {&attachment, nullptr};
  prism_message event = message();
  event.attachments_count = 1;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: attachments is NULL, but has a count of 1");
  event.attachments = attachments;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: url is empty");
  attachment.url = PRISM_STR("http://x");
  attachment.struct_size = 8;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                fmt::format("message: struct_size is 8, expected at least {}", sizeof attachment));
  attachment.struct_size = sizeof attachment;
  event.attachments_count = 2;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: the argument is NULL");
  event.attachments_count = 101;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: attachments_count is 101, at most 100 are allowed");
  event.attachments_count = ~std::uint64_t{0};
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: attachments_count is 18446744073709551615, at most 100 are allowed");
}

TEST_F(GuardTest, WhatOnlyRequestsHaveIsRefused) {
  prism_message event = message();
  event.request = 7;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: request is 7, but only requests have one");
  event.id = PRISM_STR("42");
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, "message: request is 7, but only requests have one");
  event = message();
  event.flags = PRISM_MESSAGE_RECEIPT_WANTED;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT,
                "message: flags have PRISM_MESSAGE_RECEIPT_WANTED, which is for requests");
  const prism_attention call{sizeof call, PRISM_CONVERSATION_CONTACT, 8, kAlice, kBob, {}, {}};
  expectRefused(guard_.attention(&call), PRISM_ERR_ARGUMENT, "attention: request is 8, but only requests have one");
}

TEST_F(GuardTest, AMessageHasSomethingToShow) {
  prism_message event = message();
  event.text = {};
  const char* complaint = "message: text is empty, and there is neither xhtml nor an attachment";
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, complaint);
  event.id = PRISM_STR("42");
  event.flags = PRISM_MESSAGE_CARBON;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, complaint);
}

TEST_F(GuardTest, AMessageInARoomNeedsAJoin) {
  prism_message event = message();
  event.kind = PRISM_CONVERSATION_ROOM;
  event.buddy = PRISM_STR("cellar");
  event.nickname = PRISM_STR("op");
  expectRefused(guard_.message(&event), PRISM_ERR_STATE, "message: user 'alice' has not joined 'cellar'");
  event.buddy = PRISM_STR("Lobby");
  expectSent(guard_.message(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"Lobby\" message=\"hello\" nickname=\"op\"");
  event.kind = PRISM_CONVERSATION_PRIVATE;
  event.buddy = PRISM_STR("cellar");
  EXPECT_EQ(guard_.message(&event), PRISM_OK) << "it may come after the user has left";
}

TEST_F(GuardTest, SendsAttention) {
  expectSent(attention(guard_, kAlice, kBob, {}, PRISM_STR("hey")),
             "ATTENTION userName=\"alice\" buddyName=\"bob\" message=\"hey\"");
  expectSent(attention(guard_, kAlice, kBob, {}, {}), "ATTENTION userName=\"alice\" buddyName=\"bob\" message=\"\"");
  expectSent(attention(guard_, kAlice, PRISM_STR("lobby"), PRISM_STR("op"), PRISM_STR("hey")),
             "ATTENTION userName=\"alice\" buddyName=\"lobby/op\" message=\"hey\"");
  expectRefused(attention(guard_, kAlice, {}, {}, {}), PRISM_ERR_ARGUMENT, "attention: buddy is empty");
  expectRefused(attention(guard_, kMallory, kBob, {}, {}), PRISM_ERR_NO_USER,
                "attention: user 'mallory' is not logged in");
}

TEST_F(GuardTest, SendsTyping) {
  const std::string bob = " userName=\"alice\" buddyName=\"bob\"";
  expectSent(typing(guard_, kAlice, kBob, {}, PRISM_TYPING_ACTIVE), "BUDDY_STOPPED_TYPING" + bob);
  expectSent(typing(guard_, kAlice, kBob, {}, PRISM_TYPING_COMPOSING), "BUDDY_TYPING" + bob);
  expectSent(typing(guard_, kAlice, kBob, {}, PRISM_TYPING_PAUSED), "BUDDY_TYPED" + bob);
  expectSent(typing(guard_, kAlice, PRISM_STR("lobby"), PRISM_STR("op"), PRISM_TYPING_PAUSED),
             "BUDDY_TYPED userName=\"alice\" buddyName=\"lobby/op\"");
  const prism_typing in_room{sizeof in_room, PRISM_CONVERSATION_ROOM, PRISM_TYPING_PAUSED, 0,
                             kAlice,         PRISM_STR("lobby"),      PRISM_STR("op")};
  EXPECT_EQ(guard_.typing(&in_room), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{}) << "Spectrum would show it as a private conversation";
  expectRefused(typing(guard_, kAlice, kBob, {}, 4), PRISM_ERR_ARGUMENT, "typing: state 4 does not exist");
  expectRefused(typing(guard_, kAlice, kBob, {}, 0), PRISM_ERR_ARGUMENT, "typing: state 0 does not exist");
  expectRefused(typing(guard_, kAlice, kBob, {}, 0xFFFFFFFF), PRISM_ERR_ARGUMENT,
                "typing: state 4294967295 does not exist");
  expectRefused(typing(guard_, kAlice, {}, {}, PRISM_TYPING_ACTIVE), PRISM_ERR_ARGUMENT, "typing: buddy is empty");
  expectRefused(typing(guard_, kMallory, kBob, {}, 0), PRISM_ERR_NO_USER, "typing: user 'mallory' is not logged in");
}

}  // namespace
}  // namespace prism::tests
