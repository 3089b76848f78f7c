// SPDX-License-Identifier: MIT
// How long to wait before the next attempt to connect.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace irc {

// `first`, doubled with each attempt (counted from 0) up to `most`, and changed by up to a quarter either way, so that
// those whom one event has thrown out do not all come back at once.
inline std::chrono::milliseconds reconnectDelay(std::uint32_t attempt, std::chrono::milliseconds first,
                                                std::chrono::milliseconds most, std::minstd_rand& random) {
  const auto doubled = first.count() * (std::int64_t{1} << std::min<std::uint32_t>(attempt, 20));
  const auto base = std::min<std::int64_t>(doubled, most.count());
  const std::int64_t spread = base / 4;
  const std::int64_t shift = spread == 0 ? 0 : std::uniform_int_distribution<std::int64_t>(-spread, spread)(random);
  return std::chrono::milliseconds(base + shift);
}

}  // namespace irc
