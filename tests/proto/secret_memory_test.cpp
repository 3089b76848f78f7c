// SPDX-License-Identifier: MIT
#include "proto/secret_memory.h"

#include "tests/support/memory_areas.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <thread>

namespace prism {
namespace {

// Returns true if a core dump contains this address.
bool isInCore(const void* address) {
  const tests::MemoryArea area = tests::memoryAreaAt(::getpid(), address);
  EXPECT_NE(area.end, 0U) << "something is there";
  return area.in_core;
}

TEST(SecretMemory, IsInNoCore) {
  EXPECT_TRUE(isInCore(std::make_unique<char[]>(100).get())) << "other memory is";
  for (const std::size_t size : {1U, 100U, 5000U, 100'000U}) {
    const SecretVector<char> secret(size);
    EXPECT_FALSE(isInCore(secret.data())) << size;
    EXPECT_FALSE(isInCore(&secret.back())) << size;
  }
  const SecretVector<SecretString> strings{"short", "too long to be within the string itself"};
  for (const SecretString& string : strings) {
    EXPECT_FALSE(isInCore(string.data())) << string;
  }
}

TEST(SecretMemory, IsWipedWhenItIsReleased) {
  constexpr std::size_t kSize = 200;
  auto* first = static_cast<char*>(allocateSecret(kSize));
  std::memset(first, 'x', kSize);
  releaseSecret(first, kSize);
  auto* again = static_cast<char*>(allocateSecret(kSize));
  ASSERT_EQ(first, again) << "what has been released is used again";
  EXPECT_EQ(std::count(again, again + kSize, 'x'), 0);
  releaseSecret(again, kSize);
}

TEST(SecretMemory, IsThereForEveryThread) {
  const auto use = [] {
    for (int i = 0; i < 1000; ++i) {
      const SecretVector<SecretString> strings(10, SecretString(static_cast<std::size_t>(i), 'x'));
      ASSERT_EQ(strings.back().size(), static_cast<std::size_t>(i));
    }
  };
  std::thread other(use);
  use();
  other.join();
}

TEST(SecretMemory, WipesStringsOfOtherKinds) {
  std::string text = "secret";
  wipe(&text);
  EXPECT_EQ(text, std::string(6, '\0'));
}

}  // namespace
}  // namespace prism
