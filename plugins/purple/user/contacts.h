// SPDX-License-Identifier: MIT
// A user's contacts: the network's list as Spectrum sees it, and what the user changes in it.
//
// libpurple's list is one for all accounts, with a node for each group that a contact is in, and tells each small change.
// Here a contact is a name; its changes are gathered until the loop turns, and what repeats is not told.
#pragma once

#include "user/shared.h"

#include <prism/types.hpp>

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

  // Requests. Those that come before the connection is there wait for it: the network is to know of them.
  void change(const prism::Buddy& buddy);
  void remove(std::string_view name);
  void block(std::string_view name, bool blocked);
  void answerAuthorization(std::string_view name, bool accepted);
  void connected();

  // Events of libpurple.
  void changed(std::string_view name);
  // So many contacts, and so many of the groups of others, have been left out of what the network says of the roster.
  void leftOut(std::size_t contacts, std::size_t groups);
  // The user has found somebody, who becomes a contact.
  void addFound(std::string_view name, std::string_view alias, std::string_view group);
  void* authorizationRequested(const char* who, PurpleAccountRequestAuthorizationCb authorize,
                               PurpleAccountRequestAuthorizationCb deny, void* data);
  // False if it was none of this user's.
  bool authorizationClosed(void* handle);

  // Takes the contacts out of libpurple's list: the account is going to be offline.
  void forgetAll();

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
  void addNode(const std::string& name, const std::string& alias, const std::string& group);
  void removeNode(PurpleBuddy* node);
  void setAlias(const std::vector<PurpleBuddy*>& nodes, const std::string& alias);
  void setGroups(const std::string& name, std::vector<PurpleBuddy*> nodes, const std::set<std::string>& groups);
  void tell();
  void tell(const std::string& name);
  bool isTooMuch(const std::string& name, PurpleBuddy* first);
  void shorten(const std::vector<PurpleBuddy*>& nodes) const;
  void boundAvatar(const std::string& name, PurpleBuddy* first);
  void denyExtra();
  void tellOfLimits();

  const Owner& owner_;
  std::set<std::string> changed_;
  prism::Timer timer_;
  std::map<std::string, std::string> told_;     // what Spectrum knows of each contact, in one string
  bool too_many_ = false;                       // it has been said that there are
  std::map<std::string, std::size_t> avatars_;  // the sizes of those that libpurple holds
  std::size_t avatars_size_ = 0;
  std::vector<Authorization> authorizations_;
  prism::Timer denying_;
  std::vector<std::function<void()>> waiting_;
};

// Presence of somebody, as Spectrum has it.
prism::Status statusOf(PurplePresence* presence);
std::string statusTextOf(PurplePresence* presence);

}  // namespace purple
