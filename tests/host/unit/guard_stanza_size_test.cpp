// SPDX-License-Identifier: MIT
// No event leaves whose stanza, after Spectrum's escaping, would exceed the limit.
#include "host/stanza/stanza_size.h"
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

namespace prism::tests {
namespace {

using pbnetwork::ConversationMessage;

class GuardStanzaSizeTest : public GuardTest {
 protected:
  static constexpr std::uint32_t kLimit = 10000;

  template <typename Message>
  std::vector<Message> framesOfType(WrapperMessage::Type type) {
    std::vector<Message> messages;
    for (const Sent& sent : takeSent(&out_)) {
      EXPECT_EQ(sent.type, type);
      messages.push_back(sent.as<Message>());
    }
    return messages;
  }

  template <typename Message>
  Message onlyFrameOfType(WrapperMessage::Type type) {
    const std::vector<Message> messages = framesOfType<Message>(type);
    EXPECT_EQ(messages.size(), 1U);
    return messages.empty() ? Message() : messages.front();
  }

  std::vector<ConversationMessage> send(prism_message event) {
    EXPECT_EQ(large_.message(&event), PRISM_OK);
    return framesOfType<ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE);
  }

  host::Guard large_{sessions_, presences_, out_, faults_, {64 * 1024 * 1024, kLimit}};
};

TEST_F(GuardStanzaSizeTest, LongTextsGoInPieces) {
  std::string text;
  for (int line = 0; line < 1000; ++line) {
    text += fmt::format("line {} is <&>\n", line);
  }
  prism_message event = message();
  event.text = host::borrowed(text);
  event.kind = PRISM_CONVERSATION_ROOM;
  event.buddy = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  event.time = 1577836800000;
  std::string all;
  const std::vector<ConversationMessage> pieces = send(event);
  EXPECT_EQ(pieces.size(), 4U);
  for (const ConversationMessage& piece : pieces) {
    EXPECT_LT(host::escapedSize(piece.message()), kLimit);
    EXPECT_EQ(piece.nickname(), "op");
    EXPECT_EQ(piece.timestamp(), "20200101T000000");
    EXPECT_TRUE(piece.message().starts_with("line ")) << "cut at a line";
    all += piece.message() + "\n";
  }
  EXPECT_EQ(all, text + "\n");
}

TEST_F(GuardStanzaSizeTest, TextWithoutEndIsCut) {
  const std::string text(12'000'000, '&');
  prism_message event = message();
  event.text = host::borrowed(text);
  const std::vector<ConversationMessage> pieces = send(event);
  ASSERT_EQ(pieces.size(), host::TextPieces::kMostPieces);
  EXPECT_NE(pieces.back().message().find(" more bytes are left out]"), std::string::npos);
  for (const ConversationMessage& piece : pieces) {
    EXPECT_LT(host::escapedSize(piece.message()), kLimit);
  }
}

TEST_F(GuardStanzaSizeTest, MarkUpThatDoesNotFitIsLeftOut) {
  const std::string text(3000, 'a');
  const std::string xhtml = "<em>" + std::string(3000, 'a') + "</em>";
  const std::string large = "<em>" + std::string(6000, 'a') + "</em>";
  prism_message event = message();
  event.text = host::borrowed(text);
  event.xhtml = host::borrowed(xhtml);
  EXPECT_EQ(send(event).at(0).xhtml(), xhtml);
  for (const std::string& too_large : {large, "<em>" + std::string(600'000, 'a') + "</em>",
                                       "<u/>" + std::string(2000, 'b') + std::string(3000, '\'')}) {
    event.xhtml = host::borrowed(too_large);
    const std::vector<ConversationMessage> sent = send(event);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].message(), text);
    if (too_large.size() > 6000) {
      EXPECT_EQ(sent[0].xhtml(), "") << too_large.size();
    }
    EXPECT_LT(host::escapedSize(sent[0].message()) + sent[0].xhtml().size(), kLimit);
  }
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardStanzaSizeTest, AttachmentsFollowTheText) {
  const std::string text(7000, 'a');
  std::vector<std::string> urls;
  std::vector<prism_attachment> attachments(30);
  std::vector<const prism_attachment*> pointers;
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    urls.push_back(fmt::format("https://x/{}{}", i, std::string(200, 'u')));
  }
  urls.back() = "https://x/" + std::string(5000, 'u');
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    attachments[i] = {sizeof(prism_attachment), 0, host::borrowed(urls[i]), {}, {}, {}, 0};
    pointers.push_back(&attachments[i]);
  }
  prism_message event = message();
  event.text = host::borrowed(text);
  event.attachments = pointers.data();
  event.attachments_count = pointers.size();
  const std::vector<ConversationMessage> sent = send(event);
  std::vector<std::string> arrived;
  for (const ConversationMessage& piece : sent) {
    std::size_t size = host::escapedSize(piece.message());
    for (const auto& attachment : piece.attachment()) {
      arrived.push_back(attachment.url());
      size += 3 * attachment.url().size();
    }
    EXPECT_LT(size, kLimit);
  }
  EXPECT_EQ(sent[0].message(), text);
  EXPECT_EQ(sent[0].attachment_size(), 0);
  urls.pop_back();
  EXPECT_EQ(arrived, urls);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: message: an attachment is left out: its strings have 15286 bytes"});
}

TEST_F(GuardStanzaSizeTest, MarkUpAloneThatCannotBePassedOnLeavesAWord) {
  for (const std::string& markup :
       {"<em>" + std::string(600'000, 'x') + "</em>", std::string("<script>x()</script>")}) {
    prism_message event = message();
    event.text = {};
    event.xhtml = host::borrowed(markup);
    const std::vector<ConversationMessage> sent = send(event);
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_EQ(sent[0].message(), "[a message whose mark-up cannot be passed on]");
    EXPECT_FALSE(sent[0].has_xhtml());
  }
}

TEST_F(GuardStanzaSizeTest, ImagesOfMarkUpBecomeAttachments) {
  prism_message event = message();
  event.xhtml = PRISM_STR("hello <img src='https://x/y.png' alt='cat'/><script>x</script>");
  const auto sent = send(event);
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].xhtml(), "hello cat");
  EXPECT_EQ(sent[1].message(), "https://x/y.png");
  ASSERT_EQ(sent[1].attachment_size(), 1);
  EXPECT_EQ(sent[1].attachment(0).url(), "https://x/y.png");
  EXPECT_EQ(sent[1].attachment(0).description(), "cat");
}

TEST_F(GuardStanzaSizeTest, SubjectsStatusTextsAndReasonsAreCut) {
  const std::string text(600'000, '<');
  prism_subject of_room = subject();
  of_room.subject = host::borrowed(text);
  EXPECT_EQ(large_.subjectChanged(&of_room), PRISM_OK);
  EXPECT_LT(
      host::escapedSize(onlyFrameOfType<ConversationMessage>(WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED).message()),
      kLimit);
  prism_participant in_room = participant();
  in_room.status_text = host::borrowed(text);
  EXPECT_EQ(large_.participantChanged(&in_room), PRISM_OK);
  EXPECT_LT(host::escapedSize(
                onlyFrameOfType<pbnetwork::Participant>(WrapperMessage::TYPE_PARTICIPANT_CHANGED).statusmessage()),
            kLimit);
  EXPECT_EQ(attention(large_, kAlice, kBob, {}, host::borrowed(text)), PRISM_OK);
  EXPECT_LT(host::escapedSize(onlyFrameOfType<ConversationMessage>(WrapperMessage::TYPE_ATTENTION).message()), kLimit);
  EXPECT_EQ(disconnected(large_, kAlice, PRISM_CONNECTION_ERROR_OTHER, host::borrowed(text)), PRISM_OK);
  const std::string shown = onlyFrameOfType<pbnetwork::Disconnected>(WrapperMessage::TYPE_DISCONNECTED).message();
  EXPECT_LT(host::escapedSize(shown), kLimit);
  EXPECT_TRUE(shown.ends_with("< [...]")) << "the cut can be seen";
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardStanzaSizeTest, ContactsAreCut) {
  const std::string text(600'000, '"');
  const std::vector<prism_str> groups(1000, prism_str{text.data(), 5000});
  prism_buddy contact = buddy();
  contact.alias = contact.status_text = host::borrowed(text);
  contact.groups = groups.data();
  contact.groups_count = groups.size();
  EXPECT_EQ(large_.buddyChanged(&contact), PRISM_OK);
  const auto sent = onlyFrameOfType<pbnetwork::Buddy>(WrapperMessage::TYPE_BUDDY_CHANGED);
  EXPECT_LT(host::escapedSize(sent.statusmessage()), kLimit);
  std::size_t item = host::escapedSize(sent.alias());
  for (const std::string& group : sent.group()) {
    item += host::escapedSize(group);
  }
  EXPECT_LT(item, kLimit);
  EXPECT_GT(sent.group_size(), 3);
}

TEST_F(GuardStanzaSizeTest, ManySmallGroupsCountWithTheirElements) {
  const std::vector<prism_str> groups(1000, PRISM_STR("g"));
  prism_buddy contact = buddy();
  contact.groups = groups.data();
  contact.groups_count = groups.size();
  EXPECT_EQ(large_.buddyChanged(&contact), PRISM_OK);
  EXPECT_LT(onlyFrameOfType<pbnetwork::Buddy>(WrapperMessage::TYPE_BUDDY_CHANGED).group_size() * 16, int{kLimit});
}

TEST_F(GuardStanzaSizeTest, PicturesThatDoNotFitAreLeftOut) {
  const std::string picture(9000, '\0');
  prism_vcard card = vcard();
  card.full_name = PRISM_STR("Bob");
  for (const std::uint64_t size : {5000U, 9000U}) {
    alice().openVCard("bob", 1);
    card.photo = {picture.data(), size};
    EXPECT_EQ(large_.vcard(&card), PRISM_OK);
    const auto sent = onlyFrameOfType<pbnetwork::VCard>(WrapperMessage::TYPE_VCARD);
    EXPECT_EQ(sent.fullname(), "Bob");
    EXPECT_EQ(sent.photo().size(), size == 5000 ? 5000U : 0U);
  }
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: vcard: photo has 9000 bytes, which fit into no stanza "
                               "(prism.max_stanza_size), and is left out"});
}

TEST_F(GuardStanzaSizeTest, RoomListsAreCutAndSayWhatIsMissing) {
  std::vector<std::string> names;
  std::vector<RoomEntry> rooms;
  for (int i = 0; i < 20000; ++i) {
    names.push_back(fmt::format("#room{}", i));
  }
  for (const std::string& name : names) {
    rooms.push_back({host::borrowed(name), PRISM_STR("a title with <>&")});
  }
  EXPECT_EQ(roomList(large_, kAlice, rooms), PRISM_OK);
  const auto list = onlyFrameOfType<pbnetwork::RoomList>(WrapperMessage::TYPE_ROOM_LIST);
  ASSERT_GT(list.room_size(), 20);
  std::size_t size = 0;
  for (int i = 0; i < list.room_size(); ++i) {
    EXPECT_EQ(list.room(i), names[static_cast<std::size_t>(i)]) << "in the plugin's order";
    size += sizeof "<item jid='@' name=''/>" + list.room(i).size() + host::escapedSize(list.name(i));
  }
  EXPECT_LT(size, kLimit / 2) << "a user's list may stand beside everybody's";
  EXPECT_EQ(list.name(list.name_size() - 1),
            fmt::format("a title with <>& (the list has no room for {} more)", 20000 - list.room_size()));
}

TEST_F(GuardStanzaSizeTest, ALongTitleOfOneRoomKeepsNoOtherOut) {
  const std::string title(64 * 1024, '&');
  EXPECT_EQ(roomList(large_, kAlice,
                     {{PRISM_STR("#long"), host::borrowed(title)}, {PRISM_STR("#next"), PRISM_STR("the next")}}),
            PRISM_OK);
  const auto list = onlyFrameOfType<pbnetwork::RoomList>(WrapperMessage::TYPE_ROOM_LIST);
  ASSERT_EQ(list.room_size(), 2);
  EXPECT_LE(host::escapedSize(list.name(0)), 1024U);
  EXPECT_EQ(list.name(0).substr(0, 3), "&&&");
  EXPECT_EQ(list.name(1), "the next");
}

TEST_F(GuardStanzaSizeTest, InvitationsAreCut) {
  const std::string reason(6'000'000, '&');
  prism_invitation event{};
  event.struct_size = sizeof event;
  event.user = PRISM_STR("alice");
  event.room = PRISM_STR("lobby");
  event.inviter = PRISM_STR("bob");
  event.reason = host::borrowed(reason);
  EXPECT_EQ(large_.roomInvited(&event), PRISM_OK);
  const std::vector<Sent> sent = takeSent(&out_);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_LT(sent[0].payload.size(), kLimit);
  EXPECT_GT(sent[0].payload.size(), kLimit * 3 / 4);
  EXPECT_NE(sent[0].payload.find("&amp; [...]</body>"), std::string::npos);
  EXPECT_NE(sent[0].payload.find("&amp; [...]'/></message>"), std::string::npos);
  event.reason = {};
  event.password = host::borrowed(reason);
  EXPECT_EQ(large_.roomInvited(&event), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(),
            Lines{"plugin misbehaving: fake: room_invited: the password has 6000000 bytes, which fit into no stanza"});
}

TEST_F(GuardStanzaSizeTest, RawStanzasCountAsSpectrumWritesThem) {
  const auto send = [this](const std::string& content) {
    const std::string stanza = "<message to='alice' from='bob'>" + content + "</message>";
    const prism_result result = large_.rawXml(host::borrowed(stanza));
    takeSent(&out_);
    log_.take();
    return result;
  };
  const std::string xmlns(500, 'n');
  std::string children;
  for (int i = 0; i < 100; ++i) {
    children += "<p:c/>";
  }
  EXPECT_EQ(send("<x>" + std::string(5000, 'a') + "</x>"), PRISM_OK);
  EXPECT_EQ(send("<x>" + std::string(10000, 'a') + "</x>"), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(send("<x><![CDATA[" + std::string(3000, '&') + "]]></x>"), PRISM_ERR_ARGUMENT) << "escaped";
  EXPECT_EQ(send("<x xmlns:p='" + xmlns + "'>" + children + "</x>"), PRISM_ERR_ARGUMENT) << "written for each child";
  EXPECT_EQ(send("<x a='" + std::string(3000, '>') + "'/>"), PRISM_ERR_ARGUMENT) << "escaped in an attribute";
}

}  // namespace
}  // namespace prism::tests
