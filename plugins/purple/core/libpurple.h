// SPDX-License-Identifier: MIT
// Starts and stops libpurple in this process, on the host's event loop.
#pragma once

#include "core/command_list.h"
#include "core/configuration.h"
#include "core/debug_log.h"
#include "core/event_loop.h"
#include "core/forked_children.h"
#include "core/glib_context.h"
#include "core/modules.h"
#include <prism/host.hpp>

#include <purple.h>

#include <exception>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

// The id of this user interface in libpurple.
inline constexpr char kUi[] = "prism";

class Libpurple {
 public:
  // Once in the life of a process. Throws std::runtime_error with a sentence for the administrator.
  Libpurple(prism::Host host, const Configuration& configuration);
  ~Libpurple();
  Libpurple(const Libpurple&) = delete;
  Libpurple& operator=(const Libpurple&) = delete;

  // Loads the TLS modules, which is slow, and not needed before the first login. Further calls do nothing.
  void prepareForLogins();
  std::set<std::string> protocolIds() const { return modules_.protocolIds(); }

  DebugLog& debug() { return debug_; }
  GlibContext& glib() { return glib_; }
  EventLoop& loop() { return loop_; }
  CommandList& commands() { return commands_; }

 private:
  DebugLog debug_;
  GlibContext glib_;
  EventLoop loop_;
  ForkedChildren children_;
  CommandList commands_;
  Modules modules_;
  bool ready_ = false;
};

// Finds a protocol by its id, with or without the "prpl-". Returns nullptr if libpurple does not have it.
PurplePlugin* findProtocol(const std::string& id);
// The functions and options of a protocol.
const PurplePluginProtocolInfo& infoOf(const PurplePlugin* protocol);
// Returns the form of an account's name: "NAME@<Domain>".
std::string accountFormOf(const PurplePluginProtocolInfo& protocol);
std::vector<const PurplePluginProtocolInfo*> allProtocols();

// True if a protocol has a function that a later version of libpurple has added to the struct.
#define PRISM_PURPLE_HAS(info, function) PURPLE_PROTOCOL_PLUGIN_HAS_FUNC((&(info)), function)

// Turns a string of libpurple, which may be NULL, into a view.
inline std::string_view textOf(const char* text) { return text ? std::string_view(text) : std::string_view(); }

// Copies and frees a string that libpurple or GLib has allocated for the caller.
inline std::string takeString(char* text) {
  std::string result(textOf(text));
  g_free(text);
  return result;
}

// Runs the body of a callback of libpurple. Reports exceptions as faults: none may pass through C code.
template <typename Body>
void calledByLibpurple(const prism::Host& host, const char* where, const Body& body) noexcept {
  try {
    body();
  } catch (const std::exception& error) {
    host.fault(where, std::string("exception: ") + error.what());
  }
}

}  // namespace purple
