// SPDX-License-Identifier: MIT
// Frames of a plugin without prism.chat/1, byte for byte: typed ones, as Spectrum 2 has known them since before that
// service. The expected bytes are written by hand from proto/pbnetwork.proto, without protobuf and the host's encoders.
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {
namespace {

constexpr prism_time kNoon = 1'764'504'000'000;  // 2025-11-30 12:00:00 UTC

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) {
    bytes += static_cast<char>((value & 0x7f) | 0x80);
  }
  return bytes + static_cast<char>(value);
}

// A field with a string, or with a number. The wire types are 2 and 0.
std::string field(std::uint64_t number, std::string_view value) {
  return varint(number << 3 | 2) + varint(value.size()) + std::string(value);
}
std::string number(std::uint64_t number, std::uint64_t value) { return varint(number << 3) + varint(value); }

// A frame: its size in four bytes, the type of the payload, and the payload.
std::string frame(std::uint64_t type, const std::string& payload) {
  return frameOf(number(1, type) + field(2, payload));
}

constexpr std::uint64_t kBuddyChanged = 6;
constexpr std::uint64_t kMessage = 8;
constexpr std::uint64_t kParticipant = 13;
constexpr std::uint64_t kSubject = 15;
constexpr std::uint64_t kStoppedTyping = 19;
constexpr std::uint64_t kAttention = 22;
constexpr std::uint64_t kReceipt = 33;

class GoldenFramesTest : public GuardTest {
 protected:
  // All bytes that were sent since the last call.
  std::string take() {
    std::string bytes(out_.pending());
    out_.consume(bytes.size());
    return bytes;
  }

  void expectBytes(prism_result result, const std::string& bytes) {
    EXPECT_EQ(result, PRISM_OK);
    EXPECT_EQ(take(), bytes);
    EXPECT_EQ(log_.take(), Lines{});
    EXPECT_EQ(alice().findChat(), nullptr) << "nothing is remembered";
  }

  // Members that only prism.chat/1 has a use for.
  static void identify(prism_message* event) {
    event->id = PRISM_STR("42");
    event->thread = PRISM_STR("t1");
    event->author_id = PRISM_STR("account-7");
  }
};

TEST_F(GoldenFramesTest, AMessage) {
  prism_message event = message();
  const std::string plain = field(1, "alice") + field(2, "bob") + field(3, "hello");
  expectBytes(guard_.message(&event), frame(kMessage, plain));
  identify(&event);
  expectBytes(guard_.message(&event), frame(kMessage, plain));
  event.xhtml = PRISM_STR("<p>hello</p>");
  event.time = kNoon;
  event.flags = PRISM_MESSAGE_HEADLINE | PRISM_MESSAGE_CARBON;
  expectBytes(guard_.message(&event), frame(kMessage, plain + field(5, "<p>hello</p>") + field(6, "20251130T120000") +
                                                          number(7, 1) + number(10, 1)));
}

TEST_F(GoldenFramesTest, AMessageInARoomAndAPrivateOne) {
  prism_message event = message();
  identify(&event);
  event.kind = PRISM_CONVERSATION_ROOM;
  event.buddy = PRISM_STR("lobby");
  event.nickname = PRISM_STR("op");
  const std::string body = field(1, "alice") + field(2, "lobby") + field(3, "hello") + field(4, "op");
  expectBytes(guard_.message(&event), frame(kMessage, body));
  event.time = kNoon;
  expectBytes(guard_.message(&event), frame(kMessage, body + field(6, "20251130T120000")));
  event.time = 0;
  event.kind = PRISM_CONVERSATION_PRIVATE;
  expectBytes(guard_.message(&event), frame(kMessage, body + number(9, 1)));
}

// A caption is a message of its own since clients lose a file beside another text.
TEST_F(GoldenFramesTest, AFile) {
  prism_attachment file{};
  file.struct_size = sizeof file;
  file.url = PRISM_STR("https://x/y.png");
  file.mime_type = PRISM_STR("image/png");
  file.description = PRISM_STR("a cat");
  file.name = PRISM_STR("y.png");
  file.size = 5;
  const prism_attachment* const files[] = {&file};
  prism_message event = message();
  identify(&event);
  event.attachments = files;
  event.attachments_count = 1;
  const std::string names = field(1, "alice") + field(2, "bob");
  expectBytes(
      guard_.message(&event),
      frame(kMessage, names + field(3, "hello")) +
          frame(kMessage, names + field(3, "https://x/y.png") +
                              field(11, field(1, "https://x/y.png") + field(2, "image/png") + field(3, "a cat"))));
}

TEST_F(GoldenFramesTest, AReplyHasItsQuote) {
  prism_reference target{};
  target.struct_size = sizeof target;
  target.id = PRISM_STR("41");
  target.text = PRISM_STR("one");
  prism_message event = message();
  identify(&event);
  event.reply_to = &target;
  expectBytes(guard_.message(&event), frame(kMessage, field(1, "alice") + field(2, "bob") + field(3, "> one\nhello")));
}

TEST_F(GoldenFramesTest, AReceipt) {
  const std::string names = field(1, "alice") + field(2, "bob");
  prism_receipt event{};
  event.struct_size = sizeof event;
  event.kind = PRISM_CONVERSATION_CONTACT;
  event.state = PRISM_RECEIPT_ACCEPTED;
  event.request = request("c1");
  event.user = kAlice;
  event.buddy = kBob;
  event.network_id = PRISM_STR("42");
  expectBytes(guard_.receipt(&event), frame(kReceipt, names + field(3, "") + field(8, "c1")));
  event.state = PRISM_RECEIPT_DISPLAYED;
  expectBytes(guard_.receipt(&event), "");
  event.request = request("c2");
  event.network_id = {};
  event.state = PRISM_RECEIPT_FAILED;
  event.text = PRISM_STR("too long");
  expectBytes(guard_.receipt(&event), frame(kMessage, names + field(3, "Your message was not delivered: too long")));
}

TEST_F(GoldenFramesTest, TypingAndAttention) {
  const std::string names = field(1, "alice") + field(2, "bob");
  expectBytes(typing(guard_, kAlice, kBob, {}, PRISM_TYPING_ACTIVE), frame(kStoppedTyping, names));
  expectBytes(attention(guard_, kAlice, kBob, {}, PRISM_STR("wake up")),
              frame(kAttention, names + field(3, "wake up")));
}

TEST_F(GoldenFramesTest, AContact) {
  const prism_str group = PRISM_STR("friends");
  prism_buddy event = buddy();
  event.alias = PRISM_STR("Bob");
  event.groups = &group;
  event.groups_count = 1;
  event.status = PRISM_STATUS_AWAY;
  event.status_text = PRISM_STR("out");
  expectBytes(guard_.buddyChanged(&event),
              frame(kBuddyChanged, field(1, "alice") + field(2, "bob") + field(3, "Bob") + field(4, "friends") +
                                       number(5, 1) + field(6, "out") + field(7, "") + number(8, 0)));
}

TEST_F(GoldenFramesTest, AParticipantAndASubject) {
  prism_participant op = participant();
  op.flags = PRISM_PARTICIPANT_MODERATOR;
  op.status_text = PRISM_STR("here");
  const std::string names = field(1, "alice") + field(2, "lobby");
  expectBytes(guard_.participantChanged(&op), frame(kParticipant, names + field(3, "op") + number(4, 1) + number(5, 0) +
                                                                      field(6, "here") + field(8, "") + field(9, "")));
  prism_subject news = subject();
  news.nickname = PRISM_STR("op");
  expectBytes(guard_.subjectChanged(&news), frame(kSubject, names + field(3, "news") + field(4, "op")));
}

// The exception: the user's own kick is told by a stanza, which has the code and the reason.
TEST_F(GoldenFramesTest, TheOwnKickIsAStanza) {
  const auto kicked = [this](host::ChatMode mode) {
    guard_.setChatMode(mode);
    host::Session& session = alice();
    session.enterRoom("lobby", "me");
    session.findRoom("lobby")->joining = false;
    session.findRoom("lobby")->seen_nickname = "me";
    prism_participant me = participant();
    me.nickname = PRISM_STR("me");
    me.flags = PRISM_PARTICIPANT_ME | PRISM_PARTICIPANT_KICKED;
    me.status = PRISM_STATUS_OFFLINE;
    me.status_text = PRISM_STR("spam");
    EXPECT_EQ(guard_.participantChanged(&me), PRISM_OK);
    return framesIn(take());
  };
  guard_.setJidStyle({"irc.example.org", true});
  const std::vector<Sent> typed = kicked(host::ChatMode::kTyped);
  const std::vector<Sent> raw = kicked(host::ChatMode::kAuto);
  ASSERT_EQ(typed.size(), 3U) << "the own nickname, the kick, and what makes Spectrum forget the room";
  ASSERT_EQ(raw.size(), 3U);
  EXPECT_EQ(typed[1].type, WrapperMessage::TYPE_PARTICIPANT_CHANGED);
  EXPECT_EQ(raw[0].type, WrapperMessage::TYPE_RAW_XML) << "in place of the typed kick";
  EXPECT_EQ(raw[1].payload, typed[0].payload);
  EXPECT_EQ(raw[2].payload, typed[2].payload);
}

}  // namespace
}  // namespace prism::tests
