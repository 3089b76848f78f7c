// The Guard stands between the plugin's events and Spectrum 2: whatever a plugin does, only valid messages leave. What
// it refuses costs that one event: a line in the log names the plugin, the function and the value, and the plugin gets
// a result code. But for misbehaved(), it runs on the main
// thread.
#pragma once

#include <prism/plugin.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/fault_log.h"
#include "host/session_table.h"
#include "proto/frame_writer.h"

namespace prism::host {

class Guard {
 public:
  // What is referred to must outlive the Guard. `max_size` bounds the strings of one event, in bytes.
  Guard(SessionTable& sessions, wire::FrameWriter& out, FaultLog& misbehaviour, std::uint32_t max_size);

  // The events of prism/plugin.h.
  prism_result connected(prism_str user);
  prism_result disconnected(prism_str user, std::uint32_t error, prism_str text);
  prism_result message(const prism_message* event);
  prism_result messageAck(prism_str user, prism_str buddy, prism_str id);
  prism_result buddyChanged(const prism_buddy* event);

  // [any thread] Reports a fault of the plugin.
  void misbehaved(std::string_view function, std::string_view what);

 private:
  class Event;

  SessionTable& sessions_;
  wire::FrameWriter& out_;
  FaultLog& misbehaviour_;
  const std::uint64_t max_size_;

  // Used again for every event, so that no message allocates.
  pbnetwork::ConversationMessage conversation_;
  pbnetwork::Buddy buddy_;
};

}  // namespace prism::host
