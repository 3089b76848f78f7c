#include "host/session.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace prism::host {
namespace {

// Spectrum gives up on a vCard after 40 s. What a plugin has not answered by the time that there are so many, it will
// not answer.
constexpr std::size_t kMaxVCards = 1000;

bool sameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

std::size_t mix(std::size_t hash, std::string_view text) {
  return (hash ^ std::hash<std::string_view>()(text)) * 0x9E3779B97F4A7C15U;
}

}  // namespace

Room* Session::findRoom(std::string_view name) {
  const auto found =
      std::find_if(rooms_.begin(), rooms_.end(), [&](const Room& room) { return sameName(room.name, name); });
  return found == rooms_.end() ? nullptr : &*found;
}

void Session::enterRoom(std::string_view name, std::string_view nickname) {
  Room* room = findRoom(name);
  if (!room) {
    room = &rooms_.emplace_back();
  }
  *room = {std::string(name), std::string(nickname), !connected};
}

void Session::leaveRoom(std::string_view name) {
  std::erase_if(rooms_, [&](const Room& room) { return sameName(room.name, name); });
}

Room* Session::findParticipant(std::string_view buddy, std::string_view* nickname) {
  const std::size_t slash = buddy.find('/');
  Room* room = slash == std::string_view::npos ? nullptr : findRoom(buddy.substr(0, slash));
  if (room) {
    *nickname = buddy.substr(slash + 1);
  }
  return room;
}

bool Session::note(std::string_view buddy, const Likeness& likeness) {
  const auto found = contacts_.find(buddy);
  if (found == contacts_.end()) {
    contacts_.emplace(buddy, likeness);
    return true;
  }
  return std::exchange(found->second, likeness) != likeness;
}

Session::Likeness Session::likenessOf(std::string_view alias, const std::vector<std::string_view>& groups) {
  Likeness likeness;
  if (!alias.empty()) {
    likeness.alias = mix(1, alias);
  }
  for (const std::string_view group : groups) {
    likeness.groups = mix(likeness.groups + 1, group);
  }
  return likeness;
}

bool Session::noteContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups) {
  return note(buddy, likenessOf(alias, groups));
}

void Session::noteShownContact(std::string_view buddy, std::string_view alias,
                               const std::vector<std::string_view>& groups) {
  Likeness likeness = likenessOf(alias, groups);
  if (const auto old = contacts_.find(buddy); old != contacts_.end()) {
    likeness.alias = alias.empty() ? old->second.alias : likeness.alias;
    likeness.groups = groups.empty() ? old->second.groups : likeness.groups;
  }
  note(buddy, likeness);
}

bool Session::noteRemoval(std::string_view buddy) {
  Likeness removed;
  removed.removed = true;
  return note(buddy, removed);
}

bool Session::noteBlocked(std::string_view buddy, bool blocked) {
  if (blocked) {
    return blocked_.emplace(buddy).second;
  }
  const auto found = blocked_.find(buddy);
  if (found != blocked_.end()) {
    blocked_.erase(found);
  }
  return true;  // it may have been blocked in an earlier session
}

bool Session::closeAuthorization(std::string_view buddy) {
  const auto found = authorizations_.find(buddy);
  if (found == authorizations_.end()) {
    return false;
  }
  authorizations_.erase(found);
  return true;
}

void Session::openVCard(std::string_view buddy, std::int32_t id) {
  if (vcards_.size() >= kMaxVCards) {
    vcards_.clear();
  }
  auto found = vcards_.find(buddy);
  if (found == vcards_.end()) {
    found = vcards_.emplace(buddy, std::vector<std::int32_t>()).first;
  }
  if (found->second.size() < kMaxVCards) {
    found->second.push_back(id);
  }
}

std::vector<std::int32_t> Session::closeVCards(std::string_view buddy) {
  const auto found = vcards_.find(buddy);
  if (found == vcards_.end()) {
    return {};
  }
  std::vector<std::int32_t> ids = std::move(found->second);
  vcards_.erase(found);
  return ids;
}

}  // namespace prism::host
