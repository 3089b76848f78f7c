// SPDX-License-Identifier: MIT
// The value of prism.name_servers.
#include "host/config/name_servers.h"

#include "tests/fuzz/require.h"

#include <cstdint>
#include <string>
#include <string_view>

using prism::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const bool valid = !prism::host::rejectNameServers(input, "x.cfg");
  const std::string twice = std::string(input) + "," + std::string(input);
  require(input.empty() || valid == !prism::host::rejectNameServers(twice, "x.cfg") || input.back() == ',',
          "a list of valid lists is valid");
  require(!valid || input.find_first_not_of("0123456789abcdefABCDEF.:[], \t\r\n\f\v") == std::string_view::npos,
          "a valid list has addresses alone");
  return 0;
}
