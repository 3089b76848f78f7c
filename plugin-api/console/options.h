// SPDX-License-Identifier: MIT
// The command line of prism-console.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace prism::console {

struct Options {
  std::string configuration = {};  // a transport's .cfg; empty: a minimal one
  std::string plugin_dir = {};
  std::string plugin = {};
  std::string host_program = {};
  std::string user = "you@example.org";
  std::string legacy_name = {};  // the name on the network; empty: that of the user
  std::chrono::milliseconds linger{0};
  bool ask_password = false;
  bool strict = false;
  bool verbose = false;
  bool help = false;
  bool version = false;
};

// Returns false, with a sentence in *error, if the words are not valid.
bool parseOptions(const std::vector<std::string>& words, Options* options, std::string* error);

std::string usage();

}  // namespace prism::console
