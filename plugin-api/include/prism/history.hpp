// SPDX-License-Identifier: MIT
// Old messages, and the messages that a user has missed, in C++: the service "prism.history/1". prism/history.h
// says more about it.
//
//   class Parrot : public prism::Plugin, public prism::HistoryHandler {
//    public:
//     explicit Parrot(prism::Host host) : Plugin(host), history_(host) {
//       prism::HistoryCapabilities can;
//       can.kind = prism::Conversation::Room;
//       can.latest = can.before = can.latest_after = can.by_id = can.asks_missed = true;
//       history_.setCapabilities(can);
//     }
//     void historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder) override {
//       fetch(request, [responder](const Fetched& fetched) {
//         prism::HistoryPage page;
//         for (const prism::Message& message : fetched.messages) {
//           page.entries.push_back({message});
//         }
//         responder.done(page);
//       });
//     }
//
//    private:
//     const prism::History history_;
//   };
//
// All of it is [main]. Strings are borrowed until the call returns.
#ifndef PRISM_HISTORY_HPP
#define PRISM_HISTORY_HPP

#include <prism/history.h>
#include <prism/host.hpp>
#include <prism/plugin.hpp>
#include <prism/responder.hpp>
#include <prism/types.hpp>

#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace prism {

// A message of the conversation, or a time. At least one member is given.
struct HistoryPoint {
  std::string_view id = {};  // the network's
  Time time = 0;
};

// The part of the messages within all bounds that is wanted if there are more than the limit.
enum class HistoryPart : std::uint32_t {
  Newest = PRISM_HISTORY_NEWEST,
  Oldest = PRISM_HISTORY_OLDEST,
  Around = PRISM_HISTORY_AROUND,
};

// A page is wanted. prism/history.h has a table of the pages and their members.
struct HistoryRequest {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};  // with Private
  HistoryPart part = HistoryPart::Newest;
  std::uint32_t limit = 0;                  // entries
  std::optional<HistoryPoint> after = {};   // not part of the page
  std::optional<HistoryPoint> before = {};  // not part of the page
  std::optional<HistoryPoint> around = {};  // part of the page
};

// The reactions of one sender to a message.
struct HistoryReactions {
  std::vector<std::string_view> reactions = {};  // the whole set, 1 to 20
  std::string_view nickname = {};                // in a room: the participant; with `own`, it may be empty
  bool own = false;                              // the user has reacted
  std::string_view author_id = {};               // in a room: as in Message
};

// A message of the archive, in its state at the time of the answer.
struct HistoryEntry {
  Message message = {};  // with its last text, its first id, and the time when it was first sent
  bool edited = false;
  bool retracted = false;  // then neither text nor reactions are needed or shown
  Time edited_time = 0;    // of the last edit; 0: unknown
  std::vector<HistoryReactions> reactions = {};
};

// The page, oldest message first. Each message has a time, and is of the conversation that was asked for.
struct HistoryPage {
  std::vector<HistoryEntry> entries = {};
  bool complete = false;                   // there are no more in the direction of the page
  std::optional<HistoryPoint> first = {};  // the end of the page, if it is another one than the first message
  std::optional<HistoryPoint> last = {};
};

// The pages that the network can give of some conversations. Those of a user count before those of all users, and those
// of a buddy before those of all of the kind. Without a flag, the capabilities are taken back.
struct HistoryCapabilities {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};   // empty: for all users
  std::string_view buddy = {};  // a contact or a room; empty: for all of the kind
  bool inherit = false;         // removes what was told before for the same; the other members below do not count
  bool latest = false;
  bool latest_after = false;
  bool before = false;
  bool after = false;
  bool around = false;
  bool by_id = false;              // points may be messages by their ids
  bool by_time = false;            // points may be times
  bool keeps_position = false;     // the host keeps the position of the user
  bool asks_missed = false;        // the host asks for missed messages; implies keeps_position
  bool asks_first = false;         // with asks_missed: for the latest messages of a room without a position
  std::uint32_t longest_page = 0;  // entries, at most 500; 0: the host's
  std::uint32_t most_missed = 0;   // messages, at most 1,000; 0: the host's
};

// The user's position in a conversation: the last message that the user was sent.
struct HistoryPosition {
  Conversation kind = Conversation::Contact;
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};  // with Private
  std::string_view id = {};        // the network's id of the message; may be empty
  Time time = 0;                   // of the message; catchUp(): 0 if it is not known
};

namespace detail {

inline prism_history_point toC(const HistoryPoint& point) noexcept {
  auto result = sized<prism_history_point>();
  result.id = toC(point.id);
  result.time = point.time;
  return result;
}

inline std::optional<HistoryPoint> fromC(const prism_history_point* point) {
  return point ? std::optional(HistoryPoint{fromC(point->id), point->time}) : std::nullopt;
}

inline HistoryRequest fromC(const prism_history_request& request) {
  HistoryRequest result{static_cast<Conversation>(request.kind), fromC(request.user), fromC(request.buddy),
                        fromC(request.nickname), static_cast<HistoryPart>(request.part)};
  result.limit = request.limit;
  result.after = fromC(request.after);
  result.before = fromC(request.before);
  result.around = fromC(request.around);
  return result;
}

inline prism_history_position toC(const HistoryPosition& position) noexcept {
  auto result = sized<prism_history_position>();
  result.kind = static_cast<std::uint32_t>(position.kind);
  result.user = toC(position.user);
  result.buddy = toC(position.buddy);
  result.nickname = toC(position.nickname);
  result.id = toC(position.id);
  result.time = position.time;
  return result;
}

inline HistoryPosition fromC(const prism_history_position& position) {
  return {static_cast<Conversation>(position.kind),
          fromC(position.user),
          fromC(position.buddy),
          fromC(position.nickname),
          fromC(position.id),
          position.time};
}

// An entry as the host takes it. Borrows from the one that it is made of.
class OutgoingEntry {
 public:
  explicit OutgoingEntry(const HistoryEntry& entry) : message_(entry.message) {
    senders_.reserve(entry.reactions.size());
    pointers_.reserve(entry.reactions.size());
    for (const HistoryReactions& reactions : entry.reactions) {
      const std::vector<prism_str>& set = sets_.emplace_back(toC(reactions.reactions));
      auto& sender = senders_.emplace_back(sized<prism_history_reactions>());
      sender.flags = flag(reactions.own, PRISM_HISTORY_REACTIONS_OWN);
      sender.nickname = toC(reactions.nickname);
      sender.author_id = toC(reactions.author_id);
      sender.reactions = set.data();
      sender.reactions_count = set.size();
      pointers_.push_back(&sender);
    }
    entry_.flags =
        flag(entry.retracted, PRISM_HISTORY_ENTRY_RETRACTED) | flag(entry.edited, PRISM_HISTORY_ENTRY_EDITED);
    entry_.message = message_.get();
    entry_.edited = entry.edited_time;
    entry_.reactions = pointers_.data();
    entry_.reactions_count = pointers_.size();
  }
  OutgoingEntry(const OutgoingEntry&) = delete;
  OutgoingEntry& operator=(const OutgoingEntry&) = delete;

  const prism_history_entry* get() const { return &entry_; }

 private:
  OutgoingMessage message_;
  std::deque<std::vector<prism_str>> sets_;
  std::vector<prism_history_reactions> senders_;
  std::vector<const prism_history_reactions*> pointers_;
  prism_history_entry entry_ = sized<prism_history_entry>();
};

// A page as the host takes it. Borrows from the one that it is made of.
class OutgoingPage {
 public:
  explicit OutgoingPage(const HistoryPage& page)
      : first_(toC(page.first.value_or(HistoryPoint()))), last_(toC(page.last.value_or(HistoryPoint()))) {
    pointers_.reserve(page.entries.size());
    for (const HistoryEntry& entry : page.entries) {
      pointers_.push_back(entries_.emplace_back(entry).get());
    }
    answer_.outcome = PRISM_HISTORY_DONE;
    answer_.flags = flag(page.complete, PRISM_HISTORY_COMPLETE);
    answer_.entries = pointers_.data();
    answer_.entries_count = pointers_.size();
    answer_.first = page.first ? &first_ : nullptr;
    answer_.last = page.last ? &last_ : nullptr;
  }
  OutgoingPage(const OutgoingPage&) = delete;
  OutgoingPage& operator=(const OutgoingPage&) = delete;

  const prism_history_answer& answer() const { return answer_; }

 private:
  const prism_history_point first_;
  const prism_history_point last_;
  std::deque<OutgoingEntry> entries_;
  std::vector<const prism_history_entry*> pointers_;
  prism_history_answer answer_ = sized<prism_history_answer>();
};

// The function behind the table. `self` is the Plugin* of a Derived.
template <typename Derived>
struct HistoryThunks;

}  // namespace detail

// Answers one request for a page, once, in the handler or later. Copies answer the same request. If the last copy goes
// away before, the answer is failed(), and a warning is logged. [main], the destructor of the last copy too.
class HistoryResponder : public detail::Responder<prism_history, prism_history_answer, PRISM_HISTORY_FAILED> {
 public:
  // Answers nothing.
  HistoryResponder() = default;

  // [main] The page. Ended if the request was answered, or has ended: with the session, or at its time limit. If the
  // result is another one than Ok or Ended, the page is refused, and the request is still to be answered. Limit ends
  // the request, too: the page is too large, and the user is told.
  Result done(const HistoryPage& page) const { return give(detail::OutgoingPage(page).answer()); }

  // [main] There is no page; `text` is the reason for the user, and may be empty. Ended as for done().
  Result failed(std::string_view text = {}) const noexcept {
    auto answer = detail::sized<prism_history_answer>();
    answer.outcome = PRISM_HISTORY_FAILED;
    answer.text = detail::toC(text);
    return give(answer);
  }

 private:
  template <typename Derived>
  friend struct detail::HistoryThunks;
  using Responder::Responder;
};

// The host's functions. Cheap to copy; valid until the process ends. Without the service, all return Unsupported.
class History {
 public:
  // [main] Gets the service. To be constructed in the constructor of the plugin, since users who have logged in before
  // have no history.
  explicit History(Host host)
      : host_(host.table()), service_(static_cast<const prism_history*>(host.service(PRISM_HISTORY))) {}

  // Returns true if this host has it.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Replaces or removes the capabilities for the same kind, user and buddy.
  Result setCapabilities(const HistoryCapabilities& can) const {
    auto told = detail::sized<prism_history_capabilities>();
    told.kind = static_cast<std::uint32_t>(can.kind);
    told.flags = detail::flag(can.latest, PRISM_HISTORY_CAN_LATEST) |
                 detail::flag(can.latest_after, PRISM_HISTORY_CAN_LATEST_AFTER) |
                 detail::flag(can.before, PRISM_HISTORY_CAN_BEFORE) | detail::flag(can.after, PRISM_HISTORY_CAN_AFTER) |
                 detail::flag(can.around, PRISM_HISTORY_CAN_AROUND) | detail::flag(can.by_id, PRISM_HISTORY_BY_ID) |
                 detail::flag(can.by_time, PRISM_HISTORY_BY_TIME) |
                 detail::flag(can.keeps_position, PRISM_HISTORY_KEEPS_POSITION) |
                 detail::flag(can.asks_missed, PRISM_HISTORY_ASKS_MISSED) |
                 detail::flag(can.asks_first, PRISM_HISTORY_ASKS_FIRST);
    told.flags = can.inherit ? PRISM_CAPABILITIES_INHERIT : told.flags;
    told.longest_page = can.longest_page;
    told.most_missed = can.most_missed;
    told.user = detail::toC(can.user);
    told.buddy = detail::toC(can.buddy);
    return service_ ? Result(service_->set_capabilities(host_, &told)) : Result::Unsupported;
  }

  // [main] Asks for the messages after the position of the user. `id` and `time` are it if there is none.
  Result catchUp(const HistoryPosition& conversation) const {
    const prism_history_position told = detail::toC(conversation);
    return service_ ? Result(service_->catch_up(host_, &told)) : Result::Unsupported;
  }

  // [main] The user has seen this message, or all until this time. The time is needed.
  Result setPosition(const HistoryPosition& position) const {
    const prism_history_position told = detail::toC(position);
    return service_ ? Result(service_->set_position(host_, &told)) : Result::Unsupported;
  }

  // [main] Calls `visit` for each position of the user, in no order. An exception of `visit` ends the calls, and leaves
  // this function.
  Result listPositions(std::string_view user, const std::function<void(const HistoryPosition&)>& visit) const {
    if (!service_) {
      return Result::Unsupported;
    }
    Visit visiting{visit};
    const auto result = Result(service_->list_positions(host_, detail::toC(user), &onPosition, &visiting));
    if (visiting.thrown) {
      std::rethrow_exception(visiting.thrown);
    }
    return result;
  }

 private:
  struct Visit {
    const std::function<void(const HistoryPosition&)>& visit;
    std::exception_ptr thrown = {};
  };

  static void onPosition(void* data, const prism_history_position* position) noexcept {
    Visit& visiting = *static_cast<Visit*>(data);
    if (!visiting.thrown) {
      try {
        visiting.visit(detail::fromC(*position));
      } catch (...) {
        visiting.thrown = std::current_exception();
      }
    }
  }

  const prism_host* host_;
  const prism_history* service_;
};

// The requests. A plugin derives from this class, too, and overrides its function as a public member.
class HistoryHandler {
 public:
  static constexpr std::string_view kExtension = PRISM_HISTORY;

  // The table that PRISM_PLUGIN() gives to the host.
  template <typename Derived>
  static const prism_history_plugin* functionsOf();

  // [main] A page is wanted. Only pages that the capabilities allow are asked for. To answer later, copy the responder
  // and the strings of the request. An exception is logged, and answers failed() unless a copy was kept.
  virtual void historyPage(const HistoryRequest& request, const HistoryResponder& responder) = 0;

 protected:
  ~HistoryHandler() = default;
};

namespace detail {

template <typename Derived>
struct HistoryThunks {
  static void page(void* self, const prism_history_request* request) noexcept {
    auto& plugin = *static_cast<Plugin*>(self);
    const prism_host* host = plugin.host().table();
    const auto* service = static_cast<const prism_history*>(host->get_service(host, PRISM_HISTORY));
    guarded(host, "historyPage()", [&] {
      HistoryHandler& handler = static_cast<Derived&>(plugin);
      const HistoryResponder responder(host, service, request->id, "historyPage()");
      handler.historyPage(fromC(*request), responder);
    });
  }
};

}  // namespace detail

template <typename Derived>
const prism_history_plugin* HistoryHandler::functionsOf() {
  static_assert(std::is_base_of_v<Plugin, Derived> && std::is_base_of_v<HistoryHandler, Derived>,
                "a plugin with history derives from prism::Plugin and prism::HistoryHandler");
  static constexpr prism_history_plugin kTable = {sizeof(prism_history_plugin), 0,
                                                  &detail::HistoryThunks<Derived>::page};
  return &kTable;
}

}  // namespace prism

#endif
