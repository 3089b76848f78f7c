// A user's contacts: the network's list as Spectrum sees it, and what the user changes in it.
//
// libpurple's list is one for all accounts, with a node for each group that a contact is in, and tells each small change.
// Here a contact is a name; its changes are gathered until the loop turns, and what repeats is not told.
#pragma once

#include "user/shared.h"

#include <prism/types.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

class Contacts {
 public:
  explicit Contacts(const Owner& owner) : owner_(owner) {}

  // Requests.
  void change(const prism::Buddy& buddy);
  void remove(std::string_view name);
  void block(std::string_view name, bool blocked);
  void answerAuthorization(std::string_view name, bool accepted);

  // Events of libpurple.
  void changed(std::string_view name);
  void* authorizationRequested(const char* who, PurpleAccountRequestAuthorizationCb authorize,
                               PurpleAccountRequestAuthorizationCb deny, void* data);
  // False if it was none of this user's.
  bool authorizationClosed(void* handle);

  // Takes the contacts out of libpurple's list: the account is going to be offline.
  void forgetAll();

 private:
  struct Authorization {
    PurpleAccountRequestAuthorizationCb authorize;
    PurpleAccountRequestAuthorizationCb deny;
    void* data;
  };

  std::vector<PurpleBuddy*> nodes(const std::string& name) const;
  void add(const std::string& name, const prism::Buddy& buddy);
  void addNode(const std::string& name, const std::string& alias, const std::string& group);
  void removeNode(PurpleBuddy* node);
  void setAlias(const std::vector<PurpleBuddy*>& nodes, const std::string& alias);
  void setGroups(const std::string& name, std::vector<PurpleBuddy*> nodes, const std::set<std::string>& groups);
  void tell();
  void tell(const std::string& name);

  const Owner& owner_;
  std::set<std::string> changed_;
  prism::Timer timer_;
  std::map<std::string, std::string> told_;  // what Spectrum knows of each contact, in one string
  std::map<std::string, Authorization, std::less<>> authorizations_;  // by who asks
};

// Presence of somebody, as Spectrum has it.
prism::Status statusOf(PurplePresence* presence);
std::string statusTextOf(PurplePresence* presence);

}  // namespace purple
