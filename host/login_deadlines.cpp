#include "host/login_deadlines.h"

namespace prism::host {

void LoginDeadlines::add(const std::string& user, std::uint64_t login) {
  while (!deadlines_.empty() && !firstIsOpen()) {
    deadlines_.pop_front();
  }
  deadlines_.push_back({Clock::now() + limit_, user, login});
  arm();
}

void LoginDeadlines::arm() {
  if (!armed_ && !deadlines_.empty()) {
    armed_ = true;
    timers_.add(deadlines_.front().due - Clock::now(), {}, &LoginDeadlines::onTimer, this);
  }
}

void LoginDeadlines::onTimer(void* data, TimerQueue::Id) {
  auto* self = static_cast<LoginDeadlines*>(data);
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
