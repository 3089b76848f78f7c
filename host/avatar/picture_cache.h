// SPDX-License-Identifier: MIT
// Pictures in memory, by their hashes. At the limit, those leave that were unused for the longest time.
#pragma once

#include "proto/secret_memory.h"

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace prism::host {

class PictureCache {
 public:
  // `most`: bytes of all pictures.
  explicit PictureCache(std::size_t most) : most_(most) {}
  PictureCache(const PictureCache&) = delete;
  PictureCache& operator=(const PictureCache&) = delete;

  // Keeps a copy of a picture, unless it is larger than the limit.
  void put(const std::string& hash, std::string_view bytes);

  // Returns nullptr if the picture is not there. The pointer is valid until the next put().
  const SecretVector<char>* find(const std::string& hash);

  std::size_t bytes() const { return bytes_; }

 private:
  struct Picture {
    std::string hash;
    SecretVector<char> bytes;
  };

  const std::size_t most_;
  std::size_t bytes_ = 0;
  std::list<Picture> pictures_;  // the last used one first
  std::unordered_map<std::string, std::list<Picture>::iterator> by_hash_;
};

}  // namespace prism::host
