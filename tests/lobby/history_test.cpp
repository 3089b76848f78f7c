// SPDX-License-Identifier: MIT
// Pages of old messages of the lobby.
#include "tests/lobby/lobby.h"
#include <prism/history.h>

#include <regex>

namespace prism::tests {
namespace {

class LobbyHistoryTest : public LobbyTest {
 protected:
  LobbyHistoryTest() { loginOnBoth(); }

  // Alice asks for a page. Returns the answer, with NOW for each time and N for the ids of messages.
  std::string page(std::uint32_t kind, std::string_view buddy, std::uint32_t part, std::uint32_t limit,
                   std::string_view after = {}, std::string_view before = {}) {
    auto request = Backend::sized<prism_history_request>();
    auto lower = Backend::sized<prism_history_point>();
    auto upper = lower;
    lower.id = Backend::str(after);
    upper.id = Backend::str(before);
    request.kind = kind;
    request.part = part;
    request.limit = limit;
    request.id = 5;
    request.user = Backend::str("alice@x");
    request.buddy = Backend::str(buddy);
    request.after = after.empty() ? nullptr : &lower;
    request.before = before.empty() ? nullptr : &upper;
    static_cast<const prism_history_plugin*>(here_.lobby()->get_extension(here_.self(), PRISM_HISTORY))
        ->page(here_.self(), &request);
    const Lines lines = take();
    EXPECT_EQ(lines.size(), 1u);
    return std::regex_replace(std::regex_replace(lines.at(0), std::regex(" id=\\d+"), " id=N"),
                              std::regex("(time|edited)=\\d{13}"), "$1=NOW");
  }

  // A user reacts to a message, edits it, or retracts it.
  void react(Backend& backend, std::uint32_t kind, std::string_view user, std::string_view buddy, std::string_view id) {
    const prism_reference target = referenceTo(id);
    const prism_str reaction = PRISM_STR("+1");
    auto reactions = about<prism_chat_reactions>(kind, user, buddy, target);
    reactions.change = PRISM_CHAT_REACTIONS_SET;
    reactions.reactions = &reaction;
    reactions.reactions_count = 1;
    backend.chat().react(backend.self(), &reactions);
  }
  void edit(std::uint32_t kind, std::string_view buddy, std::string_view id, std::string_view text) {
    const prism_reference target = referenceTo(id);
    auto message = Backend::sized<prism_message>();
    message.kind = kind;
    message.user = Backend::str("alice@x");
    message.buddy = Backend::str(buddy);
    message.text = Backend::str(text);
    const prism_chat_edit edit{sizeof edit, 0, &message, &target};
    here_.chat().edit(here_.self(), &edit);
  }
  void retract(std::uint32_t kind, std::string_view buddy, std::string_view id) {
    const prism_reference target = referenceTo(id);
    const auto retraction = about<prism_chat_retraction>(kind, "alice@x", buddy, target);
    here_.chat().retract(here_.self(), &retraction);
  }

  static prism_reference referenceTo(std::string_view id) {
    auto reference = Backend::sized<prism_reference>();
    reference.id = Backend::str(id);
    return reference;
  }
  template <typename Struct>
  static Struct about(std::uint32_t kind, std::string_view user, std::string_view buddy,
                      const prism_reference& target) {
    auto request = Backend::sized<Struct>();
    request.kind = kind;
    request.user = Backend::str(user);
    request.buddy = Backend::str(buddy);
    request.target = &target;
    return request;
  }

  // Returns the id of the last message.
  std::string idOf(const Lines& lines) {
    const std::string& line = lines.back();
    const std::size_t start = line.find("network_id=") + 11;
    return line.substr(start);
  }
};

constexpr auto kContact = PRISM_CONVERSATION_CONTACT;
constexpr auto kRoom = PRISM_CONVERSATION_ROOM;

TEST_F(LobbyHistoryTest, PagesAreAnnounced) {
  constexpr std::uint32_t kPages = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER |
                                   PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_BY_ID;
  constexpr std::uint32_t kMissed = PRISM_HISTORY_ASKS_MISSED | PRISM_HISTORY_ASKS_FIRST;
  const Lines& lines = here_.created();
  for (const std::string& told : {"1 flags=" + std::to_string(kPages), "2 flags=" + std::to_string(kPages | kMissed)}) {
    const std::string line = "history.set_capabilities " + told + " most_missed=20";
    EXPECT_EQ(std::count(lines.begin(), lines.end(), line), 1) << line;
  }
}

TEST_F(LobbyHistoryTest, AChatHasTheMessagesOfBoth) {
  here_.say("alice@x", "bob", "one");
  takeThere();
  there_.say("bob@x", "alice", "two");
  takeHere();
  EXPECT_EQ(page(kContact, "Bob", PRISM_HISTORY_NEWEST, 10),
            "history.answer 5 outcome=1 flags=1 [1 alice@x Bob text=one id=N time=NOW flags=2] "
            "[1 alice@x Bob text=two id=N time=NOW]");
  EXPECT_EQ(page(kContact, "bob", PRISM_HISTORY_NEWEST, 1),
            "history.answer 5 outcome=1 [1 alice@x bob text=two id=N time=NOW]");
}

TEST_F(LobbyHistoryTest, PagesHaveBounds) {
  here_.say("alice@x", "bob", "one");
  const std::string one = idOf(take());
  here_.say("alice@x", "bob", "two");
  here_.say("alice@x", "bob", "three");
  const std::string three = idOf(take());
  EXPECT_EQ(page(kContact, "bob", PRISM_HISTORY_OLDEST, 1, one),
            "history.answer 5 outcome=1 [1 alice@x bob text=two id=N time=NOW flags=2]");
  EXPECT_EQ(page(kContact, "bob", PRISM_HISTORY_NEWEST, 1, {}, three),
            "history.answer 5 outcome=1 [1 alice@x bob text=two id=N time=NOW flags=2]");
  EXPECT_EQ(page(kContact, "bob", PRISM_HISTORY_NEWEST, 5, three), "history.answer 5 outcome=1 flags=1");
}

TEST_F(LobbyHistoryTest, ARoomHasItsMessagesForThoseWhoAreThere) {
  EXPECT_EQ(page(kRoom, "lobby", PRISM_HISTORY_NEWEST, 5), "history.answer 5 outcome=2");
  enterOnBoth();
  there_.sayInRoom("bob@x", "lobby", "hi all");
  takeHere();
  EXPECT_EQ(page(kRoom, "LOBBY", PRISM_HISTORY_NEWEST, 5),
            "history.answer 5 outcome=1 flags=1 [2 alice@x LOBBY nickname=bo text=hi all id=N time=NOW]");
}

TEST_F(LobbyHistoryTest, AChatHasTheStateOfItsMessages) {
  here_.say("alice@x", "bob", "teh");
  takeThere();
  const std::string first = idOf(takeHere());
  here_.say("alice@x", "bob", "a secret");
  takeThere();
  const std::string second = idOf(takeHere());
  react(here_, kContact, "alice@x", "bob", first);
  react(there_, kContact, "bob@x", "alice", first);
  edit(kContact, "bob", first, "the");
  react(there_, kContact, "bob@x", "alice", second);
  retract(kContact, "bob", second);
  take();
  takeThere();
  EXPECT_EQ(page(kContact, "bob", PRISM_HISTORY_NEWEST, 10),
            "history.answer 5 outcome=1 flags=1 [1 alice@x bob text=the id=N time=NOW flags=2] entry=2 edited=NOW "
            "{1 +1} {0 +1} [1 alice@x bob id=N time=NOW flags=2] entry=1");
}

TEST_F(LobbyHistoryTest, ARoomHasTheNicknamesOfThoseWhoHaveReacted) {
  enterOnBoth();
  here_.sayInRoom("alice@x", "lobby", "tea?");
  take();
  const std::string told = takeThere().back();
  std::smatch found;
  ASSERT_TRUE(std::regex_search(told, found, std::regex(" id=(\\d+)"))) << told;
  const std::string id = found[1];
  react(there_, kRoom, "bob@x", "lobby", id);
  take();
  EXPECT_EQ(page(kRoom, "lobby", PRISM_HISTORY_NEWEST, 5),
            "history.answer 5 outcome=1 flags=1 [2 alice@x lobby nickname=al text=tea? id=N time=NOW] "
            "{0 nickname=bo +1}");
}

}  // namespace
}  // namespace prism::tests
