// SPDX-License-Identifier: MIT
// Names of published files: the input is a media type, a newline, and the name that the network has given.
#include "host/media/file_name.h"

#include "tests/fuzz/require.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

using prism::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t newline = std::min(input.find('\n'), input.size());
  const std::string_view type = input.substr(0, newline);
  const std::string_view name = input.substr(std::min(newline + 1, input.size()));
  const auto [file, mime_type] = prism::host::publicNameOf(name, type);
  require(file.size() >= 3 && file.size() <= 80, "a file name has a sensible size");
  require(std::count(file.begin(), file.end(), '.') == 1 && file.front() != '.' && file.back() != '.',
          "a file name has a stem and one extension");
  require(std::all_of(file.begin(), file.end(),
                      [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                               c == '_' || c == '.';
                      }),
          "a file name needs no escapes in a URL");
  const std::string_view extension = std::string_view(file).substr(file.find('.') + 1);
  for (const std::string_view active : {"html", "htm", "svg", "xml", "js", "php", "cgi", "sh"}) {
    require(extension != active, "no file is a page or a program");
  }
  require(std::count(mime_type.begin(), mime_type.end(), '/') == 1, "each file has a type");
  const auto again = prism::host::publicNameOf(file, mime_type);
  require(again.name == file && again.mime_type == mime_type, "a public name stays as it is");
  return 0;
}
