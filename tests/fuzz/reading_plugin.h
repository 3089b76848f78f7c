// SPDX-License-Identifier: MIT
// A plugin that looks at every byte that it is handed, and then lets somebody else decide what it does.
#pragma once

#include <prism/plugin.h>

#include <cstdint>

namespace prism::fuzz {

// What a function of the plugin has been called with, as far as an answer needs it. Borrowed until the call returns.
struct Call {
  const char* function;
  prism_str user = {"", 0};
  prism_str about = {"", 0};  // a contact, or a room
  prism_str text = {"", 0};
  prism_str other = {"", 0};     // the id of a message, the nickname of a join
  prism_str nickname = {"", 0};  // of a participant of that room
  prism_str xhtml = {"", 0};
  std::uint32_t flags = 0;
};

class PluginCode {
 public:
  virtual void onCall(const Call& call) = 0;

 protected:
  ~PluginCode() = default;
};

// With every function there is. The next instance that is created has `code`, which must outlive it.
prism_plugin readingPlugin(PluginCode* code);

}  // namespace prism::fuzz
