// SPDX-License-Identifier: MIT
#include "host/session/session_table.h"

// The header alone: no library is linked.
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <new>
#include <random>
#include <utility>

namespace prism::host {

// The seed keeps users from choosing names that all have the same place in the table.
SessionTable::SessionTable() : seed_(std::random_device()()) {}

std::size_t SessionTable::hashOf(std::string_view user) const {
  return XXH3_64bits_withSeed(user.data(), user.size(), seed_);
}

SessionTable::Entry::Pointer SessionTable::Entry::make(std::string_view user) {
  void* const memory = ::operator new(sizeof(Entry) + user.size());
  Pointer entry(new (memory) Entry(user.size()));
  std::copy(user.begin(), user.end(), reinterpret_cast<char*>(entry.get() + 1));
  return entry;
}

void SessionTable::Entry::Delete::operator()(Entry* entry) const {
  entry->~Entry();
  ::operator delete(entry);
}

Session& SessionTable::open(std::string_view user) {
  Entry::Pointer entry = Entry::make(user);
  if ((size_ + 1) * 5 > slots_.size() * 4) {
    resize(slots_.size() * 2);
  }
  const std::size_t hash = hashOf(user);
  Slot& slot = slots_[search(user, hash)];
  slot = {hash, std::move(entry)};
  ++size_;
  slot.entry->session.beginRequests(request_ids_.last() + 1, opened_++);
  return slot.entry->session;
}

bool SessionTable::close(std::string_view user) {
  const std::size_t index = search(user, hashOf(user));
  if (!slots_[index].entry) {
    return false;
  }
  closeAt(index);
  return true;
}

std::optional<std::string> SessionTable::closeOne() {
  if (size_ == 0) {
    return std::nullopt;
  }
  cursor_ &= slots_.size() - 1;  // the table may have shrunk
  while (!slots_[cursor_].entry) {
    cursor_ = next(cursor_);
  }
  std::string user(slots_[cursor_].entry->user());
  closeAt(cursor_);
  return user;
}

void SessionTable::closeAt(std::size_t index) {
  last_ = nullptr;
  slots_[index].entry.reset();
  --size_;
  // The slots behind it, up to the next free one, may belong to searches that pass the slot that is free now. Each is
  // moved there unless its own search begins behind it.
  std::size_t free = index;
  for (std::size_t i = next(index); slots_[i].entry; i = next(i)) {
    const std::size_t distance = (i - slots_[i].hash) & (slots_.size() - 1);
    if (distance >= ((i - free) & (slots_.size() - 1))) {
      slots_[free] = std::move(slots_[i]);
      free = i;
    }
  }
  if (slots_.size() > kFewestSlots && size_ * 16 < slots_.size()) {
    resize(slots_.size() / 4);
  }
}

void SessionTable::resize(std::size_t count) {
  std::vector<Slot> old(count);
  old.swap(slots_);
  for (Slot& slot : old) {
    if (slot.entry) {
      std::size_t index = slot.hash & (count - 1);
      while (slots_[index].entry) {
        index = next(index);
      }
      slots_[index] = std::move(slot);
    }
  }
}

}  // namespace prism::host
