// SPDX-License-Identifier: MIT
// Finds capabilities that a plugin tells of a service without the functions for their requests. Each is found once.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace prism::host {

// A capability, and what the plugin's table needs for it.
struct NeededFunctions {
  std::uint32_t flags;    // any of these needs the functions
  const char* flag;       // the name of the flag
  const char* functions;  // their names
  bool there;             // the table has all of them
};

class CapabilityCheck {
 public:
  // The plugin has told these flags. Returns a sentence for each that lacks a function. Before attach(), returns none.
  std::vector<std::string> tell(std::uint32_t flags);

  // The plugin's table is known. `table` is its name. Returns a sentence for each flag so far that lacks a function.
  std::vector<std::string> attach(const char* table, bool has_table, std::initializer_list<NeededFunctions> needed);

 private:
  std::vector<std::string> takeFaults();

  std::uint32_t told_ = 0;
  std::uint32_t reported_ = 0;
  std::string table_;  // empty until attach()
  bool has_table_ = false;
  std::vector<NeededFunctions> needed_;
};

}  // namespace prism::host
