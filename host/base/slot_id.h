// SPDX-License-Identifier: MIT
// Ids of what lies in slots that are used again: the slot, and which of its uses is meant. So an id is never given twice, and
// one that is over can be told from one that has never been.
#pragma once

#include <cstddef>
#include <cstdint>

namespace prism::host {

constexpr std::uint64_t slotId(std::size_t slot, std::uint32_t generation) {
  return std::uint64_t{generation} << 32 | slot;
}

constexpr std::size_t slotOf(std::uint64_t id) { return id & 0xFFFFFFFF; }

// Whether one of these slots, whose uses have been counted from 1, has or had this id.
template <typename Slots>
bool everHad(const Slots& slots, std::uint64_t id) {
  const std::uint64_t generation = id >> 32;
  return slotOf(id) < slots.size() && generation > 0 && generation <= slots[slotOf(id)].generation;
}

}  // namespace prism::host
