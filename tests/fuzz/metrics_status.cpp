// SPDX-License-Identifier: MIT
// A file that prism-status reads. Whatever is in it, a terminal gets whole lines of printable text.
#include "host/base/xml_text.h"
#include "host/status/report.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using prism::fuzz::require;

namespace {

bool isPrintable(std::string_view text) {
  return prism::host::isXmlText(text) && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
         });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr double kNow = 1.7e9;
  const auto status = prism::host::parseMetrics({reinterpret_cast<const char*>(data), size});
  if (!status) {
    return 0;
  }
  const std::vector<prism::host::BackendRow> rows{{*status, prism::host::BackendState::kLate}};
  const std::string table = prism::host::tableOf(rows, kNow);
  require(isPrintable(table), "the table can be shown");
  require(std::count(table.begin(), table.end(), '\n') == 2, "a backend has one line");
  const std::string json = prism::host::jsonOf(rows, kNow);
  require(isPrintable(json) && std::all_of(json.begin(), json.end(), [](char c) { return c > 0; }), "JSON is ASCII");
  require(std::count(json.begin(), json.end(), '\n') == 3, "a backend has one line of JSON");
  return 0;
}
