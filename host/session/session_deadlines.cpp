// SPDX-License-Identifier: MIT
#include "host/session/session_deadlines.h"

namespace prism::host {

void SessionDeadlines::add(const std::string& user, std::uint64_t login) {
  while (!deadlines_.empty() && !firstIsOpen()) {
    deadlines_.pop_front();
  }
  deadlines_.push_back({Clock::now() + limit_, user, login});
  arm();
}

void SessionDeadlines::arm() {
  if (!armed_ && !deadlines_.empty()) {
    armed_ = true;
    timers_.add(deadlines_.front().due - Clock::now(), {}, &SessionDeadlines::onTimer, this);
  }
}

void SessionDeadlines::onTimer(void* data, TimerQueue::Id) {
  auto* self = static_cast<SessionDeadlines*>(data);
  self->armed_ = false;
  while (!self->deadlines_.empty() && self->deadlines_.front().due <= Clock::now()) {
    const bool missed = self->firstIsOpen();
    const Deadline deadline = std::move(self->deadlines_.front());
    self->deadlines_.pop_front();
    if (missed) {
      self->missed_(deadline.user, deadline.login);
    }
  }
  self->arm();
}

}  // namespace prism::host
