// SPDX-License-Identifier: MIT
// The lines that wait for flood control, in three queues: urgent lines of the plugin go first, then those of the user,
// then idle lines of the plugin.
#pragma once

#include "protocol/outgoing_line.h"
#include "session/limits.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace irc {

class SendQueue {
 public:
  explicit SendQueue(std::size_t limit) : limit_(limit) {}

  // Adds a line of the user. Returns false if the queue is full.
  bool add(OutgoingLine line) {
    if (size() >= limit_) {
      return false;
    }
    lines_.push_back(std::move(line));
    return true;
  }
  // Add a line of the plugin. More than kMostOwnLines are dropped: a server would cause them without end.
  void addUrgent(OutgoingLine line) { addOwn(&urgent_, urgent_first_, std::move(line)); }
  void addIdle(OutgoingLine line) { addOwn(&idle_, idle_first_, std::move(line)); }

  // With `urgent_only`, lines of the user and idle lines do not count.
  bool empty(bool urgent_only) const {
    return urgent_first_ == urgent_.size() && (urgent_only || (first_ == lines_.size() && idleSize() == 0));
  }
  // The number of the user's lines, and of idle lines.
  std::size_t size() const { return lines_.size() - first_; }
  std::size_t idleSize() const { return idle_.size() - idle_first_; }

  OutgoingLine take() {
    return urgent_first_ < urgent_.size() ? takeFrom(urgent_, urgent_first_)
           : first_ < lines_.size()       ? takeFrom(lines_, first_)
                                          : takeFrom(idle_, idle_first_);
  }

  // Removes JOIN and PART of the user. After a reconnect, the channels are joined again anyway.
  void forgetChannels() {
    lines_.erase(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
    lines_.erase(std::remove_if(lines_.begin(), lines_.end(),
                                [](const OutgoingLine& line) {
                                  return line.kind == OutgoingLine::Kind::kJoin ||
                                         line.kind == OutgoingLine::Kind::kPart;
                                }),
                 lines_.end());
  }

  // Removes all lines of the plugin.
  void forgetOwn() {
    urgent_ = {};
    urgent_first_ = 0;
    idle_ = {};
    idle_first_ = 0;
  }

 private:
  static void addOwn(std::vector<OutgoingLine>* lines, std::size_t first, OutgoingLine line) {
    if (lines->size() - first < kMostOwnLines) {
      line.typed = false;
      lines->push_back(std::move(line));
    }
  }

  static OutgoingLine takeFrom(std::vector<OutgoingLine>& lines, std::size_t& first) {
    OutgoingLine line = std::move(lines[first++]);
    if (first == lines.size()) {
      lines = {};
      first = 0;
    } else if (first >= kMostOwnLines) {  // removes the taken lines of a queue that is never empty
      lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(first));
      first = 0;
    }
    return line;
  }

  std::size_t limit_;
  std::vector<OutgoingLine> urgent_;
  std::size_t urgent_first_ = 0;
  std::vector<OutgoingLine> lines_;
  std::size_t first_ = 0;
  std::vector<OutgoingLine> idle_;
  std::size_t idle_first_ = 0;
};

}  // namespace irc
