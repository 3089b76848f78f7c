// What a server may say while it is told a password.
#include "protocol/sasl.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  irc::SaslExchange exchange(irc::saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO"));
  exchange.feed("+");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  while (!text.empty()) {
    const auto end = text.find('\n') == std::string_view::npos ? text.size() : text.find('\n');
    exchange.feed(text.substr(0, end));
    text.remove_prefix(end == text.size() ? end : end + 1);
  }
  return 0;
}
