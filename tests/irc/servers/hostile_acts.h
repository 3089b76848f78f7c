// SPDX-License-Identifier: MIT
// Endless output of a hostile IRC server, as a table for the tests of the plugin's memory.
#pragma once

#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace prism::tests {

struct HostileAct {
  std::string name;                               // letters and digits only, as GoogleTest requires
  std::function<std::string(std::size_t)> lines;  // returns the i-th piece of the act, with CR LF where lines end
  std::string capabilities = {};                  // granted by the server
  std::vector<std::string> first = {};            // lines that the server sends once before the act
  std::string typed = {};                         // alice's message to the server before the act
  bool told = true;                               // alice gets a message that a limit was reached
};

inline std::ostream& operator<<(std::ostream& out, const HostileAct& act) { return out << act.name; }

// The acts. alice is logged in and in #lobby when they begin.
std::vector<HostileAct> hostileActs();

// Returns a name of `size` bytes that is unique to the number.
std::string numbered(const std::string& prefix, std::size_t number, std::size_t size);

}  // namespace prism::tests
