// SPDX-License-Identifier: MIT
// What is measured. Each experiment has so many pairs: the one side, then the other, and the other way round next time.
#pragma once

#include <cstddef>

#include "tests/bench/backend.h"
#include "tests/bench/load.h"

namespace prism::bench {

struct Side {
  const char* name;
  Program program;
};

struct Sides {
  Side first;
  Side second;
};

// From the start to the first PONG, logins, and the memory that they take.
void measureLife(const Sides& sides, std::size_t pairs);

// Rate, processor time and latency of echoed messages, of several sizes and windows.
void measureEchoes(const Sides& sides, std::size_t pairs);

// The same, of one load.
void measureEchoOf(const Sides& sides, std::size_t pairs, const EchoLoad& load);

// The same, of fewer cases and with more messages; with the goals for Prism against the floor, or without.
void measureEcho(const Sides& sides, std::size_t pairs, bool with_goals);

}  // namespace prism::bench
