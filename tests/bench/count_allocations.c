/* SPDX-License-Identifier: MIT */
/* Preloaded into the host (LD_PRELOAD): counts the allocations of all threads, in the file named by
 * PRISM_ALLOCATIONS, which the test reads. free() is not counted, since each needs an allocation before it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* glibc's implementation under its internal names. */
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* memory, size_t size);
void* __libc_memalign(size_t alignment, size_t size);

static _Atomic uint64_t before_the_file;
static _Atomic uint64_t* count = &before_the_file;

__attribute__((constructor)) static void openFile(void) {
  const char* path = getenv("PRISM_ALLOCATIONS");
  const int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
  void* shared = fd >= 0 ? mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
  if (shared == MAP_FAILED) {
    static const char complaint[] = "count_allocations: PRISM_ALLOCATIONS names no file that can be used\n";
    (void)!write(STDERR_FILENO, complaint, sizeof complaint - 1);
    _exit(EXIT_FAILURE);
  }
  close(fd);
  count = shared;
}

static void counted(void) { atomic_fetch_add_explicit(count, 1, memory_order_relaxed); }

__attribute__((visibility("default"))) void* malloc(size_t size) {
  counted();
  return __libc_malloc(size);
}

__attribute__((visibility("default"))) void* calloc(size_t number, size_t size) {
  counted();
  return __libc_calloc(number, size);
}

__attribute__((visibility("default"))) void* realloc(void* memory, size_t size) {
  counted();
  return __libc_realloc(memory, size);
}

__attribute__((visibility("default"))) void* memalign(size_t alignment, size_t size) {
  counted();
  return __libc_memalign(alignment, size);
}

__attribute__((visibility("default"))) void* aligned_alloc(size_t alignment, size_t size) {
  return memalign(alignment, size);
}

__attribute__((visibility("default"))) int posix_memalign(void** memory, size_t alignment, size_t size) {
  *memory = memalign(alignment, size);
  return *memory ? 0 : ENOMEM;
}
