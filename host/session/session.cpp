#include "host/session/session.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace prism::host {
namespace {

// Spectrum gives up on a vCard after 40 s. What a plugin has not answered by the time that there are so many, it will
// not answer.
constexpr std::size_t kMaxVCards = 1000;

// Requests of strangers to see the presence, which nobody need answer.
constexpr std::size_t kMaxAuthorizations = 10'000;

// Contacts, those that have gone included. Where a network has more, all are forgotten: then the plugin is told once more
// what it knows already.
constexpr std::size_t kMaxContacts = 100'000;

// Makes room for one more.
template <typename Container>
void limit(Container* container, std::size_t most) {
  if (container->size() >= most) {
    container->clear();
  }
}

bool sameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

}  // namespace

Room* Session::searchRoom(std::string_view name) {
  const auto found =
      std::find_if(rooms_.begin(), rooms_.end(), [&](const Room& room) { return sameName(room.name, name); });
  return found == rooms_.end() ? nullptr : &*found;
}

void Session::enterRoom(std::string_view name, std::string_view nickname) {
  Room* room = findRoom(name);
  if (!room) {
    room = &rooms_.emplace_back();
  }
  *room = {std::string(name), std::string(nickname), std::string(nickname), std::move(room->entered), true, !connected};
}

void Session::leaveRoom(std::string_view name) {
  std::erase_if(rooms_, [&](const Room& room) { return sameName(room.name, name); });
}

// Names of rooms may have a '/' themselves, and so may nicknames: the first that makes a room counts.
Room* Session::findParticipant(std::string_view buddy, std::string_view* nickname) {
  if (rooms_.empty()) {
    return nullptr;
  }
  for (std::size_t slash = buddy.find('/'); slash != std::string_view::npos; slash = buddy.find('/', slash + 1)) {
    if (Room* room = findRoom(buddy.substr(0, slash)); room && slash + 1 < buddy.size()) {
      *nickname = buddy.substr(slash + 1);
      return room;
    }
  }
  return nullptr;
}

Session::Contact Session::contactOf(std::string_view alias, const std::vector<std::string_view>& groups) {
  Contact contact;
  contact.alias = std::hash<std::string_view>()(alias);
  for (const std::string_view group : groups) {
    contact.groups = (contact.groups ^ std::hash<std::string_view>()(group)) * 0x9E3779B97F4A7C15U;
  }
  return contact;
}

bool Session::note(std::string_view buddy, const Contact& contact) {
  const auto found = contacts_.find(buddy);
  roster_size_ += contact.size;
  if (found == contacts_.end()) {
    limit(&contacts_, kMaxContacts);
    roster_size_ = contacts_.empty() ? contact.size : roster_size_;
    contacts_.emplace(buddy, contact);
    return true;
  }
  roster_size_ -= found->second.size;
  return !std::exchange(found->second, contact).isLike(contact);
}

std::size_t Session::rosterSizeWith(std::string_view buddy, std::size_t size) const {
  const auto found = contacts_.find(buddy);
  return roster_size_ + size - (found == contacts_.end() ? 0 : found->second.size);
}

bool Session::noteContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups) {
  Contact contact = contactOf(alias, groups);
  const auto old = contacts_.find(buddy);
  contact.size = old == contacts_.end() ? 0 : old->second.size;
  return note(buddy, contact);
}

void Session::learnContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                           std::size_t size) {
  Contact contact = contactOf(alias, groups);
  contact.size = size;
  const auto old = contacts_.find(buddy);
  if (old != contacts_.end() && old->second.removed) {
    roster_size_ -= old->second.size;
    contacts_.erase(old);  // it may be a late event of the network: whatever the user says next is news
    return;
  }
  if (old != contacts_.end()) {
    contact.alias = alias.empty() ? old->second.alias : contact.alias;
    contact.groups = groups.empty() ? old->second.groups : contact.groups;
  }
  note(buddy, contact);
}

bool Session::noteRemoval(std::string_view buddy) {
  Contact gone;
  gone.removed = true;
  return note(buddy, gone);
}

bool Session::noteBlocked(std::string_view buddy, bool blocked) {
  const auto found = blocked_.find(buddy);
  if (found == blocked_.end()) {
    limit(&blocked_, kMaxContacts);
    blocked_.emplace(buddy, blocked);
    return true;  // whatever it was in an earlier session
  }
  return std::exchange(found->second, blocked) != blocked;
}

void Session::openAuthorization(std::string_view buddy) {
  limit(&authorizations_, kMaxAuthorizations);
  authorizations_.emplace(buddy);
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
  limit(&vcards_, kMaxVCards);
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
