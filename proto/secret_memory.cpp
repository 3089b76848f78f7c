// SPDX-License-Identifier: MIT
#include "proto/secret_memory.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <memory_resource>
#include <mutex>
#include <new>

namespace prism {
namespace {

// Bytes. Larger blocks get their own pages.
constexpr std::size_t kLargestPooled = std::size_t{8} * 1024;

class Pages final : public std::pmr::memory_resource {
 private:
  static std::size_t whole(std::size_t size) {
    static const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
  }

  void* do_allocate(std::size_t size, std::size_t) override {
    void* memory = ::mmap(nullptr, whole(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
      throw std::bad_alloc();
    }
    ::madvise(memory, whole(size), MADV_DONTDUMP);
    return memory;
  }

  void do_deallocate(void* memory, std::size_t size, std::size_t) override { ::munmap(memory, whole(size)); }

  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }
};

struct Pool {
  std::mutex mutex;
  Pages pages;
  std::pmr::unsynchronized_pool_resource pool{{0, kLargestPooled}, &pages};
};

// Never destroyed: secrets exist until the process ends.
Pool& pool() {
  static Pool* const pool = new Pool;
  return *pool;
}

// Rounds a size up to the largest alignment: the pools of libstdc++ 12 align a block only as its size suggests, one of
// 24 bytes at 8.
std::size_t aligned(std::size_t size) {
  constexpr std::size_t kAlignment = alignof(std::max_align_t);
  return (size + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

void* allocateSecret(std::size_t size) {
  const std::lock_guard lock(pool().mutex);
  return pool().pool.allocate(aligned(size));
}

void releaseSecret(void* memory, std::size_t size) {
  ::explicit_bzero(memory, size);
  const std::lock_guard lock(pool().mutex);
  pool().pool.deallocate(memory, aligned(size));
}

void wipe(std::string* text) { ::explicit_bzero(text->data(), text->size()); }

}  // namespace prism
