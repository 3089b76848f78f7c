// SPDX-License-Identifier: MIT
// The contacts that a user has added, for networks that keep no list. They are kept with the settings of the account.
#pragma once

#include "user/shared.h"

#include <map>
#include <set>
#include <string>

namespace purple {

class OwnContacts {
 public:
  using Groups = std::set<std::string>;
  using All = std::map<std::string, Groups>;

  explicit OwnContacts(const Owner& owner) : owner_(owner) {}

  // Reads those of earlier sessions.
  const All& read();
  // Adds a contact, or changes its groups. Over the limits, the contact, or groups, are left out.
  void put(const std::string& name, const Groups& groups);
  void remove(const std::string& name);
  bool has(const std::string& name) const { return contacts_.count(name) != 0; }
  const All& all() const { return contacts_; }
  // Hands unsaved changes over to the settings.
  void store();

 private:
  void storeSoon();

  const Owner& owner_;
  All contacts_;
  prism::Timer timer_;  // runs while there are changes that the settings do not have
};

}  // namespace purple
