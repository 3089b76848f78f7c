// SPDX-License-Identifier: MIT
// The contacts of a user: passes the network's roster on to Spectrum, and the user's changes to the network.
//
// libpurple has one list for all accounts, with one node for each group of a contact, and reports each small change.
// Here a contact is a name. Its changes are collected until the next turn of the loop, and sent only if they differ
// from the last ones.
#pragma once

#include "user/own_contacts.h"
#include "user/shared.h"
#include "user/spellings.h"
#include <prism/host.hpp>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

class Contacts {
 public:
  explicit Contacts(const Owner& owner) : owner_(owner) {}

  // Requests. change(), remove() and block() wait for the connection, so that they reach the network.
  void change(const prism::Buddy& buddy);
  void remove(std::string_view name);
  void block(std::string_view name, bool blocked);
  // Networks such as IRC keep no list of contacts, and their protocols read libpurple's own when they connect. So it
  // has, before that, the contacts that the user has added in earlier sessions, and those that Spectrum 2 has kept: in
  // gateway mode, only these count. XMPP's servers keep the list.
  void restoreOwn();
  void restore(const std::vector<prism::Buddy>& buddies);
  void answerAuthorization(std::string_view name, bool accepted);
  void connected();
  // Returns the network's name of a contact that Spectrum 2 calls `name`; `name` itself if there is none.
  std::string spelled(std::string_view name) const;

  // Event of libpurple: something about the contact has changed.
  void changed(std::string_view name);
  // Reports that so many contacts, and so many groups of other contacts, were removed from the network's roster.
  void onRosterCut(std::size_t contacts, std::size_t groups);
  // Adds a result of a search as a contact.
  void addSearchResult(std::string_view name, std::string_view alias, std::string_view group);
  void* authorizationRequested(const char* who, PurpleAccountRequestAuthorizationCb authorize,
                               PurpleAccountRequestAuthorizationCb deny, void* data);
  // Returns false if the authorization request is not one of this user.
  bool authorizationClosed(void* handle);

  // Removes the user's contacts from libpurple's list, before the account goes offline.
  void removeAll();

 private:
  struct Authorization {
    void* handle;
    std::string who;
    PurpleAccountRequestAuthorizationCb authorize;
    PurpleAccountRequestAuthorizationCb deny;
    void* data;
  };

  std::vector<PurpleBuddy*> nodes(const std::string& name) const;
  void whenConnected(std::function<void()> what);
  void change(const std::string& name, const std::string& alias, const std::set<std::string>& groups);
  void forgetOwn(const std::string& name);
  void addNodes(const std::string& name, const std::string& alias, std::set<std::string> groups);
  void addNode(const std::string& name, const std::string& alias, const std::string& group);
  void removeNode(PurpleBuddy* node);
  void setAlias(const std::vector<PurpleBuddy*>& nodes, const std::string& alias);
  void setGroups(const std::string& name, std::vector<PurpleBuddy*> nodes, const std::set<std::string>& groups);
  void sendChangesSoon();
  void sendChanges();
  void sendContact(const std::string& name);
  bool removeIfOverLimit(const std::string& name, PurpleBuddy* first);
  void shorten(const std::vector<PurpleBuddy*>& nodes) const;
  void limitAvatar(const std::string& name, PurpleBuddy* first);
  void denyExcess();
  void reportLimits();

  const Owner& owner_;
  OwnContacts own_{owner_};           // empty for XMPP
  Spellings spellings_;               // of all contacts, if the protocol compares bytes
  std::set<std::string> superseded_;  // of own_: the network has the contact in another spelling
  bool removing_all_ = false;
  std::set<std::string> changed_;
  bool was_connected_ = false;  // before that, Spectrum 2 is told of no contact
  prism::Timer send_timer_;
  std::map<std::string, std::string> sent_;     // the state that Spectrum has of each contact, as one string
  std::map<std::string, std::size_t> avatars_;  // sizes of the avatars that libpurple holds
  std::size_t avatars_size_ = 0;
  std::vector<Authorization> authorizations_;
  prism::Timer deny_timer_;
  std::vector<std::function<void()>> waiting_for_connection_;
};

// Converts a presence of libpurple.
prism::Status statusOf(PurplePresence* presence);
std::string statusTextOf(PurplePresence* presence);

}  // namespace purple
