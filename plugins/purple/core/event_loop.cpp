// SPDX-License-Identifier: MIT
#include "core/event_loop.h"

#include "core/glib_context.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <vector>

namespace purple {
namespace {

EventLoop* the_loop = nullptr;

// These functions return 0, which is no valid id, if nothing could be added: libpurple has no error value.
guint addTimerInMilliseconds(guint interval, GSourceFunc function, gpointer data) {
  return the_loop ? the_loop->addTimer(std::chrono::milliseconds(interval), function, data) : 0;
}
guint addTimerInSeconds(guint interval, GSourceFunc function, gpointer data) {
  return the_loop ? the_loop->addTimer(std::chrono::seconds(interval), function, data) : 0;
}
gboolean removeTimerById(guint id) { return the_loop && the_loop->removeTimer(id) ? TRUE : FALSE; }
guint addInputOn(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data) {
  return the_loop ? the_loop->addInput(fd, condition, function, data) : 0;
}
gboolean removeInputById(guint id) { return the_loop && the_loop->removeInput(id) ? TRUE : FALSE; }
int pendingError(int fd, int* error) {
  socklen_t size = sizeof *error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, error, &size);
}

prism::Ready readyFor(int condition) {
  return static_cast<prism::Ready>(((condition & PURPLE_INPUT_READ) != 0 ? PRISM_WATCH_READABLE : 0U) |
                                   ((condition & PURPLE_INPUT_WRITE) != 0 ? PRISM_WATCH_WRITABLE : 0U));
}

// Bytes that are counted for a callback during which more bytes have arrived than it has read.
constexpr int kAssumedRead = 4096;

// Bytes that one callback may read from TLS.
constexpr std::size_t kMostFromTls = 64 * 1024;

const PurpleSslOps* tls_module = nullptr;

std::chrono::nanoseconds processorTime() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

int readable(int fd) {
  int bytes = 0;
  return ::ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : 0;
}

}  // namespace

EventLoop::EventLoop(prism::Host host, GlibContext& glib) : host_(host), glib_(glib) { the_loop = this; }

EventLoop::~EventLoop() { the_loop = nullptr; }

PurpleEventLoopUiOps* EventLoop::operations() {
  static PurpleEventLoopUiOps operations = {
      addTimerInMilliseconds, removeTimerById, addInputOn, removeInputById, pendingError,
      addTimerInSeconds,      nullptr,         nullptr,    nullptr};
  return &operations;
}

guint EventLoop::nextId() {
  do {
    ++last_id_;
  } while (last_id_ == 0 || timers_.count(last_id_) != 0 || inputs_.count(last_id_) != 0);
  return last_id_;
}

guint EventLoop::addTimer(std::chrono::milliseconds interval, GSourceFunc function, gpointer data) {
  const guint id = nextId();
  prism::Timer timer = host_.every(interval, [this, id, function, data] {
    const GlibContext::Turn turn(glib_);
    session_ = timers_[id].session;
    const bool again = function(data) != FALSE;
    session_ = nullptr;
    if (!again) {
      removeTimer(id);
    }
  });
  if (timer.result() != prism::Result::Ok) {
    return 0;
  }
  timers_.emplace(id, Timer{std::move(timer), session_});
  return id;
}

bool EventLoop::removeTimer(guint id) { return timers_.erase(id) != 0; }

guint EventLoop::addInput(int fd, PurpleInputCondition condition, PurpleInputFunction function, gpointer data) {
  const guint id = nextId();
  Descriptor& descriptor = descriptors_[fd];
  descriptor.inputs.emplace(id, Input{condition, function, data});
  descriptor.session = session_ ? session_ : descriptor.session;
  inputs_.emplace(id, fd);
  watch(fd, descriptor);
  return id;
}

// Always makes a new watch: libpurple may have closed the descriptor before it removed the inputs, and the number may
// now be that of another file.
void EventLoop::watch(int fd, Descriptor& descriptor) {
  int condition = 0;
  for (const auto& [id, input] : descriptor.inputs) {
    condition |= input.condition;
  }
  condition &= isPaused(descriptor.session) ? ~PURPLE_INPUT_READ : ~0;
  descriptor.watch.end();
  if (condition == 0) {
    return;
  }
  descriptor.watch = host_.watch(fd, readyFor(condition), [this, fd](prism::Ready ready) { dispatch(fd, ready); });
}

bool EventLoop::removeInput(guint id) {
  const auto place = inputs_.find(id);
  if (place == inputs_.end()) {
    return false;
  }
  const int fd = place->second;
  inputs_.erase(place);
  Descriptor& descriptor = descriptors_[fd];
  descriptor.inputs.erase(id);
  if (descriptor.inputs.empty()) {
    pending_reads_.erase(fd);
    descriptors_.erase(fd);
  } else {
    watch(fd, descriptor);
  }
  return true;
}

void EventLoop::dispatch(int fd, prism::Ready ready) {
  const GlibContext::Turn turn(glib_);
  std::vector<guint> ids;
  for (const auto& [id, input] : descriptors_[fd].inputs) {
    ids.push_back(id);
  }
  for (const guint id : ids) {
    if (inputs_.count(id) == 0) {
      continue;  // an earlier callback has removed it
    }
    const Input input = descriptors_[fd].inputs.at(id);
    const int events = (prism::readable(ready) ? input.condition & PURPLE_INPUT_READ : 0) |
                       (prism::writable(ready) ? input.condition & PURPLE_INPUT_WRITE : 0);
    if (events != 0) {
      call(fd, input, events);
    }
  }
}

void EventLoop::call(int fd, const Input& input, int events) {
  const auto began = processorTime();
  const int before = (events & PURPLE_INPUT_READ) != 0 ? readable(fd) : 0;
  session_ = descriptors_[fd].session;
  dispatched_fd_ = fd;
  tls_bytes_read_ = 0;
  tokens_ = 0;
  input.function(input.data, fd, static_cast<PurpleInputCondition>(events));
  dispatched_fd_ = -1;
  const SessionMemory::Session session = std::exchange(session_, nullptr);
  std::size_t bytes = 0;
  if (before > 0) {
    const int left = readable(fd);
    bytes = static_cast<std::size_t>(left < before ? before - left : std::min(before, kAssumedRead));
    memory_.received(session, bytes);
    bytes = std::max(bytes, tls_bytes_read_);
  }
  if (session) {
    keepPace(session, bytes, processorTime() - began);
  }
}

bool EventLoop::isPaused(SessionMemory::Session session) const {
  const auto pace = paces_.find(session);
  return pace != paces_.end() && pace->second.pause;
}

void EventLoop::keepPace(SessionMemory::Session session, std::size_t bytes, std::chrono::nanoseconds time) {
  using std::chrono::milliseconds;
  const auto now = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
  const auto of_time = static_cast<std::uint32_t>(std::min<std::int64_t>(time / kPaceTime, kPaceBurst));
  Pace& pace = paces_[session];
  pace.bucket.spend(now, std::max({tokens_, static_cast<std::uint32_t>(bytes / kPaceSize), of_time}));
  if (const milliseconds wait = pace.bucket.wait(now); wait.count() > 0 && !pace.pause) {
    pace.pause = host_.after(std::clamp(wait, kShortestPause, kLongestPause), [this, session] {
      paces_[session].pause.end();
      watchAgain(session);
    });
    watchAgain(session);
    if (!std::exchange(pace.told, true) && slowed_) {
      slowed_(session);
    }
  }
}

// Watches the descriptors of a session anew at the beginning and the end of a pause. At its end, a TLS module may have
// bytes in its buffer, which do not make the descriptor readable.
void EventLoop::watchAgain(SessionMemory::Session session) {
  std::vector<int> fds;
  for (auto& [fd, descriptor] : descriptors_) {
    if (descriptor.session == session) {
      watch(fd, descriptor);
      fds.push_back(fd);
    }
  }
  for (const int fd : fds) {
    if (!isPaused(session) && pending_reads_.erase(fd) != 0 && descriptors_.count(fd) != 0) {
      dispatch(fd, prism::Ready::Readable);
    }
  }
}

void EventLoop::limitTls() {
  static PurpleSslOps operations;
  if (tls_module || purple_ssl_is_supported() == FALSE || !purple_ssl_get_ops()) {
    return;
  }
  tls_module = purple_ssl_get_ops();
  operations = *tls_module;
  operations.read = readTls;
  purple_ssl_set_ops(&operations);
}

// Over the limit, returns EAGAIN and schedules a further call of the input: the TLS module may have decrypted bytes in
// its buffer, which do not make the descriptor readable.
std::size_t EventLoop::readTls(PurpleSslConnection* connection, void* data, std::size_t size) {
  if (the_loop && connection->fd == the_loop->dispatched_fd_ && the_loop->tls_bytes_read_ >= kMostFromTls) {
    the_loop->pending_reads_[connection->fd] =
        the_loop->host_.after(std::chrono::milliseconds(0), [fd = connection->fd] {
          const auto place = the_loop->descriptors_.find(fd);
          if (place != the_loop->descriptors_.end() && !the_loop->isPaused(place->second.session)) {
            the_loop->dispatch(fd, prism::Ready::Readable);
          }
        });
    errno = EAGAIN;
    return static_cast<std::size_t>(-1);
  }
  const std::size_t read = tls_module->read(connection, data, size);
  if (the_loop && read != static_cast<std::size_t>(-1)) {
    the_loop->tls_bytes_read_ += read;
  }
  return read;
}

void EventLoop::setSession(SessionMemory::Session session) {
  session_ = session;
  const auto place = descriptors_.find(dispatched_fd_);
  if (place != descriptors_.end() && std::exchange(place->second.session, session) != session) {
    watch(dispatched_fd_, place->second);  // one of the sessions may be paused
  }
}

void EventLoop::forget(SessionMemory::Session session) {
  const bool was_paused = isPaused(session);
  paces_.erase(session);
  for (auto& [fd, descriptor] : descriptors_) {
    if (session && descriptor.session == session) {
      descriptor.session = nullptr;
      if (was_paused) {
        watch(fd, descriptor);
      }
    }
  }
  for (auto& [id, timer] : timers_) {
    timer.session = timer.session == session ? nullptr : timer.session;
  }
  session_ = session_ == session ? nullptr : session_;
  memory_.ended(session);
}

}  // namespace purple
