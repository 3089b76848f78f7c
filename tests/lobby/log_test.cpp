// SPDX-License-Identifier: MIT
// The lobby's log: what is appended, replaced, changed and removed.
#include "tests/lobby/log_directory.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

namespace prism::tests {
namespace {

using lobby::Event;
using lobby::Kind;
using lobby::Log;
using lobby::Outcome;
using Texts = std::vector<std::string>;

constexpr std::int64_t kDay = 24 * 3'600'000;
constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();

class LogTest : public ::testing::Test {
 protected:
  // Appends one event, and returns its id.
  std::int64_t append(Event event) { return append(log_, std::move(event)); }
  static std::int64_t append(Log& log, Event event) {
    std::vector<Event> events{std::move(event)};
    EXPECT_EQ(log.append(&events), Outcome::kDone) << log.error();
    return events[0].id;
  }
  std::vector<Event> after(std::int64_t id) {
    std::vector<Event> events;
    EXPECT_EQ(log_.after(id, &events), Outcome::kDone);
    return events;
  }
  Texts page(std::int64_t after, std::int64_t before, bool newest, std::int64_t limit) {
    std::vector<Event> events;
    EXPECT_EQ(log_.page(lobby::placeOf("alice", "bob"), after, before, newest, limit, &events), Outcome::kDone);
    return textsOf(events);
  }
  static Event reactionTo(std::int64_t message, std::string person, std::string data) {
    Event event = newsAbout(Kind::kReacted, message);
    event.author = std::move(person);
    event.data = std::move(data);
    return event;
  }
  Texts reactions(std::int64_t message) {
    std::vector<Event> events;
    EXPECT_EQ(log_.reactions(message, &events), Outcome::kDone);
    Texts texts;
    for (const Event& event : events) {
      texts.push_back(event.author + " " + event.data);
    }
    return texts;
  }
  Texts undelivered(std::string_view person) {
    std::vector<Event> events;
    EXPECT_EQ(log_.undelivered(person, &events), Outcome::kDone);
    return textsOf(events);
  }

  LogDirectory directory_;
  Log log_{directory_.path(), {}};
};

TEST_F(LogTest, AnotherConnectionReadsAllMembersOfAnEvent) {
  Event event = messageFrom("Alice", "Bob", "hi");
  event.time = 7;
  event.backend = 8;
  event.nickname = "al";
  event.about = 9;
  event.xhtml = "<b>hi</b>";
  event.thread = "thread";
  event.data = std::string("\0\xff", 2);
  event.request = "request";
  const std::int64_t id = append(event);
  Log other(directory_.path(), {});
  std::vector<Event> read;
  ASSERT_EQ(other.after(0, &read), Outcome::kDone);
  ASSERT_EQ(read.size(), 1u);
  const Event& got = read[0];
  EXPECT_EQ(got.id, id);
  EXPECT_EQ(got.time, 7);
  EXPECT_EQ(got.backend, 8);
  EXPECT_EQ(got.kind, Kind::kMessage);
  EXPECT_EQ(got.key, "");
  EXPECT_EQ(got.place, event.place);
  EXPECT_EQ(got.author, "Alice");
  EXPECT_EQ(got.nickname, "al");
  EXPECT_EQ(got.recipient, "Bob");
  EXPECT_EQ(got.about, 9);
  EXPECT_EQ(got.number, 1);
  EXPECT_EQ(got.text, "hi");
  EXPECT_EQ(got.xhtml, "<b>hi</b>");
  EXPECT_EQ(got.thread, "thread");
  EXPECT_EQ(got.data, event.data);
  EXPECT_EQ(got.request, "request");
}

TEST_F(LogTest, AStateReplacesTheLastOneAndIsReadAgain) {
  const std::int64_t first = append(stateOf(Kind::kOnline, "alice", "person alice"));
  append(stateOf(Kind::kOnline, "bob", "person bob"));
  const std::int64_t last = append(stateOf(Kind::kOffline, "alice", "person alice"));
  EXPECT_GT(last, first);
  std::vector<Event> states;
  ASSERT_EQ(log_.states(&states), Outcome::kDone);
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[0].author, "bob");
  EXPECT_EQ(states[1].kind, Kind::kOffline);
  EXPECT_EQ(log_.state("person alice")->id, last);
  EXPECT_FALSE(log_.state("person carol"));
}

TEST_F(LogTest, MessagesAndNewsAreNotAmongTheStates) {
  append(messageFrom("alice", "bob", "hi"));
  append(newsAbout(Kind::kTyping, 0));
  append(stateOf(Kind::kCard, "alice", "card alice"));  // read when it is wanted
  std::vector<Event> states;
  ASSERT_EQ(log_.states(&states), Outcome::kDone);
  EXPECT_TRUE(states.empty());
}

TEST_F(LogTest, AnIdIsNeverReused) {
  const std::int64_t first = append(messageFrom("alice", "bob", "hi"));
  const std::int64_t retraction = append(newsAbout(Kind::kRetracted, first));
  ASSERT_EQ(log_.trim(100 * kDay), Outcome::kDone);  // the log is empty
  EXPECT_TRUE(after(0).empty());
  EXPECT_EQ(log_.last(), retraction);
  EXPECT_GT(append(messageFrom("alice", "bob", "again")), retraction);
}

TEST_F(LogTest, AnEditChangesTheMessage) {
  const std::int64_t id = append(messageFrom("alice", "bob", "teh"));
  EXPECT_EQ(log_.message(id)->edited, 0);
  Event edit = newsAbout(Kind::kEdited, id, "the");
  edit.time = 7;
  append(edit);
  EXPECT_EQ(log_.message(id)->text, "the");
  EXPECT_EQ(log_.message(id)->edited, 7);
}

TEST_F(LogTest, ARetractionEmptiesTheMessage) {
  const std::int64_t id = append(messageFrom("alice", "bob", "a secret"));
  append(reactionTo(id, "bob", "+1"));
  append(newsAbout(Kind::kRetracted, id));
  EXPECT_FALSE(log_.message(id));
  EXPECT_EQ(reactions(id), Texts{});
  EXPECT_EQ(undelivered("bob"), Texts{});
  EXPECT_EQ(page(0, kEnd, true, 9), Texts{""}) << "its place stays";
  EXPECT_TRUE(after(0).at(0).isRetracted());
}

TEST_F(LogTest, TheLastReactionsOfEachPersonStay) {
  const std::int64_t id = append(messageFrom("alice", "bob", "tea?"));
  append(reactionTo(id, "bob", "+1"));
  append(reactionTo(id, "alice", "party"));
  append(reactionTo(id, "bob", "no"));
  EXPECT_EQ(reactions(id), (Texts{"alice party", "bob no"}));
  append(reactionTo(id, "alice", ""));
  EXPECT_EQ(reactions(id), Texts{"bob no"});
  ASSERT_EQ(log_.forget("Bob"), Outcome::kDone);
  EXPECT_EQ(reactions(id), Texts{});
}

TEST_F(LogTest, ReactionsGoWithTheirMessage) {
  const std::int64_t id = append(messageFrom("alice", "bob", "tea?"));
  append(reactionTo(id, "bob", "+1"));
  ASSERT_EQ(log_.trim(100 * kDay), Outcome::kDone);
  EXPECT_EQ(reactions(id), Texts{});
}

TEST_F(LogTest, OnlyAMessageIsFoundAsAMessage) {
  const std::int64_t state = append(stateOf(Kind::kOnline, "alice", "person alice"));
  append(newsAbout(Kind::kEdited, state, "nonsense"));
  append(newsAbout(Kind::kRetracted, state));
  EXPECT_FALSE(log_.message(state));
  EXPECT_EQ(log_.state("person alice")->text, "");
}

TEST_F(LogTest, NothingIsWrittenIfSomethingNewerWas) {
  std::vector<Event> events{messageFrom("alice", "bob", "one")};
  EXPECT_EQ(log_.append(&events, 0), Outcome::kDone);
  events = {messageFrom("alice", "bob", "two")};
  EXPECT_EQ(log_.append(&events, 0), Outcome::kStale);
  EXPECT_EQ(textsOf(after(0)), Texts{"one"});
  EXPECT_EQ(log_.append(&events, log_.last()), Outcome::kDone);
}

TEST_F(LogTest, AMessageIsUndeliveredUntilItIsReceived) {
  const std::int64_t id = append(messageFrom("alice", "Bob", "one"));
  append(messageFrom("alice", "bob", "two"));
  append(messageFrom("alice", "carol", "three"));
  EXPECT_EQ(undelivered("BOB"), (Texts{"one", "two"}));
  append(newsAbout(Kind::kReceived, id));
  EXPECT_EQ(undelivered("bob"), Texts{"two"});
}

TEST_F(LogTest, PagesBeginAtEitherEnd) {
  std::vector<std::int64_t> ids;
  for (const char* text : {"1", "2", "3", "4", "5"}) {
    ids.push_back(append(messageFrom("alice", "bob", text)));
    append(messageFrom("alice", "carol", "for carol"));
  }
  EXPECT_EQ(page(0, kEnd, true, 2), (Texts{"4", "5"}));
  EXPECT_EQ(page(0, kEnd, false, 2), (Texts{"1", "2"}));
  EXPECT_EQ(page(0, ids[3], true, 2), (Texts{"2", "3"}));
  EXPECT_EQ(page(ids[1], kEnd, false, 9), (Texts{"3", "4", "5"}));
  EXPECT_EQ(page(ids[0], ids[4], false, 9), (Texts{"2", "3", "4"}));
}

TEST_F(LogTest, WhatIsOldIsRemoved) {
  const auto at = [](Event event, std::int64_t time) {
    event.time = time;
    return event;
  };
  const std::int64_t now = 100 * kDay;
  append(at(messageFrom("alice", "bob", "old"), now - 31 * kDay));
  append(at(messageFrom("alice", "bob", "new"), now - 29 * kDay));
  append(at(newsAbout(Kind::kTyping, 0, "old news"), now - kDay));
  append(at(newsAbout(Kind::kTyping, 0, "news"), now - 1));
  append(at(stateOf(Kind::kOffline, "Carol", "person carol"), now - 31 * kDay));
  append(at(stateOf(Kind::kCard, "carol", "card carol"), now - 31 * kDay));
  append(at(stateOf(Kind::kOnline, "Dave", "person dave"), now - 31 * kDay));
  append(at(stateOf(Kind::kCard, "dave", "card dave"), now - 31 * kDay));
  ASSERT_EQ(log_.trim(now), Outcome::kDone);
  EXPECT_EQ(textsOf(after(0)), (Texts{"new", "news", "", ""}));
  EXPECT_FALSE(log_.state("card carol"));
  EXPECT_TRUE(log_.state("card dave"));
}

TEST_F(LogTest, AFullDatabaseForgetsItsOldestMessages) {
  LogDirectory small;
  Log log(small.path(), {30, 1});
  std::int64_t last = 0;
  const std::int64_t first = append(log, messageFrom("alice", "bob", std::string(10'000, 'x')));
  for (int i = 0; i < 300; ++i) {
    last = append(log, messageFrom("alice", "bob", std::string(10'000, 'x')));
  }
  EXPECT_FALSE(log.message(first));
  EXPECT_TRUE(log.message(last));
  EXPECT_LE(std::filesystem::file_size(small.database()), 1024u * 1024u);
}

TEST_F(LogTest, WhatDoesNotFitAtAllIsRefused) {
  LogDirectory small;
  Log log(small.path(), {30, 1});
  std::vector<Event> events{messageFrom("alice", "bob", std::string(2'000'000, 'x'))};
  EXPECT_EQ(log.append(&events), Outcome::kFull);
  EXPECT_EQ(log.error(), "database or disk is full");
  EXPECT_EQ(lobby::sentenceOf(Outcome::kFull),
            "The gateway cannot store anything at the moment, because its disk is full.");
  append(log, messageFrom("alice", "bob", "short"));
}

TEST_F(LogTest, ManyBackendsMayBeginAtOnce) {
  LogDirectory directory;
  constexpr int kBackends = 8;
  std::vector<std::thread> threads;
  std::vector<std::string> failures(kBackends);
  for (int i = 0; i < kBackends; ++i) {
    threads.emplace_back([&, i] {
      try {
        Log log(directory.path(), {});
        std::vector<Event> events{messageFrom("alice", "bob", std::to_string(i))};
        if (log.append(&events) != Outcome::kDone) {
          failures[static_cast<std::size_t>(i)] = log.error();
        }
      } catch (const std::exception& error) {
        failures[static_cast<std::size_t>(i)] = error.what();
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(failures, std::vector<std::string>(kBackends));
  Log log(directory.path(), {});
  std::vector<Event> events;
  EXPECT_EQ(log.after(0, &events), Outcome::kDone);
  EXPECT_EQ(events.size(), static_cast<std::size_t>(kBackends));
}

}  // namespace
}  // namespace prism::tests
