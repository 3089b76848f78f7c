#include "host/signals.h"

#include <cerrno>
#include <csignal>

#include "host/event_fd.h"

namespace prism::host {
namespace {

// What a signal handler can reach.
volatile std::sig_atomic_t signal_fd = -1;
volatile std::sig_atomic_t hang_up_fd = -1;
volatile std::sig_atomic_t last_signal = 0;

extern "C" void onEndingSignal(int number) {
  const int saved_errno = errno;
  last_signal = number;
  ::eventfd_write(signal_fd, 1);
  errno = saved_errno;
}

extern "C" void onHangUpSignal(int) {
  const int saved_errno = errno;
  ::eventfd_write(hang_up_fd, 1);
  errno = saved_errno;
}

extern "C" void onPipeSignal(int) {}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(number, &action, nullptr);
}

}  // namespace

void outliveBrokenPipes() { handle(SIGPIPE, &onPipeSignal); }

Signals::HangUp::HangUp(void (*hang_up_action)()) : action(hang_up_action), fd(makeEventFd()) {}

void Signals::HangUp::onReady(std::uint32_t) {
  eventfd_t count = 0;
  ::eventfd_read(fd.get(), &count);
  if (action) {
    action();
  }
}

Signals::Signals(EventLoop& loop, void (*hang_up)()) : loop_(loop), fd_(makeEventFd()), hang_up_(hang_up) {
  signal_fd = fd_.get();
  hang_up_fd = hang_up_.fd.get();
  last_signal = 0;
  loop_.add(fd_.get(), EPOLLIN, this);
  loop_.add(hang_up_.fd.get(), EPOLLIN, &hang_up_);
  handle(SIGTERM, &onEndingSignal);
  handle(SIGINT, &onEndingSignal);
  handle(SIGHUP, &onHangUpSignal);
}

Signals::~Signals() {
  handle(SIGTERM, SIG_DFL);
  handle(SIGINT, SIG_DFL);
  handle(SIGHUP, SIG_DFL);
  loop_.remove(fd_.get());
  loop_.remove(hang_up_.fd.get());
}

int Signals::received() const { return last_signal; }

void Signals::clear() {
  last_signal = 0;  // first, so that one that comes meanwhile is not lost
  eventfd_t count = 0;
  ::eventfd_read(fd_.get(), &count);
}

// The owner of the loop asks received() after each turn: to have woken it up is all.
void Signals::onReady(std::uint32_t) {}

}  // namespace prism::host
