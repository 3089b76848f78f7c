// SPDX-License-Identifier: MIT
// One logged-in user: an account of libpurple, connected to Spectrum's side.
#pragma once

#include "user/cards.h"
#include "user/chats.h"
#include "user/contacts.h"
#include "user/files.h"
#include "user/jabber_messages.h"
#include "user/jabber_rooms.h"
#include "user/outgoing_files.h"
#include "user/questions.h"
#include "user/rooms.h"
#include "user/shared.h"
#include "user/transfers.h"
#include <prism/commands.hpp>
#include <prism/host.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
  void message(const prism::Message& message, Typed typed);
  void offerActions();
  void sendFile(const prism::Invocation& invocation, const prism::CommandResponder& responder);
  void removeContact(std::string_view buddy);
  void typing(const prism::Typing& typing);
  void attention(std::string_view buddy, std::string_view nickname);
  void vcardWanted(std::string_view buddy, std::string_view nickname);

  // Events of libpurple. `who`: the name of the conversation.
  void onTyping(const char* who, prism::TypingState state);
  void onAttention(const char* who);
  // A message of the user to this address, or a subject, is refused.
  void onMessageRefused(std::string_view address, std::string_view sentence);
  // Attributes the running callback of the event loop to this user.
  void attributeCallback();
  void connected();
  void failed(PurpleConnectionError reason, std::string_view text);
  void disconnected();
  // To be called before the connection ends.
  void cancelTransfers();
  void disabled();
  // Ends the session because it holds more memory than the limit.
  void onMemoryExceeded();
  void onSlowed();
  void reportLimit(const std::string& sentence) const { owner_.reportLimit(sentence); }

  const prism::Host& host() const { return owner_.host(); }
  const std::string& name() const { return owner_.user; }
  PurpleAccount* account() const { return owner_.account; }
  Chats& chats() { return chats_; }
  Rooms& rooms() { return rooms_; }
  JabberRooms& jabberRooms() { return jabber_rooms_; }
  JabberMessages& jabberMessages() { return jabber_messages_; }
  Contacts& contacts() { return contacts_; }
  Cards& cards() { return cards_; }
  Files& files() { return files_; }
  OutgoingFiles& outgoingFiles() { return outgoing_files_; }
  Questions& questions() { return questions_; }
  Memory& memory() { return owner_.shared.memory; }

 private:
  void end();
  bool mayHaveAccount();
  // Returns true if the connection is to be made again, and begins to wait.
  bool reconnects();
  void reconnect();
  void forgetPassword();
  void wipePassword();  // the copy
  void closeConversations();
  std::string addressOf(std::string_view buddy, std::string_view nickname);
  Rooms::Place spectrumNameOf(const char* who) const;

  AccountSettings settings_;
  AccountSettings holder_;  // whose the account is: the same file for all users; unused where a password is needed
  Secrets secrets_;
  std::set<std::string> reported_limits_;
  const Owner owner_;
  prism::ConnectionError error_ = prism::ConnectionError::Network;
  std::string reason_;
  bool ended_ = false;         // DISCONNECTED was sent, or must not be sent
  bool logged_in_ = false;     // CONNECTED was sent
  bool is_temporary_ = false;  // the reason of the end of the connection may pass
  bool failing_ = false;       // failed() was called on this connection
  bool memory_exceeded_ = false;
  std::chrono::steady_clock::time_point connected_at_;
  std::uint32_t attempts_ = 0;    // to connect again, in a row
  std::string password_;          // while there is no connection
  prism::Timer reconnect_timer_;  // runs between two attempts
  std::optional<std::pair<prism::Status, std::string>> waiting_status_;
  Transfers transfers_{owner_};
  Files files_{owner_, transfers_};
  Chats chats_{owner_, files_, transfers_};
  OutgoingFiles outgoing_files_{owner_, transfers_, chats_};
  JabberRooms jabber_rooms_{owner_};
  JabberMessages jabber_messages_;
  Rooms rooms_{owner_, files_, jabber_rooms_};
  Contacts contacts_{owner_};
  Cards cards_{owner_};
  Questions questions_{owner_};
};

// The user of an account; nullptr if there is none.
User* userOf(const PurpleAccount* account);

// Calls `what` with each user until it returns true.
void forEachUser(const std::function<bool(User&)>& what);

}  // namespace purple
