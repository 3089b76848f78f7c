// SPDX-License-Identifier: MIT
// What the host knows of one user who is logged in: enough to tell the plugin things once that Spectrum says several
// times, and to let nothing through that nobody has asked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/session/bounded_names.h"
#include "host/session/login_state.h"

namespace prism::host {

struct Room {
  std::string name;
  std::string nickname;  // the user's own
  std::string asked;     // the one that was asked for: the network may have given another
  std::string entered;   // the one that the network has shown the user by, once it has let them in
  bool joining = false;  // a join has still to be answered
  bool early = false;    // joined before CONNECTED: Spectrum is going to repeat it
};

class Session {
 public:
  LoginState login;

  // The room that goes by this name, without regard to ASCII case; nullptr if it has not been joined.
  Room* findRoom(std::string_view name) { return rooms_.empty() ? nullptr : searchRoom(name); }
  void enterRoom(std::string_view name, std::string_view nickname);
  void leaveRoom(std::string_view name);

  // Takes `buddy` apart into a joined room and a nickname, if it is a participant: "room/nickname".
  Room* findParticipant(std::string_view buddy, std::string_view* nickname);

  // Remembers what Spectrum says a contact is like; false if it was like that already. `size` is what the contact takes of
  // the stanza that has the whole roster.
  bool noteContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                   std::size_t size = 0);
  // Remembers what the network says: an empty alias, and an empty list of groups, leave the old ones standing.
  void learnContact(std::string_view buddy, std::string_view alias, const std::vector<std::string_view>& groups,
                    std::size_t size = 0);
  // Remembers that Spectrum has such a contact from an earlier session; whatever is said of it next is news.
  void countContact(std::string_view buddy, std::size_t size);
  // Bytes that all contacts take together.
  std::size_t rosterSize() const { return roster_size_; }
  // The same, were `buddy` one of this size.
  std::size_t rosterSizeWith(std::string_view buddy, std::size_t size) const;
  bool roster_full = false;  // some contact was left out for its size
  // Remembers that a contact is gone; false if it was already.
  bool noteRemoval(std::string_view buddy);
  // Remembers that a contact is blocked, or not any more; false if that is what was said last.
  bool noteBlocked(std::string_view buddy, bool blocked);

  // Contacts whose request to see the user's presence is open.
  void openAuthorization(std::string_view buddy);
  bool closeAuthorization(std::string_view buddy);

  // Ids of open requests for a vCard.
  void openVCard(std::string_view buddy, std::int32_t id);
  std::vector<std::int32_t> closeVCards(std::string_view buddy);

 private:
  // Hashes of what a contact is like.
  struct Contact {
    bool known = true;  // if not, only its size is
    bool removed = false;
    std::size_t alias = 0;
    std::size_t groups = 0;
    std::size_t size = 0;

    bool isLike(const Contact& other) const {
      return known && other.known && removed == other.removed && alias == other.alias && groups == other.groups;
    }
  };

  Room* searchRoom(std::string_view name);
  static Contact contactOf(std::string_view alias, const std::vector<std::string_view>& groups);
  // Remembers it; false if it was like that already.
  bool note(std::string_view buddy, const Contact& contact);

  std::vector<Room> rooms_;

  // Where a network has more, all are forgotten: then the plugin is told once more what it knows already.
  static constexpr std::size_t kMaxContacts = 20'000;
  BoundedNames<Contact> contacts_{kMaxContacts};  // those that have gone included
  std::size_t roster_size_ = 0;                   // of all of them
  BoundedNames<bool> blocked_{kMaxContacts};      // as Spectrum has said last

  // Requests of strangers to see the presence, which nobody need answer.
  static constexpr std::size_t kMaxAuthorizations = 10'000;
  struct Open {};
  BoundedNames<Open> authorizations_{kMaxAuthorizations};

  // Spectrum gives up on a vCard after 40 s. What a plugin has not answered by the time that there are so many, it will
  // not answer.
  static constexpr std::size_t kMaxVCards = 1000;
  BoundedNames<std::vector<std::int32_t>> vcards_{kMaxVCards};
};

}  // namespace prism::host
