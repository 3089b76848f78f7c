// SPDX-License-Identifier: MIT
// A movable wall clock, preloaded into the host. Adds an offset in seconds to CLOCK_REALTIME: the int64_t in the file
// that PRISM_TEST_CLOCK names. CLOCK_MONOTONIC stays as it is. A timerfd on another clock aborts the process, since
// the offset would not apply to it.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t* offset;

__attribute__((constructor)) static void open_clock(void) {
  const int fd = open(getenv("PRISM_TEST_CLOCK"), O_RDONLY | O_CLOEXEC);
  void* memory = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) {
    abort();
  }
  offset = memory;
  close(fd);
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  const int result = (int)syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && offset && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    time->tv_sec += *offset;
  }
  return result;
}

int gettimeofday(struct timeval* restrict time, void* restrict zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) {
    *result = now.tv_sec;
  }
  return now.tv_sec;
}

int timerfd_create(int clock, int flags) {
  if (clock != CLOCK_MONOTONIC) {
    fprintf(stderr, "a timer on the wall clock\n");
    abort();
  }
  return (int)syscall(SYS_timerfd_create, clock, flags);
}
