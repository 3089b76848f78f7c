// SPDX-License-Identifier: MIT
// The host's service "prism.history/1" (prism/history.h): requests for pages of old messages, for the command
// /history and for what a user has missed, and the positions of the users.
//
// The service starts when the plugin requests it; before that, an event costs one comparison. All functions are [main].
// The files: history.cpp has the requests and their answers, history_command.cpp the command, history_missed.cpp the
// positions and what was missed.
#pragma once

#include "host/base/capability_check.h"
#include "host/commands/commands.h"
#include "host/guard/guard.h"
#include "host/history/positions.h"
#include "host/history/waiting_users.h"
#include "host/loop/timer_source.h"
#include "host/plugin/open_requests.h"
#include "host/plugin/plugin.h"
#include "host/session/history_capabilities.h"
#include "host/session/session_table.h"
#include "host/storage/storage.h"
#include <prism/history.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace prism::host {

class History final : private Guard::EndListener, private Commands::HostCommands {
 public:
  // The times of this machine's clock in milliseconds since 1970. Tests have a clock of their own.
  using WallClock = std::int64_t (*)();

  // The time that the plugin has to answer a request.
  static constexpr std::chrono::seconds kTimeout{30};

  // All must outlive this; `timers` are the host's.
  History(SessionTable& sessions, Guard& guard, Commands& commands, Storage& storage, TimerSource& timers,
          Poco::Logger& log, std::chrono::milliseconds timeout = kTimeout);
  ~History();
  History(const History&) = delete;
  History& operator=(const History&) = delete;

  void setClock(WallClock clock) { wall_clock_ = clock; }

  // The time between two turns of the loop in which requests for missed messages are made. A plugin may answer them at
  // once.
  static constexpr std::chrono::milliseconds kTurn{20};
  void setTurn(std::chrono::milliseconds turn) { turn_ = turn; }

  // --- Called by the plugin.

  // Starts the service, and the storage, which it needs.
  void start();

  prism_result setCapabilities(const prism_history_capabilities* told);
  // One answer can be thousands of frames. `between` is called after those of each entry.
  using Between = std::function<void()>;
  prism_result answer(
      const prism_history_answer* answer, const Between& between = [] {});
  prism_result catchUp(const prism_history_position* conversation);
  prism_result setPosition(const prism_history_position* position);
  prism_result listPositions(prism_str user, prism_history_position_fn visit, void* data);

  // --- Called when an event of the plugin has been sent to the user.

  void onMessage(const prism_message& message) {
    if (started_) {
      noteMessage(message);
    }
  }
  void onReceipt(const prism_receipt& receipt) {
    if (started_) {
      noteReceipt(receipt);
    }
  }
  void onJoined(const prism_participant& self) {
    if (started_) {
      wantMissedOfRoom(self);
    }
  }
  void onConnected(prism_str user) {
    if (started_) {
      wantMissedOfContacts(user);
    }
  }

  // --- Called by the host.

  // Asks the plugin for its table, and adds the command if the service has started. Without a table, the command is
  // hidden, and answered. To be called after create(). `plugin` must outlive this, or be detached.
  void attach(Plugin& plugin);

  // A login is about to be passed to the plugin. To be called after Storage::onLogin().
  void onLogin(const std::string& user);

  // The session is closed. To be called before the plugin is told of it.
  void endSession(const std::string& user) { onSessionEnded(user); }

  // Asks for what was missed, and stores positions. To be called when no function of the plugin is running. While the
  // connection to Spectrum is congested, it only stores: the plugin's pages would be more output. `isFull` returns true
  // if the output since then is enough to congest it.
  using IsFull = std::function<bool()>;
  void afterTurn(bool congested, const IsFull& isFull);

  // The congestion has ended: another turn of the loop comes at once if there is something to ask for.
  void wake();

 private:
  using Id = prism_request_id;
  using Clock = std::chrono::steady_clock;

  // The name of a conversation, with strings of its own.
  struct Name {
    ConversationKind kind;
    std::string buddy;
    std::string nickname;

    explicit Name(const ConversationName& name) : kind(name.kind), buddy(name.name), nickname(name.nickname) {}
    ConversationName get() const { return {kind, buddy, nickname}; }
  };

  // A conversation whose missed messages are wanted.
  struct Wanted {
    Name name;
    HistoryPoint hint = {};    // the position if the host has none
    bool from_plugin = false;  // catch_up()
  };

  // A page to ask for.
  struct Page {
    std::uint32_t part = PRISM_HISTORY_NEWEST;
    HistoryPoint after = {};
    HistoryPoint before = {};
    HistoryPoint around = {};
    std::uint32_t limit = 0;
    bool by_id = false;  // the network knows messages by their ids, so that the times of points are not its bounds
  };

  using Entries = std::span<const prism_history_entry* const>;

  // The messages that were missed in a conversation, over all of their pages.
  struct Missed {
    HistoryCapabilities can;
    bool by_id = false;      // the page begins behind the id of the position
    bool first = false;      // there is no position
    std::uint32_t sent = 0;  // messages
    std::uint32_t pages = 0;
  };

  struct Open {
    std::string user;
    Name name;
    Page page = {};
    std::optional<Conversation> typed = {};  // where /history was typed; else the page is of `missed`
    std::int64_t since = 0;                  // typed: messages before this time are left out
    bool goes_back = false;                  // typed: the page is before the last one
    Missed missed = {};
  };

  // The rest of the requests for missed messages between two turns of the loop. A plugin may answer them at once,
  // and the requests of all users wait meanwhile.
  struct Turn {
    static constexpr std::size_t kMostPages = 4;

    Clock::time_point end;
    const IsFull& isFull;
    std::size_t pages = 0;

    // Unless the output is full, one page is asked for in any case, so that the next ones have their turn.
    bool isOver() const { return isFull() || (pages > 0 && (pages >= kMostPages || Clock::now() >= end)); }
  };

  // How far a user has gone back by /history.
  struct Browsed {
    HistoryPoint first;
    bool complete;
  };

  struct User {
    HistoryPositions positions;
    bool is_readable = true;  // if the stored positions cannot be read, they are not replaced
    bool is_changed = false;
    Clock::time_point stored{};
    TimerQueue::Id store_timer = 0;
    std::deque<Wanted> wanted;
    std::deque<Open> next_pages;  // of conversations that are caught up, to be requested after the turn
    std::set<std::string, std::less<>> catching_up;       // keys of conversations that are wanted or open
    std::size_t open_missed = 0;                          // open requests for missed messages
    std::map<std::string, Browsed, std::less<>> browsed;  // by conversation key
    std::string name;
    History* history;
  };

  void onSessionEnded(const std::string& user) override;
  std::string run(const Conversation& conversation, std::string_view name,
                  const SecretVector<SecretString>& values) override;

  User* find(std::string_view user);
  const HistoryCapabilities* capabilitiesOf(const User& user, const ConversationName& name);
  bool isReachable(const std::string& user, const ConversationName& name);

  // history.cpp: requests
  bool canAsk(const User& user) const;
  void ask(User* user, Open open);
  std::optional<Open> take(Id id);
  void noteEnded(const Open& open);
  void fail(const Open& open, const std::string& why);
  void tellTooLarge(const Open& open);
  Entries withinBounds(const Page& page, const prism_history_answer& answer);

  // history_command.cpp
  bool choosePage(const HistoryCapabilities& can, const HistoryPoint* before, Open* open) const;
  void showPage(const Open& open, const prism_history_answer& answer, Entries entries, const Between& between);

  // history_missed.cpp
  void noteMessage(const prism_message& message);
  void noteReceipt(const prism_receipt& receipt);
  void wantMissedOfRoom(const prism_participant& self);
  void wantMissedOfContacts(prism_str user);
  bool want(User* user, Wanted wanted);
  void askForPages(const IsFull& isFull);
  bool askAfterTurn(const std::string& name, Turn* turn);
  void askNextPages(User* user, Turn* turn);
  void askWanted(User* user, Turn* turn);
  bool hasMoreToAsk(const User& user) const;
  void askMissed(User* user, const Wanted& wanted);
  void sendMissed(Open open, const prism_history_answer& answer, Entries entries, const Between& between);
  void endCatchUp(User* user, const ConversationName& name);
  void setChanged(User* user);
  void storeChanged();
  void store(User* user);
  static void onStoreTimer(void* user, TimerQueue::Id);
  static void onTurnTimer(void* history, TimerQueue::Id);

  SessionTable& sessions_;
  Guard& guard_;
  Commands& commands_;
  Storage& storage_;
  TimerSource& timers_;
  Poco::Logger& log_;
  const std::chrono::milliseconds timeout_;
  WallClock wall_clock_;
  Plugin* plugin_ = nullptr;
  prism_history_plugin table_{};
  bool started_ = false;
  bool is_worth_trimming_ = false;       // a session with many positions has ended in this turn
  HistoryCapabilityTable capabilities_;  // of all users
  CapabilityCheck check_;
  std::map<std::string, std::unique_ptr<User>, std::less<>> users_;
  OpenRequests<Open> open_;
  std::set<std::string, std::less<>> changed_;  // users whose positions are to be stored after the turn
  WaitingUsers waiting_;                        // users with something to ask for after the turn
  std::chrono::milliseconds turn_ = kTurn;
  TimerQueue::Id turn_timer_ = 0;  // makes another turn at once
};

// The conversation of a message.
ConversationName conversationOf(const prism_message& message);
ConversationName conversationOf(const prism_history_position& position);

}  // namespace prism::host
