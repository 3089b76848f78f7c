// SPDX-License-Identifier: MIT
// libpurple itself: brought up in this process with everything of it on the host's loop, and brought down again.
#pragma once

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

// What libpurple knows us as.
inline constexpr char kUi[] = "prism";

class Libpurple {
 public:
  // One in a process, and once. Throws std::runtime_error with a sentence for the administrator.
  Libpurple(prism::Host host, const Configuration& configuration);
  ~Libpurple();
  Libpurple(const Libpurple&) = delete;
  Libpurple& operator=(const Libpurple&) = delete;

  // What takes its time, and nobody needs before somebody logs in.
  void beReadyForLogins();
  std::set<std::string> protocolIds() const { return modules_.protocolIds(); }

  DebugLog& debug() { return debug_; }
  GlibContext& glib() { return glib_; }
  EventLoop& loop() { return loop_; }

 private:
  DebugLog debug_;
  GlibContext glib_;
  EventLoop loop_;
  ForkedChildren children_;
  Modules modules_;
  bool ready_ = false;
};

// The protocol of this id, with or without its "prpl-"; nullptr if libpurple has none.
PurplePlugin* findProtocol(const std::string& id);
// What the protocol does.
const PurplePluginProtocolInfo& infoOf(const PurplePlugin* protocol);
std::vector<const PurplePluginProtocolInfo*> allProtocols();

// Whether a protocol has a function that came with a later version of libpurple's struct.
#define PRISM_PURPLE_HAS(info, function) PURPLE_PROTOCOL_PLUGIN_HAS_FUNC((&(info)), function)

// Text of libpurple, which may be NULL.
inline std::string_view textOf(const char* text) { return text ? std::string_view(text) : std::string_view(); }

// Text that libpurple has allocated for us.
inline std::string taken(char* text) {
  std::string result(textOf(text));
  g_free(text);
  return result;
}

// For what libpurple calls: it is C, and no exception may pass through it.
template <typename Body>
void calledByLibpurple(const prism::Host& host, const char* where, const Body& body) noexcept {
  try {
    body();
  } catch (const std::exception& error) {
    host.error(std::string("exception in ") + where + ": " + error.what());
  }
}

}  // namespace purple
