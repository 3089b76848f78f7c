// SPDX-License-Identifier: MIT
// The environment of prism-console in a test, free of the caller's own settings.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace prism::tests {

// The password of every test login. Fixtures fail if it occurs in the output.
inline constexpr const char* kCanary = "canary-Tr0ub4dor&3";

inline std::vector<std::pair<std::string, std::string>> environmentIn(const std::filesystem::path& home) {
  return {{"HOME", home.string()}, {"XDG_STATE_HOME", (home / "state").string()},
          {"LC_ALL", "C.UTF-8"},   {"TERM", "xterm"},
          {"NO_COLOR", ""},        {"PRISM_CONSOLE_PASSWORD", kCanary}};
}

}  // namespace prism::tests
