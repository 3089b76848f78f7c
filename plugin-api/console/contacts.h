// SPDX-License-Identifier: MIT
// The contacts of the logged-in user. Plain text goes to the current contact.
#pragma once

#include "proto/pbnetwork.pb.h"

#include <map>
#include <string>
#include <vector>

namespace prism::console {

struct Contact {
  std::string alias = {};
  std::vector<std::string> groups = {};
  pbnetwork::StatusType status = pbnetwork::STATUS_ONLINE;
  std::string status_text = {};
  bool blocked = false;
};

class Contacts {
 public:
  // Applies BUDDY_CHANGED as Spectrum does: overwrites all fields, but keeps the old alias if the new one is empty, and
  // the old groups if there are no new ones. The first contact that is online becomes the current one, if there is
  // none.
  void change(const pbnetwork::Buddy& buddy);
  void remove(const std::string& name);
  void clear();

  // Makes `name` the current contact. It need not be a contact: a network may accept messages to others.
  void choose(const std::string& name) { current_ = name; }
  const std::string& current() const { return current_; }  // empty: none

  const std::map<std::string, Contact>& all() const { return all_; }

 private:
  std::map<std::string, Contact> all_;
  std::string current_;
};

// Returns `echo (Echo) is online [Echo]`, safe for a terminal.
std::string describe(const std::string& name, const Contact& contact);

}  // namespace prism::console
