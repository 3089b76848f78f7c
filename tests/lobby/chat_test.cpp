// SPDX-License-Identifier: MIT
// Conversations of the lobby: messages, receipts, edits, retractions, reactions, markers, typing.
#include "tests/lobby/lobby.h"

namespace prism::tests {
namespace {

using namespace std::string_literals;

// The id of a message is the number of its event. Tests know it from the line in which it was delivered.
std::string idIn(const Lines& lines) {
  for (const std::string& line : lines) {
    if (const std::size_t start = line.find(" id="); start != std::string::npos) {
      return line.substr(start + 4, line.find(' ', start + 4) - start - 4);
    }
  }
  ADD_FAILURE() << "no line has an id";
  return {};
}

class LobbyChatTest : public LobbyTest {
 protected:
  LobbyChatTest() { loginOnBoth(); }

  // Alice writes to Bob, who gets it. Returns the id of the message.
  std::string write(std::string_view text) {
    here_.say("alice@x", "bob", text);
    const std::string id = idIn(takeThere());
    takeHere();
    return id;
  }
  // Alice writes in the room.
  std::string writeInRoom(std::string_view text) {
    here_.sayInRoom("alice@x", "lobby", text);
    take();
    return idIn(takeThere());
  }

  static prism_reference referenceTo(std::string_view id) {
    auto reference = Backend::sized<prism_reference>();
    reference.id = Backend::str(id);
    return reference;
  }
  template <typename Struct>
  static Struct in(std::uint32_t kind, std::string_view user, std::string_view buddy, const prism_reference& target) {
    auto request = Backend::sized<Struct>();
    request.kind = kind;
    request.user = Backend::str(user);
    request.buddy = Backend::str(buddy);
    request.target = &target;
    return request;
  }

  void edit(Backend& backend, std::uint32_t kind, std::string_view user, std::string_view buddy,
            const prism_reference& target, std::string_view text) {
    auto message = Backend::sized<prism_message>();
    message.kind = kind;
    message.user = Backend::str(user);
    message.buddy = Backend::str(buddy);
    message.text = Backend::str(text);
    message.request = 9;
    const prism_chat_edit edit{sizeof edit, 0, &message, &target};
    backend.chat().edit(backend.self(), &edit);
  }
  void retract(Backend& backend, std::uint32_t kind, std::string_view user, std::string_view buddy,
               const prism_reference& target) {
    auto retraction = in<prism_chat_retraction>(kind, user, buddy, target);
    retraction.request = 9;
    backend.chat().retract(backend.self(), &retraction);
  }
  void react(Backend& backend, std::uint32_t kind, std::string_view user, std::string_view buddy,
             const prism_reference& target, std::vector<prism_str> set) {
    auto reactions = in<prism_chat_reactions>(kind, user, buddy, target);
    reactions.request = 9;
    reactions.change = PRISM_CHAT_REACTIONS_SET;
    reactions.reactions = set.data();
    reactions.reactions_count = set.size();
    backend.chat().react(backend.self(), &reactions);
  }
  void mark(Backend& backend, std::uint32_t kind, std::string_view user, std::string_view buddy,
            const prism_reference& target) {
    const auto marker = in<prism_chat_marker>(kind, user, buddy, target);
    backend.chat().mark(backend.self(), &marker);
  }
};

constexpr auto kContact = PRISM_CONVERSATION_CONTACT;
constexpr auto kRoom = PRISM_CONVERSATION_ROOM;

TEST_F(LobbyChatTest, EverythingIsAnnounced) {
  const Lines& lines = here_.created();
  for (const char* line : {"chat.set_capabilities kind=1 flags=127", "chat.set_capabilities kind=2 flags=63",
                           "chat.set_capabilities kind=3 flags=63", "set_features 79"}) {
    EXPECT_EQ(std::count(lines.begin(), lines.end(), line), 1) << line;
  }
}

TEST_F(LobbyChatTest, EventsAreCounted) {
  here_.lobby().type("alice@x", "bob", {}, PRISM_TYPING_COMPOSING);
  EXPECT_EQ(here_.host().take(), (Lines{"metrics.add 1 1", "metrics.add 2 1"}));
  there_.readLog();
  EXPECT_EQ(there_.host().take(), (Lines{"metrics.add 2 1", "typing bob@x alice  2"}));
}

TEST_F(LobbyChatTest, AMessageArrivesAndIsAcknowledged) {
  here_.say("alice@x", "Bob", "hi", 17);
  EXPECT_EQ(take(), Lines());
  const Lines there = takeThere();
  const std::string id = idIn(there);
  EXPECT_EQ(there, Lines{"message bob@x alice text=hi id=" + id});
  EXPECT_EQ(takeHere(), Lines{"receipt alice@x Bob 17 state=2 network_id=" + id});
}

TEST_F(LobbyChatTest, WithoutAReceiptTheIdIsToldAtOnce) {
  here_.say("alice@x", "bob", "hi");
  const Lines here = take();
  const std::string id = idIn(takeThere());
  EXPECT_EQ(here, Lines{"receipt alice@x bob 1 state=1 network_id=" + id});
  EXPECT_EQ(takeHere(), Lines{"receipt alice@x bob 1 state=2 network_id=" + id});
}

TEST_F(LobbyChatTest, AMessageWaitsForItsRecipient) {
  there_.logout("bob@x");
  takeHere();
  here_.say("alice@x", "BOB", "for later", 17);
  EXPECT_EQ(take(), Lines());
  there_.take();
  there_.login("bob");
  const Lines there = there_.take();
  const std::string id = idIn(there);
  EXPECT_EQ(there.back().substr(0, there.back().find(" time=")), "message bob@x alice text=for later id=" + id);
  EXPECT_NE(there.back().find(" time="), std::string::npos);
  const Lines here = takeHere();
  EXPECT_EQ(here.back(), "receipt alice@x BOB 17 state=2 network_id=" + id);
  there_.logout("bob@x");
  there_.login("bob");
  EXPECT_EQ(there_.take().back(), "buddy_changed bob@x alice status=1 group=Lobby");  // and nothing a second time
}

TEST_F(LobbyChatTest, TheAuthorOfALateMessageIsAContact) {
  there_.logout("bob@x");
  takeHere();
  here_.say("alice@x", "bob", "bye");
  here_.logout("alice@x");
  there_.take();
  there_.login("bob");
  const Lines there = there_.take();
  ASSERT_EQ(there.size(), 4u);
  EXPECT_EQ(there[2], "buddy_changed bob@x alice status=6 group=Lobby");
  EXPECT_EQ(there[3].find("message bob@x alice text=bye id="), 0u);
}

TEST_F(LobbyChatTest, AMessageToAStrangerFails) {
  here_.say("alice@x", "nobody", "hi", 17);
  EXPECT_EQ(take(), Lines{"receipt alice@x nobody 17 state=4 text=Nobody of this name is known here."});
}

TEST_F(LobbyChatTest, EverybodyInTheRoomReadsWhatIsSaidTheAuthorToo) {
  enterOnBoth();
  here_.sayInRoom("alice@x", "lobby", "hi all");
  const Lines here = take();
  const std::string id = idIn(here);
  const std::string rest = " lobby kind=2 nickname=al text=hi all id=" + id + " author_id=alice";
  EXPECT_EQ(here, (Lines{"receipt alice@x lobby 1 kind=2 state=1 network_id=" + id, "message alice@x" + rest}));
  EXPECT_EQ(takeThere(), Lines{"message bob@x" + rest});
}

TEST_F(LobbyChatTest, OneReadsAPrivateMessage) {
  login("carol");
  takeThere();
  enterOnBoth();
  enter("carol@x", "lobby", "carol");
  takeThere();
  here_.lobby().say("alice@x", "lobby", "psst", PRISM_CONVERSATION_PRIVATE, "bo");
  const Lines there = takeThere();
  const std::string id = idIn(there);
  EXPECT_EQ(there, Lines{"message bob@x lobby kind=3 nickname=al text=psst id=" + id});
  EXPECT_EQ(take(), Lines{"receipt alice@x lobby nickname=bo 1 kind=3 state=1 network_id=" + id});
  here_.lobby().say("alice@x", "lobby", "psst", PRISM_CONVERSATION_PRIVATE, "nobody");
  EXPECT_EQ(
      take(),
      Lines{"receipt alice@x lobby nickname=nobody 1 kind=3 state=4 text=Nobody of this nickname is in the room."});
}

TEST_F(LobbyChatTest, RequestsOfANonParticipantAreRefused) {
  here_.sayInRoom("alice@x", "lobby", "hi");
  here_.sayInRoom("alice@x", "cellar", "hi");
  here_.lobby().setSubject("alice@x", "lobby", "nonsense");
  EXPECT_EQ(take(), (Lines{"receipt alice@x lobby 1 kind=2 state=4 text=You are not in this room.",
                           "receipt alice@x cellar 1 kind=2 state=4 text=You are not in this room."}));
}

TEST_F(LobbyChatTest, FilesRepliesAndThreadsArrive) {
  const std::string id = write("which one?");
  auto message = Backend::sized<prism_message>();
  auto file = Backend::sized<prism_attachment>();
  file.url = Backend::str("https://x/cat.png");
  file.mime_type = Backend::str("image/png");
  file.name = Backend::str("cat.png");
  file.size = 42;
  const prism_attachment* files[] = {&file, &file};
  const prism_reference reference = referenceTo(id);
  message.kind = kContact;
  message.user = Backend::str("bob@x");
  message.buddy = Backend::str("alice");
  message.text = Backend::str("this one");
  message.id = Backend::str("1");
  message.thread = Backend::str("cats");
  message.reply_to = &reference;
  message.attachments = files;
  message.attachments_count = 2;
  there_.lobby()->message(there_.self(), &message);
  const Lines here = takeHere();
  ASSERT_EQ(here.size(), 1u);
  for (const char* part : {"message alice@x bob text=this one", " url=https://x/cat.png", " name=cat.png", " size=42",
                           " thread=cats", " quote=which one?", " own=1"}) {
    EXPECT_NE(here[0].find(part), std::string::npos) << part << " in " << here[0];
  }
  EXPECT_NE(here[0].find(" reply_to=" + id), std::string::npos) << here[0];
}

TEST_F(LobbyChatTest, AnEditReachesTheOther) {
  const std::string id = write("teh");
  edit(here_, kContact, "alice@x", "bob", referenceTo(id), "the");
  const Lines there = takeThere();
  EXPECT_EQ(there, Lines{"chat.edited bob@x alice target=" + id + " text=the id=" + idIn(there)});
  EXPECT_EQ(take(), Lines());
}

TEST_F(LobbyChatTest, AnEditOfAReplyIsStillAReply) {
  enterOnBoth();
  const std::string question = writeInRoom("tea?");
  auto message = Backend::sized<prism_message>();
  const prism_reference reference = referenceTo(question);
  message.kind = kRoom;
  message.user = Backend::str("bob@x");
  message.buddy = Backend::str("lobby");
  message.text = Backend::str("yse");
  message.thread = Backend::str("tea");
  message.reply_to = &reference;
  there_.lobby()->message(there_.self(), &message);
  const std::string id = idIn(takeHere());
  edit(there_, kRoom, "bob@x", "lobby", referenceTo(id), "yes");
  const Lines here = takeHere();
  ASSERT_EQ(here.size(), 1u);
  for (const std::string& part : {"chat.edited alice@x lobby kind=2 nickname=bo target=" + id + " by=bo text=yes"s,
                                  " reply_to=" + question, " quote=tea?"s, " thread=tea"s, " author_id=bob"s}) {
    EXPECT_NE(here[0].find(part), std::string::npos) << part << " in " << here[0];
  }
}

TEST_F(LobbyChatTest, ARetractionReachesTheRoom) {
  enterOnBoth();
  const std::string id = writeInRoom("oops");
  retract(here_, kRoom, "alice@x", "lobby", referenceTo(id));
  EXPECT_EQ(takeThere(),
            Lines{"chat.retracted bob@x lobby kind=2 nickname=al target=" + id + " by=al author_id=alice"});
  EXPECT_EQ(take(),
            Lines{"chat.retracted alice@x lobby kind=2 nickname=al target=" + id + " by=al own=1 author_id=alice"});
  retract(here_, kRoom, "alice@x", "lobby", referenceTo(id));
  EXPECT_EQ(take(), Lines{"receipt alice@x lobby 9 kind=2 state=4 text=This message does not exist any more."});
}

TEST_F(LobbyChatTest, OnlyTheAuthorEditsAndRetracts) {
  const std::string id = write("hi");
  edit(there_, kContact, "bob@x", "alice", referenceTo(id), "ho");
  retract(there_, kContact, "bob@x", "alice", referenceTo(id));
  const std::string refusal = "receipt bob@x alice 9 state=4 text=This message does not exist any more.";
  EXPECT_EQ(there_.take(), (Lines{refusal, refusal}));
  EXPECT_EQ(takeHere(), Lines());
}

TEST_F(LobbyChatTest, AMessageOfAnotherConversationIsNotFound) {
  login("carol");
  takeThere();
  const std::string id = write("for bob");
  react(here_, kContact, "carol@x", "alice", referenceTo(id), {Backend::str("?")});
  edit(here_, kContact, "alice@x", "carol", referenceTo(id), "for carol");
  edit(here_, kContact, "alice@x", "bob", referenceTo("nonsense"), "?");
  EXPECT_EQ(take(), (Lines{"receipt carol@x alice 9 state=4 text=This message does not exist any more.",
                           "receipt alice@x carol 9 state=4 text=This message does not exist any more.",
                           "receipt alice@x bob 9 state=4 text=This message does not exist any more."}));
}

TEST_F(LobbyChatTest, AMessageWithoutAReceiptIsFoundByItsRequest) {
  there_.logout("bob@x");
  takeHere();
  here_.say("alice@x", "bob", "teh", 17);
  auto reference = Backend::sized<prism_reference>();
  reference.request = 17;
  edit(here_, kContact, "alice@x", "bob", reference, "the");
  EXPECT_EQ(take(), Lines());
  there_.login("bob");
  EXPECT_NE(there_.take().back().find("message bob@x alice text=the id="), std::string::npos);
}

TEST_F(LobbyChatTest, ReactionsReachTheAuthor) {
  const std::string id = write("cake?");
  react(there_, kContact, "bob@x", "alice", referenceTo(id), {Backend::str("+"), Backend::str("cake")});
  react(there_, kContact, "bob@x", "alice", referenceTo(id), {});
  const std::string line = "chat.reacted alice@x bob target=" + id + " quote=cake? own=1";
  EXPECT_EQ(takeHere(), (Lines{line + " reaction=+ reaction=cake", line}));
}

TEST_F(LobbyChatTest, MarkersReachTheAuthor) {
  const std::string id = write("read this");
  mark(there_, kContact, "bob@x", "alice", referenceTo(id));
  EXPECT_EQ(takeHere(), Lines{"chat.marked alice@x bob target=" + id + " quote=read this own=1"});
  EXPECT_EQ(there_.take(), Lines{"settings.get bob@x tell-read"});
  enterOnBoth();
  const std::string said = writeInRoom("and this");
  mark(there_, kRoom, "bob@x", "lobby", referenceTo(said));
  EXPECT_EQ(takeHere(),
            Lines{"chat.marked alice@x lobby kind=2 nickname=bo target=" + said + " by=al quote=and this own=1"});
  EXPECT_EQ(there_.take(), Lines{"settings.get bob@x tell-read"});
}

TEST_F(LobbyChatTest, TypingAndAttentionReachTheOther) {
  here_.lobby().type("alice@x", "bob", {}, PRISM_TYPING_COMPOSING);
  here_.lobby().callAttention("alice@x", "bob", {}, "hey");
  here_.lobby().type("alice@x", "nobody", {}, PRISM_TYPING_COMPOSING);
  EXPECT_EQ(takeThere(), (Lines{"typing bob@x alice  2", "attention bob@x alice  hey"}));
  EXPECT_EQ(take(), Lines());
}

}  // namespace
}  // namespace prism::tests
