// SPDX-License-Identifier: MIT
#include "net/scram.h"

#include "net/secret.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>
#include <cstddef>

namespace net {
namespace {

// 32 bytes that the destructor wipes.
struct Key {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> bytes = {};

  Key() = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { ::OPENSSL_cleanse(bytes.data(), bytes.size()); }

  std::string text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

const unsigned char* bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

bool hmac(const Key& key, std::string_view text, Key* out) {
  return ::HMAC(::EVP_sha256(), key.bytes.data(), static_cast<int>(key.bytes.size()), bytesOf(text), text.size(),
                out->bytes.data(), nullptr) != nullptr;
}

bool hash(const Key& key, Key* out) {
  return ::EVP_Digest(key.bytes.data(), key.bytes.size(), out->bytes.data(), nullptr, ::EVP_sha256(), nullptr) == 1;
}

}  // namespace

std::optional<ScramProof> scramProof(std::string_view password, std::string_view salt, int iterations,
                                     std::string_view auth_message) {
  Key salted;
  Key client;
  Key stored;
  Key signature;
  Key server;
  Key server_signature;
  if (::PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), bytesOf(salt),
                          static_cast<int>(salt.size()), iterations, ::EVP_sha256(),
                          static_cast<int>(salted.bytes.size()), salted.bytes.data()) != 1 ||
      !hmac(salted, "Client Key", &client) || !hash(client, &stored) || !hmac(stored, auth_message, &signature) ||
      !hmac(salted, "Server Key", &server) || !hmac(server, auth_message, &server_signature)) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < client.bytes.size(); ++i) {
    client.bytes[i] ^= signature.bytes[i];
  }
  return ScramProof{client.text(), server_signature.text()};
}

}  // namespace net
