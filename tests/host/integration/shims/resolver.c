// SPDX-License-Identifier: MIT
// A name server that does not answer, preloaded into the host. getaddrinfo() blocks until no process has the FIFO
// PRISM_TEST_RESOLVER open for writing, and then fails with EAI_AGAIN.
#define _GNU_SOURCE
#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

int getaddrinfo(const char* restrict name, const char* restrict service, const struct addrinfo* restrict hints,
                struct addrinfo** restrict list) {
  (void)name;
  (void)service;
  (void)list;
  if (hints && (hints->ai_flags & AI_NUMERICHOST) != 0) {
    return EAI_NONAME;
  }
  const int fd = open(getenv("PRISM_TEST_RESOLVER"), O_RDONLY | O_CLOEXEC);
  char byte;
  while (read(fd, &byte, 1) > 0) {
  }
  close(fd);
  return EAI_AGAIN;
}
