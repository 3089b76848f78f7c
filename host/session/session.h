// SPDX-License-Identifier: MIT
// The state that the host keeps for one user who is logged in. The host uses it to pass each change on to the plugin
// only once, although Spectrum repeats itself, and to refuse events that answer no request.
#pragma once

#include "host/chat/chat_state.h"
#include "host/session/bounded_names.h"
#include "host/session/history_capabilities.h"
#include "host/session/login_state.h"
#include "host/session/pictures.h"
#include "host/session/request_ids.h"
#include "host/session/room_accounts.h"
#include "host/session/room_capabilities.h"
#include "host/session/sent_requests.h"
#include "host/stanza/jid.h"
#include "proto/pbnetwork.pb.h"
#include "proto/secret_memory.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

struct Room {
  std::string name;
  std::string nickname;            // the user's nickname, as the room knows it now
  std::string requested_nickname;  // requested nickname; the network may have given another one
  std::string seen_nickname;       // nickname in the network's last presence of the user; empty before the first
  bool joining = false;            // the network has not answered the join yet
  bool joined_early = false;       // joined before CONNECTED, so Spectrum will send the join a second time
  bool has_subject = false;        // the user's clients have got a subject that is not empty

  std::optional<RoomCapabilities> capabilities = {};  // those of this room alone
  std::unique_ptr<RoomAccounts> accounts = nullptr;   // nullptr if none is known

  // While joining: a participant with the requested nickname. The network may give the user another one.
  std::unique_ptr<pbnetwork::Participant> namesake = nullptr;

  std::unique_ptr<Pictures> pictures = nullptr;  // of the participants; nullptr: none is known
};

class Session {
 public:
  LoginState login;

  // Returns the joined room of this name, or nullptr. Names are compared without regard to ASCII case.
  Room* findRoom(std::string_view name) { return rooms_.empty() ? nullptr : searchRoom(name); }
  void enterRoom(std::string_view name, std::string_view nickname);
  void leaveRoom(std::string_view name);

  // If `buddy` is "room/nickname" of a joined room, returns the room and sets *nickname. Otherwise returns nullptr.
  Room* findParticipant(std::string_view buddy, std::string_view* nickname);

  // Stores a contact as Spectrum describes it. Returns false if that changes nothing. `size` is the number of bytes
  // that the contact takes in the stanza with the whole roster (XEP-0144).
  bool noteContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                   std::size_t size = 0);
  // Stores a contact as the network describes it. An empty alias or an empty list of groups keeps the old one.
  void mergeContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                    std::size_t size = 0);
  // Stores only the size of a contact that Spectrum has from an earlier session. The next description of it counts as a
  // change.
  void countContact(std::string_view buddy, std::size_t size);
  // The sum of the sizes of all contacts, in bytes.
  std::size_t rosterSize() const { return roster_size_; }
  // The sum if `buddy` had this size.
  std::size_t rosterSizeWith(std::string_view buddy, std::size_t size) const;
  bool roster_full = false;  // a contact was left out because the roster is full; the user is told only once
  // Stores that a contact is removed. Returns false if it was removed before.
  bool noteRemoval(std::string_view buddy);
  // Stores whether a contact is blocked. Returns false if that changes nothing.
  bool noteBlocked(std::string_view buddy, bool blocked);

  // The values of the settings that the plugin has described (SettingsSchema), in their order. setting() returns
  // nullptr if there is none with this index.
  void setSettings(const SecretVector<SecretString>& values);
  const SecretString* setting(std::size_t index) const;

  // Requests of contacts to see the user's presence that the user has not answered. closeAuthorization() returns false
  // if there is no such request.
  void openAuthorization(std::string_view buddy);
  bool closeAuthorization(std::string_view buddy);

  // The network has named a contact. JIDs fold the case of names, and networks may not: requests about this contact get
  // the name in this spelling.
  void noteSpelling(std::string_view name) {
    if (mayFold(name) || hasSpellings()) {
      storeSpelling(name);
    }
  }

  bool hasSpellings() const { return rare_ && !rare_->spellings.empty(); }

  // Returns the name of a contact as the network has spelt it last.
  std::string spellingOf(std::string_view name) const;

  // The numbers before `first` are those of requests of earlier sessions, or of other users. `session` is the number of
  // this session; its lower bits are the mark in its ids.
  void beginRequests(prism_request_id first, std::uint64_t session) {
    constexpr std::uint64_t kMarks = std::uint64_t{1} << RequestIds::kMarkBits;
    first_request_ = first | (session % kMarks) << RequestIds::kNumberBits;
  }
  prism_request_id firstRequest() const { return RequestIds::numberOf(first_request_); }

  // Returns a new id with the mark of this session.
  prism_request_id nextRequest(RequestIds& ids) const {
    return ids.next() | (first_request_ & ~RequestIds::kNumberMask);
  }
  // Returns false if the id has another mark: this session has not made the request.
  bool hasMark(prism_request_id id) const { return (id ^ first_request_) >> RequestIds::kNumberBits == 0; }

  // The user's last requests that receipts answer.
  SentRequests& sentRequests() { return sent_requests_; }

  // The user's part of the service "prism.chat/1". findChat() returns nullptr before the first chat(). `all` must
  // outlive the session.
  SessionChat& chat(ChatState& all);
  SessionChat* findChat() { return chat_.get(); }

  // What the network can do in this conversation of the user; nullptr if the plugin has not told. Valid until the
  // plugin tells something new.
  const ChatCapabilities* chatCapabilities(const ChatState& all, const ConversationName& conversation) const;

  // The capabilities of "prism.history/1" that were told for this user. `total` must outlive the session.
  HistoryCapabilityTable& historyCapabilities(CapabilityTotal& total);
  // Returns those of a conversation; nullptr if none were told.
  const HistoryCapabilities* historyCapabilities(const ConversationName& conversation) const {
    return history_capabilities_ ? history_capabilities_->find(conversation) : nullptr;
  }

  // A contact comes from Spectrum's roster at the login. It stays unconfirmed until the network or the user names it.
  void markUnconfirmed(std::string_view buddy);

  // Returns the unconfirmed contacts. A contact whose normalized name is also that of a confirmed one is left out. None
  // is unconfirmed afterwards.
  std::vector<std::string> takeUnconfirmed(const std::function<std::string(const std::string&)>& normalized);

  // The ids of the user's unanswered requests for the vCard of `buddy`. closeVCards() removes and returns them.
  void openVCard(std::string_view buddy, std::int32_t id);
  bool hasOpenVCard(std::string_view buddy) const { return rare_ && rare_->vcards.find(buddy); }
  std::vector<std::int32_t> closeVCards(std::string_view buddy);

  // The pictures of contacts by pictureKey(), and that of the user under an empty name; nullptr: none is known.
  std::unique_ptr<Pictures> pictures;

 private:
  // If a network has more contacts, all are dropped. The plugin may then be told again of contacts that have not
  // changed.
  static constexpr std::size_t kMaxContacts = 20'000;

  // Spectrum gives up on a vCard request after 40 s. If so many are open, for one contact or for so many contacts, the
  // plugin does not answer them.
  static constexpr std::size_t kMaxVCards = 1000;

  // A contact's alias and groups are kept as hashes, which is enough to detect a change.
  struct Contact {
    std::size_t alias = 0;
    std::size_t groups = 0;
    std::uint32_t size = 0;
    bool known = true;  // if false, only the size is known
    bool removed = false;
    bool unconfirmed = false;  // see markUnconfirmed()

    bool isLike(const Contact& other) const {
      return known && other.known && removed == other.removed && alias == other.alias && groups == other.groups;
    }
  };

  Room* searchRoom(std::string_view name);
  static Contact contactOf(std::string_view alias, const std::vector<std::string_view>& groups);
  // Stores the contact and updates the size of the roster. Returns false if alias, groups and removal are as before.
  bool storeContact(std::string_view buddy, const Contact& contact);

  // Data that few users need. It is allocated when something in it is stored.
  struct Rare {
    BoundedNames<bool, kMaxContacts> blocked;  // the last state that Spectrum has sent

    // Limited because strangers send these requests, and the user may leave them unanswered.
    static constexpr std::size_t kMaxAuthorizations = 10'000;
    struct Open {};
    BoundedNames<Open, kMaxAuthorizations> authorizations;

    BoundedNames<std::vector<std::int32_t>, kMaxVCards> vcards;
    BoundedNames<std::string, kMaxContacts> spellings;  // by the name as XMPP compares it; only those that differ

    SecretVector<SecretString> settings;
  };

  Rare& rare();
  // The contact is removed, or the room is left.
  void forgetCapabilities(const ConversationName& gone);
  void storeSpelling(std::string_view name);

  prism_request_id first_request_ = 0;
  SentRequests sent_requests_;
  std::vector<Room> rooms_;
  BoundedNames<Contact, kMaxContacts> contacts_;  // including removed contacts
  std::size_t roster_size_ = 0;                   // in bytes, of all contacts
  std::unique_ptr<Rare> rare_;
  std::unique_ptr<SessionChat> chat_;
  std::unique_ptr<HistoryCapabilityTable> history_capabilities_;
};

}  // namespace prism::host
