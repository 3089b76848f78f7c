// The Guard: contacts, and what is known of them.
#include "host/guard_event.h"

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

// No roster has a contact in more groups; a larger count is a mistake.
constexpr std::uint64_t kMaxGroups = 1000;

}  // namespace

prism_result Guard::buddyChanged(const prism_buddy* buddy) {
  Event event(*this, "buddy_changed");
  buddy_.Clear();
  Session* session = event.complete(buddy) ? event.user(buddy->user, buddy_.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  event.requiredText("buddy", buddy->buddy, buddy_.mutable_buddyname());
  event.text("alias", buddy->alias, buddy_.mutable_alias());
  event.text("status_text", buddy->status_text, buddy_.mutable_statusmessage());
  event.text("icon_hash", buddy->icon_hash, buddy_.mutable_iconhash());
  event.status(buddy->status);
  if (buddy->blocked > 1) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("blocked is {}, neither 0 nor 1", buddy->blocked));
  }
  event.countable("groups", buddy->groups, buddy->groups_count, kMaxGroups);
  for (std::uint64_t i = 0; event.ok() && i < buddy->groups_count; ++i) {
    event.requiredText("a group", buddy->groups[i], buddy_.add_group());
  }
  if (event.ok()) {
    buddy_.set_status(static_cast<pbnetwork::StatusType>(buddy->status));
    buddy_.set_blocked(buddy->blocked == 1);
    tellName(buddy_.username(), buddy_.buddyname());
    out_.append(WrapperMessage::TYPE_BUDDY_CHANGED, buddy_);
    // What Spectrum will say of this contact now is no news to the network.
    session->learnContact(buddy_.buddyname(), buddy_.alias(), {buddy_.group().begin(), buddy_.group().end()});
  }
  trimAfter(event.size(), &buddy_);
  return event.result();
}

Session* Guard::aboutBuddy(Event* event, prism_str user, prism_str buddy, prism_str nickname) {
  buddy_.Clear();
  Session* session = event->user(user, buddy_.mutable_username());
  if (session) {
    std::string own_name;
    buddy_.mutable_buddyname()->assign(event->borrowName(buddy, nickname, &own_name));
  }
  return event->ok() ? session : nullptr;
}

prism_result Guard::buddyRemoved(prism_str user, prism_str buddy) {
  Event event(*this, "buddy_removed");
  if (Session* session = aboutBuddy(&event, user, buddy)) {
    out_.append(WrapperMessage::TYPE_BUDDY_REMOVED, buddy_);
    session->noteRemoval(buddy_.buddyname());
  }
  return event.result();
}

prism_result Guard::authorizationRequested(prism_str user, prism_str buddy) {
  Event event(*this, "authorization_requested");
  if (Session* session = aboutBuddy(&event, user, buddy)) {
    tellName(buddy_.username(), buddy_.buddyname());
    outFor(session).append(WrapperMessage::TYPE_AUTH_REQUEST, buddy_);
    session->openAuthorization(buddy_.buddyname());
  }
  return event.result();
}

prism_result Guard::vcard(const prism_vcard* vcard, const std::function<void()>& between) {
  Event event(*this, "vcard");
  pbnetwork::VCard sent;
  Session* session = event.complete(vcard) ? event.user(vcard->user, sent.mutable_username()) : nullptr;
  if (!session) {
    return event.result();
  }
  std::string own_name;
  if (vcard->participant.size > 0) {
    sent.mutable_buddyname()->assign(event.borrowName(vcard->buddy, vcard->participant, &own_name));
  } else {
    event.text("buddy", vcard->buddy, sent.mutable_buddyname());
  }
  event.text("full_name", vcard->full_name, sent.mutable_fullname());
  event.text("nickname", vcard->nickname, sent.mutable_nickname());
  event.bytes("photo", vcard->photo, sent.mutable_photo());
  if (!event.ok()) {
    return event.result();
  }
  // Spectrum looks the request up by its id alone: a wrong one would show a vCard to somebody else.
  const std::vector<std::int32_t> ids = session->closeVCards(sent.buddyname());
  if (ids.empty()) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} has not asked for the vCard of {}", inQuotes(sent.username()),
                                              inQuotes(sent.buddyname())));
  }
  for (const std::int32_t id : ids) {
    sent.set_id(id);
    out_.append(WrapperMessage::TYPE_VCARD, sent);
    between();
  }
  return event.result();
}

}  // namespace prism::host
