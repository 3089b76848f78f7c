// SPDX-License-Identifier: MIT
#include "host/network/module/ascii_name.h"

#include <idn2.h>

#include <algorithm>
#include <memory>

namespace prism::host {

std::string asciiNameOf(const std::string& name) {
  const bool is_ascii = std::all_of(name.begin(), name.end(), [](char c) { return static_cast<signed char>(c) > 0; });
  if (is_ascii || name.find('\0') != std::string::npos) {
    return name;
  }
  char* ascii = nullptr;
  const int result = ::idn2_to_ascii_8z(name.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, decltype(&::idn2_free)> owned(ascii, &::idn2_free);
  return result == IDN2_OK ? ascii : name;
}

}  // namespace prism::host
