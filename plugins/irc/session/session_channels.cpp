// SPDX-License-Identifier: MIT
#include "protocol/netsplit.h"
#include "protocol/numerics.h"
#include "protocol/text/timestamp.h"
#include "protocol/text/words.h"
#include "session/cut.h"
#include "session/session.h"

#include <algorithm>
#include <type_traits>

namespace irc {

namespace {

constexpr std::size_t kMaxJoinLine = 400;
constexpr std::chrono::seconds kSplitQuiet{2};

JoinProblem problemOf(int numeric) {
  switch (numeric) {
    case kErrNicknameInUse:
    case kErrNickCollision:
    case kErrUnavailResource:
      return JoinProblem::Conflict;
    case kErrNoSuchChannel:
    case kErrBadChanMask:
    case kErrBadChanName:
      return JoinProblem::NotFound;
    default:
      return JoinProblem::NotAuthorized;
  }
}

}  // namespace

Channel* Session::find(std::string_view name) {
  const auto place = channels_.find(isupport_.fold(name));
  return place == channels_.end() ? nullptr : &place->second;
}

const Channel* Session::channel(std::string_view name) const {
  const auto place = channels_.find(isupport_.fold(name));
  return place == channels_.end() ? nullptr : &place->second;
}

// Computes the keys of all maps again, after the server has named another case mapping than the assumed one.
void Session::rekeyForCasemapping() {
  const auto foldedMap = [this](auto& map, const auto& nameOf) {
    std::remove_reference_t<decltype(map)> folded;
    for (auto& [key, value] : map) {
      std::string name = isupport_.fold(nameOf(value));
      folded.insert_or_assign(std::move(name), std::move(value));
    }
    map = std::move(folded);
  };
  const auto nickOf = [](const auto& value) { return value.nick; };
  foldedMap(channels_, [](const Channel& channel) { return channel.name; });
  foldedMap(contacts_, nickOf);
  for (auto& [folded, channel] : channels_) {
    channel.members.refold(isupport_);
    channel.before.refold(isupport_);
  }
}

// ------------------------------------------------------------------------------------------------- entering

void Session::join(std::string_view name, std::string_view room, std::string_view nickname, std::string_view key) {
  const auto [place, is_new] = channels_.try_emplace(isupport_.fold(name), memory_);
  Channel& channel = place->second;
  if (is_new) {
    channel.name = std::string(name);
    channel.room = channel.name;
  }
  if (!key.empty()) {
    channel.key = std::string(key);
  }
  if (!nickname.empty()) {
    channel.room = std::string(room);
    channel.nickname = std::string(nickname);
  }
  if (channel.phase == Channel::Phase::Joined) {
    if (!nickname.empty()) {
      channel.shown = true;
      observer_->channelJoined(channel);
    } else if (!channel.shown) {
      observer_->channelOffered(channel);
    }
    return;
  }
  if (!is_new && channel.phase == Channel::Phase::Listing) {
    return;
  }
  if (!is_new && key.empty() && phase_ == Phase::Registered && !isParting(name)) {
    return;  // the server will answer: a second question would have a second answer
  }
  channel.asked_at = now();
  if (is_new && (channels_.size() > kMostChannels || !channel.charged())) {
    failJoin(place, kErrTooManyChannels, "You are in too many channels already: leave one of them first");
    return;
  }
  if (name.size() > kMostName || !isWord(name) || name.find_first_of(",\x07") != std::string_view::npos ||
      (isupport_.channel_length != 0 && name.size() > isupport_.channel_length)) {
    failJoin(place, kErrBadChanName, "No network has a channel of this name");
    return;
  }
  if (phase_ != Phase::Registered) {
    return;
  }
  // Leaving may wait for flood control still, behind what the user said before: coming back waits behind it.
  if (rejoining_ || !isParting(name) || !enqueue(joinLine(channel))) {
    sendJoin(channel);
  }
}

std::string Session::joinLine(const Channel& channel) {
  const bool keyed = isWord(channel.key) && channel.key.find(',') == std::string::npos;
  return keyed ? formatLine("JOIN", {channel.name, channel.key}) : formatLine("JOIN", {channel.name});
}

void Session::sendJoin(const Channel& channel) { enqueueUrgent(joinLine(channel)); }

// All channels at once, in as few lines as the server allows.
void Session::rejoinAll() {
  const std::uint32_t most = isupport_.targets("JOIN") == 0 ? 1000 : isupport_.targets("JOIN");
  std::string names;
  std::uint32_t count = 0;
  const auto send = [&] {
    if (count > 0) {
      enqueueUrgent(formatLine("JOIN", {names}));
      names.clear();
      count = 0;
    }
  };
  for (auto& [folded, channel] : channels_) {
    channel.asked_at = now();
    if (!channel.key.empty()) {
      sendJoin(channel);
      continue;
    }
    if (count == most || names.size() + channel.name.size() > kMaxJoinLine) {
      send();
    }
    names += (names.empty() ? "" : ",") + channel.name;
    ++count;
  }
  send();
  checkRejoined();
}

void Session::onJoin(const Message& message) {
  const Source source = message.from();
  const std::string_view name = message[0];
  if (isSelf(source.name)) {
    user_host_ = cutTo(std::string(source.user) + "@" + std::string(source.host), kMostText);
    if (isParting(name)) {
      return;  // the user has left it before we were there
    }
    Channel* const entered = find(name);
    if (Channel* const channel = entered ? entered : addOffered(name)) {
      joinedSelf(*channel, name);
    }
    return;
  }
  Channel* channel = find(name);
  if (channel == nullptr) {
    return;
  }
  const Member* const member = addMember(*channel, source.name, {});
  if (member && channel->phase == Channel::Phase::Joined && channel->shown) {
    observer_->memberJoined(*channel, *member);
  }
  setContact(source.name, true);
}

// A channel that the user has not asked for, as bouncers and some networks have them. Returns nullptr if there are too
// many: then the server may have put the user into it, but nothing of it is kept or shown.
Channel* Session::addOffered(std::string_view name) {
  const auto offered = std::count_if(channels_.begin(), channels_.end(),
                                     [](const auto& entry) { return entry.second.nickname.empty(); });
  if (name.size() <= kMostName && static_cast<std::size_t>(offered) < kMostOfferedChannels) {
    const auto place = channels_.try_emplace(isupport_.fold(name), memory_).first;
    place->second.name = std::string(name);
    if (place->second.charged()) {
      return &place->second;
    }
    channels_.erase(place);
  }
  tellLimit("The server has put you into more channels than are kept: what happens in the rest is left out");
  return nullptr;
}

// Returns nullptr if the member cannot be kept.
Member* Session::addMember(Channel& channel, std::string_view nick, Ranks ranks) {
  Member* const member =
      channel.members.set(isupport_.fold(nick), {std::string(cutTo(nick, kMostName + 1)), ranks, false});
  if (!member) {
    tellLimit("There are more people in your channels than are kept: who else is there is left out");
  }
  return member;
}

void Session::setTopicText(Channel& channel, std::string_view topic, std::string_view author) {
  channel.topic = std::string(cutTo(topic, kMostTopic));
  channel.topic_author = std::string(cutTo(author, kMostName));
  if (!channel.charged()) {
    channel.topic.clear();
    channel.topic_author.clear();
    channel.charged();
  }
}

void Session::joinedSelf(Channel& channel, std::string_view name) {
  channel.name = std::string(name);
  if (channel.room.empty()) {
    channel.room = channel.name;
  }
  channel.phase = Channel::Phase::Listing;
  channel.asked_at = now();
  channel.members.clear();
  channel.topic.clear();
  channel.topic_author.clear();
  channel.topic_time = 0;
}

void Session::addNames(const Message& message) {
  Channel* channel = find(message[2]);
  if (channel == nullptr || channel->phase != Channel::Phase::Listing) {
    return;
  }
  eachWord(message.last(), " ", [&](std::string_view word) {
    const NamesEntry entry = parseNamesEntry(word, isupport_);
    if (!entry.source.name.empty()) {
      cost_.countShown();
      addMember(*channel, entry.source.name, entry.ranks);
    }
  });
}

void Session::namesEnd(std::string_view name) {
  Channel* channel = find(name);
  if (channel == nullptr || channel->phase != Channel::Phase::Listing) {
    return;
  }
  channel->phase = Channel::Phase::Joined;
  if (!channel->members.has(isupport_.fold(nickname_))) {
    addMember(*channel, nickname_, {});  // a list may be cut
  }
  if (!channel->before.empty() && channel->shown) {
    tellChanges(*channel);
  } else if (!channel->nickname.empty()) {
    channel->shown = true;
    observer_->channelJoined(*channel);
  } else {
    observer_->channelOffered(*channel);
  }
  channel->before.clear();
  if (capabilities_.on("away-notify") || settings_->away_interval.count() > 0) {
    askWho(*channel);
  }
  addHistoryRequest(*channel);
  checkRejoined();
}

// After a reconnection: only what is different now.
void Session::tellChanges(Channel& channel) {
  for (auto& [folded, member] : channel.before) {
    if (!channel.members.has(folded) && folded != isupport_.fold(nickname_)) {
      observer_->memberLeft(channel, member, Departure::Quit, {});
    }
  }
  for (auto& [folded, member] : channel.members) {
    const Member* const old = channel.before.find(folded);
    if (!old) {
      observer_->memberJoined(channel, member);
    } else if (!(old->ranks == member.ranks) || old->away) {
      observer_->memberChanged(channel, member, {});
    }
  }
  observer_->topicChanged(channel);
}

void Session::addHistoryRequest(const Channel& channel) {
  const bool offered = capabilities_.on("draft/chathistory") || capabilities_.on("chathistory");
  if (!offered || identity_.history == 0 || channel.nickname.empty()) {
    return;
  }
  const std::uint32_t events =
      capabilities_.on("draft/event-playback") ? 2 * identity_.history + 10 : identity_.history;
  const std::uint32_t most = isupport_.history == 0 ? events : std::min(events, isupport_.history);
  if (channel.last_time == 0) {
    enqueueUrgent(formatLine("CHATHISTORY", {"LATEST", channel.name, "*", std::to_string(most)}));
  } else {
    // After a reconnection: what was said meanwhile, and nothing twice.
    enqueueUrgent(formatLine("CHATHISTORY", {"AFTER", channel.name, "timestamp=" + formatServerTime(channel.last_time),
                                             std::to_string(most)}));
  }
}

void Session::failJoin(Channels::iterator place, int numeric, std::string_view text) {
  const Channel channel = std::move(place->second);
  channels_.erase(place);
  if (!channel.nickname.empty()) {
    observer_->joinFailed(channel, problemOf(numeric), text);
  } else {
    observer_->answer(channel.name + ": " + std::string(text));
  }
  checkRejoined();
}

// A server that does not answer a JOIN at all, or lets us in and does not end its list of names.
void Session::sweepJoins() {
  for (auto place = channels_.begin(); place != channels_.end();) {
    const auto current = place++;
    if (current->second.phase == Channel::Phase::Joining &&
        now() - current->second.asked_at >= settings_->join_timeout) {
      failJoin(current, kErrNoSuchChannel, server_name_ + " does not answer the attempt to join");
    } else if (current->second.phase == Channel::Phase::Listing &&
               now() - current->second.asked_at >= settings_->join_timeout) {
      namesEnd(std::string(current->second.name));
    }
  }
}

void Session::checkRejoined() {
  if (rejoining_ && std::all_of(channels_.begin(), channels_.end(),
                                [](const auto& entry) { return entry.second.phase == Channel::Phase::Joined; })) {
    rejoining_ = false;
    pump();
  }
}

// -------------------------------------------------------------------------------------------------- leaving

bool Session::removeMember(Channel& channel, const std::string& folded, Departure how, std::string_view text) {
  Member* const found = channel.members.find(folded);
  if (!found) {
    return false;
  }
  const Member member = std::move(*found);
  channel.members.erase(folded);
  if (channel.shown) {
    cost_.countShown();
    observer_->memberLeft(channel, member, how, cutTo(text, kMostText));
  }
  return true;
}

// The user is out of a channel without having asked for it. The user is told even if the list of members is not complete
// yet and lacks the user.
void Session::removeSelf(Channel& channel, Departure how, std::string_view text) {
  if (channel.phase == Channel::Phase::Joining) {
    return;  // the user is about to enter it again
  }
  const Member* const found = channel.members.find(isupport_.fold(nickname_));
  const Member self = found ? *found : Member{nickname_, {}, false};
  if (channel.shown) {
    observer_->memberLeft(channel, self, how, cutTo(text, kMostText));
  }
  forgetChannel(channel, text);
}

void Session::onPart(const Message& message) {
  const std::string_view nick = message.from().name;
  const bool is_self = isSelf(nick);
  if (is_self) {
    hasParted(message[0]);
  }
  Channel* channel = find(message[0]);
  if (channel == nullptr) {
    return;
  }
  if (is_self) {
    removeSelf(*channel, Departure::Part,
               message[1].empty() ? "The server has taken you out of the channel" : message[1]);
  } else {
    removeMember(*channel, isupport_.fold(nick), Departure::Part, message[1]);
  }
}

void Session::onKick(const Message& message) {
  Channel* channel = find(message[0]);
  if (channel == nullptr) {
    return;
  }
  const std::string_view nick = message[1];
  const std::string_view by = message.from().name.empty() ? std::string_view(server_name_) : message.from().name;
  std::string text(by);
  if (!message[2].empty() && message[2] != by && !isupport_.same(message[2], nick)) {
    text += ": " + std::string(message[2]);
  }
  if (isSelf(nick)) {
    removeSelf(*channel, Departure::Kick, text);
  } else {
    removeMember(*channel, isupport_.fold(nick), Departure::Kick, text);
  }
}

// To be put out before the user was shown in is to be refused.
void Session::forgetChannel(const Channel& channel, std::string_view text) {
  const auto place = channels_.find(isupport_.fold(channel.name));
  if (place == channels_.end()) {
    return;
  }
  if (channel.shown) {
    channels_.erase(place);
    checkRejoined();
  } else {
    failJoin(place, 0, text);
  }
}

// The server's answer to one of our PARTs. False if it is not.
bool Session::hasParted(std::string_view name) {
  const auto place = parting_.find(isupport_.fold(name));
  if (place == parting_.end()) {
    return false;
  }
  if (--place->second == 0) {
    parting_.erase(place);
  }
  return true;
}

void Session::onQuit(const Message& message) {
  const std::string nick(message.from().name);
  if (isSelf(nick)) {
    return;  // the connection ends, and is made again: nobody has left for good
  }
  const bool netsplit = isNetsplit(message.last());
  const std::string_view reason = cutTo(message.last(), kMostText);
  if (netsplit && split_ && split_->reason != reason) {
    tellSplit();  // another one
  }
  const std::string folded_nick = isupport_.fold(nick);
  for (auto& [folded, channel] : channels_) {
    if (removeMember(channel, folded_nick, netsplit ? Departure::Netsplit : Departure::Quit, reason) && netsplit) {
      if (!split_) {
        split_ = std::make_unique<Split>(Split{std::string(reason), 0, {}});
      }
      split_->rooms.insert(folded);
    }
  }
  if (netsplit && split_) {
    ++split_->count;
    split_timer_ = network_->host.after(kSplitQuiet, [this] { tellSplit(); });
  }
  setContact(nick, false);
  tryRegain(nick);
}

// One line for all who have gone.
void Session::tellSplit() {
  const auto split = std::move(split_);
  split_timer_.end();
  if (!split) {
    return;
  }
  const auto between = split->reason.find(' ');
  const std::string text = "Netsplit: " + split->reason.substr(0, between) + " and " +
                           split->reason.substr(between + 1) + " have lost each other; " +
                           std::to_string(split->count) + (split->count == 1 ? " person is" : " people are") +
                           " out of sight until they find back";
  for (const std::string& room : split->rooms) {
    const auto place = channels_.find(room);
    if (place != channels_.end() && place->second.shown) {
      cost_.countShown();
      observer_->noteInChannel(place->second, text);
    }
  }
}

// ------------------------------------------------------------------------------------------------- changing

void Session::onNick(const Message& message) {
  const std::string old_nick(message.from().name);
  const std::string new_nick(message[0]);
  const bool self = isSelf(old_nick);
  if (self && new_nick.size() > kMostName) {
    return;
  }
  if (self) {
    nickname_ = new_nick;
    // A server may cut what was asked for.
    if (!asked_nick_.empty() && isupport_.same(new_nick, asked_nick_.substr(0, new_nick.size()))) {
      wanted_nick_ = new_nick;
      asked_nick_.clear();
    }
    regaining_ = regaining_ && !isSelf(wanted_nick_);
  }
  const Renaming renaming(isupport_, old_nick, new_nick);
  for (auto& [folded, channel] : channels_) {
    renameIn(channel, channel.members, renaming);
  }
  if (!self) {
    setContact(old_nick, false);
    setContact(new_nick, true);
    tryRegain(old_nick);
  }
}

void Session::renameIn(const Channel& channel, Members& members, const Renaming& renaming) {
  const Member* const old = members.find(renaming.folded_old);
  if (!old) {
    return;
  }
  cost_.countShown();
  Member left = *old;
  const Member* const member = members.rename(renaming.folded_old, renaming.folded_new, renaming.new_nick);
  if (!member) {
    tellLimit("There are more people in your channels than are kept: who else is there is left out");
  }
  if (channel.shown && (member || isSelf(renaming.new_nick))) {
    left.nick = renaming.new_nick;
    observer_->memberRenamed(channel, left, renaming.old_nick);
  } else if (channel.shown) {
    observer_->memberLeft(channel, left, Departure::Part, {});
  }
}

// The new connection has given us another nickname than the old one.
void Session::renamedMeanwhile(const std::string& old_nick) {
  const Renaming renaming(isupport_, old_nick, nickname_);
  for (auto& [folded, channel] : channels_) {
    renameIn(channel, channel.before, renaming);
  }
}

void Session::onMode(const Message& message) {
  Channel* channel = find(message[0]);
  if (channel == nullptr) {
    return;
  }
  for (const ModeChange& change : parseModes(message, 1, isupport_)) {
    if (change.kind == ModeKind::Parameter && change.mode == 'k') {
      channel->key = change.add ? std::string(cutTo(change.argument, kMostName)) : std::string();
      if (!channel->charged()) {
        channel->key.clear();
        channel->charged();
      }
    }
    if (change.kind != ModeKind::Prefix) {
      continue;
    }
    Member* const member = channel->members.find(isupport_.fold(change.argument));
    if (!member) {
      continue;
    }
    const bool moderated = member->ranks.moderates(isupport_);
    member->ranks.set(isupport_.rankOfMode(change.mode), change.add);
    if (channel->shown && member->ranks.moderates(isupport_) != moderated) {
      cost_.countShown();
      observer_->memberChanged(*channel, *member, {});
    }
  }
}

void Session::onTopic(const Message& message) {
  if (Channel* channel = find(message[0])) {
    setTopicText(*channel, message[1], message.from().name);
    channel->topic_time = 0;
    if (channel->shown) {
      observer_->topicChanged(*channel);
    }
  }
}

void Session::onInvite(const Message& message) {
  const std::string_view by = message.from().name;
  if (isSelf(message[0])) {
    observer_->invited(by, message[1]);
  } else if (const Channel* channel = find(message[1]); channel != nullptr && channel->shown) {
    observer_->noteInChannel(*channel, std::string(by) + " has invited " + std::string(message[0]));
  }
}

}  // namespace irc
