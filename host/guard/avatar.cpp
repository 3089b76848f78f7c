// SPDX-License-Identifier: MIT
// The member functions of Guard for pictures (prism/avatar.h).
#include "host/guard/guard_event.h"
#include "host/guard/read_picture.h"

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

constexpr std::size_t kLongestId = 1023;
constexpr std::size_t kLongestUrl = 4096;

}  // namespace

prism_result Guard::readPicture(const prism_picture* picture, bool can_ask, ReadPicture* read) {
  Event event(*this, "avatar.set");
  Session* const session = event.checkStruct(picture) ? event.user(picture->user, &read->owner.user) : nullptr;
  if (!session) {
    return event.result();
  }
  event.flags(picture->flags, PRISM_PICTURE_NONE);
  if (picture->nickname.size > 0) {
    event.node("buddy", picture->buddy, &read->owner.room);
    event.resource("nickname", picture->nickname, &read->owner.name);
    const Room* const room = event.ok() ? session->findRoom(read->owner.room) : nullptr;
    if (event.ok() && !room) {
      event.refuse(PRISM_ERR_STATE,
                   fmt::format("user {} has not joined {}", inQuotes(read->owner.user), inQuotes(read->owner.room)));
    } else if (room) {
      read->owner.room = room->name;
    }
  } else if (picture->buddy.size > 0) {
    std::string contact;
    event.node("buddy", picture->buddy, &contact);
    read->owner.name = pictureKey(contact);
    if (event.ok()) {
      session->noteSpelling(contact);
    }
  }
  readSource(&event, *picture, can_ask, read);
  return event.result();
}

void Guard::readSource(Event* event, const prism_picture& picture, bool can_ask, ReadPicture* read) {
  event->checkShort("id", picture.id, kLongestId);
  event->checkShort("url", picture.url, kLongestUrl);
  const prism_str bytes{static_cast<const char*>(picture.bytes.data), picture.bytes.size};
  if (!event->checkString("bytes", bytes)) {
    return;
  }
  const bool none = (picture.flags & PRISM_PICTURE_NONE) != 0;
  const bool given = picture.id.size > 0 || picture.url.size > 0 || bytes.size > 0;
  if (none == given) {
    event->refuse(PRISM_ERR_ARGUMENT, none ? "flags have PRISM_PICTURE_NONE, but id, url or bytes is given"
                                           : "id, url and bytes are empty, but PRISM_PICTURE_NONE is not set");
  } else if (picture.url.size > 0 && bytes.size > 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "url and bytes are both given");
  } else if (!none && !can_ask && picture.url.size == 0 && bytes.size == 0) {
    event->refuse(PRISM_ERR_ARGUMENT, "id is alone, but the plugin has no wanted() of prism.avatar/1");
  }
  if (event->ok()) {
    const std::string_view id = view(picture.id);
    const std::string_view url = view(picture.url);
    read->id.assign(id.begin(), id.end());
    read->url.assign(url.begin(), url.end());
    read->bytes = view(bytes);
  }
}

std::size_t Guard::largestPhoto() const {
  constexpr std::size_t kNames = std::size_t{16} * 1024;  // those of the owner and in the vCard
  const std::size_t room = stanza_room_ - std::min(kNames, stanza_room_ / 4);
  return room / base64Size(3 * 1024) * 3 * 1024;
}

void Guard::sendAgain(const pbnetwork::Buddy& buddy) { out_.append(WrapperMessage::TYPE_BUDDY_CHANGED, buddy); }

void Guard::sendAgain(const pbnetwork::Participant& participant) {
  out_.append(WrapperMessage::TYPE_PARTICIPANT_CHANGED, participant);
}

void Guard::answerVCard(pbnetwork::VCard* vcard) {
  Session* const session = sessions_.find(vcard->username());
  if (!session) {
    return;
  }
  sendVCard(session, vcard, [] {});
}

}  // namespace prism::host
