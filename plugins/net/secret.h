// SPDX-License-Identifier: MIT
// A string that is wiped from memory by its destructor.
#pragma once

#include <openssl/crypto.h>

#include <string>
#include <string_view>

namespace net {

inline void wipe(std::string* text) {
  text->resize(text->capacity());  // also wipes the rest of an earlier, longer value
  ::OPENSSL_cleanse(text->data(), text->size());
  text->clear();
}

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text) : text_(text) {}
  ~Secret() { wipe(&text_); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::string& text() { return text_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace net
