// SPDX-License-Identifier: MIT
// One logged-in user: an account of libpurple, connected to Spectrum's side.
#pragma once

#include "user/cards.h"
#include "user/chats.h"
#include "user/contacts.h"
#include "user/files.h"
#include "user/questions.h"
#include "user/rooms.h"
#include "user/shared.h"
#include <prism/types.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace purple {

class User {
 public:
  // Creates and configures the account. `account_name`: the protocol's name of the user.
  User(Shared& shared, const prism::Login& login, const std::string& protocol, const std::string& account_name);
  // Logs out.
  ~User();
  User(const User&) = delete;
  User& operator=(const User&) = delete;

  // Starts connecting.
  void start();

  // Requests about the user as a whole, or about contacts and rooms alike.
  void setStatus(prism::Status status, std::string_view text);
  void join(const prism::Join& join);
  void message(const prism::Message& message);
  void typing(std::string_view buddy, std::string_view nickname, prism::Typing state);
  void attention(std::string_view buddy, std::string_view nickname);
  void vcardWanted(std::string_view buddy, std::string_view nickname);

  // Events of libpurple. `who`: the name of the conversation.
  void onTyping(const char* who, prism::Typing state);
  void onAttention(const char* who);
  // Attributes the running callback of the event loop to this user.
  void attributeCallback();
  void connected();
  void failed(PurpleConnectionError reason, std::string_view text);
  void disconnected();
  void disabled();
  // Ends the session because it holds more memory than the limit.
  void onMemoryExceeded();
  void onSlowed();

  const prism::Host& host() const { return owner_.host(); }
  const std::string& name() const { return owner_.user; }
  PurpleAccount* account() const { return owner_.account; }
  Chats& chats() { return chats_; }
  Rooms& rooms() { return rooms_; }
  Contacts& contacts() { return contacts_; }
  Cards& cards() { return cards_; }
  Files& files() { return files_; }
  Questions& questions() { return questions_; }
  Memory& memory() { return owner_.shared.memory; }

 private:
  void end();
  void forgetPassword();
  void closeConversations();
  std::string addressOf(std::string_view buddy, std::string_view nickname);
  Rooms::Place spectrumNameOf(const char* who) const;

  AccountSettings settings_;
  Secrets secrets_;
  const Owner owner_;
  prism::ConnectionError error_ = prism::ConnectionError::Network;
  std::string reason_;
  bool ended_ = false;  // DISCONNECTED was sent, or must not be sent
  Files files_{owner_};
  Chats chats_{owner_, files_};
  Rooms rooms_{owner_, files_};
  Contacts contacts_{owner_};
  Cards cards_{owner_};
  Questions questions_{owner_};
};

// The user of an account; nullptr if there is none.
User* userOf(const PurpleAccount* account);

// Calls `what` with each user until it returns true.
void forEachUser(const std::function<bool(User&)>& what);

}  // namespace purple
