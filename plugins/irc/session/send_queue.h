// SPDX-License-Identifier: MIT
// The lines that wait for flood control. Urgent lines of the plugin go first, then commands of the user, then messages,
// one from each conversation in turn, then idle lines of the plugin. A message of several lines counts as so many.
#pragma once

#include "protocol/outgoing_line.h"
#include "session/limits.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace irc {

// Lines in order. An empty one takes no memory on the heap.
class LineFifo {
 public:
  std::size_t size() const { return lines_.size() - first_; }
  bool empty() const { return size() == 0; }
  OutgoingLine& front() { return lines_[first_]; }
  const OutgoingLine& front() const { return lines_[first_]; }
  OutgoingLine& back() { return lines_.back(); }

  void push(OutgoingLine line) { lines_.push_back(std::move(line)); }
  OutgoingLine pop() {
    OutgoingLine line = std::move(lines_[first_++]);
    if (first_ == lines_.size()) {
      clear();
    } else if (first_ >= kMostOwnLines) {  // removes the taken lines of a queue that is never empty
      dropTaken();
    }
    return line;
  }
  // The cost of the first `count` lines: of all, if there are fewer.
  std::size_t costOf(std::size_t count) const {
    const std::size_t end = first_ + std::min(count, size());
    std::size_t cost = 0;
    for (std::size_t i = first_; i < end; ++i) {
      cost += lines_[i].cost();
    }
    return cost;
  }
  // Removes the lines for which `matches` returns true. Returns their cost.
  template <typename Matches>
  std::size_t removeIf(const Matches& matches) {
    dropTaken();
    const std::size_t before = costOf(size());
    std::erase_if(lines_, matches);
    return before - costOf(size());
  }
  // Removes the last line of a kind and those before it. Returns their cost.
  std::size_t removeUpToLast(OutgoingLine::Kind kind) {
    dropTaken();
    std::size_t count = lines_.size();
    while (count > 0 && lines_[count - 1].kind != kind) {
      --count;
    }
    const std::size_t cost = costOf(count);
    lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(count));
    return cost;
  }
  void clear() {
    lines_ = {};
    first_ = 0;
  }

 private:
  void dropTaken() {
    lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }

  std::vector<OutgoingLine> lines_;
  std::size_t first_ = 0;  // the lines before it are taken
};

class SendQueue {
 private:
  using Conversations = std::map<std::string, LineFifo, std::less<>>;  // by folded name

 public:
  // `limit` is the number of lines of the user that may wait.
  explicit SendQueue(std::size_t limit) : limit_(limit) {}

  // Adds a line of the user, behind those of `conversation`; to the commands if it is empty. Returns false if the queue
  // is full.
  bool add(OutgoingLine line, std::string_view conversation) {
    if (size_ >= limit_) {
      return false;
    }
    size_ += line.cost();
    if (conversation.empty()) {
      commands_.push(std::move(line));
    } else {
      conversations_[std::string(conversation)].push(std::move(line));
    }
    return true;
  }
  // Add a line of the plugin. More than kMostOwnLines are dropped: a server would cause them without end.
  void addUrgent(OutgoingLine line) { addOwn(&urgent_, std::move(line)); }
  void addIdle(OutgoingLine line) { addOwn(&idle_, std::move(line)); }

  // The urgent line that would be sent last; nullptr if none waits.
  OutgoingLine* lastUrgent() { return urgent_.empty() ? nullptr : &urgent_.back(); }

  // The line to send next.
  class Next {
   public:
    explicit operator bool() const { return lines_ != nullptr; }

   private:
    friend class SendQueue;
    LineFifo* lines_ = nullptr;
    Conversations::iterator conversation_;
  };

  // Chooses the next line. While `held`, commands and idle lines wait. A conversation waits if its next line is a
  // message, and `is_blocked(conversation)` returns true. The result is valid until the queue changes.
  template <typename IsBlocked>
  Next next(bool held, const IsBlocked& is_blocked) {
    Next next;
    next.conversation_ = conversations_.end();
    if (!urgent_.empty()) {
      next.lines_ = &urgent_;
    } else if (!held && !commands_.empty()) {
      next.lines_ = &commands_;
    } else if (const auto place = nextConversation(is_blocked); place != conversations_.end()) {
      next.lines_ = &place->second;
      next.conversation_ = place;
    } else if (!held && !idle_.empty()) {
      next.lines_ = &idle_;
    }
    return next;
  }
  OutgoingLine take(const Next& next) {
    OutgoingLine line = next.lines_->pop();
    if (next.conversation_ != conversations_.end()) {
      last_conversation_ = next.conversation_->first;
      size_ -= line.cost();
      if (next.lines_->empty()) {
        conversations_.erase(next.conversation_);
      }
    } else if (next.lines_ == &commands_) {
      size_ -= line.cost();
    }
    return line;
  }

  // The number of the user's lines, and of idle lines.
  std::size_t size() const { return size_; }
  std::size_t idleSize() const { return idle_.size(); }

  // The number of lines that wait in a conversation, and of all lines that go out up to the last of them.
  std::size_t waitingIn(std::string_view conversation) const {
    const auto place = conversations_.find(conversation);
    return place == conversations_.end() ? 0 : place->second.costOf(place->second.size());
  }
  std::size_t waitingBefore(std::string_view conversation) const {
    const auto place = conversations_.find(conversation);
    const std::size_t own = place == conversations_.end() ? 0 : place->second.size();
    std::size_t count = urgent_.size() + commands_.size();
    for (const auto& [name, lines] : conversations_) {
      count += lines.costOf(own);
    }
    return count;
  }

  // Drop the messages that wait in a conversation, or in all of them, but not JOIN and PART. Return their number.
  std::size_t dropMessages(std::string_view conversation) {
    const auto place = conversations_.find(conversation);
    return place == conversations_.end() ? 0 : dropFrom(place, &OutgoingLine::isChat);
  }
  std::size_t dropAllMessages() { return dropFromAll(&OutgoingLine::isChat); }

  // Computes all keys again: `conversation_of(line)` returns that of a line.
  template <typename ConversationOf>
  void rekey(const ConversationOf& conversation_of) {
    Conversations before = std::exchange(conversations_, {});
    for (auto& [name, lines] : before) {
      while (!lines.empty()) {
        OutgoingLine line = lines.pop();
        std::string key = conversation_of(line);
        conversations_[std::move(key)].push(std::move(line));
      }
    }
  }

  // Removes JOIN and PART of the user, and the messages before PART. After a reconnect, the channels are joined again
  // anyway.
  void forgetChannels() {
    const auto concerns_channel = [](const OutgoingLine& line) {
      return line.kind == OutgoingLine::Kind::kJoin || line.kind == OutgoingLine::Kind::kPart;
    };
    size_ -= commands_.removeIf(concerns_channel);
    for (auto& [name, lines] : conversations_) {
      size_ -= lines.removeUpToLast(OutgoingLine::Kind::kPart);
    }
    dropFromAll(concerns_channel);
  }

  // Removes all lines of the plugin.
  void forgetOwn() {
    urgent_.clear();
    idle_.clear();
  }

 private:
  static void addOwn(LineFifo* lines, OutgoingLine line) {
    if (lines->size() < kMostOwnLines) {
      line.typed = false;
      lines->push(std::move(line));
    }
  }

  // The first conversation behind the one that was served last, in a circle, with a line that may go.
  template <typename IsBlocked>
  Conversations::iterator nextConversation(const IsBlocked& is_blocked) {
    auto place = conversations_.upper_bound(last_conversation_);
    for (std::size_t i = 0; i < conversations_.size(); ++i, ++place) {
      if (place == conversations_.end()) {
        place = conversations_.begin();
      }
      if (!place->second.front().isChat() || !is_blocked(place->first)) {
        return place;
      }
    }
    return conversations_.end();
  }

  template <typename Matches>
  std::size_t dropFrom(Conversations::iterator place, const Matches& matches) {
    const std::size_t dropped =
        place->second.removeIf([&](const OutgoingLine& line) { return std::invoke(matches, line); });
    size_ -= dropped;
    if (place->second.empty()) {
      conversations_.erase(place);
    }
    return dropped;
  }
  template <typename Matches>
  std::size_t dropFromAll(const Matches& matches) {
    std::size_t dropped = 0;
    for (auto place = conversations_.begin(); place != conversations_.end();) {
      dropped += dropFrom(place++, matches);
    }
    return dropped;
  }

  std::size_t limit_;
  std::size_t size_ = 0;  // of commands_ and conversations_
  LineFifo urgent_;
  LineFifo commands_;
  Conversations conversations_;  // none of them is empty
  std::string last_conversation_;
  LineFifo idle_;
};

}  // namespace irc
