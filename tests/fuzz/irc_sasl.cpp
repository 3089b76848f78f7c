// SPDX-License-Identifier: MIT
// SASL exchanges with any server: lines as the server sends them, or, after '>', their content before base64.
#include "net/base64.h"
#include "protocol/sasl/sasl_exchange.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

bool isParameter(const std::string& text) {
  return !text.empty() && text.size() <= 400 && text.find_first_of(std::string_view(" \r\n\0", 4)) == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  irc::SaslExchange exchange(net::saslScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO"));
  exchange.feed("+");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const bool encode = !line.empty() && line[0] == '>';
    for (const std::string& answer : exchange.feed(encode ? net::toBase64(line.substr(1)) : std::string(line))) {
      if (!isParameter(answer) || (answer == "*") != !exchange.error().empty()) {
        std::abort();
      }
    }
    const auto decoded = net::fromBase64(line);
    if (decoded && net::toBase64(*decoded) != line) {
      std::abort();
    }
  }
  return 0;
}
