// SPDX-License-Identifier: MIT
// The member functions of Guard for contacts, authorization requests and vCards.
#include "host/guard/guard_event.h"

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

constexpr std::size_t kGroupTags = sizeof "<group></group>";

// The maximum size in bytes of an alias, a group or a name in a vCard. Clients show each in one line.
constexpr std::size_t kLongestName = 1024;

// More groups for one contact are a mistake of the plugin.
constexpr std::uint64_t kMaxGroups = 1000;

// The elements of so many groups fit into the part of a stanza that Guard::setJidStyle() reserves for Spectrum.
constexpr int kFewGroups = 50;

}  // namespace

std::size_t Guard::rosterItemSize(const pbnetwork::Buddy& buddy) const {
  constexpr std::size_t kItem = sizeof "<item jid='' name='' action='add'></item>";
  std::size_t size = kItem + jidSize(buddy.buddyname(), jids_) + escapedSize(buddy.alias());
  for (const std::string& group : buddy.group()) {
    size += kGroupTags + escapedSize(group);
  }
  return size;
}

prism_result Guard::buddyChanged(const prism_buddy* buddy) {
  Event event(*this, "buddy_changed");
  buddy_.Clear();
  Session* session = event.checkStruct(buddy) ? event.user(buddy->user, buddy_.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  event.node("buddy", buddy->buddy, buddy_.mutable_buddyname());
  event.text("alias", buddy->alias, buddy_.mutable_alias());
  event.text("status_text", buddy->status_text, buddy_.mutable_statusmessage());
  event.iconHash(buddy->icon_hash, buddy_.mutable_iconhash());
  buddy_.set_status(event.status(buddy->status));
  if (buddy->blocked > 1) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("blocked is {}, neither 0 nor 1", buddy->blocked));
  }
  event.checkArray("groups", buddy->groups, buddy->groups_count, kMaxGroups);
  for (std::uint64_t i = 0; event.ok() && i < buddy->groups_count; ++i) {
    event.requiredText("a group", buddy->groups[i], buddy_.add_group());
  }
  if (event.ok()) {
    if (!event.isSmall() || buddy_.group_size() > kFewGroups) {
      fitBuddy(event.textRoom({buddy_.username(), buddy_.buddyname()}));
    }
    const std::size_t size = rosterItemSize(buddy_);
    if (limits_.exchange && !fitsRoster(session, size)) {
      resetIfLarge(event.size(), &buddy_);
      return PRISM_ERR_LIMIT;
    }
    buddy_.set_blocked(buddy->blocked == 1);
    notifyName(buddy_.username(), buddy_.buddyname());
    session->noteSpelling(buddy_.buddyname());
    if (pictures_) {
      pictures_->onBuddy(session, &buddy_);
    }
    out_.append(WrapperMessage::TYPE_BUDDY_CHANGED, buddy_);
    // Spectrum will send this contact back, and that must not be passed on to the network as a change.
    session->mergeContact(buddy_.buddyname(), buddy_.alias(), {buddy_.group().begin(), buddy_.group().end()}, size);
  }
  resetIfLarge(event.size(), &buddy_);
  return event.result();
}

bool Guard::fitsRoster(Session* session, std::size_t size) {
  // A contact that does not enlarge the roster is accepted, even if earlier sessions have filled it beyond the limit.
  if (session->rosterSizeWith(buddy_.buddyname(), size) <= std::max(stanza_room_, session->rosterSize())) {
    return true;
  }
  if (!session->roster_full) {
    session->roster_full = true;
    misbehaviour_.writeUnlimited(fmt::format(
        "buddy_changed: {} has more contacts than fit into one stanza (prism.max_stanza_size), the others are "
        "left out",
        inQuotes(buddy_.username())));
    std::string stanza = "<message xmlns='jabber:client' to='";
    appendEscaped(buddy_.username(), XmlPlace::kAttribute, &stanza);
    stanza +=
        "'><body>You have more contacts on this network than the gateway can pass on. Some are not shown, but can "
        "still be written to.</body></message>";
    writerFor(session).append(WrapperMessage::TYPE_RAW_XML, stanza);
  }
  return false;
}

// The alias and the groups share the stanza with the roster. The status has a presence of its own.
void Guard::fitBuddy(std::size_t room) {
  cutToFit(room, buddy_.mutable_statusmessage());
  cutToFit(std::min(room, kLongestName), buddy_.mutable_alias());
  std::size_t used = escapedSize(buddy_.alias());
  for (int i = 0; i < buddy_.group_size(); ++i) {
    cutToFit(kLongestName, buddy_.mutable_group(i));
    used += kGroupTags + escapedSize(buddy_.group(i));
    if (used > room) {
      buddy_.mutable_group()->DeleteSubrange(i, buddy_.group_size() - i);
    }
  }
}

Session* Guard::beginBuddyEvent(Event* event, prism_str user, prism_str buddy, prism_str nickname) {
  buddy_.Clear();
  Session* session = event->user(user, buddy_.mutable_username());
  if (session) {
    std::string own_name;
    buddy_.mutable_buddyname()->assign(event->borrowName(buddy, nickname, &own_name));
  }
  return event->ok() ? session : nullptr;
}

prism_result Guard::buddyRemoved(const prism_buddy_removed* removed) {
  Event event(*this, "buddy_removed");
  if (!event.checkStruct(removed)) {
    return event.result();
  }
  if (Session* session = beginBuddyEvent(&event, removed->user, removed->buddy)) {
    out_.append(WrapperMessage::TYPE_BUDDY_REMOVED, buddy_);
    session->noteRemoval(buddy_.buddyname());
  }
  return event.result();
}

prism_result Guard::rosterComplete(const prism_roster_complete* complete) {
  Event event(*this, "roster_complete");
  buddy_.Clear();
  Session* session = event.checkStruct(complete) ? event.user(complete->user, buddy_.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  for (const std::string& name : session->takeUnconfirmed(&normalizedNode)) {
    buddy_.set_buddyname(name);
    out_.append(WrapperMessage::TYPE_BUDDY_REMOVED, buddy_);
    session->noteRemoval(name);
  }
  return PRISM_OK;
}

prism_result Guard::authorizationRequested(const prism_authorization* authorization) {
  Event event(*this, "authorization_requested");
  if (!event.checkStruct(authorization)) {
    return event.result();
  }
  if (authorization->accepted != 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "accepted is set, which has a meaning in requests only");
    return event.result();
  }
  if (Session* session = beginBuddyEvent(&event, authorization->user, authorization->buddy)) {
    notifyName(buddy_.username(), buddy_.buddyname());
    session->noteSpelling(buddy_.buddyname());
    writerFor(session).append(WrapperMessage::TYPE_AUTH_REQUEST, buddy_);
    session->openAuthorization(buddy_.buddyname());
  }
  return event.result();
}

// Names are cut to one line first, to leave room for the photo.
void Guard::fitVCard(Event* event, pbnetwork::VCard* vcard) {
  const std::size_t room = event->textRoom({vcard->username(), vcard->buddyname()});
  cutToFit(std::min(room / 2, kLongestName), vcard->mutable_fullname());
  cutToFit(std::min(room / 2, kLongestName), vcard->mutable_nickname());
  const std::size_t used = escapedSize(vcard->fullname()) + escapedSize(vcard->nickname());
  if (used + base64Size(vcard->photo().size()) > room) {
    event->complain(fmt::format("photo has {} bytes, which fit into no stanza (prism.max_stanza_size), and is left out",
                                vcard->photo().size()));
    vcard->clear_photo();
  }
}

prism_result Guard::vcard(const prism_vcard* vcard, const std::function<void()>& between) {
  Event event(*this, "vcard");
  pbnetwork::VCard sent;
  Session* session = event.checkStruct(vcard) ? event.user(vcard->user, sent.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  std::string own_name;
  if (vcard->nickname.size > 0) {
    sent.mutable_buddyname()->assign(event.borrowName(vcard->buddy, vcard->nickname, &own_name));
  } else if (vcard->buddy.size > 0) {
    event.node("buddy", vcard->buddy, sent.mutable_buddyname());
  } else {
    sent.mutable_buddyname();  // a required field; empty for the user's own vCard
  }
  event.text("full_name", vcard->full_name, sent.mutable_fullname());
  event.text("vcard_nickname", vcard->vcard_nickname, sent.mutable_nickname());
  event.bytes("photo", vcard->photo, sent.mutable_photo());
  if (!event.ok()) {
    return event.result();
  }
  if (!session->hasOpenVCard(sent.buddyname())) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} has not asked for the vCard of {}", inQuotes(sent.username()),
                                              inQuotes(sent.buddyname())));
    return event.result();
  }
  if (!event.isSmall()) {
    fitVCard(&event, &sent);
  }
  if (!pictures_ || !sent.photo().empty() || pictures_->addPhoto(session, &sent)) {
    sendVCard(session, &sent, between);
  }
  return event.result();
}

void Guard::sendVCard(Session* session, pbnetwork::VCard* vcard, const std::function<void()>& between) {
  const std::size_t room = Event(*this, "vcard").textRoom({vcard->username(), vcard->buddyname()});
  if (escapedSize(vcard->fullname()) + escapedSize(vcard->nickname()) + base64Size(vcard->photo().size()) > room) {
    vcard->clear_photo();  // one that the host has added
  }
  // Spectrum finds the request by its id alone, so a wrong id would show the vCard to another user.
  for (const std::int32_t id : session->closeVCards(vcard->buddyname())) {
    vcard->set_id(id);
    out_.append(WrapperMessage::TYPE_VCARD, *vcard);
    between();
  }
}

}  // namespace prism::host
