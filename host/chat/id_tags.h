// SPDX-License-Identifier: MIT
// A set of the network's ids of the messages of a conversation, which says quickly that an id is not among them. It has
// a number of 32 bits for each id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace prism::host {

class IdTags {
 public:
  // Empty ids are not in the set. An id may be added more than once, and removed after clear().
  void add(std::string_view id) {
    if (!id.empty()) {
      tags_.push_back(tagOf(id));
    }
  }
  void remove(std::string_view id) {
    const std::size_t place = id.empty() ? tags_.npos : tags_.find(tagOf(id));
    if (place != tags_.npos) {
      tags_[place] = tags_.back();
      tags_.pop_back();
    }
  }

  void clear() { tags_.clear(); }

  // Returns false if the id is not in the set. May return true for another id.
  bool mayHave(std::string_view id) const { return tags_.find(tagOf(id)) != tags_.npos; }

 private:
  // The end of an id tells most: many networks count.
  static wchar_t tagOf(std::string_view id) {
    std::uint64_t end = id.size();
    if (id.size() >= sizeof end) {
      std::memcpy(&end, id.data() + id.size() - sizeof end, sizeof end);
    } else {
      for (const char c : id) {
        end = end << 8 | static_cast<unsigned char>(c);
      }
    }
    return static_cast<wchar_t>((end * 0x9e3779b97f4a7c15U) >> 32);
  }

  std::wstring tags_;  // the C library looks for a wchar_t in many at a time
};

}  // namespace prism::host
