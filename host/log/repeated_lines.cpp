// SPDX-License-Identifier: MIT
#include "host/log/repeated_lines.h"

#include <fmt/format.h>

namespace prism::host {

bool RepeatedLines::count(const Poco::Message& message) {
  if (message.getText() != text_ || message.getSource() != source_ || message.getPriority() != priority_) {
    return false;
  }
  time_ = message.getTime();
  count_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

std::optional<Poco::Message> RepeatedLines::take() {
  const std::uint64_t count = takeCount();
  if (count == 0) {
    return std::nullopt;
  }
  Poco::Message message(
      source_, count == 1 ? text_ : fmt::format("last line repeated {} times", fmt::group_digits(count)), priority_);
  message.setTime(time_);
  return message;
}

void RepeatedLines::remember(const Poco::Message& message) {
  source_ = message.getSource();
  text_ = message.getText();
  priority_ = message.getPriority();
}

}  // namespace prism::host
