// SPDX-License-Identifier: MIT
// A plugin that reads every byte of its arguments, and then calls a PluginCode.
#pragma once

#include <prism/plugin.h>

#include <cstdint>

namespace prism::fuzz {

// A callback's name, and the arguments that an answer needs. Borrowed until the call returns.
struct Call {
  const char* function;
  prism_str user = {"", 0};
  prism_str about = {"", 0};  // a contact, or a room
  prism_str text = {"", 0};
  prism_str other = {"", 0};     // a join's nickname
  prism_str nickname = {"", 0};  // a participant of the room `about`
  prism_str xhtml = {"", 0};
  prism_request_id request = 0;  // of a message or a call for attention
  std::uint32_t kind = 0;        // of a conversation
  std::uint32_t flags = 0;
};

class PluginCode {
 public:
  virtual void onCall(const Call& call) = 0;

 protected:
  ~PluginCode() = default;
};

// Returns a table with every callback. The next instance calls `code`, which must outlive it.
prism_plugin readingPlugin(PluginCode* code);

}  // namespace prism::fuzz
