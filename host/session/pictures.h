// SPDX-License-Identifier: MIT
// The pictures of the contacts of a user, or of the participants of a room (prism/avatar.h), and the last presence of
// each, so that the host can send it again with another hash. Bounded in bytes, because the network chooses the
// strings. Ids and URLs are in secret memory; the presences are not, and stay until the session or the room ends.
#pragma once

#include "proto/pbnetwork.pb.h"
#include "proto/secret_memory.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace prism::host {

// The content of a presence of Spectrum's, without the names.
struct ShownPresence {
  std::string name;  // of the contact or the participant, as the plugin has spelt it
  pbnetwork::StatusType status = pbnetwork::STATUS_NONE;
  std::int32_t flag = 0;  // of a participant
  bool blocked = false;   // of a contact
  bool has_own_hash = false;
  std::string status_text;
  std::string alias;  // of a participant
};

struct OwnerPicture {
  // Identifies the picture: a hash of the network's id, of the URL or of the bytes. Empty: there is none.
  std::string key;
  // Identifies the request for its bytes: the key, with a hash of the URL behind it. Empty: there is no picture.
  std::string source;
  SecretVector<char> id;                          // the network's; may be empty
  SecretVector<char> url;                         // may be empty
  std::string hash;                               // in presences (XEP-0153); empty: no picture
  bool is_current = false;                        // `hash` is that of this picture, and not of the one before it
  std::shared_ptr<const ShownPresence> presence;  // nullptr: none was sent, or it is too long
};

class Pictures {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{4} * 1024 * 1024;

  // Returns nullptr if nothing is known of the owner. The pointer is valid until the entry is removed.
  OwnerPicture* find(std::string_view owner);

  // Adds or replaces an entry. Returns false, and changes nothing, if there is no space for it.
  bool store(std::string_view owner, OwnerPicture picture);

  void erase(std::string_view owner);

  // Gives the entry of an owner another name, and replaces the one that has it.
  void rename(std::string_view from, std::string_view to);

 private:
  static std::size_t sizeOf(std::string_view owner, const OwnerPicture& picture);

  std::map<std::string, OwnerPicture, std::less<>> owners_;
  std::size_t bytes_ = 0;
};

// Returns the name under which Session::pictures has a contact: names that XMPP compares as equal are one contact.
std::string pictureKey(std::string_view contact);

}  // namespace prism::host
