// SPDX-License-Identifier: MIT
// The command line, with words separated by NUL. The host ignores unknown words, so no input is an error.
#include "host/config/options.h"

#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"

#include <algorithm>
#include <string>
#include <vector>

using prism::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  prism::fuzz::Input input(data, size);
  std::vector<std::string> words;
  while (!input.done()) {
    words.emplace_back(input.upTo('\0'));
  }
  std::vector<const char*> pointers(words.size());
  std::transform(words.begin(), words.end(), pointers.begin(), [](const std::string& word) { return word.c_str(); });
  const auto options = prism::host::parseOptions(
      pointers, [](const std::string& path) { return path.find("cfg") != std::string::npos; });

  const auto isWord = [&](const std::string& text) {
    return text.empty() ||
           std::any_of(words.begin(), words.end(), [&](const std::string& word) { return word.ends_with(text); });
  };
  require(
      isWord(options.host) && isWord(options.port) && isWord(options.config_path) && isWord(options.nonexistent_path),
      "nothing is made up");
  for (const auto& [key, value] : options.overrides) {
    require(key.find('.') != std::string::npos && isWord(value), "an override is a key, and a value that was given");
  }
  return 0;
}
