// SPDX-License-Identifier: MIT
// A backend that is measured: launched as Spectrum 2 does it, and spoken to with as little work of our own as can be.
#pragma once

#include <prism/testing/host_process.h>
#include <prism/testing/temporary_directory.h>
#include <prism/unique_fd.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proto/frame_reader.h"

namespace prism::bench {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

// A program, and the configuration that Spectrum would name to it.
struct Program {
  std::string path;
  std::string configuration;
};

class Backend {
 public:
  // Launches the program, and waits for its first PONG. Throws testing::Failure if that does not come.
  explicit Backend(const Program& program);

  // From the fork to the first PONG.
  Nanoseconds startTime() const { return start_time_; }

  // What the process has used so far, of all processors, in and out of the kernel.
  Nanoseconds cpuTime() const;

  // kB, as the kernel says in /proc/PID/status: VmRSS, VmHWM.
  std::uint64_t memory(std::string_view key) const;

  // Sends what the kernel takes at once, and returns how much that was.
  std::size_t send(std::string_view bytes);

  // Waits for something to come, and takes it; returns without, if `or_writable` and send() can go on.
  void receive(bool or_writable = false);

  // The next frame; nullopt if none is here. Borrowed until the next receive().
  std::optional<std::string_view> take();

 private:
  [[noreturn]] void fail(const std::string& what);

  const testing::TemporaryDirectory directory_;
  std::optional<testing::HostProcess> process_;
  UniqueFd socket_;
  wire::FrameReader in_;
  Nanoseconds start_time_{};
};

// The type in a frame's wrapper, which is the first thing that protobuf writes there; -1 if it is not.
int typeOf(std::string_view frame);

}  // namespace prism::bench
