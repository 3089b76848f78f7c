// SPDX-License-Identifier: MIT
// The Guard's checks of what a plugin passes to prism/history.h.
#include "tests/host/unit/guard_test.h"

#include <chrono>

namespace prism::tests {
namespace {

constexpr prism_time kTime = 1'764'504'000'000;
const prism_time kInTwoDays = std::chrono::duration_cast<std::chrono::milliseconds>(
                                  (std::chrono::system_clock::now() + std::chrono::hours(48)).time_since_epoch())
                                  .count();

class GuardHistoryTest : public GuardTest {
 protected:
  static prism_history_capabilities capabilities() {
    return {sizeof(prism_history_capabilities), PRISM_CONVERSATION_ROOM, PRISM_HISTORY_CAN_LATEST, 0, 0, 0, {}, {}};
  }
  static prism_history_position position() {
    return {
        sizeof(prism_history_position), PRISM_CONVERSATION_ROOM, kAlice, PRISM_STR("lobby"), {}, PRISM_STR("7"), kTime};
  }
  static prism_message oldMessage() {
    prism_message event = message();
    event.kind = PRISM_CONVERSATION_ROOM;
    event.buddy = PRISM_STR("lobby");
    event.nickname = PRISM_STR("op");
    event.time = kTime;
    return event;
  }

  void expectCapabilitiesRefused(const prism_history_capabilities& told, const std::string& complaint) {
    expectRefused(guard_.checkHistoryCapabilities(&told), PRISM_ERR_ARGUMENT, "history.set_capabilities: " + complaint);
  }
  void expectPositionRefused(const prism_history_position& told, const std::string& complaint,
                             prism_result result = PRISM_ERR_ARGUMENT) {
    expectRefused(guard_.checkHistoryPosition("history.set_position", &told, true), result,
                  "history.set_position: " + complaint);
  }
  // A page with one message, for a request of alice for at most two of the lobby.
  void expectPageRefused(const prism_message* message, const std::string& complaint, std::uint64_t count = 1) {
    const prism_history_entry entry = entryOf(message);
    expectEntriesRefused({&entry, &entry, &entry}, complaint, count);
  }
  void expectEntryRefused(const prism_history_entry& entry, const std::string& complaint) {
    expectEntriesRefused({&entry}, complaint, 1);
  }
  void expectEntriesRefused(const std::vector<const prism_history_entry*>& entries, const std::string& complaint,
                            std::uint64_t count) {
    prism_history_answer page = answer();
    page.entries = entries.data();
    page.entries_count = count;
    expectAnswerRefused(page, complaint);
  }
  static prism_history_entry entryOf(const prism_message* message) {
    prism_history_entry entry{};
    entry.struct_size = sizeof entry;
    entry.message = message;
    return entry;
  }
  void expectAnswerRefused(const prism_history_answer& page, const std::string& complaint) {
    expectRefused(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_ERR_ARGUMENT, "history.answer: " + complaint);
  }
  static prism_history_answer answer() {
    prism_history_answer page{};
    page.struct_size = sizeof page;
    page.outcome = PRISM_HISTORY_DONE;
    page.id = 5;
    return page;
  }

  static constexpr host::Guard::HistoryQuestion kQuestion{"alice", {host::ConversationKind::kRoom, "lobby"}, 2};
};

TEST_F(GuardHistoryTest, ChecksCapabilities) {
  prism_history_capabilities told = capabilities();
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  told.user = kAlice;
  told.buddy = PRISM_STR("lobby");
  told.flags |= PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_ID;
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  told.flags = PRISM_CAPABILITIES_INHERIT;
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{});
  told.flags |= PRISM_HISTORY_KEEPS_POSITION;
  expectCapabilitiesRefused(told, "flags have PRISM_CAPABILITIES_INHERIT, which stands alone, and others");
  told.user = kMallory;
  expectRefused(guard_.checkHistoryCapabilities(&told), PRISM_ERR_NO_USER,
                "history.set_capabilities: user 'mallory' is not logged in");
  told = capabilities();
  told.kind = 4;
  expectCapabilitiesRefused(told, "kind 4 does not exist");
  told = capabilities();
  told.flags = 1024;
  expectCapabilitiesRefused(told, "flags have the unknown bits 0x400");
  told.flags = PRISM_HISTORY_CAN_AFTER;
  expectCapabilitiesRefused(told, "flags have neither PRISM_HISTORY_BY_ID nor PRISM_HISTORY_BY_TIME");
  told = capabilities();
  told.most_missed = 1001;
  expectCapabilitiesRefused(told, "most_missed is 1001, at most 1000 are allowed");
  told = capabilities();
  told.longest_page = 501;
  expectCapabilitiesRefused(told, "longest_page is 501, at most 500 are allowed");
  told = capabilities();
  told.struct_size = 8;
  expectCapabilitiesRefused(told, fmt::format("struct_size is 8, expected at least {}", sizeof told));
}

TEST_F(GuardHistoryTest, ChecksPositions) {
  prism_history_position told = position();
  EXPECT_EQ(guard_.checkHistoryPosition("history.set_position", &told, true), PRISM_OK);
  told.kind = 0;
  expectPositionRefused(told, "kind 0 does not exist");
  told = position();
  told.nickname = PRISM_STR("op");
  expectPositionRefused(told, "nickname is set, but kind is not PRISM_CONVERSATION_PRIVATE");
  told.kind = PRISM_CONVERSATION_PRIVATE;
  EXPECT_EQ(guard_.checkHistoryPosition("history.set_position", &told, true), PRISM_OK);
  told = position();
  told.time = 1'764'504'000;
  expectPositionRefused(told, "time is 1764504000, which is before 1980: it is in milliseconds");
  told.time = kInTwoDays;
  expectPositionRefused(told, fmt::format("time is {}, which is more than a day ahead", told.time));
  told = position();
  told.id = {};
  told.time = 0;
  expectPositionRefused(told, "time is 0: a position without a time cannot be compared with others");
  told.id = PRISM_STR("7");
  expectPositionRefused(told, "time is 0: a position without a time cannot be compared with others");
  EXPECT_EQ(guard_.checkHistoryPosition("history.catch_up", &told, false), PRISM_OK);
  const std::string long_id(1024, 'x');
  told.id = host::borrowed(long_id);
  expectPositionRefused(told, "id has 1024 bytes, at most 1023 are allowed");
  told = position();
  told.buddy = {};
  expectPositionRefused(told, "buddy is empty");
  told = position();
  told.user = kMallory;
  expectPositionRefused(told, "user 'mallory' is not logged in", PRISM_ERR_NO_USER);
}

TEST_F(GuardHistoryTest, ChecksAnswers) {
  prism_history_answer page = answer();
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK);
  expectRefused(guard_.checkHistoryAnswer(&page, nullptr), PRISM_ERR_ARGUMENT,
                "history.answer: there was no request 5");
  expectRefused(guard_.checkHistoryAnswer(nullptr, nullptr), PRISM_ERR_ARGUMENT,
                "history.answer: the argument is NULL");
  page.outcome = 3;
  expectAnswerRefused(page, "outcome 3 does not exist");
  page = answer();
  page.entries_count = 1;
  expectAnswerRefused(page, "entries is NULL, but has a count of 1");
  page.outcome = PRISM_HISTORY_FAILED;
  expectAnswerRefused(page, "entries are given, which belong to PRISM_HISTORY_DONE");
  page = answer();
  prism_history_point last{sizeof last, 0, {}, 12};
  page.last = &last;
  expectAnswerRefused(page, "last.time is 12, which is before 1980: it is in milliseconds");
  last.struct_size = 3;
  expectAnswerRefused(page, fmt::format("struct_size is 3, expected at least {}", sizeof last));
}

TEST_F(GuardHistoryTest, RefusesFlagsThatAllowNoRequest) {
  prism_history_capabilities told = capabilities();
  told.flags = PRISM_HISTORY_KEEPS_POSITION;
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  told.flags = 0;
  EXPECT_EQ(guard_.checkHistoryCapabilities(&told), PRISM_OK);
  for (const std::uint32_t flags :
       {PRISM_HISTORY_BY_ID, PRISM_HISTORY_ASKS_MISSED, PRISM_HISTORY_BY_TIME | PRISM_HISTORY_KEEPS_POSITION}) {
    told.flags = flags;
    expectCapabilitiesRefused(told, "flags have no page: none of PRISM_HISTORY_CAN_...");
  }
  told.flags = PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_BY_ID | PRISM_HISTORY_ASKS_MISSED;
  expectCapabilitiesRefused(told,
                            "flags have PRISM_HISTORY_ASKS_MISSED, and no page of what was missed: "
                            "PRISM_HISTORY_CAN_LATEST, _CAN_LATEST_AFTER or _CAN_AFTER");
  for (const std::uint32_t flags :
       {PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_ASKS_FIRST,
        PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_BY_ID | PRISM_HISTORY_ASKS_MISSED | PRISM_HISTORY_ASKS_FIRST}) {
    told.flags = flags;
    expectCapabilitiesRefused(
        told, "flags have PRISM_HISTORY_ASKS_FIRST without PRISM_HISTORY_ASKS_MISSED and PRISM_HISTORY_CAN_LATEST");
  }
}

TEST_F(GuardHistoryTest, ChecksTheMessagesOfAPage) {
  prism_message old = oldMessage();
  prism_history_entry entry = entryOf(&old);
  const prism_history_entry* const entries[] = {&entry, &entry};
  prism_history_answer page = answer();
  page.entries = entries;
  page.entries_count = 2;
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK) << "messages without ids";
  expectPageRefused(&old, "entries_count is 3, at most 2 are allowed", 3);
  expectEntriesRefused({nullptr}, "entries[0]: the argument is NULL", 1);
  expectPageRefused(nullptr, "entries[0].message: the argument is NULL");
  entry.struct_size = 8;
  expectEntryRefused(entry, fmt::format("entries[0]: struct_size is 8, expected at least {}", sizeof entry));
  old.time = 0;
  expectPageRefused(&old, "entries[0].message.time is 0");
  old.time = 1'764'504'000;
  expectPageRefused(&old, "entries[0].message.time is 1764504000, which is before 1980: it is in milliseconds");
  old.time = kInTwoDays;
  expectPageRefused(&old, fmt::format("entries[0].message.time is {}, which is more than a day ahead", old.time));
  old = oldMessage();
  old.user = PRISM_STR("bob");
  expectPageRefused(&old, "entries[0].message.user is 'bob', not that of the request");
  old = oldMessage();
  old.buddy = PRISM_STR("attic");
  expectPageRefused(&old,
                    "entries[0].message.buddy is 'attic': the message is not of the conversation that was asked for");
  old = oldMessage();
  old.kind = PRISM_CONVERSATION_PRIVATE;
  expectPageRefused(&old,
                    "entries[0].message.buddy is 'lobby': the message is not of the conversation that was asked for");
  old = oldMessage();
  old.struct_size = 8;
  expectPageRefused(&old, fmt::format("entries[0].message: struct_size is 8, expected at least {}", sizeof old));
}

TEST_F(GuardHistoryTest, ChecksTheOrderOfAPage) {
  prism_message early = oldMessage(), late = oldMessage();
  late.time = kTime + 1;
  const prism_history_entry first = entryOf(&early), second = entryOf(&late);
  expectEntriesRefused({&second, &first},
                       "entries[1].message.time is before entries[0].message.time: the oldest comes first", 2);
  early.id = late.id = PRISM_STR("7");
  expectEntriesRefused({&first, &second}, "entries[1].message.id is '7', as that of entries[0]", 2);
}

TEST_F(GuardHistoryTest, ThePageIsBoundedAsAWhole) {
  const std::string half(kMaxSize / 2, 'x');
  prism_message old = oldMessage();
  old.text = host::borrowed(half);
  const prism_history_entry entry = entryOf(&old);
  const prism_history_entry* entries[] = {&entry, &entry};
  prism_history_answer page = answer();
  page.entries = entries;
  page.entries_count = 1;
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK);
  page.entries_count = 2;
  const auto expectTooLarge = [&](const std::string& what) {
    expectRefused(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_ERR_LIMIT, "history.answer: " + what);
  };
  expectTooLarge("the strings of the entries have more than 1000 bytes");
  prism_attachment file{};
  file.struct_size = sizeof file;
  file.url = host::borrowed(half);
  const prism_attachment* const files[] = {&file};
  old = oldMessage();
  old.attachments = files;
  old.attachments_count = 1;
  expectTooLarge("the strings of the entries have more than 1000 bytes");
  old = oldMessage();
  prism_reference quoted{};
  quoted.struct_size = sizeof quoted;
  quoted.id = PRISM_STR("1");
  quoted.text = host::borrowed(half);
  old.reply_to = &quoted;
  expectTooLarge("the strings of the entries have more than 1000 bytes");
}

TEST_F(GuardHistoryTest, TheReactionsOfAPageAreBounded) {
  prism_history_reactions sender{};
  sender.struct_size = sizeof sender;
  const std::vector<const prism_history_reactions*> senders(100, &sender);
  prism_history_entry entry = entryOf(nullptr);
  entry.reactions = senders.data();
  entry.reactions_count = senders.size();
  const std::vector<const prism_history_entry*> entries(101, &entry);
  prism_history_answer page = answer();
  page.entries = entries.data();
  page.entries_count = entries.size();
  const host::Guard::HistoryQuestion question{"alice", {host::ConversationKind::kRoom, "lobby"}, 500};
  expectRefused(guard_.checkHistoryAnswer(&page, &question), PRISM_ERR_LIMIT,
                "history.answer: the entries have more than 10000 senders of reactions");
  page.entries_count = 100;
  expectRefused(guard_.checkHistoryAnswer(&page, &question), PRISM_ERR_ARGUMENT,
                "history.answer: entries[0].message: the argument is NULL");
}

TEST_F(GuardHistoryTest, ChecksTheStateOfAnEntry) {
  const prism_message old = oldMessage();
  prism_history_entry entry = entryOf(&old);
  entry.flags = 4;
  expectEntryRefused(entry, "entries[0].flags have the unknown bits 0x4");
  entry.flags = 0;
  entry.edited = kTime;
  expectEntryRefused(entry, "entries[0].edited is given, but flags do not have PRISM_HISTORY_ENTRY_EDITED");
  entry.flags = PRISM_HISTORY_ENTRY_EDITED;
  entry.edited = 12;
  expectEntryRefused(entry, "entries[0].edited is 12, which is before 1980: it is in milliseconds");
}

TEST_F(GuardHistoryTest, ChecksReactions) {
  const prism_message old = oldMessage();
  const prism_str texts[] = {PRISM_STR("+1"), {}};
  prism_history_reactions ann{};
  ann.struct_size = sizeof ann;
  ann.nickname = PRISM_STR("ann");
  ann.reactions = texts;
  ann.reactions_count = 1;
  const prism_history_reactions* senders[] = {&ann, &ann};
  prism_history_entry entry = entryOf(&old);
  entry.reactions = senders;
  entry.reactions_count = 1;
  const prism_history_entry* const entries[] = {&entry};
  prism_history_answer page = answer();
  page.entries = entries;
  page.entries_count = 1;
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK);
  entry.flags = PRISM_HISTORY_ENTRY_RETRACTED;
  expectEntryRefused(entry, "entries[0].reactions are given, but flags have PRISM_HISTORY_ENTRY_RETRACTED");
  entry.flags = 0;
  entry.reactions_count = 101;
  expectEntryRefused(entry, "entries[0].reactions_count is 101, at most 100 are allowed");
  entry.reactions_count = 2;
  expectEntryRefused(entry, "entries[0].reactions[1] has a sender whose reactions were given before");
  entry.reactions_count = 1;
  ann.reactions_count = 2;
  expectEntryRefused(entry, "entries[0].reactions[0].reactions[1] is empty");
  ann.reactions_count = 0;
  expectEntryRefused(entry, "entries[0].reactions[0].reactions are none");
  ann.reactions_count = 21;
  expectEntryRefused(entry, "entries[0].reactions[0].reactions_count is 21, at most 20 are allowed");
  ann.reactions_count = 1;
  const std::string long_text(65, 'x');
  const prism_str long_reaction = host::borrowed(long_text);
  ann.reactions = &long_reaction;
  expectEntryRefused(entry, "entries[0].reactions[0].reactions[0] has 65 bytes, at most 64 are allowed");
  ann.reactions = texts;
  ann.nickname = {};
  expectEntryRefused(entry, "entries[0].reactions[0].nickname is empty");
  ann.flags = PRISM_HISTORY_REACTIONS_OWN;
  EXPECT_EQ(guard_.checkHistoryAnswer(&page, &kQuestion), PRISM_OK) << "the user is known";
  ann.flags = 2;
  expectEntryRefused(entry, "entries[0].reactions[0].flags have the unknown bits 0x2");
  senders[0] = nullptr;
  expectEntryRefused(entry, "entries[0].reactions[0]: the argument is NULL");
}

}  // namespace
}  // namespace prism::tests
