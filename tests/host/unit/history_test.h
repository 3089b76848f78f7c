// SPDX-License-Identifier: MIT
// Fixture: prism.history/1 with a fake plugin that records the requests for pages. alice is in the room "lobby".
// The test moves the wall clock.
#pragma once

#include "host/history/history.h"
#include "tests/host/unit/fake_plugin.h"
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"
#include <prism/testing/temporary_directory.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace prism::tests {

class HistoryTest : public GuardTest {
 protected:
  static constexpr std::int64_t kNow = 1'764'504'000'000;  // 2025-11-30 12:00:00 UTC

  HistoryTest() {
    now_ms = kNow;
    startWith(host::History::kTimeout);
  }

  void startWith(std::chrono::milliseconds timeout) {
    history_.reset();
    history_.emplace(sessions_, guard_, commands_, storage_, timers_, host_log_.logger(), timeout);
    history_->setClock([] { return now_ms; });
    history_->setTurn(std::chrono::hours(1));
    history_->start();
    storage_.allowChanges();
    plugin_.create(nullptr);
    history_->attach(plugin_);
    recordLogin();
  }

  // Ends alice's session, and opens another one, in the same room.
  void logInAgain() {
    disconnected(guard_, kAlice, PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
    host::Session& session = sessions_.open("alice");
    session.enterRoom("lobby", "me");
    session.findRoom("lobby")->joining = false;
    session.findRoom("lobby")->seen_nickname = "me";
    takeFrames();
    recordLogin();
  }

  void recordLogin() {
    storage_.onLogin("alice");
    history_->onLogin("alice");
  }

  prism_result setCapabilities(std::uint32_t kind, std::uint32_t flags, std::uint32_t longest_page = 0,
                               std::uint32_t most_missed = 0, prism_str user = {}, prism_str buddy = {}) {
    const prism_history_capabilities told{sizeof told, kind, flags, longest_page, most_missed, 0, user, buddy};
    return history_->setCapabilities(&told);
  }

  // The user types into the lobby, or into a chat. Returns what the plugin is asked for.
  Lines type(const std::string& arguments, std::uint32_t kind = PRISM_CONVERSATION_ROOM) {
    commands_.run({kind, "alice", kind == PRISM_CONVERSATION_CONTACT ? "bob" : "lobby",
                   kind == PRISM_CONVERSATION_PRIVATE ? "op" : ""},
                  "history", arguments);
    return fake_.take();
  }

  // A message of bob, or of op in the lobby. Its text is its id, or its time if it has none.
  prism_message message(std::uint32_t kind, const std::string& id, std::int64_t time) {
    prism_message event{};
    event.struct_size = sizeof event;
    event.kind = kind;
    event.user = PRISM_STR("alice");
    event.buddy = kind == PRISM_CONVERSATION_CONTACT ? PRISM_STR("bob") : PRISM_STR("lobby");
    event.nickname = kind == PRISM_CONVERSATION_CONTACT ? prism_str{} : PRISM_STR("op");
    event.text = keep(id.empty() ? std::to_string(time - kNow) : id);
    event.id = keep(id);
    event.time = time;
    return event;
  }

  // The plugin sends a message. It is in alice's client at once.
  void hear(std::uint32_t kind, const std::string& id, std::int64_t time = 0) {
    const prism_message event = message(kind, id, time);
    ASSERT_EQ(guard_.message(&event), PRISM_OK);
    history_->onMessage(event);
    takeFrames();
  }

  void endTurn(bool congested = false) {
    history_->afterTurn(congested, [this] { return output_is_full_; });
  }

  // Answers a request with a page of messages, or of entries.
  prism_result answer(prism_request_id id, const std::vector<prism_message>& messages, std::uint32_t flags = 0) {
    std::vector<prism_history_entry> entries;
    for (const prism_message& each : messages) {
      entries.push_back(entryOf(each));
    }
    return answerEntries(id, entries, flags);
  }
  prism_result answerEntries(prism_request_id id, const std::vector<prism_history_entry>& entries,
                             std::uint32_t flags = 0) {
    std::vector<const prism_history_entry*> pointers;
    for (const prism_history_entry& each : entries) {
      pointers.push_back(&each);
    }
    prism_history_answer page{};
    page.struct_size = sizeof page;
    page.outcome = PRISM_HISTORY_DONE;
    page.flags = flags;
    page.id = id;
    page.entries = pointers.data();
    page.entries_count = pointers.size();
    return history_->answer(&page, [this] { ++held_back_; });
  }

  // `message` must outlive the result.
  static prism_history_entry entryOf(const prism_message& message, std::uint32_t flags = 0) {
    prism_history_entry entry{};
    entry.struct_size = sizeof entry;
    entry.flags = flags;
    entry.message = &message;
    return entry;
  }

  prism_result fail(prism_request_id id, prism_str text = {}) {
    prism_history_answer page{};
    page.struct_size = sizeof page;
    page.outcome = PRISM_HISTORY_FAILED;
    page.id = id;
    page.text = text;
    return history_->answer(&page);
  }

  // The texts of the messages that were sent since the last call. Those with a delay have their time in brackets.
  Lines takeTexts() {
    Lines texts;
    for (const Sent& sent : takeSent(&out_)) {
      pbnetwork::ConversationMessage message;
      EXPECT_EQ(sent.type, WrapperMessage::TYPE_CONV_MESSAGE);
      EXPECT_TRUE(message.ParseFromString(sent.payload));
      texts.push_back(message.message() + (message.has_timestamp() ? " [" + message.timestamp() + "]" : ""));
    }
    return texts;
  }

  void runTimers() {
    timers_.runDue(
        [](host::TimerQueue::Callback callback, void* data, host::TimerQueue::Id timer) { callback(data, timer); });
  }

  prism_str keep(const std::string& text) { return host::borrowed(kept_.emplace_back(text)); }

  static inline std::int64_t now_ms = kNow;

  std::deque<std::string> kept_;
  testing::TemporaryDirectory directory_;
  CapturedLog host_log_{"HistoryTest"};
  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{faults_, calls_};
  FakePlugin fake_;
  host::Plugin plugin_{fake_.functions(), boundary_};
  host::TimerSource timers_;
  host::Prompts prompts_{sessions_, guard_, timers_, boundary_, {}};
  host::Commands commands_{sessions_, guard_, prompts_, timers_, boundary_, {}, log_.logger()};
  host::Storage storage_{sessions_, guard_,
                         timers_,   {directory_.path().string() + "/prism-storage/irc.test", 365},
                         "fake",    host_log_.logger()};
  std::optional<host::History> history_;
  bool output_is_full_ = false;
  int held_back_ = 0;  // back-pressure was applied within an answer
};

}  // namespace prism::tests
