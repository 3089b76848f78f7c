// SPDX-License-Identifier: MIT
// The contacts of the user who is logged in, and which of them plain text goes to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "proto/pbnetwork.pb.h"

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
  // Takes over what BUDDY_CHANGED says, as Spectrum does: only an empty alias and no groups leave the old ones
  // standing. The first contact that is online becomes the current one, if none is chosen.
  void change(const pbnetwork::Buddy& buddy);
  void remove(const std::string& name);
  void clear();

  // Anybody can be chosen: a network may well take a message to one who is no contact.
  void choose(const std::string& name) { current_ = name; }
  const std::string& current() const { return current_; }  // empty: none

  const std::map<std::string, Contact>& all() const { return all_; }

 private:
  std::map<std::string, Contact> all_;
  std::string current_;
};

// `echo (Echo) is online [Echo]`, safe to show.
std::string describe(const std::string& name, const Contact& contact);

}  // namespace prism::console
