// SPDX-License-Identifier: MIT
// A file system that does not answer, preloaded into the host. unlink() of a name that ends in `.prom.tmp`, the first
// step of writing metrics, blocks until no process has the FIFO PRISM_TEST_FILE_SYSTEM open for writing.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int unlink(const char* path) {
  static const char kEnd[] = ".prom.tmp";
  const size_t size = strlen(path);
  if (size >= sizeof kEnd - 1 && strcmp(path + size - (sizeof kEnd - 1), kEnd) == 0) {
    const int fd = open(getenv("PRISM_TEST_FILE_SYSTEM"), O_RDONLY | O_CLOEXEC);
    char byte;
    while (read(fd, &byte, 1) > 0) {
    }
    close(fd);
  }
  return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
