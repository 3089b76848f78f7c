// SPDX-License-Identifier: MIT
// What the generator loads a backend with, as Spectrum 2 would: users who log in, and messages whose echo is awaited.
#pragma once

#include <cstddef>
#include <vector>

#include "tests/bench/backend.h"

namespace prism::bench {

// Logs users in, from `first` on, all at once. Returns how long it took until each had CONNECTED and the echo's contact.
Nanoseconds logIn(Backend* backend, std::size_t first, std::size_t count);

struct EchoLoad {
  std::size_t body = 64;       // bytes
  std::size_t in_flight = 1;   // messages that await their echo at a time
  std::size_t users = 100;     // who write them, in turn; logged in already
  bool with_receipts = false;  // ask for one with each
};

struct EchoMeasured {
  double rate = 0;                // messages a second
  double cpu = 0;                 // ns of the backend for each
  std::vector<double> latencies;  // us, sorted
};

// Has `count` messages echoed.
EchoMeasured measureEcho(Backend* backend, const EchoLoad& load, std::size_t count);

// The same, but every answer is decoded and compared: throws testing::Failure where it is not what was sent.
void verifyEcho(Backend* backend, const EchoLoad& load, std::size_t count);

}  // namespace prism::bench
