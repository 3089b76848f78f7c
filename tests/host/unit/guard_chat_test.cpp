// SPDX-License-Identifier: MIT
// The Guard's functions for prism/chat.h.
#include "host/chat/message_id.h"
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
  if constexpr (requires { result.kind; }) {
    result.kind = PRISM_CONVERSATION_CONTACT;
  }
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

  void startChat(host::ChatMode mode) { sessions_.startChat(mode, timers_); }

  void setCapabilities(std::uint32_t flags, std::uint32_t kind = PRISM_CONVERSATION_CONTACT, prism_str user = {},
                       prism_str buddy = {}) {
    auto can = zeroed<prism_chat_capabilities>();
    can.kind = kind;
    can.flags = flags;
    can.user = user;
    can.buddy = buddy;
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
    event.kind = PRISM_CONVERSATION_ROOM;
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

  // The user has sent a message with this id of the client, and the network has given it its own. Returns the id of the
  // request.
  prism_request_id accepted(prism_str client_id, prism_str network_id) {
    const prism_request_id id = request({host::ConversationKind::kContact, "bob@x.org"}, host::view(client_id));
    alice()
        .chat(*sessions_.chat())
        .memory.remember({host::ConversationKind::kContact, "bob@x.org"},
                         {.request = id, .client_id = host::view(client_id), .text = "mine", .own = true},
                         host::UserMemory::Clock::now());
    EXPECT_EQ(receive(id, PRISM_RECEIPT_ACCEPTED, network_id), PRISM_OK);
    takeFrames();
    return id;
  }

  prism_result receive(prism_request_id id, std::uint32_t state, prism_str network_id = {}) {
    auto receipt = zeroed<prism_receipt>();
    receipt.user = kAlice;
    receipt.buddy = kBobAtX;
    receipt.state = state;
    receipt.request = id;
    receipt.network_id = network_id;
    return guard_.receipt(&receipt);
  }

  static prism_reference reference(prism_str id) {
    auto target = zeroed<prism_reference>();
    target.id = id;
    return target;
  }

  prism_result react(prism_str target_id, std::vector<prism_str> set, std::uint32_t change = PRISM_CHAT_REACTIONS_SET,
                     std::uint32_t flags = 0) {
    const prism_reference target = reference(target_id);
    auto event = zeroed<prism_chat_reactions>();
    event.flags = flags;
    event.change = change;
    event.user = kAlice;
    event.buddy = kBobAtX;
    event.target = &target;
    event.reactions = set.data();
    event.reactions_count = set.size();
    return guard_.reacted(&event);
  }

  prism_result edit(const prism_message& message, prism_str target_id) {
    const prism_reference target = reference(target_id);
    auto event = zeroed<prism_chat_edit>();
    event.message = &message;
    event.target = &target;
    return guard_.edited(&event);
  }

  prism_result retract(prism_str target_id, std::uint32_t kind, prism_str buddy, prism_str nickname,
                       std::uint32_t flags = 0, prism_str reason = {}, prism_str author_id = {}) {
    const prism_reference target = reference(target_id);
    auto event = zeroed<prism_chat_retraction>();
    event.kind = kind;
    event.flags = flags;
    event.user = kAlice;
    event.buddy = buddy;
    event.nickname = nickname;
    event.target = &target;
    event.reason = reason;
    event.author_id = author_id;
    return guard_.retracted(&event);
  }

  static inline const prism_str kBobAtX = PRISM_STR("bob@x.org");
};

constexpr const char* kTyped = "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"hello\"";

TEST_F(GuardChatTest, AMessageHasItsIdOnlyWithCapabilities) {
  prism_message event = fromBob(PRISM_STR("42"));
  expectSent(guard_.message(&event), kTyped);
  setCapabilities(kAll);
  expectSent(guard_.message(&event),
             raw("<message type='chat' id='42' from='bob@x.org/bot' to='alice'><body>hello</body>"
                 "<active xmlns='http://jabber.org/protocol/chatstates'/>"
                 "<markable xmlns='urn:xmpp:chat-markers:0'/><store xmlns='urn:xmpp:hints'/></message>"));
  setCapabilities(PRISM_CHAT_CAN_DELIVER);  // ids have any flag
  event.id = PRISM_STR("43");
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  EXPECT_NE(takeFrames(), Lines{kTyped});
  setCapabilities(0);
  event.id = PRISM_STR("44");
  expectSent(guard_.message(&event), kTyped);
}

// The stanza of the contact who has written last is kept.
TEST_F(GuardChatTest, PlainMessagesOfSeveralContactsAndCapabilities) {
  const auto stanza = [](const std::string& name, const std::string& id, bool markable) {
    return raw("<message type='chat' id='" + id + "' from='" + name + "/bot' to='alice'><body>hello</body>" +
               "<active xmlns='http://jabber.org/protocol/chatstates'/>" +
               (markable ? "<markable xmlns='urn:xmpp:chat-markers:0'/>" : "") +
               "<store xmlns='urn:xmpp:hints'/></message>");
  };
  setCapabilities(PRISM_CHAT_CAN_EDIT);
  prism_message event = fromBob(PRISM_STR("1"));
  expectSent(guard_.message(&event), stanza("bob@x.org", "1", false));
  event.buddy = PRISM_STR("carol@x.org");
  event.id = PRISM_STR("2");
  expectSent(guard_.message(&event), stanza("carol@x.org", "2", false));
  setCapabilities(PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_MARK);
  event.id = PRISM_STR("4");
  expectSent(guard_.message(&event), stanza("carol@x.org", "4", true));
  event.id = PRISM_STR("prism-like a hash");
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), Lines{stanza("carol@x.org", "ID", true)});
  event.id = PRISM_STR("3");
  event.text = PRISM_STR("hello\x01");
  EXPECT_EQ(guard_.message(&event), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 1U);
  EXPECT_EQ(log_.take().size(), 1U) << "a text that is mended is a fault here, too";
  event.text = PRISM_STR("hello");
  event.buddy = PRISM_STR("a\tb@x.org");
  EXPECT_EQ(guard_.message(&event), PRISM_ERR_ARGUMENT);
  log_.take();
  setCapabilities(0);
  event.buddy = kBobAtX;
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

// Of a conversation with bob: those of the user for bob, of the user, for bob, of all.
TEST_F(GuardChatTest, CapabilitiesOfAUserAndOfABuddyCountFirst) {
  int last = 41;
  const auto canMark = [this, &last] {
    const std::string id = std::to_string(++last);
    sent(fromBob(host::borrowed(id)));
    const auto* found = alice().chatCapabilities(*sessions_.chat(), {host::ConversationKind::kContact, "bob@x.org"});
    return found ? found->flags : 0;
  };
  constexpr std::uint32_t kKind = PRISM_CONVERSATION_CONTACT;
  EXPECT_EQ(canMark(), 0U);
  setCapabilities(1);
  EXPECT_EQ(canMark(), 1U);
  setCapabilities(2, kKind, {}, kBobAtX);
  EXPECT_EQ(canMark(), 2U);
  setCapabilities(4, kKind, kAlice);
  EXPECT_EQ(canMark(), 4U);
  setCapabilities(8, kKind, kAlice, kBobAtX);
  EXPECT_EQ(canMark(), 8U);
  setCapabilities(16, kKind, kAlice, PRISM_STR("carol@x.org"));
  setCapabilities(32, PRISM_CONVERSATION_ROOM, kAlice, kBobAtX);
  EXPECT_EQ(canMark(), 8U);
  setCapabilities(0, kKind, kAlice, kBobAtX);
  EXPECT_EQ(canMark(), 0U) << "no flags: nothing is possible with bob";
  setCapabilities(PRISM_CAPABILITIES_INHERIT, kKind, kAlice, kBobAtX);
  EXPECT_EQ(canMark(), 4U) << "those of the user count again";
  setCapabilities(PRISM_CAPABILITIES_INHERIT, kKind, kAlice);
  EXPECT_EQ(canMark(), 2U);
  setCapabilities(PRISM_CAPABILITIES_INHERIT, kKind, {}, kBobAtX);
  EXPECT_EQ(canMark(), 1U);
  setCapabilities(PRISM_CAPABILITIES_INHERIT, kKind);
  EXPECT_EQ(alice().chatCapabilities(*sessions_.chat(), {host::ConversationKind::kContact, "bob@x.org"}), nullptr);
}

TEST_F(GuardChatTest, ABuddyWithoutCapabilitiesHasNoIdsAmongOthersThatHaveThem) {
  setCapabilities(kAll);
  setCapabilities(0, PRISM_CONVERSATION_CONTACT, kAlice, kBobAtX);
  const prism_message from_bob = fromBob(PRISM_STR("42"));
  expectSent(guard_.message(&from_bob), R"(CONV_MESSAGE userName="alice" buddyName="bob@x.org" message="hello")");
  prism_message from_carol = fromBob(PRISM_STR("43"));
  from_carol.buddy = PRISM_STR("carol@x.org");
  ASSERT_EQ(guard_.message(&from_carol), PRISM_OK);
  EXPECT_NE(takeFrames().at(0).find("id='43'"), std::string::npos);
  setCapabilities(PRISM_CAPABILITIES_INHERIT, PRISM_CONVERSATION_CONTACT, kAlice, kBobAtX);
  ASSERT_EQ(guard_.message(&from_bob), PRISM_OK);
  EXPECT_NE(takeFrames().at(0).find("id='42'"), std::string::npos);
}

TEST_F(GuardChatTest, PrivateConversationsHaveTheCapabilitiesOfTheirRoom) {
  setCapabilities(1, PRISM_CONVERSATION_PRIVATE, {}, PRISM_STR("lobby"));
  const auto flags = [this](const host::ConversationName& name) {
    const auto* found = alice().chatCapabilities(*sessions_.chat(), name);
    return found ? found->flags : 0;
  };
  EXPECT_EQ(flags({host::ConversationKind::kPrivate, "lobby", "op"}), 1U);
  EXPECT_EQ(flags({host::ConversationKind::kPrivate, "other", "op"}), 0U);
  EXPECT_EQ(flags({host::ConversationKind::kRoom, "lobby"}), 0U);
}

TEST_F(GuardChatTest, SetsOfReactionsAreBounded) {
  host::Guard guard(sessions_, presences_, out_, faults_, {1024 * 1024, 128 * 1024});
  const auto set = [&guard](std::size_t number, std::size_t which) {
    const std::string name = std::to_string(number) + "@x.org";
    std::vector<std::string> texts;
    std::vector<prism_str> reactions;
    for (std::size_t i = 0; i < 400; ++i) {
      texts.push_back(fmt::format("{:064}", which * 400 + i));
    }
    for (const std::string& text : texts) {
      reactions.push_back(host::borrowed(text));
    }
    auto can = zeroed<prism_chat_capabilities>();
    can.flags = PRISM_CHAT_CAN_REACT;
    can.user = kAlice;
    can.buddy = host::borrowed(name);
    can.reactions = reactions.data();
    can.reactions_count = reactions.size();
    return guard.setCapabilities(&can);
  };
  for (std::size_t i = 0; i < 100; ++i) {
    ASSERT_EQ(set(i, 0), PRISM_OK) << "one set, for many buddies";
  }
  std::size_t different = 1;
  while (different < 100 && set(different, different) == PRISM_OK) {
    ++different;
  }
  EXPECT_GT(different, 15U);
  EXPECT_LT(different, 25U);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: chat.set_capabilities: the different sets of reactions take "
                               "too much memory"});
  EXPECT_EQ(set(different - 1, different), PRISM_OK) << "it replaces another set";
  EXPECT_EQ(set(99, 0), PRISM_OK);
  EXPECT_LE(sessions_.capabilityTotal().bytes, std::size_t{2} * 1024 * 1024);
  sessions_.close("alice");
  EXPECT_EQ(sessions_.capabilityTotal().bytes, 0U);
}

TEST_F(GuardChatTest, CapabilitiesEndWithTheRoomAndTheContact) {
  setCapabilities(kAll, PRISM_CONVERSATION_ROOM, kAlice, PRISM_STR("lobby"));
  setCapabilities(kAll, PRISM_CONVERSATION_PRIVATE, kAlice, PRISM_STR("lobby"));
  setCapabilities(kAll, PRISM_CONVERSATION_CONTACT, kAlice, kBobAtX);
  const auto has = [this](const host::ConversationName& name) {
    return alice().chatCapabilities(*sessions_.chat(), name) != nullptr;
  };
  EXPECT_TRUE(has({host::ConversationKind::kRoom, "lobby"}));
  alice().leaveRoom("Lobby");
  EXPECT_FALSE(has({host::ConversationKind::kRoom, "lobby"}));
  EXPECT_FALSE(has({host::ConversationKind::kPrivate, "lobby", "op"}));
  EXPECT_TRUE(has({host::ConversationKind::kContact, "bob@x.org"}));
  alice().noteRemoval("bob@x.org");
  EXPECT_FALSE(has({host::ConversationKind::kContact, "bob@x.org"}));
}

TEST_F(GuardChatTest, CapabilitiesOfBuddiesAreBounded) {
  const auto set = [this](std::size_t number, std::uint32_t flags, prism_str user) {
    const std::string name = std::to_string(number) + "@x.org";
    auto can = zeroed<prism_chat_capabilities>();
    can.flags = flags;
    can.user = user;
    can.buddy = host::borrowed(name);
    return guard_.setCapabilities(&can);
  };
  for (std::size_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(set(i, 1, kAlice), PRISM_OK);
  }
  EXPECT_EQ(set(999, 2, kAlice), PRISM_OK);
  expectRefused(set(1000, 1, kAlice), PRISM_ERR_LIMIT,
                "chat.set_capabilities: there are capabilities for 1000 buddies already");
  EXPECT_EQ(set(1000, 1, {}), PRISM_OK) << "those of all users are counted apart";
  EXPECT_EQ(set(0, PRISM_CAPABILITIES_INHERIT, kAlice), PRISM_OK);
  EXPECT_EQ(set(1000, 0, kAlice), PRISM_OK);
  expectRefused(set(0, 0, kAlice), PRISM_ERR_LIMIT,
                "chat.set_capabilities: there are capabilities for 1000 buddies already");
}

TEST_F(GuardChatTest, CapabilitiesAreChecked) {
  auto can = zeroed<prism_chat_capabilities>();
  can.kind = 4;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: kind is PRISM_CONVERSATION_HOST, which is for commands only");
  can.kind = 5;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT, "chat.set_capabilities: kind 5 does not exist");
  can.kind = PRISM_CONVERSATION_ROOM;
  can.flags = 128;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: flags have the unknown bits 0x80");
  can = zeroed<prism_chat_capabilities>();
  can.flags = PRISM_CAPABILITIES_INHERIT | PRISM_CHAT_CAN_EDIT;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: flags have PRISM_CAPABILITIES_INHERIT, which stands alone, and others");
  can.flags = 0;
  can.reactions_count = 1001;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: reactions_count is 1001, at most 1000 are allowed");
  can.reactions_count = 0;
  can.buddy = PRISM_STR("a\tb");
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_ARGUMENT,
                "chat.set_capabilities: buddy is 'a\\x09b', which cannot be part of a JID");
  can.buddy = {};
  can.user = kMallory;
  expectRefused(guard_.setCapabilities(&can), PRISM_ERR_NO_USER,
                "chat.set_capabilities: user 'mallory' is not logged in");
}

TEST_F(GuardChatTest, SendsMessagesOfRooms) {
  setCapabilities(PRISM_CHAT_CAN_EDIT, PRISM_CONVERSATION_ROOM);
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

// An edit replaces all of a message.
TEST_F(GuardChatTest, AnEditRepeatsWhatStays) {
  setCapabilities(kAll & ~PRISM_CHAT_CAN_MARK);
  sent(fromBob(PRISM_STR("42"), PRISM_STR("one\ntwo")));
  const prism_reference answered = reference(PRISM_STR("42"));
  prism_message answer = fromBob(PRISM_STR("44"), PRISM_STR("three"));
  answer.reply_to = &answered;
  sent(answer);
  answer.id = {};
  answer.text = PRISM_STR("four");
  answer.thread = PRISM_STR("t1");
  EXPECT_EQ(edit(answer, PRISM_STR("44")), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()),
            Lines{raw("<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
                      "<body>&gt; one\n&gt; two\nfour</body>"
                      "<replace xmlns='urn:xmpp:message-correct:0' id='44'/>"
                      "<reply xmlns='urn:xmpp:reply:0' to='bob%x.org@irc.example.org/bot' id='42'/>"
                      "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='12'/>"
                      "</fallback><thread>t1</thread>"
                      "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/>"
                      "</message>")});
  EXPECT_EQ(alice()
                .chat(*sessions_.chat())
                .memory.findByNetworkId({host::ConversationKind::kContact, "bob@x.org"}, "44")
                ->facts()
                .text,
            "four")
      << "without the quote";
  answer.flags = PRISM_MESSAGE_CARBON;
  accepted(PRISM_STR("c1"), PRISM_STR("45"));
  expectSent(edit(answer, PRISM_STR("45")),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"> one\\n> two\\nCorrection: four\" "
             "carbon=true");
}

TEST_F(GuardChatTest, AnEditInARoomHasItsAuthor) {
  setCapabilities(kAll & ~PRISM_CHAT_CAN_MARK, PRISM_CONVERSATION_ROOM);
  prism_message event = inLobby(PRISM_STR("op"), PRISM_STR("7"));
  sent(event);
  event.id = {};
  event.author_id = PRISM_STR("op-1");
  EXPECT_EQ(edit(event, PRISM_STR("7")), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()),
            Lines{raw("<message type='groupchat' id='ID' from='lobby/op' to='alice'><body>hello</body>"
                      "<replace xmlns='urn:xmpp:message-correct:0' id='7'/>"
                      "<active xmlns='http://jabber.org/protocol/chatstates'/>"
                      "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='op-1'/></message>")});
}

TEST_F(GuardChatTest, AttachmentsOfAnEditAreNamed) {
  setCapabilities(kAll);
  auto file = zeroed<prism_attachment>();
  file.url = PRISM_STR("https://x/y.png");
  const prism_attachment* files[] = {&file};
  prism_message now = fromBob({}, PRISM_STR("goodbye"));
  now.attachments = files;
  now.attachments_count = 1;
  EXPECT_EQ(edit(now, PRISM_STR("42")), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 1U);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: chat.edited: attachments are left out, since an edit changes "
                               "only the text"});
}

TEST_F(GuardChatTest, TheAnswerOfAnEditIsChecked) {
  setCapabilities(kAll);
  sent(fromBob(PRISM_STR("42")));
  prism_reference answered = reference(PRISM_STR("42"));
  answered.flags = PRISM_REFERENCE_OWN;
  prism_message now = fromBob({}, PRISM_STR("goodbye"));
  now.reply_to = &answered;
  expectRefused(edit(now, PRISM_STR("43")), PRISM_ERR_ARGUMENT,
                "chat.edited: reply_to.flags have PRISM_REFERENCE_OWN, but the message '42' is not the user's own");
  answered = reference({});
  expectRefused(edit(now, PRISM_STR("43")), PRISM_ERR_ARGUMENT, "chat.edited: the id of the reference is empty");
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
  expectRefused(retract(PRISM_STR("43"), PRISM_CONVERSATION_CONTACT, kBobAtX, {}), PRISM_ERR_ARGUMENT,
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
  EXPECT_EQ(retract(PRISM_STR("42"), PRISM_CONVERSATION_CONTACT, kBobAtX, {}), PRISM_OK);
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
      retract(PRISM_STR("42"), PRISM_CONVERSATION_CONTACT, event.buddy, {}),
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
  setCapabilities(PRISM_CHAT_CAN_RETRACT, PRISM_CONVERSATION_ROOM);
  sent(inLobby(PRISM_STR("bob"), PRISM_STR("7")));
  EXPECT_EQ(retract(PRISM_STR("7"), PRISM_CONVERSATION_ROOM, PRISM_STR("lobby"), PRISM_STR("op"),
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
  expectRefused(retract(PRISM_STR("7"), PRISM_CONVERSATION_CONTACT, kBobAtX, {}, PRISM_CHAT_RETRACTION_MODERATED),
                PRISM_ERR_ARGUMENT,
                "chat.retracted: PRISM_CHAT_RETRACTION_MODERATED is set, but the kind is not PRISM_CONVERSATION_ROOM");
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

TEST_F(GuardChatTest, EventsOfRoomsThatTheUserHasNotJoinedAreRefused) {
  setCapabilities(kAll, PRISM_CONVERSATION_ROOM);
  const std::string complaint = ": user 'alice' has not joined 'elsewhere'";
  const prism_str room = PRISM_STR("elsewhere");
  const prism_reference target = reference(PRISM_STR("7"));
  prism_message now = inLobby(PRISM_STR("op"), {});
  now.buddy = room;
  expectRefused(edit(now, PRISM_STR("7")), PRISM_ERR_STATE, "chat.edited" + complaint);
  expectRefused(retract(PRISM_STR("7"), PRISM_CONVERSATION_ROOM, room, PRISM_STR("op")), PRISM_ERR_STATE,
                "chat.retracted" + complaint);
  expectRefused(
      retract(PRISM_STR("7"), PRISM_CONVERSATION_ROOM, room, PRISM_STR("op"), PRISM_CHAT_RETRACTION_MODERATED),
      PRISM_ERR_STATE, "chat.retracted" + complaint);
  const prism_str set[] = {PRISM_STR("+")};
  auto reactions = zeroed<prism_chat_reactions>();
  reactions.kind = PRISM_CONVERSATION_ROOM;
  reactions.change = PRISM_CHAT_REACTIONS_SET;
  reactions.user = kAlice;
  reactions.buddy = room;
  reactions.nickname = PRISM_STR("op");
  reactions.target = &target;
  reactions.reactions = set;
  reactions.reactions_count = 1;
  expectRefused(guard_.reacted(&reactions), PRISM_ERR_STATE, "chat.reacted" + complaint);
  auto marker = zeroed<prism_chat_marker>();
  marker.kind = PRISM_CONVERSATION_ROOM;
  marker.user = kAlice;
  marker.buddy = room;
  marker.nickname = PRISM_STR("op");
  marker.target = &target;
  expectRefused(guard_.marked(&marker), PRISM_ERR_STATE, "chat.marked" + complaint);
  marker.flags = PRISM_CHAT_MARKER_CARBON;
  marker.nickname = {};
  expectRefused(guard_.marked(&marker), PRISM_ERR_STATE, "chat.marked" + complaint);
}

// A private conversation outlasts the stay in the room.
TEST_F(GuardChatTest, EventsInPrivateAfterTheRoomWasLeftAreDropped) {
  setCapabilities(kAll, PRISM_CONVERSATION_PRIVATE);
  EXPECT_EQ(retract(PRISM_STR("7"), PRISM_CONVERSATION_PRIVATE, PRISM_STR("elsewhere"), PRISM_STR("op")), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardChatTest, TheUsersReactionsInAnotherClientAreKeptAndNotSent) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  sent(fromBob(PRISM_STR("42")));
  EXPECT_EQ(react(PRISM_STR("42"), {PRISM_STR("+")}, PRISM_CHAT_REACTIONS_SET, PRISM_CHAT_REACTIONS_CARBON), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{"chat.reacted: the reactions of the user are kept, and not sent: Spectrum makes carbons "
                               "of texts only"});
  const host::UserMemory& memory = alice().chat(*sessions_.chat()).memory;
  const host::RememberedMessage* known = memory.findByNetworkId({host::ConversationKind::kContact, "bob@x.org"}, "42");
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->reactions().of({}), (host::ReactionSet{"+"})) << "those of the user";
  EXPECT_EQ(known->reactions().of("bob@x.org"), host::ReactionSet{});
}

TEST_F(GuardChatTest, SendsReplies) {
  setCapabilities(PRISM_CHAT_CAN_REPLY);
  sent(fromBob(PRISM_STR("42"), PRISM_STR("one\ntwo")));
  const prism_reference target = reference(PRISM_STR("42"));
  prism_message answer = fromBob(PRISM_STR("44"), PRISM_STR("three"));
  answer.reply_to = &target;
  expectSent(guard_.message(&answer),
             raw("<message type='chat' id='44' from='bob@x.org/bot' to='alice'><body>&gt; one\n&gt; two\nthree</body>"
                 "<reply xmlns='urn:xmpp:reply:0' to='bob%x.org@irc.example.org/bot' id='42'/>"
                 "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='12'/></fallback>"
                 "<active xmlns='http://jabber.org/protocol/chatstates'/><store xmlns='urn:xmpp:hints'/></message>"));
  answer.id = {};
  expectSent(guard_.message(&answer),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"> one\\n> two\\nthree\"");
}

TEST_F(GuardChatTest, AFileIsAMessageOfItsOwn) {
  setCapabilities(PRISM_CHAT_CAN_REPLY);
  auto file = zeroed<prism_attachment>();
  file.url = PRISM_STR("https://x/y.png");
  file.name = PRISM_STR("y.png");
  file.size = 5;
  const prism_attachment* files[] = {&file};
  prism_message caption = fromBob(PRISM_STR("44"), PRISM_STR("look"));
  caption.attachments = files;
  caption.attachments_count = 1;
  EXPECT_EQ(guard_.message(&caption), PRISM_OK);
  const Lines frames = takeFrames();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].find("RAW_XML <message xmlns='jabber:client' type='chat' id='44' from='bob@x.org/bot' "
                           "to='alice'><body>look</body>"),
            0U);
  const std::string id = host::partIdOf("44", 1);
  EXPECT_EQ(frames[1].find("RAW_XML <message xmlns='jabber:client' type='chat' id='" + id +
                           "' from='bob@x.org/bot' to='alice'><body>https://x/y.png</body>"
                           "<x xmlns='jabber:x:oob'><url>https://x/y.png</url></x>"),
            0U)
      << frames[1];
  EXPECT_NE(frames[1].find("<name>y.png</name><size>5</size>"), std::string::npos) << frames[1];
}

TEST_F(GuardChatTest, ARetractionRemovesAllStanzasOfAMessage) {
  setCapabilities(kAll);
  auto file = zeroed<prism_attachment>();
  file.url = PRISM_STR("https://x/y.png");
  const prism_attachment* files[] = {&file, &file};
  prism_message caption = fromBob(PRISM_STR("44"), PRISM_STR("look"));
  caption.attachments = files;
  caption.attachments_count = 2;
  sent(caption);
  caption.id = PRISM_STR("45");
  caption.text = {};
  sent(caption);
  const auto retraction = [](const std::string& target) {
    return raw(
        "<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
        "<retract xmlns='urn:xmpp:message-retract:1' id='" +
        target + "'/><store xmlns='urn:xmpp:hints'/></message>");
  };
  EXPECT_EQ(retract(PRISM_STR("44"), PRISM_CONVERSATION_CONTACT, kBobAtX, {}), PRISM_OK);
  Lines frames = masked(takeFrames());
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_NE(frames[0].find("<retract xmlns='urn:xmpp:message-retract:1' id='44'/>"), std::string::npos) << frames[0];
  EXPECT_EQ(frames[1], retraction("ID-1")) << "without a text: one is enough for clients that do not know it";
  EXPECT_EQ(frames[2], retraction("ID-2"));
  EXPECT_EQ(retract(PRISM_STR("45"), PRISM_CONVERSATION_CONTACT, kBobAtX, {}), PRISM_OK);
  frames = masked(takeFrames());
  ASSERT_EQ(frames.size(), 2U) << "the first file has the id itself";
  EXPECT_EQ(frames[1], retraction("ID-1"));
  EXPECT_EQ(retract(PRISM_STR("46"), PRISM_CONVERSATION_CONTACT, kBobAtX, {}), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 1U) << "of a message that the host does not know, the first stanza";
}

TEST_F(GuardChatTest, AModerationRemovesAllStanzasOfAMessage) {
  setCapabilities(kAll, PRISM_CONVERSATION_ROOM);
  auto file = zeroed<prism_attachment>();
  file.url = PRISM_STR("https://x/y.png");
  const prism_attachment* files[] = {&file};
  prism_message caption = inLobby(PRISM_STR("bob"), PRISM_STR("7"));
  caption.attachments = files;
  caption.attachments_count = 1;
  EXPECT_EQ(guard_.message(&caption), PRISM_OK);
  Lines frames = masked(takeFrames());
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_NE(frames[1].find("<stanza-id xmlns='urn:xmpp:sid:0' by='lobby@irc.example.org' id='ID-1'/>"),
            std::string::npos)
      << frames[1];
  EXPECT_EQ(retract(PRISM_STR("7"), PRISM_CONVERSATION_ROOM, PRISM_STR("lobby"), PRISM_STR("op"),
                    PRISM_CHAT_RETRACTION_MODERATED, PRISM_STR("spam"), PRISM_STR("op-1")),
            PRISM_OK);
  frames = masked(takeFrames());
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[1],
            raw("<message type='groupchat' id='ID' from='lobby' to='alice'>"
                "<retract xmlns='urn:xmpp:message-retract:1' id='ID-1'>"
                "<moderated xmlns='urn:xmpp:message-moderate:1' by='lobby@irc.example.org/op'>"
                "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='op-1'/></moderated><reason>spam</reason></retract>"
                "<apply-to xmlns='urn:xmpp:fasten:0' id='ID-1'>"
                "<moderated xmlns='urn:xmpp:message-moderate:0' by='lobby@irc.example.org/op'>"
                "<retract xmlns='urn:xmpp:message-retract:0'/><reason>spam</reason></moderated></apply-to>"
                "<store xmlns='urn:xmpp:hints'/></message>"));
}

TEST_F(GuardChatTest, ARetractionInARoomHasItsAuthor) {
  setCapabilities(kAll, PRISM_CONVERSATION_ROOM);
  sent(inLobby(PRISM_STR("bob"), PRISM_STR("7")));
  EXPECT_EQ(
      retract(PRISM_STR("7"), PRISM_CONVERSATION_ROOM, PRISM_STR("lobby"), PRISM_STR("bob"), 0, {}, PRISM_STR("bob-1")),
      PRISM_OK);
  const Lines frames = masked(takeFrames());
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_TRUE(frames[0].ends_with("<occupant-id xmlns='urn:xmpp:occupant-id:0' id='bob-1'/></message>")) << frames[0];
  const std::string long_id(129, 'x');
  expectRefused(retract(PRISM_STR("7"), PRISM_CONVERSATION_ROOM, PRISM_STR("lobby"), PRISM_STR("bob"), 0, {},
                        host::borrowed(long_id)),
                PRISM_ERR_ARGUMENT, "chat.retracted: author_id has 129 bytes, at most 128 are allowed");
}

TEST_F(GuardChatTest, AReferenceToAFurtherStanzaIsOneToTheMessage) {
  setCapabilities(kAll);
  auto file = zeroed<prism_attachment>();
  file.url = PRISM_STR("https://x/y.png");
  const prism_attachment* files[] = {&file};
  prism_message caption = fromBob(PRISM_STR("44"), PRISM_STR("look"));
  caption.attachments = files;
  caption.attachments_count = 1;
  sent(caption);
  const host::UserMemory& memory = alice().chat(*sessions_.chat()).memory;
  const host::ConversationName chat{host::ConversationKind::kContact, "bob@x.org"};
  EXPECT_EQ(memory.findByStanzaId(chat, host::partIdOf("44", 1)), memory.findByNetworkId(chat, "44"));
  EXPECT_EQ(memory.findByStanzaId(chat, host::partIdOf("45", 1)), nullptr);
}

TEST_F(GuardChatTest, AReadMessageIsMarked) {
  setCapabilities(kAll);
  sent(fromBob(PRISM_STR("42")));
  const prism_request_id id = accepted(PRISM_STR("c1"), PRISM_STR("43"));
  const prism_reference target = reference(PRISM_STR("43"));
  auto event = zeroed<prism_chat_marker>();
  event.user = kAlice;
  event.buddy = kBobAtX;
  event.target = &target;
  const Lines displayed{
      raw("<message type='chat' id='ID' from='bob@x.org/bot' to='alice'>"
          "<displayed xmlns='urn:xmpp:chat-markers:0' id='c1'/>"
          "<store xmlns='urn:xmpp:hints'/></message>")};
  EXPECT_EQ(guard_.marked(&event), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), displayed);
  const prism_reference bobs = reference(PRISM_STR("42"));
  event.target = &bobs;
  expectRefused(guard_.marked(&event), PRISM_ERR_ARGUMENT,
                "chat.marked: the message '42' is not the user's own, but the buddy's");
  EXPECT_EQ(receive(id, PRISM_RECEIPT_DISPLAYED), PRISM_ERR_ENDED) << "the marker has told it";
  EXPECT_EQ(takeFrames(), Lines{});
  const prism_request_id other = accepted(PRISM_STR("c1"), PRISM_STR("44"));
  EXPECT_EQ(receive(other, PRISM_RECEIPT_DISPLAYED), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), displayed);
}

TEST_F(GuardChatTest, WhatTheUserHasReadElsewhereIsMarkedInARoomOnly) {
  setCapabilities(kAll);
  setCapabilities(kAll, PRISM_CONVERSATION_ROOM);
  sent(fromBob(PRISM_STR("42")));
  sent(inLobby(PRISM_STR("op"), PRISM_STR("7")));
  prism_reference target = reference(PRISM_STR("42"));
  auto event = zeroed<prism_chat_marker>();
  event.flags = PRISM_CHAT_MARKER_CARBON;
  event.user = kAlice;
  event.buddy = kBobAtX;
  event.target = &target;
  EXPECT_EQ(guard_.marked(&event), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  host::UserMemory& memory = alice().chat(*sessions_.chat()).memory;
  EXPECT_EQ(memory.takeUnread({host::ConversationKind::kContact, "bob@x.org"}), nullptr);
  target.id = PRISM_STR("7");
  event.kind = PRISM_CONVERSATION_ROOM;
  event.buddy = PRISM_STR("lobby");
  EXPECT_EQ(guard_.marked(&event), PRISM_OK);
  EXPECT_EQ(masked(takeFrames()), Lines{raw("<message type='groupchat' id='ID' from='lobby/me' to='alice'>"
                                            "<displayed xmlns='urn:xmpp:chat-markers:0' id='7'/>"
                                            "<store xmlns='urn:xmpp:hints'/></message>")});
  EXPECT_EQ(memory.takeUnread({host::ConversationKind::kRoom, "lobby"}), nullptr);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardChatTest, AnIdNamesOneMessageOfItsConversation) {
  setCapabilities(kAll);
  setCapabilities(kAll, PRISM_CONVERSATION_ROOM);
  prism_message event = fromBob(PRISM_STR("42"));
  sent(event);
  sent(event);
  faults_.makeStrict([](auto, auto) {});
  const std::string complaint = "message: id is '42', which another message of the conversation has";
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, complaint);
  event.thread = PRISM_STR("t");
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, complaint);
  event = fromBob(PRISM_STR("42"));
  event.flags = PRISM_MESSAGE_CARBON;
  expectRefused(guard_.message(&event), PRISM_ERR_ARGUMENT, complaint);
  event = fromBob(PRISM_STR("42"));
  EXPECT_EQ(guard_.message(&event, host::Guard::Origin::kArchive), PRISM_OK) << "the archive has it, too";
  accepted(PRISM_STR("c1"), PRISM_STR("43"));
  event = fromBob(PRISM_STR("43"));
  event.flags = PRISM_MESSAGE_CARBON;
  EXPECT_EQ(guard_.message(&event), PRISM_OK) << "an echo";
  event = fromBob(PRISM_STR("42"));
  event.time = 1577836800000;
  EXPECT_EQ(guard_.message(&event), PRISM_OK) << "it is played back";
}

TEST_F(GuardChatTest, WhatOnlyRequestsHaveIsRefused) {
  setCapabilities(kAll);
  sent(fromBob(PRISM_STR("42")));
  prism_reference target = reference(PRISM_STR("42"));
  target.request = 7;
  prism_message answer = fromBob(PRISM_STR("43"));
  answer.reply_to = &target;
  expectRefused(guard_.message(&answer), PRISM_ERR_ARGUMENT,
                "message: reply_to.request is 7, but only requests have one");
  target.request = 0;
  target.flags = PRISM_REFERENCE_OWN;
  expectRefused(guard_.message(&answer), PRISM_ERR_ARGUMENT,
                "message: reply_to.flags have PRISM_REFERENCE_OWN, but the message '42' is not the user's own");
  target.flags = 0;
  target.nickname = PRISM_STR("op");
  expectRefused(guard_.message(&answer), PRISM_ERR_ARGUMENT,
                "message: reply_to.nickname is set, but the kind is PRISM_CONVERSATION_CONTACT");
  target.nickname = {};

  auto reactions = zeroed<prism_chat_reactions>();
  reactions.change = PRISM_CHAT_REACTIONS_ADDED;
  reactions.user = kAlice;
  reactions.buddy = kBobAtX;
  reactions.target = &target;
  const prism_str added[] = {PRISM_STR("+")};
  reactions.added = added;
  reactions.added_count = 1;
  expectRefused(guard_.reacted(&reactions), PRISM_ERR_ARGUMENT,
                "chat.reacted: added_count is not 0, but only requests have these: change tells how the reactions "
                "change");
  reactions.added_count = 0;
  reactions.request = 8;
  expectRefused(guard_.reacted(&reactions), PRISM_ERR_ARGUMENT,
                "chat.reacted: request is 8, but only requests have one");
  auto retraction = zeroed<prism_chat_retraction>();
  retraction.request = 9;
  retraction.user = kAlice;
  retraction.buddy = kBobAtX;
  retraction.target = &target;
  expectRefused(guard_.retracted(&retraction), PRISM_ERR_ARGUMENT,
                "chat.retracted: request is 9, but only requests have one");
  prism_message now = fromBob({}, PRISM_STR("goodbye"));
  now.request = 10;
  expectRefused(edit(now, PRISM_STR("42")), PRISM_ERR_ARGUMENT,
                "chat.edited: request is 10, but only requests have one");
}

TEST(GuardTypedChat, InTypedModeNothingIsRaw) {
  CapturedLog log;
  host::FaultLog faults{log.logger(), "plugin misbehaving: fake: "};
  host::TimerSource timers;
  host::SessionTable sessions;
  host::PresenceMemory presences;
  wire::FrameWriter out;
  host::Guard guard{sessions, presences, out, faults, {1000, 128 * 1024}};
  sessions.startChat(host::ChatMode::kTyped, timers);
  sessions.open("alice");
  auto can = zeroed<prism_chat_capabilities>();
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

// Entries of an archive (prism/history.h). ann, and the user, have reacted.
class GuardHistoryEntryTest : public GuardChatTest {
 protected:
  prism_result show(const prism_message& message, std::uint32_t flags = 0) {
    const bool in_room = message.kind == PRISM_CONVERSATION_ROOM;
    const prism_str texts[] = {PRISM_STR("+"), PRISM_STR("!")};
    auto ann = zeroed<prism_history_reactions>();
    ann.nickname = in_room ? PRISM_STR("ann") : prism_str{};
    ann.author_id = in_room ? PRISM_STR("account of ann") : prism_str{};
    ann.reactions = texts;
    ann.reactions_count = 2;
    auto me = ann;
    me.flags = PRISM_HISTORY_REACTIONS_OWN;
    me.nickname = me.author_id = {};
    me.reactions_count = 1;
    const prism_history_reactions* const senders[] = {&ann, &me};
    auto entry = zeroed<prism_history_entry>();
    entry.flags = flags;
    entry.message = &message;
    entry.reactions = senders;
    entry.reactions_count = (flags & PRISM_HISTORY_ENTRY_RETRACTED) != 0 ? 0 : 2;
    return guard_.historyEntry(entry, 3);
  }
  static prism_message old(prism_message message) {
    message.time = 1'764'504'000'000;
    return message;
  }
};

TEST_F(GuardHistoryEntryTest, ReactionsFollowAMessageWithAnId) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  EXPECT_EQ(show(old(fromBob(PRISM_STR("42"))), PRISM_HISTORY_ENTRY_EDITED), PRISM_OK);
  const Lines lines = masked(takeFrames());
  ASSERT_EQ(lines.size(), 2U) << "the user's own reactions are only remembered";
  EXPECT_NE(lines[0].find("<body>hello</body>"), std::string::npos) << lines[0];
  EXPECT_NE(lines[1].find("<reactions xmlns='urn:xmpp:reactions:0' id='42'><reaction>+</reaction>"
                          "<reaction>!</reaction></reactions>"),
            std::string::npos)
      << lines[1];
  for (const std::string& line : lines) {
    EXPECT_NE(line.find("2025-11-30T12:00:00"), std::string::npos) << line;
  }
  const auto* known =
      alice().chat(*sessions_.chat()).memory.findByNetworkId({host::ConversationKind::kContact, "bob@x.org"}, "42");
  ASSERT_TRUE(known);
  EXPECT_EQ(known->reactions().of(""), host::ReactionSet{"+"});
  EXPECT_EQ(known->reactions().of("bob@x.org"), (host::ReactionSet{"+", "!"}));
  EXPECT_EQ(show(old(fromBob(PRISM_STR("42")))), PRISM_OK) << "old messages may be shown again";
  EXPECT_EQ(takeFrames().size(), 2U);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardHistoryEntryTest, InARoomReactionsComeFromTheParticipants) {
  setCapabilities(PRISM_CHAT_CAN_REACT, PRISM_CONVERSATION_ROOM);
  EXPECT_EQ(show(old(inLobby(PRISM_STR("op"), PRISM_STR("42")))), PRISM_OK);
  const Lines lines = masked(takeFrames());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[1].find("from='lobby/ann'"), std::string::npos) << lines[1];
  EXPECT_NE(lines[1].find("account of ann"), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find("from='lobby/me'"), std::string::npos) << lines[2];
  EXPECT_NE(lines[2].find("<reaction>+</reaction></reactions>"), std::string::npos) << lines[2];
}

TEST_F(GuardHistoryEntryTest, WithoutAnIdTheTextHasItAll) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  prism_message message = old(fromBob({}));
  message.xhtml = PRISM_STR("<b>hello</b>");
  expectSent(show(message, PRISM_HISTORY_ENTRY_EDITED),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"Correction: hello\\n(Reactions: + 2, "
             "!)\" timestamp=\"20251130T120000\"");
}

TEST_F(GuardHistoryEntryTest, WhatWasRetractedIsNotShown) {
  setCapabilities(PRISM_CHAT_CAN_REACT, PRISM_CONVERSATION_ROOM);
  expectSent(show(old(inLobby(PRISM_STR("op"), PRISM_STR("42"), PRISM_STR("secret"))), PRISM_HISTORY_ENTRY_RETRACTED),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"(This message has been removed.)\" "
             "nickname=\"op\" timestamp=\"20251130T120000\"");
}

}  // namespace
}  // namespace prism::tests
