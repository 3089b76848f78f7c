// SPDX-License-Identifier: MIT
#include "host/avatar/avatars.h"

#include "host/avatar/picture_file.h"
#include "host/base/abi.h"
#include "host/guard/extension.h"
#include "host/guard/read_picture.h"

#include <Poco/Logger.h>

#include <utility>

namespace prism::host {
namespace {

// The longest text of a presence that is kept to be sent again, in bytes.
constexpr std::size_t kLongestStatus = 4096;

// OwnerPicture::key is a SHA-1 in hexadecimal.
constexpr std::size_t kKeySize = 40;

std::string_view viewOf(const SecretVector<char>& bytes) { return {bytes.data(), bytes.size()}; }

// Keeps a presence with the picture of its owner, if there is space for it.
void keep(Pictures* all, const std::string& owner, ShownPresence presence) {
  const OwnerPicture* const known = all->find(owner);
  OwnerPicture picture = known ? *known : OwnerPicture();
  picture.presence = nullptr;
  const OwnerPicture without = picture;
  if (presence.status_text.size() <= kLongestStatus) {
    picture.presence = std::make_shared<const ShownPresence>(std::move(presence));
  }
  if (!all->store(owner, std::move(picture)) && known) {
    all->store(owner, without);  // the presence before this one must not be sent again
  }
}

}  // namespace

Avatars::Avatars(SessionTable& sessions, Guard& guard, NetworkModule& network, TimerSource& timers, Poco::Logger& log,
                 Limits limits)
    : sessions_(sessions),
      guard_(guard),
      network_(network),
      timers_(timers),
      log_(log),
      limits_(limits),
      cache_(limits.cache),
      refusals_(limits.refusal),
      queue_(network, timers, *this, limits.request) {
  guard_.addEndListener(this);
}

Avatars::~Avatars() {
  endAll();
  guard_.removeEndListener(this);
  guard_.setPictureSource(nullptr);
}

void Avatars::start() {
  started_ = true;
  guard_.setPictureSource(this);
}

void Avatars::attach(Plugin& plugin) {
  if (const auto* table = extensionOf<prism_avatar_plugin>(plugin, guard_, PRISM_AVATAR)) {
    table_ = *table;
    plugin_ = &plugin;
  }
}

void Avatars::endAll() {
  over_ = true;
  queue_.endAll();
  for (const auto& [owner, card] : cards_) {
    timers_.remove(card.timer);
  }
  cards_.clear();
  cards_of_.clear();
}

void Avatars::onSessionEnded(const std::string& user) {
  if (!started_) {
    return;
  }
  queue_.forgetUser(user);
  for (auto it = cards_.lower_bound({user, "", ""}); it != cards_.end() && it->first.user == user;) {
    timers_.remove(it->second.timer);
    it = cards_.erase(it);
  }
  cards_of_.erase(user);
}

Pictures* Avatars::picturesOf(const PictureOwner& owner) {
  Session* const session = sessions_.find(owner.user);
  if (!session || owner.room.empty()) {
    return session ? session->pictures.get() : nullptr;
  }
  const Room* const room = session->findRoom(owner.room);
  return room ? room->pictures.get() : nullptr;
}

// Makes what picturesOf() returns.
void Avatars::addPictures(const PictureOwner& owner) {
  Session* const session = sessions_.find(owner.user);
  Room* const room = session ? session->findRoom(owner.room) : nullptr;
  if (room && !room->pictures) {
    room->pictures = std::make_unique<Pictures>();
  } else if (session && owner.room.empty() && !session->pictures) {
    session->pictures = std::make_unique<Pictures>();
  }
}

OwnerPicture* Avatars::find(const PictureOwner& owner) {
  Pictures* const all = picturesOf(owner);
  return all ? all->find(owner.name) : nullptr;
}

bool Avatars::isCurrent(const PictureOwner& owner, const std::string& source) {
  const OwnerPicture* const picture = find(owner);
  return picture && picture->source == source;
}

// The URL counts only if the host can fetch it. The keys are equally long, so none is the beginning of another.
std::string Avatars::sourceOf(const OwnerPicture& picture) {
  return picture.url.empty() || !network_.get() ? picture.key : picture.key + sha1Of(viewOf(picture.url));
}

prism_result Avatars::set(const prism_picture* told) {
  ReadPicture read;
  if (const prism_result result = guard_.readPicture(told, plugin_ && table_.wanted, &read); result != PRISM_OK) {
    return result;
  }
  if (over_) {
    guard_.reportMisbehaviour("avatar.set", "the process is about to end", read.owner.user);
    return PRISM_ERR_STATE;
  }
  queue_.setMaxSize(guard_.largestPhoto());
  addPictures(read.owner);
  OwnerPicture next;
  if (const OwnerPicture* const known = find(read.owner)) {
    next.hash = known->hash;
    next.presence = known->presence;
  }
  next.id = std::move(read.id);
  next.url = std::move(read.url);
  if ((told->flags & PRISM_PICTURE_NONE) != 0) {
    return replace(read.owner, std::move(next));
  }
  return told->bytes.size > 0 ? setBytes(read.owner, std::move(next), read.bytes)
                              : setSource(read.owner, std::move(next));
}

// Stores the picture. One without a key is none.
prism_result Avatars::replace(const PictureOwner& owner, OwnerPicture picture) {
  Pictures& all = *picturesOf(owner);
  const OwnerPicture* const before = all.find(owner.name);
  const std::string old_key = before ? before->key : std::string();
  const std::string old_source = before ? before->source : std::string();
  const std::string key = picture.key;
  const std::string source = picture.source = key.empty() ? "" : sourceOf(picture);
  picture.is_current = before && before->key == key && before->is_current;
  if (!all.store(owner.name, std::move(picture))) {
    guard_.reportMisbehaviour("avatar.set", "the pictures of one user, or of one room, take more than 4 MiB",
                              owner.user);
    return PRISM_ERR_LIMIT;
  }
  if (old_key != key) {
    queue_.forget(old_source, owner);
  } else if (old_source != source) {
    queue_.forgetWaiting(old_source, owner);
  }
  if (key.empty()) {
    show(owner, key, "");
    answerCard(owner);
  }
  return PRISM_OK;
}

prism_result Avatars::setBytes(const PictureOwner& owner, OwnerPicture picture, std::string_view bytes) {
  const bool fits = bytes.size() <= guard_.largestPhoto();
  if (!fits || !isPicture(bytes)) {
    picture.id.clear();
    const prism_result result = replace(owner, std::move(picture));
    return result != PRISM_OK ? result : fits ? PRISM_ERR_UNSUPPORTED : PRISM_ERR_TOO_LARGE;
  }
  picture.key = picture.id.empty() ? sha1Of(bytes) : sha1Of(viewOf(picture.id), "id ");
  const std::string key = picture.key;
  if (const prism_result result = replace(owner, std::move(picture)); result != PRISM_OK) {
    return result;
  }
  PictureOwners owners = queue_.take(key);
  owners.insert(owner);
  use(key, owners, bytes);
  return PRISM_OK;
}

prism_result Avatars::setSource(const PictureOwner& owner, OwnerPicture picture) {
  if (!picture.url.empty() && !network_.get() && !table_.wanted) {
    picture.id.clear();
    picture.url.clear();
    const prism_result result = replace(owner, std::move(picture));
    return result != PRISM_OK ? result : PRISM_ERR_UNSUPPORTED;
  }
  picture.key = picture.id.empty() ? sha1Of(viewOf(picture.url), "url ") : sha1Of(viewOf(picture.id), "id ");
  const std::string key = picture.key;
  if (const prism_result result = replace(owner, std::move(picture)); result != PRISM_OK) {
    return result;
  }
  const OwnerPicture* const stored = find(owner);
  if (stored->is_current) {
    return PRISM_OK;
  }
  if (const std::string* const hash = known_.find(key)) {
    show(owner, key, *hash);
    if (bytesOf(*stored)) {
      answerCard(owner);
      return PRISM_OK;
    }
    if (!cards_.contains(owner)) {
      return PRISM_OK;  // the hash is enough until a client asks
    }
  }
  if (refusals_.has(stored->source)) {
    showNone(owner);
    answerCard(owner);
    return PRISM_OK;
  }
  if (!queue_.want(stored->source, owner, cards_.contains(owner))) {
    guard_.noteLimit("avatar.set", "too many pictures wait already");
    return PRISM_ERR_LIMIT;
  }
  return PRISM_OK;
}

void Avatars::onEnd(const std::string& source, const PictureOwners& owners, PictureEnd end, std::string_view bytes) {
  if (end == PictureEnd::kDone && bytes.size() <= guard_.largestPhoto() && isPicture(bytes)) {
    const std::string key = source.substr(0, kKeySize);
    PictureOwners all = queue_.take(key);
    all.insert(owners.begin(), owners.end());
    use(key, all, bytes);
    return;
  }
  if (end == PictureEnd::kUnanswered) {
    log_.warning("the plugin has not answered avatar.wanted in time, so a picture is left out");
  }
  const bool refused = end == PictureEnd::kDone || end == PictureEnd::kUnusable;
  if (refused) {
    refusals_.add(source);
  }
  for (const PictureOwner& owner : owners) {
    if (!isCurrent(owner, source)) {
      continue;  // it has a request of its own by now
    }
    if (refused) {
      showNone(owner);
    }
    answerCard(owner);
  }
}

// The picture is here.
void Avatars::use(const std::string& key, const PictureOwners& owners, std::string_view bytes) {
  const std::string hash = sha1Of(bytes);
  cache_.put(hash, bytes);
  remember(key, hash);
  for (const PictureOwner& owner : owners) {
    const OwnerPicture* const picture = find(owner);
    if (picture && picture->key == key) {
      show(owner, key, hash);
      answerCard(owner);
    }
  }
}

void Avatars::remember(const std::string& key, const std::string& hash) {
  if (std::string* const known = known_.find(key)) {
    *known = hash;
  } else {
    known_.insert(key, hash);
  }
}

// The hash of the picture is known. Nothing happens if the owner has another picture now.
void Avatars::show(const PictureOwner& owner, const std::string& key, const std::string& hash) {
  OwnerPicture* const picture = find(owner);
  if (!picture || picture->key != key) {
    return;
  }
  picture->is_current = true;
  if (std::exchange(picture->hash, hash) != hash) {
    sendAgain(owner, *picture);
  }
}

// The picture of the owner cannot be had for some time.
void Avatars::showNone(const PictureOwner& owner) {
  OwnerPicture* const picture = find(owner);
  picture->is_current = false;
  if (!std::exchange(picture->hash, "").empty()) {
    sendAgain(owner, *picture);
  }
}

void Avatars::sendAgain(const PictureOwner& owner, const OwnerPicture& picture) {
  const ShownPresence* const shown = picture.presence.get();
  if (!shown || shown->has_own_hash || shown->status == pbnetwork::STATUS_NONE) {
    return;
  }
  if (owner.room.empty()) {
    pbnetwork::Buddy buddy;
    buddy.set_username(owner.user);
    buddy.set_buddyname(shown->name);
    buddy.set_status(shown->status);
    buddy.set_statusmessage(shown->status_text);
    buddy.set_iconhash(picture.hash);
    buddy.set_blocked(shown->blocked);
    guard_.sendAgain(buddy);
    return;
  }
  pbnetwork::Participant participant;
  participant.set_username(owner.user);
  participant.set_room(owner.room);
  participant.set_nickname(owner.name);
  participant.set_flag(shown->flag);
  participant.set_status(shown->status);
  participant.set_statusmessage(shown->status_text);
  participant.set_iconhash(picture.hash);
  participant.set_alias(shown->alias);
  guard_.sendAgain(participant);
}

void Avatars::onBuddy(Session* session, pbnetwork::Buddy* buddy) {
  if (!session->pictures) {
    session->pictures = std::make_unique<Pictures>();
  }
  const std::string owner = pictureKey(buddy->buddyname());
  const bool has_own_hash = !buddy->iconhash().empty();
  ShownPresence shown;
  shown.name = buddy->buddyname();
  shown.status = buddy->status();
  shown.blocked = buddy->blocked();
  shown.has_own_hash = has_own_hash;
  shown.status_text = buddy->statusmessage();
  keep(session->pictures.get(), owner, std::move(shown));
  const OwnerPicture* const picture = session->pictures->find(owner);
  if (picture && !has_own_hash) {
    buddy->set_iconhash(picture->hash);
  }
}

void Avatars::onParticipant(Room* room, bool own, pbnetwork::Participant* participant) {
  if (!room->pictures) {
    room->pictures = std::make_unique<Pictures>();
  }
  Pictures& all = *room->pictures;
  const std::string& nickname = participant->nickname();
  const bool renamed = participant->has_newname();
  if (!renamed && participant->status() == pbnetwork::STATUS_NONE) {
    all.erase(nickname);
    return;
  }
  const bool has_own_hash = !participant->iconhash().empty();
  if (!own) {  // the user's own presence is not sent again: Spectrum takes it for an answer to a join
    ShownPresence shown;
    shown.name = nickname;
    shown.status = participant->status();
    shown.flag = participant->flag();
    shown.has_own_hash = has_own_hash;
    shown.status_text = participant->statusmessage();
    shown.alias = participant->alias();
    keep(&all, nickname, std::move(shown));
  }
  const OwnerPicture* const picture = all.find(nickname);
  if (picture && !has_own_hash) {
    participant->set_iconhash(picture->hash);
  }
  if (renamed) {
    all.rename(nickname, participant->newname());
  }
}

const SecretVector<char>* Avatars::bytesOf(const OwnerPicture& picture) {
  const std::string* const hash = picture.is_current ? &picture.hash : known_.find(picture.key);
  return hash ? cache_.find(*hash) : nullptr;
}

// Returns true if the bytes of a picture that is not here can be had.
bool Avatars::canGet(const OwnerPicture& picture) {
  return !over_ && !refusals_.has(picture.source) && (!picture.url.empty() || table_.wanted);
}

bool Avatars::addPhoto(Session* session, pbnetwork::VCard* vcard) {
  std::string_view nickname;
  const Room* const room = session->findParticipant(vcard->buddyname(), &nickname);
  const PictureOwner owner{vcard->username(), room ? room->name : std::string(),
                           room ? std::string(nickname) : pictureKey(vcard->buddyname())};
  const OwnerPicture* const picture = find(owner);
  if (!picture || picture->key.empty()) {
    return true;
  }
  if (const SecretVector<char>* const bytes = bytesOf(*picture)) {
    vcard->set_photo(bytes->data(), bytes->size());
    return true;
  }
  if (!cards_.contains(owner) && (!canWaitForCard(owner.user) || !canGet(*picture))) {
    return true;
  }
  if (!queue_.want(picture->source, owner, true)) {
    return true;
  }
  const auto [found, is_new] = cards_.try_emplace(owner);
  WaitingCard& card = found->second;
  card.vcard = *vcard;
  if (is_new) {
    card.avatars = this;
    card.owner = &found->first;
    card.timer = timers_.add(limits_.vcard, {}, &Avatars::onCardTimeOut, &card);
    ++cards_of_[owner.user];
  }
  return false;
}

bool Avatars::canWaitForCard(const std::string& user) const {
  const auto own = cards_of_.find(user);
  return cards_.size() < kMostCards && (own == cards_of_.end() || own->second < kMostCardsOfUser);
}

// Sends the answer to a client that waits, with the picture if that is here.
void Avatars::answerCard(const PictureOwner& owner) {
  auto node = cards_.extract(owner);
  if (!node) {
    return;
  }
  WaitingCard& card = node.mapped();
  timers_.remove(card.timer);
  if (const auto own = cards_of_.find(owner.user); --own->second == 0) {
    cards_of_.erase(own);
  }
  const OwnerPicture* const picture = find(owner);
  if (const SecretVector<char>* const bytes = picture ? bytesOf(*picture) : nullptr) {
    card.vcard.set_photo(bytes->data(), bytes->size());
  }
  guard_.answerVCard(&card.vcard);
}

void Avatars::onCardTimeOut(void* data, TimerQueue::Id) {
  const auto& card = *static_cast<WaitingCard*>(data);
  const PictureOwner owner = *card.owner;  // the card goes
  card.avatars->answerCard(owner);
}

bool Avatars::ask(const PictureOwner& owner) {
  const OwnerPicture* const picture = find(owner);
  if (!plugin_ || !table_.wanted || !picture) {
    return false;
  }
  const SecretVector<char> id = picture->id;  // the answer may replace it
  const std::string buddy = owner.room.empty() ? sessions_.find(owner.user)->spellingOf(owner.name) : owner.room;
  prism_picture_request request{};
  request.struct_size = sizeof request;
  request.user = borrowed(owner.user);
  request.buddy = borrowed(buddy);
  request.nickname = owner.room.empty() ? prism_str{"", 0} : borrowed(owner.name);
  request.id = {id.data(), id.size()};
  return plugin_->callExtensionWithSecret("avatar.wanted", table_, &prism_avatar_plugin::wanted, &request) ==
         Plugin::Call::kDone;
}

}  // namespace prism::host
