// SPDX-License-Identifier: MIT
// A passive queue of timers: the caller passes the time. Adding and removing a timer costs O(log n), and allocates only
// when there are more timers than ever before.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace prism::host {

class TimerQueue {
 public:
  using Clock = std::chrono::steady_clock;  // the monotonic clock
  using Id = std::uint64_t;                 // never 0, never reused
  using Callback = void (*)(void* data, Id timer);

  // `callback` is called once when `due` is reached and then, unless `period` is 0, each period.
  Id add(Clock::time_point due, Clock::duration period, Callback callback, void* data);

  // Returns false if there is no such timer (any more). Allowed inside a callback, even the timer's own.
  bool remove(Id id);

  // Returns true if a timer has or had this id.
  bool everHad(Id id) const;

  // Returns when the next timer is due; nullopt if there is none.
  std::optional<Clock::time_point> next() const;

  // Calls invoke(callback, data, id) for each timer that is due at `now`, but not for timers that are added meanwhile.
  // A periodic timer that has missed several periods is called once.
  template <typename Invoke>
  void runDue(Clock::time_point now, const Invoke& invoke) {
    const std::uint64_t first_new = order_;
    while (const std::optional<Due> due = takeDue(now, first_new)) {
      invoke(due->callback, due->data, due->id);
    }
  }

  std::size_t size() const { return heap_.size(); }

 private:
  struct Timer {
    Clock::time_point due;
    Clock::duration period;
    std::uint64_t order;  // rises with each add, and breaks ties
    Callback callback;
    void* data;
    std::uint32_t generation = 0;  // of this slot; part of the id
    std::size_t place = 0;         // in heap_
  };

  struct Due {
    Callback callback;
    void* data;
    Id id;
  };

  std::optional<Due> takeDue(Clock::time_point now, std::uint64_t first_new);
  std::optional<std::size_t> find(Id id) const;
  bool before(std::size_t a, std::size_t b) const;
  void put(std::size_t place, std::size_t slot);
  void siftUp(std::size_t place);
  void siftDown(std::size_t place);
  void removeSlot(std::size_t slot);

  std::vector<Timer> slots_;
  std::vector<std::size_t> free_;  // slots without a timer
  std::vector<std::size_t> heap_;  // slots, a binary heap by due time
  std::uint64_t order_ = 0;
};

}  // namespace prism::host
