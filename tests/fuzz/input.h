// SPDX-License-Identifier: MIT
// Takes typed values from the front of the fuzzer's input. After its end every value is 0 or empty, so a shortened
// input behaves the same up to its end. That lets the fuzzer minimize findings.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace prism::fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : rest_(reinterpret_cast<const char*>(data), size) {}

  bool done() const { return rest_.empty(); }

  std::uint8_t byte() {
    const std::string_view taken = bytes(1);
    return taken.empty() ? 0 : static_cast<std::uint8_t>(taken.front());
  }

  // Reads a big-endian number of `size` bytes.
  std::uint32_t number(unsigned size) {
    std::uint32_t value = 0;
    for (; size > 0; --size) {
      value = value << 8 | byte();
    }
    return value;
  }

  std::string_view bytes(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // Reads a length byte and as many bytes.
  std::string_view text() { return bytes(byte()); }

  // Reads up to the first `separator`, and skips it.
  std::string_view upTo(char separator) {
    const std::string_view taken = bytes(std::min(rest_.find(separator), rest_.size()));
    bytes(1);
    return taken;
  }

  std::string_view rest() { return bytes(rest_.size()); }

 private:
  std::string_view rest_;
};

}  // namespace prism::fuzz
