// SPDX-License-Identifier: MIT
// The event loop of a host, and nothing else of it: what connections stand on. The loop is the real one.
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

  // Turns the loop until `done`. A failed expectation, which says what was awaited, if that takes too long.
  void turnUntil(std::string_view what, const std::function<bool()>& done,
                 std::chrono::seconds longest = std::chrono::seconds(10));

  // Lets everything happen that is ready by now.
  void settle();

  // How often the loop has turned.
  unsigned turns() const;

  // From here on descriptors and timers of the connections wait, or are served, as with a slow Spectrum.
  void serve(bool on);

  // Exceptions that came out of callbacks, one a line, since the last call of this.
  std::string takeFaults();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net::tests
