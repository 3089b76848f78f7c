// SPDX-License-Identifier: MIT
// The user's side of prism/chat.h: replies, and the host's commands about messages.
#include "tests/host/unit/requests_test.h"

#include <functional>
#include <stdexcept>

namespace prism::tests {
namespace {

constexpr std::uint32_t kAll =
    PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT | PRISM_CHAT_CAN_REPLY | PRISM_CHAT_CAN_REACT;

// What the plugin's table has got, a line for each request.
Lines& requests() {
  static Lines lines;
  return lines;
}

std::function<void()> on_mark;  // called once
bool throws = false;            // so do edit, retract and react

void note(const std::string& line) {
  requests().push_back(line);
  if (throws) {
    throw std::runtime_error("boom");
  }
}

std::string text(prism_str str) {
  EXPECT_EQ(str.data[str.size], '\0') << "each string of the host has a NUL behind it";
  return std::string(host::view(str));
}

std::string line(const prism_reference& reference) {
  return fmt::format("[id={} request={} text={} own={}]", text(reference.id), reference.request, text(reference.text),
                     reference.flags);
}

std::string line(const prism_str* strings, std::uint64_t count) {
  std::string all;
  for (std::uint64_t i = 0; i < count; ++i) {
    all += text(strings[i]);
  }
  return all;
}

const prism_chat_plugin kTable{
    sizeof(prism_chat_plugin),
    0,
    [](void*, const prism_chat_edit* e) {
      note(fmt::format("edit {} {} request={} {}", text(e->message->buddy), text(e->message->text), e->message->request,
                       line(*e->target)));
    },
    [](void*, const prism_chat_retraction* r) { note(fmt::format("retract {} {}", text(r->buddy), line(*r->target))); },
    [](void*, const prism_chat_reactions* r) {
      note(fmt::format("react {} {} set={} added={} removed={}", text(r->buddy), line(*r->target),
                       line(r->reactions, r->reactions_count), line(r->added, r->added_count),
                       line(r->removed, r->removed_count)));
    },
    [](void*, const prism_chat_marker* m) {
      requests().push_back(fmt::format("mark {} kind={} {}", text(m->buddy), m->kind, line(*m->target)));
      if (on_mark) {
        std::exchange(on_mark, nullptr)();
      }
    },
};

class RequestsChatTest : public RequestsTest {
 protected:
  RequestsChatTest() {
    prism_plugin functions = fake_.functions();
    functions.message = [](void*, const prism_message* m) {
      requests().push_back(fmt::format("message {} {} request={}{}", text(m->buddy), text(m->text), m->request,
                                       m->reply_to ? " to " + line(*m->reply_to) : ""));
    };
    functions.get_extension = [](void*, const char* name) -> const void* {
      return std::string(name) == PRISM_CHAT ? &kTable : nullptr;
    };
    plugin_.emplace(functions, boundary_);
    plugin_->create(nullptr);
    sessions_.startChat(host::ChatMode::kAuto, timers_);
    requests_->startChat();
    requests().clear();
    connect("alice");
    setCapabilities(kAll);
    takeFrames();
  }

  void setCapabilities(std::uint32_t flags, std::uint32_t longest_text = 0) {
    prism_chat_capabilities can{};
    can.struct_size = sizeof can;
    can.kind = PRISM_CONVERSATION_CONTACT;
    can.flags = flags;
    can.longest_text = longest_text;
    ASSERT_EQ(guard_.setCapabilities(&can), PRISM_OK);
  }

  // The user writes; returns what the plugin's table gets.
  Lines say(const std::string& text, const std::string& id = "") {
    pbnetwork::ConversationMessage message;
    message.set_username("alice");
    message.set_buddyname("bob@x.org");
    message.set_message(text);
    if (!id.empty()) {
      message.set_id(id);
    }
    EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message), Lines{});
    return std::exchange(requests(), {});
  }

  void hear(const char* id, const char* text) {
    prism_message event{};
    event.struct_size = sizeof event;
    event.kind = PRISM_CONVERSATION_CONTACT;
    event.user = PRISM_STR("alice");
    event.buddy = PRISM_STR("bob@x.org");
    event.text = {text, std::string_view(text).size()};
    event.id = {id, std::string_view(id).size()};
    ASSERT_EQ(guard_.message(&event), PRISM_OK);
    takeFrames();
  }

  // The network tells its id of a message of the user, or refuses it.
  void receive(prism_request_id request, const char* network_id, std::uint32_t state = PRISM_RECEIPT_ACCEPTED) {
    prism_receipt receipt{};
    receipt.struct_size = sizeof receipt;
    receipt.kind = PRISM_CONVERSATION_CONTACT;
    receipt.user = PRISM_STR("alice");
    receipt.buddy = PRISM_STR("bob@x.org");
    receipt.state = state;
    receipt.request = request;
    receipt.network_id = {network_id, std::string_view(network_id).size()};
    EXPECT_EQ(guard_.receipt(&receipt), PRISM_OK);
  }

  static constexpr host::ConversationName kBobsChat{host::ConversationKind::kContact, "bob@x.org"};

  host::UserMemory& memory() { return sessions_.find("alice")->chat(*sessions_.chat()).memory; }

  // The reactions that the host remembers; "" is the user.
  std::string reactions(std::string_view id, std::string_view sender) {
    const host::RememberedMessage* message = memory().findByNetworkId(kBobsChat, id);
    std::string all;
    for (const std::string_view reaction : message ? message->reactions().of(sender) : host::ReactionSet{"forgotten"}) {
      all += reaction;
    }
    return all;
  }

  // Bob reacts by '!', or takes that back.
  void reactOfBob(const char* id, std::uint32_t change = PRISM_CHAT_REACTIONS_SET) {
    const prism_reference target{sizeof target, 0, 0, {id, std::string_view(id).size()}, {}, {}};
    const prism_str exclamation = PRISM_STR("!");
    prism_chat_reactions event{};
    event.struct_size = sizeof event;
    event.kind = PRISM_CONVERSATION_CONTACT;
    event.change = change;
    event.user = PRISM_STR("alice");
    event.buddy = PRISM_STR("bob@x.org");
    event.target = &target;
    event.reactions = &exclamation;
    event.reactions_count = 1;
    EXPECT_EQ(guard_.reacted(&event), PRISM_OK);
  }

  // A message has been edited; usually by the user, in another client of the network.
  prism_result edited(const char* id, const char* text, std::uint32_t flags = PRISM_MESSAGE_CARBON) {
    const prism_reference target{sizeof target, 0, 0, {id, std::string_view(id).size()}, {}, {}};
    prism_message now{};
    now.struct_size = sizeof now;
    now.kind = PRISM_CONVERSATION_CONTACT;
    now.flags = flags;
    now.user = PRISM_STR("alice");
    now.buddy = PRISM_STR("bob@x.org");
    now.text = {text, std::string_view(text).size()};
    const prism_chat_edit event{sizeof event, 0, &now, &target};
    return guard_.edited(&event);
  }

  Lines answer(const std::string& text) {
    return {"CONV_MESSAGE userName=\"alice\" buddyName=\"bob@x.org\" message=\"" + text + "\""};
  }
};

TEST_F(RequestsChatTest, MessagesHaveIdsAlsoWhereTheClientTellsNone) {
  EXPECT_EQ(say("hello", "c1"), Lines{"message bob@x.org hello request=1"});
  EXPECT_EQ(say("hello"), Lines{"message bob@x.org hello request=2"});
  receive(2, "43");
  EXPECT_EQ(takeFrames(), Lines{}) << "the client wants no receipt";
  receive(1, "42");
  EXPECT_EQ(takeFrames(), Lines{"CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"bob@x.org\" message=\"\" id=\"c1\""});
}

TEST_F(RequestsChatTest, AQuoteOfAKnownMessageIsAReply) {
  hear("41", "one\ntwo");
  EXPECT_EQ(say("> one\n> two\nthree", "c1"),
            Lines{"message bob@x.org three request=1 to [id=41 request=0 text=one\ntwo own=0]"});
  EXPECT_EQ(say("> other\nthree", "c2"), Lines{"message bob@x.org > other\nthree request=2"});
  setCapabilities(PRISM_CHAT_CAN_EDIT);
  EXPECT_EQ(say("> one\n> two\nthree", "c3"), Lines{"message bob@x.org > one\n> two\nthree request=3"})
      << "a reply keeps its quote";
}

TEST_F(RequestsChatTest, EditsTheLastMessage) {
  say("hello", "c1");
  receive(1, "42");
  takeFrames();
  EXPECT_EQ(say("/edit goodbye"), Lines{"edit bob@x.org goodbye request=2 [id=42 request=1 text=hello own=1]"});
  EXPECT_EQ(takeFrames(), Lines{});
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(takeFrames(), answer("That was not possible."));
}

// --- requests that the network refuses

TEST_F(RequestsChatTest, ARefusedEditIsTakenBack) {
  say("hello", "c1");
  receive(1, "42");
  EXPECT_EQ(say("/edit goodbye"), Lines{"edit bob@x.org goodbye request=2 [id=42 request=1 text=hello own=1]"});
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("> hello\n/edit again"), Lines{"edit bob@x.org again request=3 [id=42 request=1 text=hello own=1]"})
      << "a quote of it is found";
}

// In a typed conversation, clients show an edit as a message of its own.
TEST_F(RequestsChatTest, AnEditIsFoundAsItWasShown) {
  hear("42", "an answer");
  ASSERT_EQ(edited("42", "a better answer", 0), PRISM_OK);
  EXPECT_EQ(say("> Correction: a better answer\n/react +"),
            Lines{"react bob@x.org [id=42 request=0 text=a better answer own=0] set=+ added=+ removed="});
}

TEST_F(RequestsChatTest, ARefusedRetractionIsTakenBack) {
  say("hello", "c1");
  receive(1, "42");
  reactOfBob("42");
  EXPECT_EQ(say("> hello\n/react +"),
            Lines{"react bob@x.org [id=42 request=1 text=hello own=1] set=+ added=+ removed="});
  receive(2, "", PRISM_RECEIPT_ACCEPTED);
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id=42 request=1 text=hello own=1]"});
  EXPECT_EQ(reactions("42", "bob@x.org"), "");
  receive(3, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("42", "bob@x.org"), "!");
  EXPECT_EQ(reactions("42", ""), "+");
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id=42 request=1 text=hello own=1]"});
}

TEST_F(RequestsChatTest, ARefusedReactionIsTakenBack) {
  hear("41", "one");
  const std::string tried = "react bob@x.org [id=41 request=0 text=one own=0] set=+ added=+ removed=";
  for (prism_request_id request = 1; request <= 3; ++request) {
    EXPECT_EQ(say("/react +"), Lines{tried});
    receive(request, "", PRISM_RECEIPT_FAILED);
  }
  EXPECT_EQ(say("/react +"), Lines{tried});
  receive(4, "", PRISM_RECEIPT_ACCEPTED);
  EXPECT_EQ(say("/react +"), Lines{"react bob@x.org [id=41 request=0 text=one own=0] set= added= removed=+"});
  receive(5, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("41", ""), "+") << "it is still there";
}

// A later change stays, and if that is refused, too, the message is as before both.
TEST_F(RequestsChatTest, ALaterRequestIsNotTakenBackWithAnEarlierOne) {
  hear("41", "one");
  say("/react +");
  say("/react !");
  receive(1, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("41", ""), "+!") << "the set of the later request counts";
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("41", ""), "");
  say("hello", "c1");
  say("/edit two");
  say("/edit three");
  receive(5, "", PRISM_RECEIPT_FAILED);
  receive(4, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("/edit four"), Lines{"edit bob@x.org four request=6 [id= request=3 text=hello own=1]"})
      << "the other way round, likewise";
  say("/retract");
  receive(6, "", PRISM_RECEIPT_FAILED);
  receive(7, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("/edit five"), Lines{"edit bob@x.org five request=8 [id= request=3 text=hello own=1]"})
      << "an edit and the retraction behind it";
  say("/edit six");
  receive(9, "", PRISM_RECEIPT_ACCEPTED);
  receive(8, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id= request=3 text=six own=1]"})
      << "the later one has been done";
}

TEST_F(RequestsChatTest, WhatTheNetworkHasToldSinceStays) {
  say("hello", "c1");
  receive(1, "42");
  say("/edit two");
  EXPECT_EQ(edited("42", "three"), PRISM_OK) << "in another client of the network";
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id=42 request=1 text=three own=1]"});
  reactOfBob("42");
  receive(3, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("42", "bob@x.org"), "!");
  EXPECT_EQ(say("/edit four"), Lines{"edit bob@x.org four request=4 [id=42 request=1 text=three own=1]"});
}

TEST_F(RequestsChatTest, ReactionsThatTheNetworkHasRemovedSinceStayAway) {
  say("hello", "c1");
  receive(1, "42");
  reactOfBob("42");
  memory().react(memory().findByNetworkId(kBobsChat, "42"), "carol", {"?"}, host::UserMemory::Clock::now());
  say("/retract");
  reactOfBob("42", PRISM_CHAT_REACTIONS_REMOVED);
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("42", "bob@x.org"), "");
  EXPECT_EQ(reactions("42", "carol"), "?") << "those of others are there again";
}

TEST_F(RequestsChatTest, OwnReactionsThatTheNetworkHasToldSinceStay) {
  say("hello", "c1");
  receive(1, "42");
  say("> hello\n/react +");
  receive(2, "", PRISM_RECEIPT_ACCEPTED);
  say("/retract");
  memory().react(memory().findByNetworkId(kBobsChat, "42"), {}, {}, host::UserMemory::Clock::now());
  receive(3, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("42", ""), "");
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id=42 request=1 text=hello own=1]"});
}

TEST_F(RequestsChatTest, ARefusalOfAForgottenRequestIsTakenBackToo) {
  hear("41", "one");
  say("/react +");
  for (std::size_t i = 0; i < host::SentRequests::kMost; ++i) {
    handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "carol@x.org", "hello"));
  }
  receive(1, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(reactions("41", ""), "");
}

TEST_F(RequestsChatTest, OnlyTheLastChangesAreTakenBack) {
  for (int i = 0; i <= 8; ++i) {
    hear(std::to_string(i).c_str(), "one");
    say("/react +");
  }
  for (prism_request_id request = 1; request <= 9; ++request) {
    receive(request, "", PRISM_RECEIPT_FAILED);
  }
  EXPECT_EQ(reactions("0", ""), "+");
  EXPECT_EQ(reactions("1", ""), "");
  EXPECT_EQ(reactions("8", ""), "");
}

TEST_F(RequestsChatTest, AnExceptionTakesTheChangeBack) {
  throws = true;
  hear("41", "one");
  say("hello", "c1");
  takeFrames();
  const Lines failed = answer("That was not possible: There was a fault in the gateway.");
  say("/edit two");
  EXPECT_EQ(takeFrames(), failed);
  say("/retract");
  EXPECT_EQ(takeFrames(), failed);
  say("/react +");
  EXPECT_EQ(takeFrames(), failed);
  EXPECT_EQ(log_.take().size(), 3U);
  throws = false;
  EXPECT_EQ(reactions("41", ""), "");
  EXPECT_EQ(say("/edit two"), Lines{"edit bob@x.org two request=5 [id= request=1 text=hello own=1]"});
}

TEST_F(RequestsChatTest, ARefusedMessageIsForgotten) {
  say("hello", "c1");
  receive(1, "42");
  say("oops", "c2");
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("/edit two"), Lines{"edit bob@x.org two request=3 [id=42 request=1 text=hello own=1]"});
}

TEST_F(RequestsChatTest, WhatIsKeptForARefusalIsCountedAndForgotten) {
  hear("41", "one");
  const std::size_t before = memory().bytes();
  say("/react +");
  const std::size_t kept = memory().bytes();
  receive(1, "", PRISM_RECEIPT_FAILED);
  EXPECT_LT(memory().bytes(), kept);
  EXPECT_EQ(memory().bytes(), before);
  say("/react +");
  memory().forget(kBobsChat);
  EXPECT_EQ(memory().bytes(), 0U);
}

// --- other requests

TEST_F(RequestsChatTest, ACommandBehindAQuoteIsAboutTheQuotedMessage) {
  say("one", "c1");
  say("two", "c2");
  EXPECT_EQ(say("> one\n/edit three"), Lines{"edit bob@x.org three request=3 [id= request=1 text=one own=1]"});
  hear("41", "four");
  EXPECT_EQ(say("> four\n/edit five"), Lines{});
  EXPECT_EQ(takeFrames(), answer("This message is not yours."));
  EXPECT_EQ(say("> one\n/other"), Lines{"message bob@x.org > one\n/other request=4"});
}

TEST_F(RequestsChatTest, AnEditThatTheNetworkCannotDoIsACorrection) {
  setCapabilities(PRISM_CHAT_CAN_REACT);
  say("hello", "c1");
  EXPECT_EQ(say("/edit goodbye"), Lines{"message bob@x.org Correction: goodbye request=2"});
}

TEST_F(RequestsChatTest, Retracts) {
  EXPECT_EQ(say("/retract"), Lines{});
  EXPECT_EQ(takeFrames(), answer("There is no message of yours here that is known well enough to be retracted."));
  say("hello", "c1");
  receive(1, "42");
  takeFrames();
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id=42 request=1 text=hello own=1]"});
  setCapabilities(PRISM_CHAT_CAN_EDIT);
  EXPECT_EQ(say("/retract"), Lines{});
  EXPECT_EQ(takeFrames(), answer("Messages cannot be retracted on this network."));
}

TEST_F(RequestsChatTest, ARetractedMessageIsNoLongerTheLastOne) {
  say("one", "c1");
  say("two", "c2");
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id= request=2 text=two own=1]"});
  EXPECT_EQ(say("/edit three"), Lines{"edit bob@x.org three request=4 [id= request=1 text=one own=1]"});
  EXPECT_EQ(say("> two\n/retract"), Lines{});
  EXPECT_EQ(takeFrames(), answer("There is no message of yours here that is known well enough to be retracted."));
  EXPECT_EQ(say("/retract"), Lines{"retract bob@x.org [id= request=1 text=three own=1]"});
  EXPECT_EQ(say("/edit four"), Lines{});
  EXPECT_EQ(takeFrames(), answer("There is no message of yours here that is known well enough to be edited."));
  receive(3, "", PRISM_RECEIPT_FAILED);
  takeFrames();
  EXPECT_EQ(say("/edit four"), Lines{"edit bob@x.org four request=6 [id= request=2 text=two own=1]"});
  hear("41", "five");
  hear("42", "six");
  memory().retract(memory().findByNetworkId(kBobsChat, "42"), host::UserMemory::Clock::now());
  EXPECT_EQ(say("/react +"), Lines{"react bob@x.org [id=41 request=0 text=five own=0] set=+ added=+ removed="});
}

// The network tells a text of the message meanwhile, which stays.
TEST_F(RequestsChatTest, ARefusedRetractionOfAnEditedMessageIsTakenBack) {
  say("one", "c1");
  receive(1, "42");
  say("/retract");
  EXPECT_EQ(edited("42", "two"), PRISM_OK);
  receive(2, "", PRISM_RECEIPT_FAILED);
  EXPECT_EQ(say("/edit three"), Lines{"edit bob@x.org three request=3 [id=42 request=1 text=two own=1]"});
}

TEST_F(RequestsChatTest, Reacts) {
  hear("41", "one");
  EXPECT_EQ(say("/react +"), Lines{"react bob@x.org [id=41 request=0 text=one own=0] set=+ added=+ removed="});
  EXPECT_EQ(say("/react !"), Lines{"react bob@x.org [id=41 request=0 text=one own=0] set=+! added=! removed="});
  EXPECT_EQ(say("/react +"), Lines{"react bob@x.org [id=41 request=0 text=one own=0] set=! added= removed=+"});
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(say("/react"), Lines{});
  EXPECT_EQ(takeFrames(), answer("EMOJI is missing. It goes like this: /react EMOJI"));
  setCapabilities(PRISM_CHAT_CAN_EDIT);
  EXPECT_EQ(say("/react +"), Lines{});
  EXPECT_EQ(takeFrames(), answer("Messages cannot be reacted to on this network."));
}

// The plugin has no commands of its own.
TEST_F(RequestsChatTest, OtherTextsWithASlashAreMistakes) {
  const auto answer = [](const std::string& text) {
    return Lines{::prism::testing::describe(
        {WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob@x.org", text).SerializeAsString()})};
  };
  EXPECT_EQ(say("/raect x"), Lines{});
  EXPECT_EQ(takeFrames(),
            answer("There is no command /raect; did you mean /react? /help lists those there are; to send the text "
                   "itself, write //raect"));
  EXPECT_EQ(say("//other x"), Lines{"message bob@x.org /other x request=1"});
  EXPECT_EQ(say("//react x"), Lines{"message bob@x.org /react x request=2"});
}

// Spectrum passes on no markers in typed requests.
TEST_F(RequestsChatTest, AnActiveUserHasReadTheConversation) {
  setCapabilities(PRISM_CHAT_CAN_MARK);
  const auto type = [this](WrapperMessage::Type state) {
    EXPECT_LE(handle(state, buddyOf("alice", "bob@x.org")).size(), 1U);
    return std::exchange(requests(), {});
  };
  EXPECT_EQ(type(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING), Lines{}) << "there is nothing to read";
  hear("41", "one");
  hear("42", "two");
  const std::string marked = "mark bob@x.org kind=1 [id=42 request=0 text=two own=0]";
  EXPECT_EQ(type(WrapperMessage::TYPE_BUDDY_TYPED), Lines{}) << "paused says nothing about reading";
  EXPECT_EQ(type(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING), Lines{marked});
  EXPECT_EQ(type(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING), Lines{});
  EXPECT_EQ(say("three", "c1"), Lines{"message bob@x.org three request=1"});
  hear("43", "four");
  EXPECT_EQ(say("five"),
            (Lines{"mark bob@x.org kind=1 [id=43 request=0 text=four own=0]", "message bob@x.org five request=2"}));
  hear("44", "six");
  EXPECT_EQ(type(WrapperMessage::TYPE_BUDDY_TYPING), Lines{"mark bob@x.org kind=1 [id=44 request=0 text=six own=0]"});
  hear("", "no id");
  EXPECT_EQ(say("seven"), Lines{"message bob@x.org seven request=3"});
  setCapabilities(kAll);
  hear("45", "eight");
  EXPECT_EQ(say("nine"), Lines{"message bob@x.org nine request=4"}) << "the network has no markers";
}

TEST_F(RequestsChatTest, AMarkerMayEndTheSession) {
  setCapabilities(PRISM_CHAT_CAN_MARK);
  hear("41", "one");
  on_mark = [this] {
    const prism_disconnected event{sizeof event, PRISM_CONNECTION_ERROR_NETWORK, PRISM_STR("alice"), PRISM_STR("gone")};
    EXPECT_EQ(guard_.disconnected(&event), PRISM_OK);
  };
  EXPECT_EQ(say("two"), Lines{"mark bob@x.org kind=1 [id=41 request=0 text=one own=0]"});
}

TEST_F(RequestsChatTest, ALongTextIsSplit) {
  setCapabilities(kAll, 10);
  EXPECT_EQ(say("one two three four", "c1"),
            (Lines{"message bob@x.org one two  request=1", "message bob@x.org three four request=2"}));
}

// --- a plugin that lacks functions

// The plugin uses the service, but has no table, or has one that lacks functions.
class IncompleteChatTest : public RequestsTest {
 protected:
  static const prism_chat_plugin* table;

  void start(std::uint32_t flags, const prism_chat_plugin* has) {
    table = has;
    prism_plugin functions = fake_.functions();
    functions.get_extension = [](void*, const char* name) -> const void* {
      return std::string(name) == PRISM_CHAT ? table : nullptr;
    };
    plugin_.emplace(functions, boundary_);
    plugin_->create(nullptr);
    sessions_.startChat(host::ChatMode::kAuto, timers_);
    setCapabilities(flags);
    EXPECT_EQ(log_.take(), Lines{}) << "the table is not known yet";
    requests_->startChat();
    connect("alice");
  }

  void setCapabilities(std::uint32_t flags) {
    prism_chat_capabilities can{};
    can.struct_size = sizeof can;
    can.kind = PRISM_CONVERSATION_CONTACT;
    can.flags = flags;
    ASSERT_EQ(guard_.setCapabilities(&can), PRISM_OK);
  }

  // Expects that the host answers a text, which does not reach the plugin.
  void expectAnswer(const std::string& text, const std::string& answer) {
    EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob", text)), Lines{}) << text;
    EXPECT_EQ(takeFrames(),
              Lines{::prism::testing::describe({WrapperMessage::TYPE_CONV_MESSAGE,
                                                conversationMessage("alice", "bob", answer).SerializeAsString()})});
  }
};
const prism_chat_plugin* IncompleteChatTest::table = nullptr;

TEST_F(IncompleteChatTest, EachCapabilityWithoutItsFunctionIsOneFault) {
  static const prism_chat_plugin reacts{
      sizeof(prism_chat_plugin), 0, nullptr, nullptr, [](void*, const prism_chat_reactions*) {}, nullptr};
  start(PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_REACT | PRISM_CHAT_CAN_REPLY, &reacts);
  const std::string prefix = "plugin misbehaving: fake: chat.set_capabilities: flags have PRISM_CHAT_CAN_";
  EXPECT_EQ(log_.take(), Lines{prefix + "EDIT, but the plugin's table prism.chat/1 has no edit"});
  setCapabilities(PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT | PRISM_CHAT_CAN_MARK);
  EXPECT_EQ(log_.take(), (Lines{prefix + "RETRACT, but the plugin's table prism.chat/1 has no retract",
                                prefix + "MARK, but the plugin's table prism.chat/1 has no mark"}));
}

TEST_F(IncompleteChatTest, WhatTheNetworkCannotDoIsSaidBeforeAMessageIsLookedFor) {
  static const prism_chat_plugin all{sizeof(prism_chat_plugin),
                                     0,
                                     [](void*, const prism_chat_edit*) {},
                                     [](void*, const prism_chat_retraction*) {},
                                     [](void*, const prism_chat_reactions*) {},
                                     nullptr};
  start(0, &all);
  expectAnswer("/react x", "Messages cannot be reacted to on this network.");
  expectAnswer("/retract", "Messages cannot be retracted on this network.");
}

TEST_F(IncompleteChatTest, WithoutATableTheHostKeepsItsCommands) {
  start(PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_REACT, nullptr);
  const std::string missing = ", but the plugin has no table prism.chat/1 (get_extension) with ";
  const std::string prefix = "plugin misbehaving: fake: chat.set_capabilities: flags have PRISM_CHAT_CAN_";
  EXPECT_EQ(log_.take(), (Lines{prefix + "EDIT" + missing + "edit", prefix + "REACT" + missing + "react"}));
  expectAnswer("/react x", "Messages cannot be reacted to on this network.");
  expectAnswer("/retract", "Messages cannot be retracted on this network.");
  expectAnswer("> quoted\n/react x", "Messages cannot be reacted to on this network.");
  expectAnswer("/help",
               "What you can type (//text sends a text that begins with a slash):\n"
               "/me TEXT - says what you do\n"
               "/help [COMMAND] - shows this, or more about one command");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob", "/edit two")),
            Lines{"message alice bob text=Correction: two"});
}

// A plugin without the table gets what it got before.
TEST_F(RequestsTest, WithoutTheTableAQuoteIsText) {
  connect("alice");
  requests_->startChat();
  pbnetwork::ConversationMessage message;
  message.set_username("alice");
  message.set_buddyname("bob");
  message.set_message("> one\n/edit two");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message), Lines{"message alice bob text=> one\n/edit two"});
  EXPECT_EQ(sessions_.find("alice")->findChat(), nullptr);
}

}  // namespace
}  // namespace prism::tests
