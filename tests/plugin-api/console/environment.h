// SPDX-License-Identifier: MIT
// What the console finds around it in a test: nothing of whoever runs the tests.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace prism::tests {

// The password that the tests log in with. No output may ever show it.
inline constexpr const char* kCanary = "canary-Tr0ub4dor&3";

inline std::vector<std::pair<std::string, std::string>> environmentIn(const std::filesystem::path& home) {
  return {{"HOME", home.string()}, {"XDG_STATE_HOME", (home / "state").string()},
          {"LC_ALL", "C.UTF-8"},   {"TERM", "xterm"},
          {"NO_COLOR", ""},        {"PRISM_CONSOLE_PASSWORD", kCanary}};
}

}  // namespace prism::tests
