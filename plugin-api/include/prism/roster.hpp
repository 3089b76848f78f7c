// SPDX-License-Identifier: MIT
// Contacts, presence and vCards in C++: see prism/roster.h.
#ifndef PRISM_ROSTER_HPP
#define PRISM_ROSTER_HPP

#include <prism/roster.h>
#include <prism/types.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace prism {

enum class Status : std::uint32_t {
  Online = PRISM_STATUS_ONLINE,
  Away = PRISM_STATUS_AWAY,
  FreeForChat = PRISM_STATUS_FREE_FOR_CHAT,
  ExtendedAway = PRISM_STATUS_EXTENDED_AWAY,
  DoNotDisturb = PRISM_STATUS_DO_NOT_DISTURB,
  Offline = PRISM_STATUS_OFFLINE,
  Invisible = PRISM_STATUS_INVISIBLE,
};

// The user's own presence.
struct Presence {
  std::string_view user = {};
  Status status = Status::Online;
  std::string_view text = {};
};

struct Buddy {
  std::string_view user = {};
  std::string_view buddy = {};
  Status status = Status::Online;  // event
  std::string_view status_text = {};
  std::string_view alias = {};                // the name to show. Empty in an event: the alias stays
  std::vector<std::string_view> groups = {};  // of the roster. Empty in an event: the groups stay
  std::string_view icon_hash = {};
  bool blocked = false;
};

// The user's answer to a buddy who has asked to see the user's presence.
struct AuthorizationAnswer {
  std::string_view user = {};
  std::string_view buddy = {};
  bool accepted = false;
};

struct Block {
  std::string_view user = {};
  std::string_view buddy = {};
  bool blocked = false;  // false: unblocked
};

struct VCardRequest {
  std::string_view user = {};
  std::string_view buddy = {};     // the owner; empty: the user
  std::string_view nickname = {};  // given if the owner is this participant of the room `buddy`
};

struct VCard {
  std::string_view user = {};
  std::string_view buddy = {};  // the owner; empty: the user
  std::string_view full_name = {};
  std::string_view vcard_nickname = {};  // as the vCard states it
  std::string_view photo = {};           // the bytes of an image file
  std::string_view nickname = {};        // given if the owner is this participant of the room `buddy`
};

namespace detail {

inline Presence fromC(const prism_presence& presence) {
  return {fromC(presence.user), static_cast<Status>(presence.status), fromC(presence.text)};
}

inline Buddy fromC(const prism_buddy& buddy) {
  Buddy result{fromC(buddy.user), fromC(buddy.buddy), static_cast<Status>(buddy.status), fromC(buddy.status_text)};
  result.alias = fromC(buddy.alias);
  result.groups = fromC(buddy.groups, buddy.groups_count);
  result.icon_hash = fromC(buddy.icon_hash);
  result.blocked = buddy.blocked != 0;
  return result;
}

// `groups` are those of the buddy, and are borrowed.
inline prism_buddy toC(const Buddy& buddy, const std::vector<prism_str>& groups) noexcept {
  auto result = sized<prism_buddy>();
  result.status = static_cast<std::uint32_t>(buddy.status);
  result.user = toC(buddy.user);
  result.buddy = toC(buddy.buddy);
  result.alias = toC(buddy.alias);
  result.groups = groups.data();
  result.groups_count = groups.size();
  result.status_text = toC(buddy.status_text);
  result.icon_hash = toC(buddy.icon_hash);
  result.blocked = buddy.blocked ? 1 : 0;
  return result;
}

inline AuthorizationAnswer fromC(const prism_authorization& answer) {
  return {fromC(answer.user), fromC(answer.buddy), answer.accepted != 0};
}

inline Block fromC(const prism_block& block) { return {fromC(block.user), fromC(block.buddy), block.blocked != 0}; }

inline VCardRequest fromC(const prism_vcard_request& request) {
  return {fromC(request.user), fromC(request.buddy), fromC(request.nickname)};
}

inline VCard fromC(const prism_vcard& vcard) {
  const std::string_view photo = vcard.photo.size == 0 ? std::string_view()
                                                       : std::string_view(static_cast<const char*>(vcard.photo.data),
                                                                          static_cast<std::size_t>(vcard.photo.size));
  return {fromC(vcard.user),    fromC(vcard.buddy), fromC(vcard.full_name), fromC(vcard.vcard_nickname), photo,
          fromC(vcard.nickname)};
}

inline prism_vcard toC(const VCard& vcard) noexcept {
  auto result = sized<prism_vcard>();
  result.user = toC(vcard.user);
  result.buddy = toC(vcard.buddy);
  result.nickname = toC(vcard.nickname);
  result.full_name = toC(vcard.full_name);
  result.vcard_nickname = toC(vcard.vcard_nickname);
  result.photo = {vcard.photo.data(), vcard.photo.size()};
  return result;
}

}  // namespace detail

}  // namespace prism

#endif
