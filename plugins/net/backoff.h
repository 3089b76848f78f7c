// SPDX-License-Identifier: MIT
// The backoff of reconnects: header-only, so that plugins with a library of their own for connections can use it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace net {

// Returns the delay before an attempt, counted from 0: `first`, doubled with each attempt up to `most`. A random shift
// of up to a quarter keeps sessions that one event has disconnected from reconnecting at once.
inline std::chrono::milliseconds reconnectDelay(std::uint32_t attempt, std::chrono::milliseconds first,
                                                std::chrono::milliseconds most, std::minstd_rand& random) {
  const auto doubled = first.count() * (std::int64_t{1} << std::min<std::uint32_t>(attempt, 20));
  const auto base = std::min<std::int64_t>(doubled, most.count());
  const std::int64_t spread = base / 4;
  const std::int64_t shift = spread == 0 ? 0 : std::uniform_int_distribution<std::int64_t>(-spread, spread)(random);
  return std::chrono::milliseconds(base + shift);
}

}  // namespace net
