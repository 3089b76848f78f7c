// SPDX-License-Identifier: MIT
// The Guard's functions for prism/chat.h.
#include "tests/host/unit/guard_test.h"

#include <regex>

namespace prism::tests {
namespace {

constexpr std::uint32_t kAll =
    PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT | PRISM_CHAT_CAN_REPLY | PRISM_CHAT_CAN_REACT | PRISM_CHAT_CAN_MARK;

template <typename Struct>
Struct zeroed() {
  Struct result{};
  result.struct_size = sizeof result;
  return result;
}

// Returns a message as takeFrames() has it. The namespace of the stanza is left out in the tests.
std::string raw(const std::string& stanza) {
  return "RAW_XML <message xmlns='jabber:client'" + stanza.substr(sizeof "<message" - 1);
}

// Replaces the ids that the host makes up by ID.
Lines masked(Lines lines) {
  static const std::regex made_up("prism-[0-9a-f]{32}");
  for (std::string& line : lines) {
    line = std::regex_replace(line, made_up, "ID");
  }
  return lines;
}

class GuardChatTest : public GuardTest {
 protected:
  // Bob is in a domain, so that his name comes back unchanged from Spectrum.
  GuardChatTest() {
    guard_.setJidStyle({"irc.example.org", true});
    startChat(host::ChatMode::kAuto);
  }

  // Like those of the base, but with stanzas whole.
  Lines takeFrames() {
    Lines lines;
    for (const Sent& message : takeSent(&out_)) {
      lines.push_back(message.type == WrapperMessage::TYPE_RAW_XML
                          ? "RAW_XML " + message.payload
                          : ::prism::testing::describe({message.type, message.payload}));
    }
    return lines;
  }
  void expectSent(prism_result result, const std::string& message) {
    EXPECT_EQ(result, PRISM_OK) << message;
    EXPECT_EQ(takeFrames(), Lines{message});
    EXPECT_EQ(log_.take(), Lines{});
  }

  void startChat(host::ChatMode mode) { sessions_.startChat(mode); }

  void setCapabilities(std::uint32_t flags, std::uint32_t kind = PRISM_CHAT_CONTACT) {
    auto can = zeroed<prism_chat_capabilities>();
    can.kind = kind;
    can.flags = flags;
    ASSERT_EQ(guard_.setCapabilities(&can), PRISM_OK);
  }

  static prism_message fromBob(prism_str id, prism_str text = PRISM_STR("hello")) {
    prism_message event = message();
    event.buddy = kBobAtX;
    event.id = id;
    event.text = text;
    return event;
  }
  static prism_message inLobby(prism_str nickname, prism_str id, prism_str text = PRISM_STR("hello")) {
    prism_message event = message();
    event.flags = PRISM_MESSAGE_ROOM;
    event.buddy = PRISM_STR("lobby");
    event.nickname = nickname;
    event.id = id;
    event.text = text;
    return event;
  }

  void sent(const prism_message& event) {
    ASSERT_EQ(guard_.message(&event), PRISM_OK);
    takeFrames();
  }

  // The user has sent a message with this id of the client, and the network has given it its own.
  void accepted(prism_str client_id, prism_str network_id) {
    alice().sentMessages().add(host::view(client_id));
    alice()
        .chat(*sessions_.chat())
        .memory.remember({host::ConversationKind::kContact, "bob@x.org"},
                         {.client_id = host::view(client_id), .text = "mine", .own = true},
                         host::UserMemory::Clock::now());
    auto receipt = zeroed<prism_receipt>();
    receipt.user = kAlice;
    receipt.buddy = kBobAtX;
    receipt.state = PRISM_RECEIPT_ACCEPTED;
    receipt.id = client_id;
    receipt.network_id = network_id;
    ASSERT_EQ(guard_.receipt(&receipt), PRISM_OK);
    takeFrames();
  }

  static prism_chat_reference reference(prism_str id) {
    auto target = zeroed<prism_chat_reference>();
    target.id = id;
    return target;
  }

  prism_result react(prism_str target_id, std::vector<prism_str> set, std::uint32_t change = PRISM_CHAT_REACTIONS_SET) {
    const prism_chat_reference target = reference(target_id);
    auto event = zeroed<prism_chat_reactions>();
    event.kind = PRISM_CHAT_CONTACT;
    event.change = change;
    event.user = kAlice;
    event.buddy = kBobAtX;
    event.target = &target;
    event.reactions = set.data();
    event.reactions_count = set.size();
    return guard_.reacted(&event);
  }

  prism_result edit(const prism_message& message, prism_str target_id) {
    const prism_chat_reference target = reference(target_id);
    auto event = zeroed<prism_chat_edit>();
    event.message = &message;
    event.target = &target;
    return guard_.edited(&event);
  }

  prism_result retract(prism_str target_id, std::uint32_t kind, prism_str buddy, prism_str nickname,
                       std::uint32_t flags = 0, prism_str reason = {}) {
    const prism_chat_reference target = reference(target_id);
    auto event = zeroed<prism_chat_retraction>();
    event.kind = kind;
    event.flags = flags;
    event.user = kAlice;
    event.buddy = buddy;
    event.nickname = nickname;
    event.target = &target;
    event.reason = reason;
    return guard_.retracted(&event);
  }

  static inline const prism_str kBobAtX = PRISM_STR("bob@x.org");
};

constexpr const char* kTyped = "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"hello\"";

TEST_F(GuardChatTest, AMessageHasItsIdOnlyWithCapabilities) {
  const prism_message event = fromBob(PRISM_STR("42"));
  expectSent(guard_.message(&event), kTyped);
  setCapabilities(kAll);
  expectSent(guard_.message(&event),
             raw("<message type='chat' id='42' from='bob@x.org/bot' to='alice'><body>hello</body>"
                 "<active xmlns='http://jabber.org/protocol/chatstates'/>"
                 "<markable xmlns='urn:xmpp:chat-markers:0'/><store xmlns='urn:xmpp:hints'/></message>"));
  setCapabilities(PRISM_CHAT_CAN_MARK);  // no use of ids
  expectSent(guard_.message(&event), kTyped);
}

TEST_F(GuardChatTest, AMessageWithoutAnIdOrANameForItIsTyped) {
  setCapabilities(kAll);
  prism_message event = fromBob({});
  expectSent(guard_.message(&event), kTyped);
  event = fromBob(PRISM_STR("42"));
  event.flags = PRISM_MESSAGE_CARBON;
  expectSent(guard_.message(&event), std::string(kTyped) + " carbon=true");
  event = fromBob(PRISM_STR("42"));
  event.buddy = PRISM_STR("49172");
  expectSent(guard_.message(&event), "CONV_MESSAGE userName=\"alice\" buddyName=\"49172\" message=\"hello\"");
}

TEST_F(GuardChatTest, CapabilitiesOfAUserCountBeforeThoseOfAll) {
  setCapabilities(kAll);
  auto can = zeroed<prism_chat_capabilities>();
  can.kind = PRISM_CHAT_CONTACT;
  can.user = kAlice;
  EXPECT_EQ(guard_.setCapabilities(&can), PRISM_OK);
  const prism_message event = fromBob(PRISM_STR("42"));
  expectSent(guard_.message(&event), kTyped);
}

TEST_F(GuardChatTest, CapabilitiesAreChecked) {
  auto can = zeroed<prism_chat_capabilities>();
  can.kind = 4;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT, "chat.set_capabilities: kind 4 does not exist");
  can.kind = PRISM_CHAT_ROOM;
  can.flags = 128;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: flags have the unknown bits 0x80");
  can.flags = 0;
  can.reactions_count = 1001;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: reactions_count is 1001, at most 1000 are allowed");
  can.reactions_count = 0;
  can.user = kMallory;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_NO_USER,
                "chat.set_capabilities: user 'mallory' is not logged in");
}

TEST_F(GuardChatTest, SendsMessagesOfRooms) {
  setCapabilities(PRISM_CHAT_CAN_EDIT, PRISM_CHAT_ROOM);
  const prism_message event = inLobby(PRISM_STR("op"), PRISM_STR("7"));
  expectSent(guard_.message(&event),
             raw("<message type='groupchat' id='7' from='lobby/op' to='alice'><body>hello</body>"
                 "<active xmlns='http://jabber.org/protocol/chatstates'/>"
                 "<stanza-id xmlns='urn:xmpp:sid:0' by='lobby@irc.example.org' id='7'/></message>"));
}

TEST_F(GuardChatTest, SendsEdits) {
  setCapabilities(PRISM_CHAT_CAN_EDIT);
  sent(fromBob(PRISM_STR("42")));
  const prism_message now = fromBob({}, PRISM_STR("goodbye"));
  EXPECT_EQ(edit(now, PRISM_STR("42")), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()),
            Lines{raw("<message type='chat' id='ID' from='bob@x.org/bot' to='alice'><body>goodbye</body>"
                      "<replace xmlns='urn:xmpp:message-correct:0' id='42'/>"
                      "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>"
                      "</message>")});
}

TEST_F(GuardChatTest, AnEditThatHasNoStanzaIsATypedMessage) {
  setCapabilities(PRISM_CHAT_CAN_EDIT);
  prism_message now = fromBob({}, PRISM_STR("goodbye"));
  now.buddy = PRISM_STR("49172");
  expectSent(edit(now, PRISM_STR("42")),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"49172\" message=\"Correction: goodbye\"");
  now = fromBob({}, PRISM_STR("goodbye"));
  now.flags = PRISM_MESSAGE_CARBON;
  expectSent(edit(now, PRISM_STR("42")),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"Correction: goodbye\" carbon=true");
}

TEST_F(GuardChatTest, NobodyEditsOrRetractsForAnotherOne) {
  setCapabilities(kAll);
  sent(fromBob(PRISM_STR("42")));
  accepted(PRISM_STR("c1"), PRISM_STR("43"));
  prism_message now = fromBob({}, PRISM_STR("goodbye"));
  expectRefused(edit(now, PRISM_STR("43")), PRISM_ERR_ARGUMENT,
                "chat.edited: the message '43' is the user's own, but another one acts as its author");
  now.flags = PRISM_MESSAGE_CARBON;
  expectRefused(edit(now, PRISM_STR("42")), PRISM_ERR_ARGUMENT,
                "chat.edited: the message '42' is not the user's own, but the user acts as its author");
  expectRefused(retract(PRISM_STR("43"), PRISM_CHAT_CONTACT, kBobAtX, {}), PRISM_ERR_ARGUMENT,
                "chat.retracted: the message '43' is the user's own, but another one acts as its author");
}

TEST_F(GuardChatTest, ReferencesAreChecked) {
  setCapabilities(kAll);
  const prism_message now = fromBob({}, PRISM_STR("goodbye"));
  expectRefused(edit(now, {}), PRISM_ERR_ARGUMENT, "chat.edited: the id of the reference is empty");
  const std::string id(1024, 'x');
  guard_.message(&now);
  takeFrames();
  auto event = zeroed<prism_chat_edit>();
  event.message = &now;
  expectRefused(guard_.edited(&event), PRISM_ERR_ARGUMENT, "chat.edited: target is NULL");
  event.message = nullptr;
  expectRefused(guard_.edited(&event), PRISM_ERR_ARGUMENT, "chat.edited: message is NULL");
}

TEST_F(GuardChatTest, SendsRetractions) {
  setCapabilities(PRISM_CHAT_CAN_RETRACT);
  sent(fromBob(PRISM_STR("42")));
  EXPECT_EQ(retract(PRISM_STR("42"), PRISM_CHAT_CONTACT, kBobAtX, {}), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()),
            Lines{raw("<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
                      "<body>(A message has been retracted. Your client does not show which one.)</body>"
                      "<retract xmlns='urn:xmpp:message-retract:1' id='42'/>"
                      "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
                      "<store xmlns='urn:xmpp:hints'/></message>")});
}

TEST_F(GuardChatTest, ARetractionWithoutAStanzaIsASentence) {
  setCapabilities(PRISM_CHAT_CAN_RETRACT);
  prism_message event = fromBob(PRISM_STR("42"));
  event.buddy = PRISM_STR("49172");
  sent(event);
  expectSent(
      retract(PRISM_STR("42"), PRISM_CHAT_CONTACT, event.buddy, {}),
      "CONV_MESSAGE userName=\"alice\" buddyName=\"49172\" message=\"(has retracted a message: \\\"hello\\\")\"");
  EXPECT_EQ(alice()
                .chat(*sessions_.chat())
                .memory.findByNetworkId({host::ConversationKind::kContact, "49172"}, "42")
                ->facts()
                .text,
            "")
      << "a retracted text must not be kept";
}

TEST_F(GuardChatTest, SendsModerations) {
  setCapabilities(PRISM_CHAT_CAN_RETRACT, PRISM_CHAT_ROOM);
  sent(inLobby(PRISM_STR("bob"), PRISM_STR("7")));
  EXPECT_EQ(retract(PRISM_STR("7"), PRISM_CHAT_ROOM, PRISM_STR("lobby"), PRISM_STR("op"),
                    PRISM_CHAT_RETRACTION_MODERATED, PRISM_STR("spam")),
            PRISM_OK);
  const Lines frames = masked(takeFrames());
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].find("RAW_XML <message xmlns='jabber:client' type='groupchat' id='ID' from='lobby' to='alice'>"),
            0U)
      << frames[0];
  EXPECT_NE(frames[0].find("<retract xmlns='urn:xmpp:message-retract:1' id='7'><moderated "
                           "xmlns='urn:xmpp:message-moderate:1' by='lobby@irc.example.org/op'/>"
                           "<reason>spam</reason></retract>"),
            std::string::npos)
      << frames[0];
  expectRefused(retract(PRISM_STR("7"), PRISM_CHAT_CONTACT, kBobAtX, {}, PRISM_CHAT_RETRACTION_MODERATED),
                PRISM_ERR_ARGUMENT,
                "chat.retracted: PRISM_CHAT_RETRACTION_MODERATED is set, but the kind is not PRISM_CHAT_ROOM");
}

TEST_F(GuardChatTest, SendsTheSumOfReactions) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  sent(fromBob(PRISM_STR("42")));
  const auto stanza = [](const std::string& reactions) {
    return Lines{raw(
        "<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
        "<reactions xmlns='urn:xmpp:reactions:0' id='42'" +
        (reactions.empty() ? "/>" : ">" + reactions + "</reactions>") + "<store xmlns='urn:xmpp:hints'/></message>")};
  };
  EXPECT_EQ(react(PRISM_STR("42"), {PRISM_STR("+")}, PRISM_CHAT_REACTIONS_ADDED), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), stanza("<reaction>+</reaction>"));
  EXPECT_EQ(react(PRISM_STR("42"), {PRISM_STR("!")}, PRISM_CHAT_REACTIONS_ADDED), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), stanza("<reaction>+</reaction><reaction>!</reaction>"));
  EXPECT_EQ(react(PRISM_STR("42"), {PRISM_STR("!")}, PRISM_CHAT_REACTIONS_ADDED), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{}) << "nothing has changed";
  EXPECT_EQ(react(PRISM_STR("42"), {}), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), stanza(""));
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardChatTest, ReactionsToTheUsersOwnMessageHaveTheIdOfTheClient) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  accepted(PRISM_STR("c1"), PRISM_STR("43"));
  EXPECT_EQ(react(PRISM_STR("43"), {PRISM_STR("+")}), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()),
            Lines{raw("<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
                      "<reactions xmlns='urn:xmpp:reactions:0' id='c1'><reaction>+</reaction></reactions>"
                      "<store xmlns='urn:xmpp:hints'/></message>")});
}

TEST_F(GuardChatTest, AReactionToTheUsersOwnMessageIsASentenceIfNoStanzaCanTellIt) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  accepted(PRISM_STR("<c1>"), PRISM_STR("43"));
  expectSent(react(PRISM_STR("43"), {PRISM_STR("+")}),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" "
             "message=\"(reacts with + to your message: \\\"mine\\\")\"");
}

TEST_F(GuardChatTest, ReactionsAreChecked) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  const std::string long_one(65, '+');
  expectRefused(react(PRISM_STR("42"), std::vector<prism_str>(21, PRISM_STR("+"))), PRISM_ERR_ARGUMENT,
                "chat.reacted: reactions_count is 21, at most 20 are allowed");
  expectRefused(react(PRISM_STR("42"), {host::borrowed(long_one)}), PRISM_ERR_ARGUMENT,
                "chat.reacted: a reaction has 65 bytes, at most 64 are allowed");
  expectRefused(react(PRISM_STR("42"), {PRISM_STR("")}), PRISM_ERR_ARGUMENT, "chat.reacted: a reaction is empty");
  expectRefused(react(PRISM_STR("42"), {PRISM_STR("+")}, 4), PRISM_ERR_ARGUMENT,
                "chat.reacted: change 4 does not exist");
}

TEST_F(GuardChatTest, EventsOfRoomsThatTheUserIsNotInAreDropped) {
  setCapabilities(kAll, PRISM_CHAT_ROOM);
  prism_message now = inLobby(PRISM_STR("op"), {});
  now.buddy = PRISM_STR("elsewhere");
  EXPECT_EQ(edit(now, PRISM_STR("7")), PRISM_OK);
  EXPECT_EQ(retract(PRISM_STR("7"), PRISM_CHAT_ROOM, PRISM_STR("elsewhere"), PRISM_STR("op")), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardChatTest, SendsReplies) {
  setCapabilities(PRISM_CHAT_CAN_REPLY);
  sent(fromBob(PRISM_STR("42"), PRISM_STR("one\ntwo")));
  const prism_chat_reference target = reference(PRISM_STR("42"));
  const prism_message answer = fromBob(PRISM_STR("44"), PRISM_STR("three"));
  auto event = zeroed<prism_chat_message>();
  event.message = &answer;
  event.reply_to = &target;
  expectSent(guard_.chatMessage(&event),
             raw("<message type='chat' id='44' from='bob@x.org/bot' to='alice'><body>&gt; one\n&gt; two\nthree</body>"
                 "<reply xmlns='urn:xmpp:reply:0' to='bob%x.org@irc.example.org/bot' id='42'/>"
                 "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='12'/></fallback>"
                 "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/></message>"));
  const prism_message without_id = fromBob({}, PRISM_STR("three"));
  event.message = &without_id;
  expectSent(guard_.chatMessage(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"> one\\n> two\\nthree\"");
}

TEST_F(GuardChatTest, AFileIsAMessageOfItsOwn) {
  setCapabilities(PRISM_CHAT_CAN_REPLY);
  auto file = zeroed<prism_chat_file>();
  file.url = PRISM_STR("https://x/y.png");
  file.name = PRISM_STR("y.png");
  const prism_chat_file* files[] = {&file};
  const prism_message caption = fromBob(PRISM_STR("44"), PRISM_STR("look"));
  auto event = zeroed<prism_chat_message>();
  event.message = &caption;
  event.files = files;
  event.files_count = 1;
  EXPECT_EQ(guard_.chatMessage(&event), PRISM_OK);
  const Lines frames = takeFrames();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].find("RAW_XML <message xmlns='jabber:client' type='chat' id='44' from='bob@x.org/bot' "
                           "to='alice'><body>look</body>"),
            0U);
  EXPECT_EQ(frames[1].find("RAW_XML <message xmlns='jabber:client' type='chat' from='bob@x.org/bot' "
                           "to='alice'><body>https://x/y.png</body>"
                           "<x xmlns='jabber:x:oob'><url>https://x/y.png</url></x>"),
            0U)
      << frames[1];
  file.url = PRISM_STR("file:///etc/passwd");
  expectRefused(guard_.chatMessage(&event), PRISM_ERR_ARGUMENT,
                "chat.message: url begins with neither http:// nor https://");
}

TEST_F(GuardChatTest, AReadMessageIsMarked) {
  setCapabilities(kAll);
  sent(fromBob(PRISM_STR("42")));
  accepted(PRISM_STR("c1"), PRISM_STR("43"));
  const prism_chat_reference target = reference(PRISM_STR("43"));
  auto event = zeroed<prism_chat_marker>();
  event.kind = PRISM_CHAT_CONTACT;
  event.user = kAlice;
  event.buddy = kBobAtX;
  event.target = &target;
  const Lines displayed{
      raw("<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
          "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"
          "<store xmlns='urn:xmpp:hints'/></message>")};
  EXPECT_EQ(guard_.marked(&event), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), displayed);
  const prism_chat_reference bobs = reference(PRISM_STR("42"));
  event.target = &bobs;
  expectRefused(guard_.marked(&event), PRISM_ERR_ARGUMENT,
                "chat.marked: the message '42' is not the user's own, but the buddy's");
  auto receipt = zeroed<prism_receipt>();
  receipt.user = kAlice;
  receipt.buddy = kBobAtX;
  receipt.state = PRISM_RECEIPT_DISPLAYED;
  receipt.id = PRISM_STR("c1");
  EXPECT_EQ(guard_.receipt(&receipt), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), displayed);
}

TEST(GuardTypedChat, InTypedModeNothingIsRaw) {
  CapturedLog log;
  host::FaultLog faults{log.logger(), "plugin misbehaving: fake: "};
  host::SessionTable sessions;
  host::PresenceMemory presences;
  wire::FrameWriter out;
  host::Guard guard{sessions, presences, out, faults, {1000, 128 * 1024}};
  sessions.startChat(host::ChatMode::kTyped);
  sessions.open("alice");
  auto can = zeroed<prism_chat_capabilities>();
  can.kind = PRISM_CHAT_CONTACT;
  can.flags = kAll;
  ASSERT_EQ(guard.setCapabilities(&can), PRISM_OK);
  auto event = zeroed<prism_message>();
  event.user = kAlice;
  event.buddy = kBob;
  event.text = PRISM_STR("hello");
  event.id = PRISM_STR("42");
  EXPECT_EQ(guard.message(&event), PRISM_OK);
  const auto sent = takeSent(&out);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(prism::testing::describe({sent[0].type, sent[0].payload}),
            "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"hello\"");
}

// A plugin without the service: the same bytes, with and without an id.
TEST_F(GuardTest, WithoutTheServiceAFrameIsAsBefore) {
  prism_message event = message();
  guard_.message(&event);
  const std::string before(out_.pending());
  out_.consume(before.size());
  event.id = PRISM_STR("42");
  guard_.message(&event);
  EXPECT_EQ(std::string(out_.pending()), before);
  EXPECT_EQ(alice().findChat(), nullptr);
}

}  // namespace
}  // namespace prism::tests
