// SPDX-License-Identifier: MIT
#include "user/contacts.h"

#include "core/limits.h"
#include "text/markup.h"
#include "text/shortened.h"
#include "user/groups.h"
#include "user/questions.h"
#include <prism/text.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace purple {
namespace {

constexpr char kDefaultGroup[] = "Buddies";

// The id of XMPP's status 'chat'. Its primitive in libpurple is the same as that of 'available'.
constexpr std::string_view kFreeForChat = "freeforchat";

std::string groupOf(PurpleBuddy* node) {
  PurpleGroup* group = purple_buddy_get_group(node);
  return group ? std::string(textOf(purple_group_get_name(group))) : std::string();
}

PurpleGroup* groupNamed(const std::string& name) {
  PurpleGroup* group = purple_find_group(name.c_str());
  if (!group) {
    group = purple_group_new(name.c_str());
    purple_blist_add_group(group, nullptr);
  }
  return group;
}

std::string aliasOf(PurpleBuddy* node) {
  const std::string_view own = textOf(purple_buddy_get_local_buddy_alias(node));
  return std::string(own.empty() ? textOf(purple_buddy_get_server_alias(node)) : own);
}

}  // namespace

prism::Status statusOf(PurplePresence* presence) {
  PurpleStatus* status = purple_presence_get_active_status(presence);
  switch (status ? purple_status_type_get_primitive(purple_status_get_type(status)) : PURPLE_STATUS_OFFLINE) {
    case PURPLE_STATUS_AVAILABLE:
      return purple_presence_is_idle(presence) != FALSE             ? prism::Status::Away
             : textOf(purple_status_get_id(status)) == kFreeForChat ? prism::Status::FreeForChat
                                                                    : prism::Status::Online;
    case PURPLE_STATUS_MOBILE:
    case PURPLE_STATUS_MOOD:
    case PURPLE_STATUS_TUNE:
      return prism::Status::Online;
    case PURPLE_STATUS_UNAVAILABLE:
      return prism::Status::DoNotDisturb;
    case PURPLE_STATUS_AWAY:
      return prism::Status::Away;
    case PURPLE_STATUS_EXTENDED_AWAY:
      return prism::Status::ExtendedAway;
    default:
      return prism::Status::Offline;
  }
}

std::string statusTextOf(PurplePresence* presence) {
  PurpleStatus* status = purple_presence_get_active_status(presence);
  const char* message = status ? purple_status_get_attr_string(status, "message") : nullptr;
  return plainText(beginningOfHtml(textOf(message), kMostOfLine));
}

std::vector<PurpleBuddy*> Contacts::nodes(const std::string& name) const {
  std::vector<PurpleBuddy*> all;
  GSList* found = purple_find_buddies(owner_.account, name.c_str());
  for (GSList* each = found; each; each = each->next) {
    all.push_back(static_cast<PurpleBuddy*>(each->data));
  }
  g_slist_free(found);
  return all;
}

void Contacts::whenConnected(std::function<void()> what) {
  if (owner_.connected()) {
    what();
  } else {
    waiting_for_connection_.push_back(std::move(what));
  }
}

void Contacts::connected() {
  was_connected_ = true;
  if (!changed_.empty()) {
    sendChangesSoon();
  }
  for (const std::function<void()>& what : std::exchange(waiting_for_connection_, {})) {
    what();
  }
}

void Contacts::change(const prism::Buddy& buddy) {
  const std::set<std::string> groups(buddy.groups.begin(), buddy.groups.end());
  whenConnected([this, name = std::string(buddy.buddy), alias = std::string(buddy.alias), groups] {
    change(owner_.contactName(spelled(name)), alias, groups);
  });
}

void Contacts::change(const std::string& name, const std::string& alias, const std::set<std::string>& groups) {
  const std::vector<PurpleBuddy*> there = nodes(name);
  if (!there.empty()) {
    setAlias(there, alias);
    setGroups(name, there, groups);
    if (own_.has(name) && !groups.empty()) {
      own_.put(name, groups);
    }
    return;
  }
  addNodes(name, alias, groups);
  if (!owner_.isXmpp()) {
    own_.put(name, groups);
  }
}

void Contacts::addSearchResult(std::string_view name, std::string_view alias, std::string_view group) {
  const std::string into = group.empty() ? kDefaultGroup : std::string(group);
  whenConnected([this, contact = owner_.contactName(name), own = std::string(alias), into] {
    if (nodes(contact).empty()) {
      addNode(contact, own, into);
    }
  });
}

void Contacts::restoreOwn() {
  for (const auto& [name, groups] : own_.read()) {
    addNodes(name, {}, groups);
  }
}

void Contacts::restore(const std::vector<prism::Buddy>& buddies) {
  if (owner_.isXmpp() || owner_.shared.configuration.server_mode) {
    return;
  }
  std::set<std::string> listed;
  for (const prism::Buddy& buddy : buddies) {
    const std::string name = *listed.insert(owner_.contactName(spelled(buddy.buddy))).first;
    if (nodes(name).empty()) {
      addNodes(name, {}, {buddy.groups.begin(), buddy.groups.end()});
    }
    for (PurpleBuddy* node : nodes(name)) {
      purple_blist_server_alias_buddy(node, std::string(buddy.alias).c_str());  // the network may know a newer one
    }
  }
  const OwnContacts::All before = own_.all();
  for (const auto& [name, groups] : before) {
    if (listed.count(name) == 0) {
      forgetOwn(name);
    }
  }
}

// Removes a contact from libpurple's list that only this object has put there.
void Contacts::forgetOwn(const std::string& name) {
  own_.remove(name);
  for (PurpleBuddy* node : nodes(name)) {
    purple_blist_remove_buddy(node);
  }
}

std::string Contacts::spelled(std::string_view name) const {
  return owner_.comparesBytes() ? spellings_.find(name) : std::string(name);
}

void Contacts::addNodes(const std::string& name, const std::string& alias, std::set<std::string> groups) {
  groups.erase("");
  for (const std::string& group : groups.empty() ? std::set<std::string>{kDefaultGroup} : groups) {
    addNode(name, alias, group);
  }
}

void Contacts::addNode(const std::string& name, const std::string& alias, const std::string& group) {
  PurpleBuddy* node = purple_buddy_new(owner_.account, name.c_str(), alias.empty() ? nullptr : alias.c_str());
  purple_blist_add_buddy(node, nullptr, groupNamed(group), nullptr);
  if (owner_.connected()) {
    purple_account_add_buddy_with_invite(owner_.account, node, nullptr);
  }
}

void Contacts::removeNode(PurpleBuddy* node) {
  purple_account_remove_buddy(owner_.account, node, purple_buddy_get_group(node));
  purple_blist_remove_buddy(node);
}

void Contacts::setAlias(const std::vector<PurpleBuddy*>& nodes, const std::string& alias) {
  if (alias.empty() || alias == aliasOf(nodes.front())) {
    return;
  }
  for (PurpleBuddy* node : nodes) {
    purple_blist_alias_buddy(node, alias.c_str());
  }
  serv_alias_buddy(nodes.front());
}

void Contacts::setGroups(const std::string& name, std::vector<PurpleBuddy*> nodes,
                         const std::set<std::string>& groups) {
  if (groups.empty()) {
    return;
  }
  std::set<std::string> missing = groups;
  std::vector<PurpleBuddy*> extra;
  for (PurpleBuddy* node : nodes) {
    if (missing.erase(groupOf(node)) == 0) {
      extra.push_back(node);
    }
  }
  for (const std::string& group : missing) {
    if (extra.empty()) {
      addNode(name, aliasOf(nodes.front()), group);
    } else {
      // Moves the node, on the network too.
      purple_blist_add_buddy(extra.back(), nullptr, groupNamed(group), nullptr);
      extra.pop_back();
    }
  }
  for (PurpleBuddy* node : extra) {
    removeNode(node);
  }
}

void Contacts::remove(std::string_view name) {
  sent_.erase(owner_.contactName(spelled(name)));  // Spectrum has removed it
  whenConnected([this, spectrums = std::string(name)] {
    const std::string contact = owner_.contactName(spelled(spectrums));
    own_.remove(contact);
    if (!owner_.shared.configuration.remove_contacts) {
      return;
    }
    for (PurpleBuddy* node : nodes(contact)) {
      removeNode(node);
    }
  });
}

void Contacts::block(std::string_view name, bool blocked) {
  if (!owner_.shared.configuration.privacy_lists) {
    owner_.host().info("service.enable_privacy_lists is off: " + owner_.user + " cannot block anybody");
    return;
  }
  whenConnected([this, spectrums = std::string(name), blocked] {
    const std::string contact = owner_.contactName(spelled(spectrums));
    if (blocked) {
      purple_privacy_deny_add(owner_.account, contact.c_str(), FALSE);
    } else {
      purple_privacy_deny_remove(owner_.account, contact.c_str(), FALSE);
    }
    changed(contact);
  });
}

void* Contacts::authorizationRequested(const char* who, PurpleAccountRequestAuthorizationCb authorize,
                                       PurpleAccountRequestAuthorizationCb deny, void* data) {
  const std::string name = owner_.contactName(textOf(who));
  void* handle = newHandle();
  authorizations_.push_back({handle, name, authorize, deny, data});
  if (authorizations_.size() <= kMostAuthorizations) {
    owner_.host().authorizationRequested(owner_.user, name);
  } else if (!deny_timer_) {
    owner_.reportLimit("More than " + std::to_string(kMostAuthorizations) +
                       " people wait for your answer whether they may have you as a contact: others are refused.");
    deny_timer_ = owner_.host().after(std::chrono::milliseconds(0), [this] { denyExcess(); });
  }
  return handle;
}

// Deferred, because libpurple has no handle of a request before authorizationRequested() has returned.
void Contacts::denyExcess() {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  while (authorizations_.size() > kMostAuthorizations) {
    const Authorization request = authorizations_.back();
    authorizations_.pop_back();
    request.deny(request.data);
  }
}

bool Contacts::authorizationClosed(void* handle) {
  return std::erase_if(authorizations_, [handle](const Authorization& one) { return one.handle == handle; }) != 0;
}

// Answers all requests of a contact, which may be several. Removes each one here, since libpurple calls
// authorizationClosed() only for unanswered requests.
void Contacts::answerAuthorization(std::string_view name, bool accepted) {
  Spellings waiting;
  for (const Authorization& one : authorizations_) {
    waiting.add(one.who);
  }
  const std::string who = waiting.find(owner_.contactName(name));
  const auto next = [this, &who] {
    return std::find_if(authorizations_.begin(), authorizations_.end(),
                        [&who](const Authorization& one) { return one.who == who; });
  };
  for (auto place = next(); place != authorizations_.end(); place = next()) {
    const Authorization request = *place;
    authorizations_.erase(place);
    (accepted ? request.authorize : request.deny)(request.data);
  }
}

void Contacts::changed(std::string_view name) {
  if (removing_all_) {
    return;
  }
  const std::string contact = owner_.contactName(name);
  if (owner_.comparesBytes()) {
    const std::string known = spellings_.find(contact);
    spellings_.add(contact);
    if (known != contact && own_.has(known)) {
      superseded_.insert(known);  // as Spectrum 2 spells it; the network has the contact now
    }
  }
  changed_.insert(contact);
  if (was_connected_) {
    sendChangesSoon();
  }
}

void Contacts::sendChangesSoon() {
  if (!send_timer_) {
    send_timer_ = owner_.host().after(std::chrono::milliseconds(0), [this] { sendChanges(); });
  }
}

void Contacts::sendChanges() {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  for (const std::string& name : std::exchange(superseded_, {})) {
    forgetOwn(name);
  }
  for (const std::string& name : std::exchange(changed_, {})) {
    sendContact(name);
  }
  removeEmptyGroups();
}

void Contacts::sendContact(const std::string& name) {
  const std::vector<PurpleBuddy*> there = nodes(name);
  if (there.empty()) {
    spellings_.remove(name);
    if (owner_.connected()) {
      own_.remove(name);  // the network has removed it
    }
    if (const auto avatar = avatars_.find(name); avatar != avatars_.end()) {
      avatars_size_ -= avatar->second;
      avatars_.erase(avatar);
    }
    if (sent_.erase(name) != 0) {
      owner_.host().buddyRemoved(owner_.user, name);
    }
    return;
  }
  PurpleBuddy* first = there.front();
  if (removeIfOverLimit(name, first)) {
    return;
  }
  shorten(there);
  limitAvatar(name, first);
  PurplePresence* presence = purple_buddy_get_presence(first);
  const std::string alias = aliasOf(first);
  const std::string text = statusTextOf(presence);
  const std::string icon(textOf(purple_buddy_icons_get_checksum_for_user(first)));
  std::vector<std::string> groups;
  for (PurpleBuddy* node : there) {
    groups.emplace_back(prism::utf8Prefix(groupOf(node), kMostOfName));
  }
  prism::Buddy buddy{owner_.user, name, statusOf(presence), text, alias};
  buddy.groups.assign(groups.begin(), groups.end());
  buddy.icon_hash = icon;
  buddy.blocked = purple_privacy_check(owner_.account, name.c_str()) == FALSE;
  std::string state = std::to_string(static_cast<unsigned>(buddy.status)) + '\n' + text + '\n' + alias + '\n' + icon +
                      (buddy.blocked ? "\n1" : "\n0");
  for (const std::string& group : groups) {
    state += '\n' + group;
  }
  std::string& last_sent = sent_[name];
  if (last_sent != state) {
    last_sent = std::move(state);
    owner_.host().buddyChanged(buddy);
  }
}

// Removes a contact from libpurple's list, but not from the network's, if there are more contacts than the limit, or if
// the name is too long for a JID. Returns true if it has removed it.
bool Contacts::removeIfOverLimit(const std::string& name, PurpleBuddy* first) {
  if (name.size() <= kMostOfName && (sent_.size() < kMostContacts || sent_.count(name) != 0)) {
    return false;
  }
  reportLimits();
  for (; first; first = purple_find_buddy(owner_.account, name.c_str())) {
    purple_blist_remove_buddy(first);
  }
  return true;
}

void Contacts::onRosterCut(std::size_t contacts, std::size_t groups) {
  owner_.host().info(owner_.user + ": of the roster, " + std::to_string(contacts) + " contacts are left out, and " +
                     std::to_string(groups) + " groups of others");
  reportLimits();
}

void Contacts::reportLimits() {
  owner_.reportLimit("Your list of contacts has more than " + std::to_string(kMostContacts) +
                     " contacts, names of more than " + std::to_string(kMostOfName) +
                     " bytes, or too many groups for each. What is beyond that is not shown here; on the network it "
                     "stays.");
}

// Cuts the status text and the aliases of a contact in libpurple's own memory.
void Contacts::shorten(const std::vector<PurpleBuddy*>& nodes) const {
  PurpleStatus* status = purple_presence_get_active_status(purple_buddy_get_presence(nodes.front()));
  const std::string_view message = textOf(status ? purple_status_get_attr_string(status, "message") : nullptr);
  if (message.size() > kMostOfLine) {
    purple_status_set_attr_string(status, "message", std::string(beginningOfHtml(message, kMostOfLine)).c_str());
    owner_.shared.memory.trimSoon();
  }
  for (PurpleBuddy* node : nodes) {
    const std::string_view alias = textOf(purple_buddy_get_server_alias(node));
    if (alias.size() > kMostOfLine) {
      purple_blist_server_alias_buddy(node, std::string(prism::utf8Prefix(alias, kMostOfLine)).c_str());
    }
  }
}

void Contacts::limitAvatar(const std::string& name, PurpleBuddy* first) {
  PurpleBuddyIcon* icon = purple_buddy_get_icon(first);
  std::size_t size = 0;
  if (icon) {
    purple_buddy_icon_get_data(icon, &size);
  }
  std::size_t& known = avatars_[name];
  const std::size_t others = avatars_size_ - known;
  if (size > kMostOfAvatar || others + size > kMostOfAvatars) {
    owner_.reportLimit("Pictures of contacts are left out that have more than " + std::to_string(kMostOfAvatar / 1024) +
                       " KiB, or more than " + std::to_string(kMostOfAvatars / (1024 * 1024)) + " MiB together.");
    purple_buddy_icons_set_for_user(owner_.account, name.c_str(), nullptr, 0, nullptr);
    owner_.shared.memory.trimSoon();
    size = 0;
  }
  known = size;
  avatars_size_ = others + size;
  if (size == 0) {
    avatars_.erase(name);
  }
}

void Contacts::removeAll() {
  own_.store();
  removing_all_ = true;
  send_timer_.end();
  changed_.clear();
  sent_.clear();
  GSList* all = purple_find_buddies(owner_.account, nullptr);
  for (GSList* each = all; each; each = each->next) {
    auto* node = static_cast<PurpleBuddy*>(each->data);
    PurpleGroup* group = purple_buddy_get_group(node);
    purple_blist_remove_buddy(node);
    if (group && !purple_blist_node_get_first_child(reinterpret_cast<PurpleBlistNode*>(group))) {
      purple_blist_remove_group(group);
    }
  }
  g_slist_free(all);
  removeEmptyGroups();
}

}  // namespace purple
