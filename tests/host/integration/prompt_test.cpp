// SPDX-License-Identifier: MIT
// Prompts: a plugin asks its users by messages from a contact that the host provides.
#include "tests/host/integration/prompt_test.h"

namespace prism::tests {
namespace {

constexpr const char* kNoQuestion =
    "There is no question at the moment. When the network has one for you, I ask it here.";

TEST_F(PromptTest, EachKindIsAskedAndAnswered) {
  start();
  ask("text", kText);
  expectAnswered("bob", "text answered [bob]");
  ask("long", "Why?\nAnswer with text; it may have several lines.");
  expectAnswered("first\nsecond", "long answered [first\nsecond]");
  ask("secret", kSecret);
  expectAnswered("s3cret", "secret answered [s3cret]");
  ask("integer", "Port?\nAnswer with a whole number.\n`ok` stands for: 5222\n`skip` leaves it empty.");
  expectAnswered("ok", "integer answered [5222]");
  ask("boolean", "Remember it?\n1. yes\n2. no\nAnswer with a number.");
  expectAnswered("2", "boolean answered [0]");
  ask("choice", kChoice);
  expectAnswered("2", "choice answered [Reject]");
  ask("choices",
      "Which?\n1. Accept\n2. Reject\n3. Ask me later\nAnswer with one or more numbers, separated by spaces.");
  expectAnswered("1 3", "choices answered [accept\nlater]");
  sendCommand("ask note");
  expectSaid("note\nThe server says hello.\nAnswer with `ok`, or `cancel`.");
  expectAnswered("ok", "note answered []");
  spectrum_->expectNothing();
}

TEST_F(PromptTest, AFormIsAskedFieldByField) {
  start();
  ask("form", "Who are you?\n(1/3) Name\nAnswer with a line of text.");
  say("alice a.");
  expectSaid(
      "(2/3) Token\nAnswer with a line. It is not logged here, but your client may keep it.\n"
      "`skip` leaves it empty.");
  say("skip");
  expectSaid("(3/3) TLS\n1. yes\n2. no\nAnswer with a number.");
  expectAnswered("yes", "form answered [] [alice a.] [] [1]");
}

TEST_F(PromptTest, APictureGoesAlong) {
  start();
  sendCommand("ask picture");
  spectrum_->expectMessage("alice", "prism", asText("picture", kChoice));
  const auto message = spectrum_->expectMessage("alice", "prism", "https://example.org/qr.png");
  ASSERT_EQ(message.attachment_size(), 1);
  EXPECT_EQ(message.attachment(0).url(), "https://example.org/qr.png");
  EXPECT_EQ(message.attachment(0).mimetype(), "image/png");
  expectAnswered("Accept", "picture answered [accept]");
}

TEST_F(PromptTest, InvalidAnswerIsExplainedAndThePromptStaysOpen) {
  start();
  ask("choice", kChoice);
  for (const char* const wrong : {"4", "perhaps", "0", "1 2", "ok?", "<xml/>"}) {
    say(wrong);
    expectSaid("I need a number from 1 to 3. `help` tells more.");
  }
  say("ok");
  expectSaid("There is nothing that `ok` could stand for. `help` tells more.");
  say("");
  spectrum_->expectNothing();
  say("help");
  expectSaid("This is a question of the network to you. What you answer here goes to nobody else.\n\n" +
             asText("choice", kChoice) +
             "\n`cancel` ends the question without an answer.\n"
             "To answer with one of the words help, cancel, ok and skip itself, put a = before it: =help");
  expectAnswered("ask me later", "choice answered [later]");
}

TEST_F(PromptTest, AnswersOfAnyContentDoNoHarm) {
  start();
  ask("integer", "Port?\nAnswer with a whole number.\n`ok` stands for: 5222\n`skip` leaves it empty.");
  for (const std::string& garbage : {std::string(70'000, '9'), std::string(1000, '='), std::string("`\"'&<\\%s{}"),
                                     std::string("\xE2\x80\xAE\xF0\x9F\x98\x80"), std::string("9e9")}) {
    say(garbage);
    expectSaid((garbage.size() > 65536 ? "That is too long." : "I need a whole number.") +
               std::string(" `help` tells more."));
  }
  say("\xFF");  // invalid UTF-8, which Spectrum never sends
  expectFault("a CONV_MESSAGE with characters that are no text is ignored");
  expectAnswered("1", "integer answered [1]");
}

TEST_F(PromptTest, AReceiptIsGivenForAnAnswer) {
  start();
  ask("text", kText);
  spectrum_->say("alice", "prism", "bob", "id-1");
  spectrum_->expectAck("alice", "prism", "id-1");
  expectSaid("Thank you.");
  expectAnswer("text answered [bob]");
}

TEST_F(PromptTest, CanBeAnsweredInARawStanza) {
  start();
  ask("text", kText);
  const auto sendStanza = [this](const std::string& stanza) {
    spectrum_->sendRaw(WrapperMessage::TYPE_RAW_XML, stanza);
  };
  sendStanza("<presence from='alice/x' to='prism'/>");
  sendStanza("<message from='alice/x' to='prism/y'><active xmlns='http://jabber.org/protocol/chatstates'/></message>");
  sendStanza("<message from='alice/x' to='prism'><body>b<![CDATA[o]]>b &amp; c</body><body>d</body><x>e</x></message>");
  expectSaid("Thank you.");
  expectAnswer("text answered [bob & c]");
  const std::string other = "<message from='alice/x' to='bob'><body>hi</body></message>";
  sendStanza(other);
  expectAnswer(fmt::format("raw_xml {} bytes", other.size()));
}

TEST_F(PromptTest, CanBeCancelled) {
  start();
  ask("text", kText);
  say("Cancel");
  expectSaid("Cancelled.");
  expectAnswer("text cancelled");
}

TEST_F(PromptTest, EndsAfterATime) {
  start();
  ask("text 1", kText);
  expectSaid("Time is up for \"text\". It is not asked any more.");
  expectAnswer("text timed out");
  say("bob");
  expectSaid(kNoQuestion);
}

TEST_F(PromptTest, IsAskedAfterTheOneBefore) {
  start();
  ask("text", kText);
  sendCommand("ask choice");
  spectrum_->expectNothing();
  expectAnswered("bob", "text answered [bob]");
  expectAsked("choice", kChoice);
  expectAnswered("1", "choice answered [accept]");
}

TEST_F(PromptTest, EachUserHasQuestionsOfTheirOwn) {
  start();
  login("bob");
  expectAnswerTo("bob", "logged in as bob");
  ask("text", kText);
  spectrum_->say("bob", "probe", "ask choice");
  expectSaidTo("bob", asText("choice", kChoice));
  spectrum_->say("bob", "prism", "3");
  expectSaidTo("bob", "Thank you.");
  expectAnswerTo("bob", "choice answered [later]");
  expectAnswered("carol", "text answered [carol]");
}

TEST_F(PromptTest, CanBeWithdrawn) {
  start();
  ask("text", kText);
  sendCommand("ask choice");
  sendCommand("withdraw");  // cancels the choice, which waits behind the first prompt
  expectAnswer("withdrawn 0");
  sendCommand("withdraw-id 1");
  expectSaid("An answer to \"text\" is not needed any more.");
  expectAnswer("withdrawn 0");
  sendCommand("withdraw-id 1");  // no longer open
  expectAnswer("withdrawn 0");
  say("bob");
  expectSaid(kNoQuestion);
}

TEST_F(PromptTest, AWithdrawnOneMakesRoomForTheNext) {
  start();
  ask("text", kText);
  sendCommand("ask choice");
  sendCommand("withdraw-id 1");
  expectSaid("An answer to \"text\" is not needed any more.");
  expectAsked("choice", kChoice);
  expectAnswer("withdrawn 0");
}

TEST_F(PromptTest, EndsWithTheSession) {
  start();
  ask("text", kText);
  sendCommand("ask choice");
  spectrum_->logout("alice");
  expectLogged("text ended");
  expectLogged("choice ended");
  expectLogged("logout alice");
}

TEST_F(PromptTest, EndsWhenThePluginEndsTheSession) {
  start();
  sendCommand("ask-and-disconnect text");
  expectAsked("text", kText);
  spectrum_->expectDisconnected("alice");
  expectLogged("text ended");
}

TEST_F(PromptTest, EndsWithTheProcess) {
  start();
  ask("text", kText);
  spectrum_->exit();
  spectrum_->expectExit(0);
  const std::string& log = spectrum_->log();
  EXPECT_LT(log.find("text ended"), log.find("logout alice")) << log;
}

TEST_F(PromptTest, ANoticeThatEscapingMakesTooLargeComesInPieces) {
  constexpr std::size_t kStanza = 128 * 1024;  // prism.max_stanza_size
  start();
  std::string rest(60'000, '&');
  sendCommand("tell " + rest);
  std::size_t pieces = 0;
  for (; !rest.empty(); ++pieces) {
    const auto conversation =
        spectrum_->expect<pbnetwork::ConversationMessage>(pbnetwork::WrapperMessage::TYPE_CONV_MESSAGE);
    const std::string piece = conversation.message();
    ASSERT_EQ(conversation.buddyname(), contact_);
    ASSERT_LE(piece.size() * std::string("&amp;").size(), kStanza);
    ASSERT_EQ(piece, rest.substr(0, piece.size()));
    rest.erase(0, piece.size());
  }
  EXPECT_EQ(pieces, 3U);
}

TEST_F(PromptTest, TheContactAlsoTells) {
  start();
  sendCommand("tell hello");
  expectSaid("hello");
  say("hello?");
  expectSaid(kNoQuestion);
}

TEST_F(PromptTest, TooManyAreRefused) {
  start();
  ask("text", kText);
  for (int i = 1; i < 32; ++i) {
    sendCommand("ask choice");
  }
  sendCommand("ask choice");
  expectAnswer("result -8");
  expectMisbehaviour("prompts.ask: user 'alice' has 32 questions to answer already");
}

TEST_F(PromptTest, LargeOnesAreRefused) {
  start();
  for (int i = 0; i < 6; ++i) {
    sendCommand("ask large");
  }
  spectrum_->expect(WrapperMessage::TYPE_CONV_MESSAGE);  // the first prompt
  expectAnswer("result -8");
  expectAnswer("result -8");
  expectMisbehaviour("prompts.ask: the questions to user 'alice' would have more than 262144 bytes");
}

TEST_F(PromptTest, PromptsOfAllUsersTogetherAreBounded) {
  start();
  constexpr int kUsers = 300;
  const pid_t host = spectrum_->host().pid();
  const std::int64_t before = memoryKb(host, "VmRSS");
  bool refused = false;
  for (int i = 0; i < kUsers && !refused; ++i) {
    const std::string user = "user" + std::to_string(i);
    login(user);
    spectrum_->expectMessage(user, "probe", "logged in as " + user);
    for (int j = 0; j < 4; ++j) {
      spectrum_->say(user, "probe", "ask large");
    }
    spectrum_->say(user, "probe", "get probe.prompts");
    std::string answer;
    while (answer != "value 1") {  // skips the first prompt, and the results of refused ones
      answer = spectrum_->expect<pbnetwork::ConversationMessage>(WrapperMessage::TYPE_CONV_MESSAGE).message();
      refused = refused || answer == "result -8";
    }
  }
  EXPECT_TRUE(refused);
  if (!kSanitized) {
    EXPECT_LT(memoryKb(host, "VmRSS") - before, 100 * 1024);
  }
  for (int i = 0; i < kUsers; ++i) {
    spectrum_->logout("user" + std::to_string(i));
  }
  sendCommand("get probe.prompts");
  testing::Frame last = spectrum_->next();
  while (last.type != WrapperMessage::TYPE_CONV_MESSAGE ||
         last.as<pbnetwork::ConversationMessage>().message() != "value 1") {
    last = spectrum_->next();
  }
  spectrum_->ping();
  if (!kSanitized) {
    EXPECT_LT(memoryKb(host, "VmRSS") - before, 20 * 1024) << "it is given back";
  }
}

TEST_F(PromptTest, WrongOnesAreRefused) {
  start();
  const std::string size = fmt::format("struct_size is 4, expected at least {}", sizeof(prism_field));
  const std::pair<const char*, const char*> faults[] = {
      {"nothing", "the argument is NULL"},
      {"nobody", "ended is NULL"},
      {"fields", "fields_count is 0"},
      {"kind", "fields[0]: kind 99 does not exist"},
      {"size", size.c_str()},
      {"choices", "fields[0]: choices_count is 0 with the kind PRISM_VALUE_CHOICE"},
      {"initial", "fields[0]: initial is invalid: PRISM_VALUE_BOOLEAN needs '1' or '0'"},
      {"note", "fields[0]: a note has neither initial nor flags"},
      {"text-choices", "fields[0]: choices_count is 3 with the kind PRISM_VALUE_TEXT"},
      {"reserved", "reserved is 7, must be 0"},
      {"huge", "together, the strings have 100010 bytes; 65536 are allowed"},
  };
  for (const auto& [how, fault] : faults) {
    sendCommand(std::string("ask wrongly ") + how);
    expectAnswer("result -2");
    expectMisbehaviour(std::string("prompts.ask: ") + fault);
  }
  sendCommand("withdraw-id 77");
  expectAnswer("withdrawn -2");
  expectMisbehaviour("prompts.cancel: there is no question 77");
}

TEST_F(PromptTest, StrangersAreNotAsked) {
  start();
  sendCommand("ask wrongly stranger");
  expectAnswer("result -3");
  expectMisbehaviour("prompts.ask: user 'mallory' is not logged in");
}

TEST_F(PromptTest, TheContactIsCalledAsTheConfigurationSays) {
  contact_ = "Gatekeeper";
  start("[prism]\ncontact = Gatekeeper\n");
  ask("text", kText);
  contact_ = "gatekeeper";  // a JID is in lower case
  say("bob");
  contact_ = "Gatekeeper";
  expectSaid("Thank you.");
  expectAnswer("text answered [bob]");
  spectrum_->say("alice", "prism", "get probe.prompts");
  expectAnswer("value 1");
}

TEST_F(PromptTest, ARealContactKeepsItsName) {
  start("[features]\nsend_buddies_on_login = 1\n");
  spectrum_->send(WrapperMessage::TYPE_BUDDIES, [] {
    pbnetwork::Buddies buddies;
    *buddies.add_buddy() = buddyOf("alice", "Prism");
    return buddies;
  }());
  expectAnswer("roster Prism");
  spectrum_->say("alice", "prism", "get probe.prompts");
  expectAnswer("value 1");
  contact_ = "prism-1";
  ask("text", kText);
  expectAnswered("bob", "text answered [bob]");
}

TEST_F(PromptTest, GivesWayToARealContactThatAppears) {
  start();
  ask("text", kText);
  sendCommand("message-from prism");
  contact_ = "prism-1";
  expectSaid("I am called prism-1 from now on, since there is somebody called prism. The question is still:\n" +
             asText("text", kText));
  spectrum_->expectMessage("alice", "prism", "I am real");
  spectrum_->say("alice", "prism", "get probe.prompts");
  expectAnswer("value 1");
  expectAnswered("bob", "text answered [bob]");
}

TEST_F(PromptTest, GivesWayToARealContactOfTheNetworkAndToARoom) {
  start();
  sendCommand("buddy-named prism");
  spectrum_->expectBuddy("alice", "prism");
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, roomOf("alice", "prism-1", "me"));
  expectAnswer("join prism-1 nickname=me");
  contact_ = "prism-2";
  ask("text", kText);
  expectAnswered("bob", "text answered [bob]");
}

TEST_F(PromptTest, OtherRequestsForTheContactDoNotReachThePlugin) {
  start();
  ask("text", kText);
  pbnetwork::Buddy added = buddyOf("alice", "prism");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_CHANGED, added);
  spectrum_->send(WrapperMessage::TYPE_BUDDY_TYPING, added);
  spectrum_->send(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, added);
  spectrum_->send(WrapperMessage::TYPE_ATTENTION, conversationMessage("alice", "prism", "hey"));
  spectrum_->send(WrapperMessage::TYPE_BUDDY_REMOVED, added);
  spectrum_->send(WrapperMessage::TYPE_VCARD, vcardRequest("alice", "prism", 7));
  EXPECT_EQ(spectrum_->expect<pbnetwork::VCard>(WrapperMessage::TYPE_VCARD).id(), 7);
  expectAnswered("bob", "text answered [bob]");
}

TEST_F(PromptTest, SomebodyWhomTheUserAddsBeforehandIsReal) {
  start();
  expectForwarded(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "prism"), "buddy_changed prism alias=");
  contact_ = "prism-1";
  ask("text", kText);
}

TEST_F(PromptTest, SomebodyWhoIsMeantCanBeAddedWhenTheContactHasExplainedItself) {
  start();
  say("hello");
  expectSaid(std::string(kNoQuestion) +
             " If you mean somebody on the network who is called prism, add them to your contacts.");
  expectForwarded(WrapperMessage::TYPE_BUDDY_CHANGED, buddyOf("alice", "prism"), "buddy_changed prism alias=");
  spectrum_->say("alice", "prism", "get probe.prompts");
  expectAnswer("value 1");
}

TEST_F(PromptTest, WithoutTheServiceTheNameIsAnybodys) {
  ProbeTest::start();
  spectrum_->say("alice", "prism", "get prism.plugin");
  expectAnswer("value probe");
}

}  // namespace
}  // namespace prism::tests
