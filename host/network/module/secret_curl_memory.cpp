// SPDX-License-Identifier: MIT
#include "host/network/module/secret_curl_memory.h"

#include "proto/secret_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

namespace prism::host {
namespace {

// Before each block there is its size, in a place that keeps the alignment.
constexpr std::size_t kHeader = alignof(std::max_align_t);
static_assert(kHeader >= sizeof(std::size_t));

std::size_t sizeOf(const void* block) {
  std::size_t size = 0;
  std::memcpy(&size, static_cast<const char*>(block) - kHeader, sizeof size);
  return size;
}

void* allocate(std::size_t size) {
  if (size > std::numeric_limits<std::size_t>::max() - kHeader) {
    return nullptr;
  }
  try {
    auto* const memory = static_cast<char*>(allocateSecret(kHeader + size));
    std::memcpy(memory, &size, sizeof size);
    return memory + kHeader;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

void release(void* block) {
  if (block) {
    releaseSecret(static_cast<char*>(block) - kHeader, kHeader + sizeOf(block));
  }
}

void* reallocate(void* block, std::size_t size) {
  void* const copy = allocate(size);
  if (copy && block) {
    std::memcpy(copy, block, std::min(size, sizeOf(block)));
    release(block);
  }
  return copy;
}

void* allocateZeros(std::size_t count, std::size_t size) {
  if (size != 0 && count > std::numeric_limits<std::size_t>::max() / size) {
    return nullptr;
  }
  void* const block = allocate(count * size);
  return block ? std::memset(block, 0, count * size) : nullptr;
}

char* duplicate(const char* text) {
  const std::size_t size = std::strlen(text) + 1;
  void* const block = allocate(size);
  return block ? static_cast<char*>(std::memcpy(block, text, size)) : nullptr;
}

}  // namespace

CURLcode setUpCurl() {
  return ::curl_global_init_mem(CURL_GLOBAL_DEFAULT, &allocate, &release, &reallocate, &duplicate, &allocateZeros);
}

}  // namespace prism::host
