// SPDX-License-Identifier: MIT
#include "mapping/conversations.h"

#include "session/limits.h"

#include <utility>

namespace irc {
namespace {

// Makes room for one more person, unless this one is there already.
template <typename People>
void makeRoom(People* people, const std::string& folded) {
  if (people->size() >= kMostPrivateChats && people->count(folded) == 0) {
    people->erase(people->begin());
  }
}

}  // namespace

void Conversations::beginInRoom(std::string_view nick, const std::string& channel) {
  const std::string folded = isupport_.fold(nick);
  direct_.erase(folded);
  makeRoom(&in_rooms_, folded);
  in_rooms_[folded] = {std::string(nick), channel};
}

void Conversations::beginDirect(std::string_view nick) {
  const std::string folded = isupport_.fold(nick);
  in_rooms_.erase(folded);
  makeRoom(&direct_, folded);
  direct_[folded] = {std::string(nick), {}};
}

std::string_view Conversations::roomOf(std::string_view nick) const {
  const auto place = in_rooms_.find(isupport_.fold(nick));
  return place == in_rooms_.end() ? std::string_view() : place->second.channel;
}

void Conversations::rename(std::string_view from, std::string_view to) {
  const std::string old_key = isupport_.fold(from);
  const auto move = [&](auto& people) {
    if (auto person = people.extract(old_key); !person.empty()) {
      person.key() = isupport_.fold(to);
      person.mapped().nick = std::string(to);
      people.insert(std::move(person));
    }
  };
  move(in_rooms_);
  move(direct_);
  move(ignored_);
}

void Conversations::rekey() {
  const auto fold = [this](auto& people) {
    for (auto& [folded, person] : std::exchange(people, {})) {
      people.insert_or_assign(isupport_.fold(person.nick), std::move(person));
    }
  };
  fold(in_rooms_);
  fold(direct_);
  fold(ignored_);
}

bool Conversations::ignore(std::string_view nick) {
  if (ignored_.size() >= kMostIgnored) {
    return false;
  }
  ignored_[isupport_.fold(nick)] = {std::string(nick), {}};
  return true;
}

bool Conversations::isIgnored(std::string_view nick) const {
  return !ignored_.empty() && ignored_.count(isupport_.fold(nick)) > 0;
}

std::string Conversations::ignored() const {
  std::string nicks;
  for (const auto& [folded, person] : ignored_) {
    nicks += (nicks.empty() ? "" : " ") + person.nick;
  }
  return nicks;
}

}  // namespace irc
