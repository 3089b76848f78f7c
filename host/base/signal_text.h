// SPDX-License-Identifier: MIT
// A line of text that is built without allocation, for signal handlers. Text beyond kLongest bytes is cut off.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace prism::host {

class SignalText {
 public:
  static constexpr std::size_t kLongest = 1024;

  SignalText& operator<<(std::string_view text) {
    for (const char c : text) {
      put(c);
    }
    return *this;
  }

  SignalText& decimal(std::uint64_t number, std::size_t least_digits = 1) { return digits(number, 10, least_digits); }

  // Appends the number with the prefix 0x.
  SignalText& hexadecimal(std::uint64_t number, std::size_t least_digits = 1) {
    return (*this << "0x").digits(number, 16, least_digits);
  }

  // Appends a time, in seconds since the epoch, as UTC in the form 2026-11-23T19:50:00Z. Uses no calendar function of
  // the C library, since those take a lock.
  SignalText& time(std::uint64_t seconds);

  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  void put(char c) {
    if (size_ < bytes_.size()) {
      bytes_[size_++] = c;
    }
  }

  SignalText& digits(std::uint64_t number, std::uint64_t base, std::size_t least_digits) {
    std::array<char, 20> reversed;
    std::size_t count = 0;
    for (; (number > 0 || count < least_digits) && count < reversed.size(); number /= base) {
      reversed[count++] = "0123456789abcdef"[number % base];
    }
    while (count > 0) {
      put(reversed[--count]);
    }
    return *this;
  }

  std::array<char, kLongest> bytes_;
  std::size_t size_ = 0;
};

}  // namespace prism::host
