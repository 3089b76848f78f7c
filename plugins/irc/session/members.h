// SPDX-License-Identifier: MIT
// The members of a channel, charged to SessionMemory.
#pragma once

#include "protocol/isupport.h"
#include "protocol/modes.h"
#include "session/memory.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace irc {

struct Member {
  std::string nick;
  Ranks ranks;
  bool away = false;
};

class Members {
 public:
  using Map = std::map<std::string, Member, std::less<>>;  // by folded nickname

  explicit Members(SessionMemory& memory) : charge_(memory) {}

  // Adds a member, or replaces the one of the same folded nickname. Returns nullptr if the nickname is too long, or if
  // there is no memory left.
  Member* set(const std::string& folded, Member member);
  // Returns nullptr if there is no such member, or the new nickname has no room in the memory: the member is removed
  // then.
  Member* rename(const std::string& folded_old, const std::string& folded_new, std::string_view nick);
  Member* find(const std::string& folded);
  const Member* find(const std::string& folded) const;
  bool has(const std::string& folded) const { return map_.find(folded) != map_.end(); }
  void erase(const std::string& folded);
  void clear();
  // Moves all members of `other` here, and drops the previous ones.
  void takeFrom(Members& other);
  // Computes all keys again, after the server has named another case mapping.
  void refold(const Isupport& isupport);

  std::size_t size() const { return map_.size(); }
  bool empty() const { return map_.empty(); }
  Map::const_iterator begin() const { return map_.begin(); }
  Map::const_iterator end() const { return map_.end(); }

 private:
  static std::size_t sizeOf(std::size_t nick) { return sizeof(Map::value_type) + 48 + 2 * heapSize(nick); }

  Charge charge_;
  Map map_;
};

}  // namespace irc
