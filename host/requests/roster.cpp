// SPDX-License-Identifier: MIT
// The member functions of Requests for contacts and vCards.
#include "host/base/abi.h"
#include "host/base/reused_message.h"
#include "host/requests/requests.h"
#include "host/session/addressee.h"

namespace prism::host {
namespace {

// Converts a contact into the ABI's struct. The result borrows from `buddy` and from *groups, which is filled.
prism_buddy requestOf(const pbnetwork::Buddy& buddy, std::vector<prism_str>* groups) {
  groups->clear();
  for (const std::string& group : buddy.group()) {
    groups->push_back(borrowed(group));
  }
  prism_buddy request{};
  request.struct_size = sizeof request;
  request.user = borrowed(buddy.username());
  request.buddy = borrowed(buddy.buddyname());
  request.alias = borrowed(buddy.alias());
  request.groups = groups->data();
  request.groups_count = groups->size();
  request.status_text = {"", 0};
  request.icon_hash = {"", 0};
  request.blocked = buddy.blocked() ? 1 : 0;
  return request;
}

// Returns all texts of the contact but the user.
std::vector<std::string_view> textsOf(const pbnetwork::Buddy& buddy) {
  std::vector<std::string_view> texts(buddy.group().begin(), buddy.group().end());
  texts.insert(texts.end(), {buddy.buddyname(), buddy.alias()});
  return texts;
}

}  // namespace

void Requests::roster(std::string_view payload) {
  pbnetwork::Buddies buddies;
  if (!decode("BUDDIES", payload, &buddies)) {
    return;
  }
  // BUDDIES without contacts has no user name. It belongs to the LOGIN directly before it.
  const std::string user = buddies.buddy().empty() ? last_login_ : buddies.buddy(0).username();
  Session* session = findSession("BUDDIES", user);
  if (!session) {
    return;
  }
  const bool wanted = features_.has(PRISM_FEATURE_ROSTER_ON_LOGIN);  // if not, only the Guard needs the sizes
  std::vector<std::vector<prism_str>> groups(static_cast<std::size_t>(buddies.buddy_size()));
  std::vector<prism_buddy> requests;
  requests.reserve(groups.size());
  for (const pbnetwork::Buddy& buddy : buddies.buddy()) {
    if (buddy.username() != user || !hasName("contact in BUDDIES", buddy.buddyname()) ||
        !areTexts("contact in BUDDIES", textsOf(buddy))) {
      continue;
    }
    prompts_.onNetworkName(user, buddy.buddyname());
    if (!wanted) {
      session->countContact(buddy.buddyname(), guard_.rosterItemSize(buddy));
    } else {
      noteContact(session, buddy);
    }
    if (!prompts_.isContact(user, buddy.buddyname())) {
      session->markUnconfirmed(buddy.buddyname());
    }
    if (!wanted) {
      continue;
    }
    requests.push_back(requestOf(buddy, &groups[requests.size()]));
  }
  if (!wanted) {
    return;
  }
  std::vector<const prism_buddy*> pointers;
  pointers.reserve(requests.size());
  for (const prism_buddy& request : requests) {
    pointers.push_back(&request);
  }
  const prism_roster roster{sizeof roster, 0, borrowed(user), pointers.data(), pointers.size()};
  plugin_.call("roster", &prism_plugin::roster, &roster);
}

bool Requests::noteContact(Session* session, const pbnetwork::Buddy& buddy) {
  return session->noteContact(buddy.buddyname(), buddy.alias(), {buddy.group().begin(), buddy.group().end()},
                              guard_.rosterItemSize(buddy));
}

// BUDDY_CHANGED has several meanings: the contact is new, has another name or other groups, its request is accepted, or
// (with `blocked`) it is blocked or unblocked. Spectrum repeats it at each step of a subscription.
void Requests::buddyChanged(std::string_view payload) {
  pbnetwork::Buddy buddy;
  Session* session =
      decode("BUDDY_CHANGED", payload, &buddy) ? sessionOfClient("BUDDY_CHANGED", buddy.username()) : nullptr;
  if (!session || !hasName("BUDDY_CHANGED", buddy.buddyname()) || !areTexts("BUDDY_CHANGED", textsOf(buddy))) {
    return;
  }
  if (prompts_.isAddedContact(buddy.username(), buddy.buddyname())) {
    return;
  }
  buddy.set_buddyname(session->spellingOf(buddy.buddyname()));
  const prism_str user = borrowed(buddy.username());
  const prism_str name = borrowed(buddy.buddyname());
  if (buddy.has_blocked()) {
    if (session->noteBlocked(buddy.buddyname(), buddy.blocked())) {
      const prism_block request{sizeof request, buddy.blocked() ? 1U : 0U, user, name};
      plugin_.call("buddy_blocked", &prism_plugin::buddy_blocked, &request);
    }
    return;
  }
  const bool accepted = session->closeAuthorization(buddy.buddyname());
  const bool changed = noteContact(session, buddy);
  if (accepted) {
    const prism_authorization answer{sizeof answer, 1, user, name};
    plugin_.call("authorization_answered", &prism_plugin::authorization_answered, &answer);
  }
  if (changed && sessions_.find(buddy.username())) {  // the plugin may have ended the session
    std::vector<prism_str> groups;
    const prism_buddy request = requestOf(buddy, &groups);
    plugin_.call("buddy_changed", &prism_plugin::buddy_changed, &request);
  }
}

void Requests::buddyRemoved(std::string_view payload) {
  pbnetwork::Buddy buddy;
  Session* session =
      decode("BUDDY_REMOVED", payload, &buddy) ? sessionOfClient("BUDDY_REMOVED", buddy.username()) : nullptr;
  if (!session || !hasName("BUDDY_REMOVED", buddy.buddyname()) || !isText("BUDDY_REMOVED", buddy.buddyname()) ||
      prompts_.isContact(buddy.username(), buddy.buddyname())) {
    return;
  }
  buddy.set_buddyname(session->spellingOf(buddy.buddyname()));
  const prism_str user = borrowed(buddy.username());
  const prism_str name = borrowed(buddy.buddyname());
  const bool denied = session->closeAuthorization(buddy.buddyname());
  const bool changed = session->noteRemoval(buddy.buddyname());
  if (denied) {
    const prism_authorization answer{sizeof answer, 0, user, name};
    plugin_.call("authorization_answered", &prism_plugin::authorization_answered, &answer);
  }
  if (changed && sessions_.find(buddy.username())) {  // the plugin may have ended the session
    const prism_buddy_removed request{sizeof request, 0, user, name};
    plugin_.call("buddy_removed", &prism_plugin::buddy_removed, &request);
  }
}

// A VCARD with content is the user's own new vCard. Without content it requests the vCard of a buddy, or the user's own
// if there is no buddy.
void Requests::vcard(std::string_view payload) {
  pbnetwork::VCard vcard;
  Session* session = decode("VCARD", payload, &vcard) ? sessionOfClient("VCARD", vcard.username()) : nullptr;
  if (!session || !isText("VCARD", vcard.buddyname(), vcard.fullname(), vcard.nickname())) {
    return;
  }
  vcard.set_buddyname(session->spellingOf(vcard.buddyname()));
  prism_vcard request{};
  request.struct_size = sizeof request;
  request.user = borrowed(vcard.username());
  request.buddy = borrowed(vcard.buddyname());
  request.nickname = {"", 0};
  request.full_name = borrowed(vcard.fullname());
  request.vcard_nickname = borrowed(vcard.nickname());
  request.photo = {vcard.photo().data(), vcard.photo().size()};
  if (vcard.has_photo() || vcard.has_fullname() || vcard.has_nickname()) {
    request.buddy = {"", 0};
    plugin_.call("own_vcard", &prism_plugin::own_vcard, &request);
    return;
  }
  session->openVCard(vcard.buddyname(), vcard.id());
  const Addressee of(session, request.buddy);
  const prism_vcard_request wanted{sizeof wanted, 0, request.user, of.buddy, of.nickname};
  if (prompts_.isContact(vcard.username(), vcard.buddyname()) ||
      plugin_.call("vcard_wanted", &prism_plugin::vcard_wanted, &wanted) == Plugin::Call::kMissing) {
    guard_.vcard(&request);
  }
}

}  // namespace prism::host
