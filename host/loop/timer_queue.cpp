// SPDX-License-Identifier: MIT
#include "host/loop/timer_queue.h"

#include "host/base/slot_id.h"

#include <utility>

namespace prism::host {

std::optional<std::size_t> TimerQueue::find(Id id) const {
  const std::size_t slot = slotOf(id);
  const bool in_use = slot < slots_.size() && slots_[slot].callback && slotId(slot, slots_[slot].generation) == id;
  return in_use ? std::optional(slot) : std::nullopt;
}

bool TimerQueue::before(std::size_t a, std::size_t b) const {
  return std::pair(slots_[a].due, slots_[a].order) < std::pair(slots_[b].due, slots_[b].order);
}

void TimerQueue::put(std::size_t place, std::size_t slot) {
  heap_[place] = slot;
  slots_[slot].place = place;
}

void TimerQueue::siftUp(std::size_t place) {
  const std::size_t slot = heap_[place];
  while (place > 0 && before(slot, heap_[(place - 1) / 2])) {
    put(place, heap_[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  put(place, slot);
}

void TimerQueue::siftDown(std::size_t place) {
  const std::size_t slot = heap_[place];
  for (std::size_t child = 2 * place + 1; child < heap_.size(); child = 2 * place + 1) {
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) {
      ++child;
    }
    if (!before(heap_[child], slot)) {
      break;
    }
    put(place, heap_[child]);
    place = child;
  }
  put(place, slot);
}

TimerQueue::Id TimerQueue::add(Clock::time_point due, Clock::duration period, Callback callback, void* data) {
  std::size_t slot = slots_.size();
  if (free_.empty()) {
    slots_.emplace_back();
    free_.reserve(slots_.capacity());  // so that removeSlot() never allocates
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  Timer& timer = slots_[slot];
  timer.due = due;
  timer.period = period;
  timer.order = order_++;
  timer.callback = callback;
  timer.data = data;
  ++timer.generation;
  heap_.push_back(slot);
  siftUp(heap_.size() - 1);
  return slotId(slot, timer.generation);
}

void TimerQueue::removeSlot(std::size_t slot) {
  const std::size_t place = slots_[slot].place;
  const std::size_t last = heap_.back();
  heap_.pop_back();
  if (last != slot) {
    put(place, last);
    siftUp(place);
    siftDown(slots_[last].place);
  }
  slots_[slot].callback = nullptr;
  if (slots_[slot].generation < UINT32_MAX) {  // else its ids are used up
    free_.push_back(slot);
  }
}

bool TimerQueue::remove(Id id) {
  const auto slot = find(id);
  if (!slot) {
    return false;
  }
  removeSlot(*slot);
  return true;
}

bool TimerQueue::everHad(Id id) const { return host::everHad(slots_, id); }

std::optional<TimerQueue::Clock::time_point> TimerQueue::next() const {
  return heap_.empty() ? std::nullopt : std::optional(slots_[heap_.front()].due);
}

// Returns the next timer that is due, if it was added before `first_new`. Removes it from the queue, or sets it to its
// next time if it is periodic.
std::optional<TimerQueue::Due> TimerQueue::takeDue(Clock::time_point now, std::uint64_t first_new) {
  if (heap_.empty()) {
    return std::nullopt;
  }
  const std::size_t slot = heap_.front();
  Timer& timer = slots_[slot];
  if (timer.due > now || timer.order >= first_new) {
    return std::nullopt;
  }
  const Due due{timer.callback, timer.data, slotId(slot, timer.generation)};
  if (timer.period > Clock::duration::zero()) {
    timer.due += timer.period * ((now - timer.due) / timer.period + 1);
    siftDown(0);
  } else {
    removeSlot(slot);
  }
  return due;
}

}  // namespace prism::host
