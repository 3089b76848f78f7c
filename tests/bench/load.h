// SPDX-License-Identifier: MIT
// The load on a backend, as from Spectrum 2: logins, and messages whose echo is awaited.
#pragma once

#include "tests/bench/backend.h"

#include <cstddef>
#include <vector>

namespace prism::bench {

// Logs users in at once, starting with number `first`. Returns the time until each has got CONNECTED and the echo's
// contact.
Nanoseconds logIn(Backend* backend, std::size_t first, std::size_t count);

struct EchoLoad {
  std::size_t body = 64;       // bytes
  std::size_t in_flight = 1;   // messages without their echo at a time
  std::size_t users = 100;     // senders, in turn; already logged in
  std::size_t silent = 0;      // further users, who are logged in and send nothing
  bool with_receipts = false;  // each message requests a receipt
};

struct EchoMeasured {
  double rate = 0;                // messages per second
  double cpu = 0;                 // the backend's processor time in ns per message
  std::vector<double> latencies;  // us, sorted
};

// Sends `count` messages, and measures their echoes.
EchoMeasured measureEcho(Backend* backend, const EchoLoad& load, std::size_t count);

// Sends `count` messages, and decodes and compares each echo. Throws testing::Failure on a difference.
void verifyEcho(Backend* backend, const EchoLoad& load, std::size_t count);

}  // namespace prism::bench
