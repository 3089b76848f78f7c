#include "host/signals.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace prism::host {
namespace {

// What a signal handler can reach.
volatile std::sig_atomic_t signal_fd = -1;
volatile std::sig_atomic_t last_signal = 0;

extern "C" void onEndingSignal(int number) {
  const int saved_errno = errno;
  last_signal = number;
  ::eventfd_write(signal_fd, 1);
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

Signals::Signals(EventLoop& loop) : loop_(loop), fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!fd_) {
    throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  signal_fd = fd_.get();
  last_signal = 0;
  loop_.add(fd_.get(), EPOLLIN, this);
  handle(SIGTERM, &onEndingSignal);
  handle(SIGINT, &onEndingSignal);
  handle(SIGPIPE, &onPipeSignal);
}

Signals::~Signals() {
  handle(SIGTERM, SIG_DFL);
  handle(SIGINT, SIG_DFL);
  loop_.remove(fd_.get());
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
