// SPDX-License-Identifier: MIT
#include "host/avatar/picture_cache.h"

namespace prism::host {

void PictureCache::put(const std::string& hash, std::string_view bytes) {
  if (find(hash) || bytes.size() > most_) {
    return;
  }
  while (bytes_ + bytes.size() > most_) {
    bytes_ -= pictures_.back().bytes.size();
    by_hash_.erase(pictures_.back().hash);
    pictures_.pop_back();
  }
  pictures_.push_front({hash, {bytes.begin(), bytes.end()}});
  by_hash_[hash] = pictures_.begin();
  bytes_ += bytes.size();
}

const SecretVector<char>* PictureCache::find(const std::string& hash) {
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) {
    return nullptr;
  }
  pictures_.splice(pictures_.begin(), pictures_, found->second);
  return &found->second->bytes;
}

}  // namespace prism::host
