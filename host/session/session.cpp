// SPDX-License-Identifier: MIT
#include "host/session/session.h"

#include <Poco/Ascii.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace prism::host {
namespace {

bool sameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

}  // namespace

Session::Rare& Session::rare() {
  if (!rare_) {
    rare_ = std::make_unique<Rare>();
  }
  return *rare_;
}

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
  room->name = name;
  room->nickname = room->requested_nickname = nickname;
  room->joining = true;
  room->joined_early = !login.isConnected();
  room->namesake = nullptr;
  room->accounts = nullptr;
}

void Session::leaveRoom(std::string_view name) {
  std::erase_if(rooms_, [&](const Room& room) { return sameName(room.name, name); });
  if (chat_) {
    chat_->memory.forget({ConversationKind::kRoom, name});
  }
  forgetCapabilities({ConversationKind::kRoom, name});
}

void Session::forgetCapabilities(const ConversationName& gone) {
  if (chat_) {
    chat_->capabilities.forget(gone);
  }
  if (history_capabilities_) {
    history_capabilities_->forget(gone);
  }
}

HistoryCapabilityTable& Session::historyCapabilities(CapabilityTotal& total) {
  if (!history_capabilities_) {
    history_capabilities_ = std::make_unique<HistoryCapabilityTable>(total);
  }
  return *history_capabilities_;
}

SessionChat& Session::chat(ChatState& all) {
  if (!chat_) {
    chat_ = std::make_unique<SessionChat>(all);
  }
  return *chat_;
}

const ChatCapabilities* Session::chatCapabilities(const ChatState& all, const ConversationName& conversation) const {
  const ChatCapabilities* own = chat_ ? chat_->capabilities.find(conversation) : nullptr;
  return own ? own : all.capabilities.find(conversation);
}

// Both room names and nicknames may contain '/'. The shortest prefix that is a joined room is taken as the room.
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

bool Session::storeContact(std::string_view buddy, const Contact& contact) {
  roster_size_ += contact.size;
  if (Contact* found = contacts_.find(buddy)) {
    roster_size_ -= found->size;
    return !std::exchange(*found, contact).isLike(contact);
  }
  contacts_.insert(buddy, contact);  // if this drops others, Spectrum still has them, so their sizes still count
  return true;
}

std::size_t Session::rosterSizeWith(std::string_view buddy, std::size_t size) const {
  const Contact* found = contacts_.find(buddy);
  return roster_size_ + size - (found ? found->size : 0);
}

bool Session::noteContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                          std::size_t size) {
  Contact contact = contactOf(alias, groups);
  contact.size = static_cast<std::uint32_t>(size);
  return storeContact(buddy, contact);
}

void Session::countContact(std::string_view buddy, std::size_t size) {
  Contact contact;
  contact.known = false;
  contact.size = static_cast<std::uint32_t>(size);
  storeContact(buddy, contact);
}

void Session::mergeContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                           std::size_t size) {
  const Contact* old = contacts_.find(buddy);
  if (old && old->removed) {
    // The event may be outdated, so the user's next request about this contact counts as a change.
    countContact(buddy, size);
    return;
  }
  Contact contact = contactOf(alias, groups);
  contact.size = static_cast<std::uint32_t>(size);
  if (old && old->known) {
    contact.alias = alias.empty() ? old->alias : contact.alias;
    contact.groups = groups.empty() ? old->groups : contact.groups;
  }
  storeContact(buddy, contact);
}

bool Session::noteRemoval(std::string_view buddy) {
  if (pictures) {
    pictures->erase(pictureKey(buddy));
  }
  forgetCapabilities({ConversationKind::kContact, buddy});
  Contact gone;
  gone.removed = true;
  return storeContact(buddy, gone);
}

void Session::markUnconfirmed(std::string_view buddy) {
  if (Contact* contact = contacts_.find(buddy)) {
    contact->unconfirmed = true;
  }
}

std::vector<std::string> Session::takeUnconfirmed(const std::function<std::string(const std::string&)>& normalized) {
  std::set<std::string> confirmed;
  std::vector<std::string> unconfirmed;
  contacts_.visit([&](const std::string& name, Contact& contact) {
    if (std::exchange(contact.unconfirmed, false)) {
      unconfirmed.push_back(name);
    } else if (!contact.removed) {
      confirmed.insert(normalized(name));
    }
  });
  std::erase_if(unconfirmed, [&](const std::string& name) { return confirmed.contains(normalized(name)); });
  return unconfirmed;
}

bool Session::noteBlocked(std::string_view buddy, bool blocked) {
  if (bool* before = rare().blocked.find(buddy)) {
    return std::exchange(*before, blocked) != blocked;
  }
  rare().blocked.insert(buddy, blocked);
  return true;  // the state of an earlier session is unknown
}

void Session::storeSpelling(std::string_view name) {
  const std::string folded = normalizedNode(name);
  std::string* known = rare().spellings.find(folded);
  if (folded == name) {
    if (known) {
      rare_->spellings.erase(folded);
    }
  } else if (known) {
    known->assign(name);
  } else {
    rare_->spellings.insert(folded, std::string(name));
  }
}

std::string Session::spellingOf(std::string_view name) const {
  const std::string* spelling = hasSpellings() ? rare_->spellings.find(normalizedNode(name)) : nullptr;
  return spelling ? *spelling : std::string(name);
}

void Session::openAuthorization(std::string_view buddy) {
  if (!rare().authorizations.find(buddy)) {
    rare().authorizations.insert(buddy, {});
  }
}

bool Session::closeAuthorization(std::string_view buddy) {
  if (!rare_ || !rare_->authorizations.find(buddy)) {
    return false;
  }
  rare_->authorizations.erase(buddy);
  return true;
}

void Session::openVCard(std::string_view buddy, std::int32_t id) {
  std::vector<std::int32_t>* ids = rare().vcards.find(buddy);
  if (!ids) {
    ids = rare().vcards.insert(buddy, {});
  }
  if (ids->size() < kMaxVCards) {
    ids->push_back(id);
  }
}

std::vector<std::int32_t> Session::closeVCards(std::string_view buddy) {
  std::vector<std::int32_t>* found = rare_ ? rare_->vcards.find(buddy) : nullptr;
  if (!found) {
    return {};
  }
  std::vector<std::int32_t> ids = std::move(*found);
  rare_->vcards.erase(buddy);
  return ids;
}

void Session::setSettings(const SecretVector<SecretString>& values) {
  if (!values.empty() || rare_) {
    rare().settings = values;
  }
}

const SecretString* Session::setting(std::size_t index) const {
  return rare_ && index < rare_->settings.size() ? &rare_->settings[index] : nullptr;
}

}  // namespace prism::host
