// SPDX-License-Identifier: MIT
// A fast monotonic clock, preloaded into the host: CLOCK_MONOTONIC runs ten times as fast as it should, and so do the
// waits that end by it. So a period of 15 s takes 1.5 s. The wall clock stays as it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const int64_t kTimes = 10;
static const int64_t kSecond = 1000000000;

static int64_t start;  // in nanoseconds, like all times here

static int64_t real_now(void) {
  struct timespec now;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec;
}

__attribute__((constructor)) static void start_clock(void) { start = real_now(); }

static struct timespec time_of(int64_t nanoseconds) {
  return (struct timespec){nanoseconds / kSecond, nanoseconds % kSecond};
}

static struct timespec slow_down(const struct timespec* fast) {
  return time_of(start + (fast->tv_sec * kSecond + fast->tv_nsec - start) / kTimes);
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  if (clock != CLOCK_MONOTONIC) {
    return (int)syscall(SYS_clock_gettime, clock, time);
  }
  *time = time_of(start + (real_now() - start) * kTimes);
  return 0;
}

int timerfd_settime(int fd, int flags, const struct itimerspec* value, struct itimerspec* old) {
  struct itimerspec slow = *value;
  if (flags == TFD_TIMER_ABSTIME && (value->it_value.tv_sec != 0 || value->it_value.tv_nsec != 0)) {
    slow.it_value = slow_down(&value->it_value);
  }
  return (int)syscall(SYS_timerfd_settime, fd, flags, &slow, old);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const struct timespec* end) {
  int (*wait)(sem_t*, clockid_t, const struct timespec*) = NULL;
  *(void**)&wait = dlsym(RTLD_NEXT, "sem_clockwait");
  const struct timespec slow = slow_down(end);
  return wait(semaphore, clock, &slow);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec* end, struct timespec* left) {
  const struct timespec slow = flags == TIMER_ABSTIME && clock == CLOCK_MONOTONIC ? slow_down(end) : *end;
  return syscall(SYS_clock_nanosleep, clock, flags, &slow, left) == 0 ? 0 : errno;
}
