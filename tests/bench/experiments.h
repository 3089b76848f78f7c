// SPDX-License-Identifier: MIT
// The experiments. Each runs a number of pairs: both sides, in alternating order.
#pragma once

#include "tests/bench/backend.h"
#include "tests/bench/load.h"

#include <cstddef>

namespace prism::bench {

struct Side {
  const char* name;
  Program program;
};

struct Sides {
  Side first;
  Side second;
};

// Measures start, logins and memory.
void measureLife(const Sides& sides, std::size_t pairs);

// Measures rate, processor time and latency of echoed messages, for several sizes and windows.
void measureEchoes(const Sides& sides, std::size_t pairs);

// Measures one load.
void measureEchoOf(const Sides& sides, std::size_t pairs, const EchoLoad& load);

// Measures fewer cases with more messages. `with_goals` adds Prism's goals against the floor.
void measureEcho(const Sides& sides, std::size_t pairs, bool with_goals);

}  // namespace prism::bench
