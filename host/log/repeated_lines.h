// SPDX-License-Identifier: MIT
// Counts the lines of one appender that come several times in a row. They are written once.
#pragma once

#include <Poco/Message.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace prism::host {

// Not thread-safe, but for takeCount(): its owner locks it.
class RepeatedLines {
 public:
  // Returns true if the line equals the last one. Then it has been counted, and need not be written.
  bool count(const Poco::Message& message);

  // Returns a line with the number of repeats since the last call; nullopt if there were none. A single repeat is
  // returned as the line itself.
  std::optional<Poco::Message> take();

  // Makes this the last line.
  void remember(const Poco::Message& message);

  // [any thread, signal handlers] Returns the number of repeats, and sets it to 0.
  std::uint64_t takeCount() { return count_.exchange(0, std::memory_order_relaxed); }

 private:
  std::string source_;
  std::string text_;
  Poco::Message::Priority priority_ = Poco::Message::PRIO_INFORMATION;
  Poco::Timestamp time_;  // of the last repeat
  std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace prism::host
