// SPDX-License-Identifier: MIT
// The ids of users' requests (prism/messages.h): decimal numbers that the process counts. The text is counted too,
// since that takes less time than to write the number anew for each message.
#pragma once

#include <prism/types.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace prism::host {

class RequestNumbers {
 public:
  // Returns a number that was never returned before, and is never 0.
  std::uint64_t next() {
    std::size_t place = kEnd;
    while (place > first_ && digits_[place - 1] == '9') {
      digits_[--place] = '0';
    }
    if (place > first_) {
      ++digits_[place - 1];
    } else {
      digits_[--first_] = '1';
    }
    return ++last_;
  }

  std::uint64_t last() const { return last_; }

  // Returns last() in decimal, with a NUL behind it. Valid until the next call of next().
  prism_str text() const { return {digits_.data() + first_, kEnd - first_}; }

 private:
  static constexpr std::size_t kEnd = 20;  // the most digits of 64 bits

  std::array<char, kEnd + 1> digits_{};
  std::size_t first_ = kEnd;
  std::uint64_t last_ = 0;
};

// Returns the number of an id as RequestNumbers writes it; nullopt if it is none.
inline std::optional<std::uint64_t> requestNumberOf(std::string_view id) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  const bool whole = error == std::errc() && end == id.data() + id.size() && id.front() != '0';
  return whole ? std::optional(number) : std::nullopt;
}

}  // namespace prism::host
