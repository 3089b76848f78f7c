// SPDX-License-Identifier: MIT
// Memory for what nobody should find: passwords, and the configuration's values, among which passwords are. It is left out
// of cores (MADV_DONTDUMP), and wiped when it is released.
//
// How far this goes. Kept in such memory, and nowhere else:
//   - what comes from Spectrum 2, in the FrameReader. A frame with a password or a raw stanza in it is wiped there as soon as
//     it has been dealt with, other frames when they are overwritten;
//   - the password of a login, and that of a room, on their way to the plugin: they are taken out of the payload before
//     protobuf sees it, and wiped when the plugin's function has returned;
//   - a raw stanza on its way to the plugin, likewise;
//   - what a user answers to a question of the plugin (prism/prompt.h), secret or not;
//   - the text of the configuration while it is read, and its values as long as the process lives, since the plugin may ask.
// Wiped, but for a moment in memory that is in a core: a login's settings and extra fields, which protobuf takes apart; the
// password of a room to which somebody invites the user, which then waits for Spectrum among all other messages.
// Not covered: what the plugin and its libraries keep of what they are told; the parts of a raw stanza that expat looks at;
// the text of other messages; values given on the command line, which everybody on the machine can see anyway; what the kernel
// has in its buffers, or writes to swap.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace prism {

// [any thread] Throws std::bad_alloc.
void* allocateSecret(std::size_t size);

// [any thread] Wipes it first.
void releaseSecret(void* memory, std::size_t size);

template <typename T>
struct SecretAllocator {
  using value_type = T;

  SecretAllocator() = default;
  template <typename Other>
  SecretAllocator(const SecretAllocator<Other>&) {}

  T* allocate(std::size_t count) { return static_cast<T*>(allocateSecret(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) { releaseSecret(memory, count * sizeof(T)); }

  template <typename Other>
  bool operator==(const SecretAllocator<Other>&) const {
    return true;
  }
};

template <typename T>
using SecretVector = std::vector<T, SecretAllocator<T>>;

// A short one has its characters inside itself: it belongs into a SecretVector, not on the stack.
using SecretString = std::basic_string<char, std::char_traits<char>, SecretAllocator<char>>;

// Bytes of such memory that nobody has written to yet.
struct SecretRelease {
  std::size_t size = 0;
  void operator()(char* memory) const { releaseSecret(memory, size); }
};
using SecretBuffer = std::unique_ptr<char[], SecretRelease>;

inline SecretBuffer makeSecretBuffer(std::size_t size) {
  return SecretBuffer(static_cast<char*>(allocateSecret(size)), SecretRelease{size});
}

// For memory of other kinds.
void wipe(std::string* text);

}  // namespace prism
