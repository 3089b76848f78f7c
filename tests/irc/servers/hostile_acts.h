// SPDX-License-Identifier: MIT
// What a hostile IRC server can say without end, as a table for the tests of the plugin's memory.
#pragma once

#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace prism::tests {

struct HostileAct {
  std::string name;                               // of letters and digits, as GoogleTest wants it
  std::function<std::string(std::size_t)> lines;  // the i-th piece of the act, with CR LF where lines end
  std::string capabilities = {};                  // that the server grants
  std::vector<std::string> first = {};            // lines once before the act
  std::string typed = {};                         // by alice, to the server, before the act
  bool told = true;                               // alice is told that a limit was met
};

inline std::ostream& operator<<(std::ostream& out, const HostileAct& act) { return out << act.name; }

// The acts of a server that has let alice in, and into #lobby.
std::vector<HostileAct> hostileActs();

// A name of `size` bytes, another one for each number.
std::string numbered(const std::string& prefix, std::size_t number, std::size_t size);

}  // namespace prism::tests
