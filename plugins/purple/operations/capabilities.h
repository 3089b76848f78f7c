// SPDX-License-Identifier: MIT
// Bounds what libpurple learns of the capabilities of XMPP clients (XEP-0115). libpurple asks each new kind of client
// for them, keeps the answers for all sessions until the process ends, and loses the questions that are open at a
// logout.
#pragma once

#include "core/libpurple.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace purple {

// The capabilities that the servers of all users have announced. The name of the account stands for a user, so that a
// new login does not begin from zero.
class Capabilities {
 public:
  // Call it with each stanza that has arrived. Removes from a presence an announcement over a limit, and from the
  // answer to a question the content that is too large, or that libpurple cannot read.
  void onReceived(const PurpleAccount* account, xmlnode* packet);
  // Call it with each stanza that libpurple sends. Recognises its questions.
  void onSent(const PurpleAccount* account, xmlnode* packet);
  // Call it when a session has ended.
  void onLogout(const PurpleAccount* account);

 private:
  using Client = std::tuple<std::string, std::string, std::string>;  // node, ver, hash
  struct User {
    std::set<Client> clients;                      // that this user's servers were the first to announce
    std::map<std::string, std::string> questions;  // those without an answer: their recipients, by id
    std::size_t lost_questions = 0;                // at logouts
  };

  User& entryOf(const PurpleAccount* account);
  bool admit(User& user, const xmlnode* announcement);

  std::map<std::string, User, std::less<>> users_;
  std::set<Client> clients_;
};

}  // namespace purple
