// SPDX-License-Identifier: MIT
// A backend under measurement: launched as by Spectrum 2, and driven with little work outside the backend.
#pragma once

#include "proto/frame_reader.h"
#include <prism/testing/host_process.h>
#include <prism/testing/temporary_directory.h>
#include <prism/unique_fd.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::bench {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

// A backend program, and the configuration that it gets.
struct Program {
  std::string path;
  std::string configuration;
};

class Backend {
 public:
  // Launches the program, and waits for its first PONG. Throws testing::Failure without one.
  explicit Backend(const Program& program);

  // Time from fork() to the first PONG.
  Nanoseconds startTime() const { return start_time_; }

  // Processor time of the process so far: all processors, user and system.
  Nanoseconds cpuTime() const;

  // A field of /proc/PID/status in kB: VmRSS, VmHWM.
  std::uint64_t memory(std::string_view key) const;

  // Sends as much as the kernel takes without blocking. Returns the number of bytes.
  std::size_t send(std::string_view bytes);

  // Waits for input and reads it. With `or_writable`, returns as well when send() can continue.
  void receive(bool or_writable = false);

  // Returns the next frame, or nullopt. Borrowed until the next receive().
  std::optional<std::string_view> take();

 private:
  [[noreturn]] void fail(const std::string& what);

  const testing::TemporaryDirectory directory_;
  std::optional<testing::HostProcess> process_;
  UniqueFd socket_;
  wire::FrameReader in_;
  Nanoseconds start_time_{};
};

// Returns the type in a frame's wrapper if it is the first field, as protobuf writes it; else -1.
int typeOf(std::string_view frame);

}  // namespace prism::bench
