// SPDX-License-Identifier: MIT
#include "session/members.h"

#include <utility>

namespace irc {

Member* Members::set(const std::string& folded, Member member) {
  if (member.nick.size() > kMostName) {
    return nullptr;
  }
  erase(folded);
  if (!charge_.grow(sizeOf(member.nick.size()))) {
    return nullptr;
  }
  return &map_.insert_or_assign(folded, std::move(member)).first->second;
}

Member* Members::rename(const std::string& folded_old, const std::string& folded_new, std::string_view nick) {
  const auto place = map_.find(folded_old);
  if (place == map_.end()) {
    return nullptr;
  }
  Member member = std::move(place->second);
  charge_.shrink(sizeOf(place->first.size()));
  map_.erase(place);
  member.nick = std::string(nick);
  return set(folded_new, std::move(member));
}

Member* Members::find(const std::string& folded) {
  const auto place = map_.find(folded);
  return place == map_.end() ? nullptr : &place->second;
}

const Member* Members::find(const std::string& folded) const {
  const auto place = map_.find(folded);
  return place == map_.end() ? nullptr : &place->second;
}

void Members::erase(const std::string& folded) {
  const auto place = map_.find(folded);
  if (place != map_.end()) {
    charge_.shrink(sizeOf(place->first.size()));
    map_.erase(place);
  }
}

void Members::clear() {
  map_.clear();
  charge_.resize(0);
}

void Members::takeFrom(Members& other) {
  clear();
  std::swap(charge_, other.charge_);
  std::swap(map_, other.map_);
}

void Members::refold(const Isupport& isupport) {
  Map old;
  std::swap(old, map_);
  charge_.resize(0);
  for (auto& [folded, member] : old) {
    const std::string key = isupport.fold(member.nick);
    set(key, std::move(member));
  }
}

}  // namespace irc
