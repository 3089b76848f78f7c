// SPDX-License-Identifier: MIT
// Lines of one appender that come several times in a row: they are written once, and then counted.
#pragma once

#include <Poco/Message.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace prism::host {

// Its owner locks it, but for takeCount().
class RepeatedLines {
 public:
  // Whether the line is the same as the one before. Then it is counted, and need not be written.
  bool count(const Poco::Message& message);

  // The line that tells how often the last one has been counted since this was asked; nullopt if it has not. If once,
  // it is that line itself.
  std::optional<Poco::Message> take();

  // From now on, this is the last line.
  void remember(const Poco::Message& message);

  // How often the last line has been counted; that is told then. May be asked on any thread, and in a signal handler.
  std::uint64_t takeCount() { return count_.exchange(0, std::memory_order_relaxed); }

 private:
  std::string source_;
  std::string text_;
  Poco::Message::Priority priority_ = Poco::Message::PRIO_INFORMATION;
  Poco::Timestamp time_;  // of the last one that was counted
  std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace prism::host
