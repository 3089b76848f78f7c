// SPDX-License-Identifier: MIT
// Ids for reusable slots: slot index (low 32 bits) and generation (high 32 bits), which counts the uses of the slot. An
// id is never given twice, and an expired id differs from one that has never been given.
#pragma once

#include <cstddef>
#include <cstdint>

namespace prism::host {

constexpr std::uint64_t slotId(std::size_t slot, std::uint32_t generation) {
  return std::uint64_t{generation} << 32 | slot;
}

constexpr std::size_t slotOf(std::uint64_t id) { return id & 0xFFFFFFFF; }

// Returns true if one of `slots`, whose generations count from 1, has or had this id.
template <typename Slots>
bool everHad(const Slots& slots, std::uint64_t id) {
  const std::uint64_t generation = id >> 32;
  return slotOf(id) < slots.size() && generation > 0 && generation <= slots[slotOf(id)].generation;
}

}  // namespace prism::host
