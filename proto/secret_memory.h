// SPDX-License-Identifier: MIT
// Memory for secrets: passwords, and all values of the configuration, since passwords are among them. Core dumps leave
// it out (MADV_DONTDUMP), and releasing it wipes it.
//
// Kept in secret memory, and nowhere else:
//   - bytes from Spectrum 2, in the FrameReader. It wipes a frame with a password or a raw stanza as soon as the frame
//     is handled; other frames are overwritten by later ones;
//   - the password of a login or of a room on its way to the plugin. It is cut out of the payload before protobuf
//     parses that, and wiped when the plugin's function returns;
//   - a raw stanza on its way to the plugin, likewise;
//   - a user's answers to the plugin's prompts (prism/prompt.h), secret or not;
//   - the messages that the host remembers for edits, replies and reactions (host/chat), until the session ends;
//   - the settings of a user that the plugin has described (prism/settings.h);
//   - the pictures of contacts, and their ids and URLs (prism/avatar.h);
//   - the URLs of fetches (prism/media.h), and all memory of libcurl, unless the plugin has set libcurl up before the
//     host (host/network/module/secret_curl_memory.h);
//   - the text of the configuration while it is read, and its values for the life of the process: the plugin may ask
//     for them at any time.
// Wiped, but for a moment in memory that a core dump contains:
//   - the settings and extra fields of a login, which protobuf parses;
//   - the password of a room in an invitation to the user, which is queued for Spectrum with all other messages.
// Not covered:
//   - copies that the plugin and its libraries make;
//   - a picture on its way from the web and to Spectrum, and the body of a fetch;
//   - the last presences of contacts, with their status texts, which are sent again when a picture changes;
//   - what the TLS library has decrypted, such as the URL of a redirect;
//   - the parts of a raw stanza that expat parses, and the text of other messages;
//   - values on the command line, which every user of the machine can see;
//   - the kernel's buffers, and swap.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace prism {

// [any thread] Throws std::bad_alloc.
void* allocateSecret(std::size_t size);

// [any thread] Wipes the memory before it releases it.
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

// A short string stores its characters inside the object, so the object itself must be in secret memory: in a
// SecretVector, not on the stack.
using SecretString = std::basic_string<char, std::char_traits<char>, SecretAllocator<char>>;

struct SecretRelease {
  std::size_t size = 0;
  void operator()(char* memory) const { releaseSecret(memory, size); }
};
// Uninitialized bytes of secret memory.
using SecretBuffer = std::unique_ptr<char[], SecretRelease>;

inline SecretBuffer makeSecretBuffer(std::size_t size) {
  return SecretBuffer(static_cast<char*>(allocateSecret(size)), SecretRelease{size});
}

// Overwrites a string in ordinary memory.
void wipe(std::string* text);

}  // namespace prism
