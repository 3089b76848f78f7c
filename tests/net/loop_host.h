// SPDX-License-Identifier: MIT
// The host's real event loop, with no other part of the host.
#pragma once

#include <prism/host.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace net::tests {

class LoopHost {
 public:
  LoopHost();
  ~LoopHost();
  LoopHost(const LoopHost&) = delete;
  LoopHost& operator=(const LoopHost&) = delete;

  prism::Host host() const;

  // Turns the loop until `done` returns true. Fails with a message that names `what` after `longest`.
  void turnUntil(std::string_view what, const std::function<bool()>& done,
                 std::chrono::seconds longest = std::chrono::seconds(10));

  void turnUntilIdle();

  // Number of turns of the loop so far.
  unsigned turns() const;

  // Turns the serving of descriptors and timers off or on, as the host does while Spectrum is slow.
  void serve(bool on);

  // Returns the exceptions that callbacks threw since the last call, one per line.
  std::string takeFaults();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net::tests
