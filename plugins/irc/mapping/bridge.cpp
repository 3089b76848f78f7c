// SPDX-License-Identifier: MIT
#include "mapping/bridge.h"

#include "mapping/names.h"
#include "protocol/formatting/formatting.h"

#include <utility>

namespace irc {

namespace {

constexpr std::size_t kMostShown = 50;  // channels in the answer to /list

}  // namespace

Bridge::Bridge(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
               std::size_t first, std::string user, std::string network_name, BridgeOwner& owner)
    : host_(environment.network.host),
      settings_(&environment.settings),
      user_(std::move(user)),
      network_name_(std::move(network_name)),
      owner_(&owner),
      session_(std::make_unique<Session>(environment, identity, std::move(servers), first, *this)) {}

Bridge::~Bridge() = default;

std::string Bridge::spectrumName(std::string_view name) { return composeName(names_.show(name), network_name_); }

std::string Bridge::channelName(std::string_view room) const {
  return withChannelPrefix(names_.real(parseName(room, !network_name_.empty()).local));
}

std::string Bridge::withChannelPrefix(std::string_view local) const {
  const bool plain = !local.empty() && !session_->isupport().isChannel(local);
  return (plain ? "#" : "") + std::string(local);
}

bool Bridge::isSelf(const Member& member) const { return session_->isupport().same(member.nick, session_->nickname()); }

// ------------------------------------------------------------------------------------------------- requests

void Bridge::message(const prism::Message& message, std::string_view shown_target) {
  Place place;
  std::string target = names_.real(shown_target);
  if (message.kind == prism::MessageKind::Private) {
    place = {Place::Kind::kPrivate, withChannelPrefix(target), names_.real(message.nickname)};
    target = place.nick;
    private_chats_[session_->isupport().fold(target)] = place.room;
    if (private_chats_.size() > kMostPrivateChats) {
      private_chats_.erase(private_chats_.begin());
    }
  } else if (message.kind == prism::MessageKind::Room) {
    place = {Place::Kind::kRoom, withChannelPrefix(target), {}};
    target = place.room;
  } else if (target == session_->serverName() || target.empty()) {
    place = {Place::Kind::kServer, {}, {}};
  } else {
    place = {Place::Kind::kChat, {}, target};
    private_chats_.erase(session_->isupport().fold(target));
  }
  if (const auto command = parseCommand(message.text)) {
    command_place_ = place;
    has_command_ = true;
    runCommand(*this, place, *command);
    return;
  }
  sendMessage(message, place, target);
}

void Bridge::sendMessage(const prism::Message& message, const Place& place, std::string_view target) {
  if (place.kind == Place::Kind::kServer) {
    reply(place, "This is the server, which takes commands only; /help lists them");
    return;
  }
  std::string text;
  if (!message.xhtml.empty() && message.text.substr(0, 2) != "//") {
    text = toCodes(message.xhtml);
  }
  if (text.empty()) {
    text = std::string(unescapeSlash(message.text));
  }
  if (!session_->messages().send(target, text, ChatMessage::Kind::kMessage)) {
    reply(place, "Your message was not sent: too much waits to be sent already, or nobody can have this name");
  }
}

void Bridge::join(std::string_view channel, const prism::Join& join) {
  session_->channels().joins().request(channel, join.room, join.nickname, join.password);
}

void Bridge::leave(std::string_view channel) { session_->channels().departures().part(channel, {}); }

void Bridge::setSubject(std::string_view channel, std::string_view subject) {
  if (!session_->requests().setTopic(channel, subject)) {
    reply({Place::Kind::kRoom, std::string(channel), {}}, "The topic was not sent: too much waits to be sent already");
  }
}

void Bridge::partByCommand(std::string_view channel, std::string_view reason) {
  const Channel* found = session_->channels().find(channel);
  if (!found) {
    answer("You are not in " + std::string(channel));
    return;
  }
  if (!found->shown && !found->nickname.empty()) {
    joinFailed(*found, JoinProblem::kNotAuthorized, "You have left before you were let in");
  } else if (found->shown) {
    const std::string own = names_.show(session_->nickname());
    host_.participantChanged(ownDeparture(*found, own, reason));
  }
  session_->channels().departures().part(channel, reason);
}

void Bridge::expectWhois(std::string_view nick) { whois_requested_.insert(session_->isupport().fold(nick)); }

void Bridge::vcardWanted(std::string_view buddy, std::string_view participant, std::string_view shown_nick) {
  const std::string nick = names_.real(shown_nick);
  if (nick.empty() || session_->isupport().same(nick, session_->nickname())) {
    host_.vcard({user_, buddy, {}, session_->nickname(), {}, participant});
    return;
  }
  if (!session_->isRegistered() || vcard_requests_.size() >= kMostVcardRequests || !session_->whois().request(nick)) {
    host_.vcard({user_, buddy, {}, nick, {}, participant});
    return;
  }
  vcard_requests_.emplace(session_->isupport().fold(nick), VcardRequest{std::string(buddy), std::string(participant)});
}

void Bridge::closeRooms(std::string_view text) {
  for (const auto& [folded, channel] : session_->channels().all()) {
    if (channel.nickname.empty()) {
      continue;
    }
    const std::string own = names_.show(session_->nickname());
    prism::Participant event = ownDeparture(channel, own, text);
    event.not_authorized = !channel.shown;
    host_.participantChanged(event);
  }
}

// --------------------------------------------------------------------------------------------- the connection

void Bridge::registered() {
  owner_->registered();
  if (settings_->room_list > 0 && session_->channelCount() <= settings_->room_list) {
    session_->requests().listChannels({});
  }
}

void Bridge::ended(EndReason reason, const net::Failure& failure) { owner_->ended(network_name_, reason, failure); }

void Bridge::connectionLost(const std::string& text) {
  for (const auto& [folded, card] : vcard_requests_) {  // their answers are lost too
    host_.vcard({user_, card.buddy, {}, folded, {}, card.participant});
  }
  vcard_requests_.clear();
  whois_requested_.clear();
  const std::string line = "The connection is lost, and will be made again: " + text;
  for (const auto& [folded, channel] : session_->channels().all()) {
    if (channel.shown) {
      noteInChannel(channel, line);
    }
  }
}

// -------------------------------------------------------------------------------------------------- channels

prism::Participant Bridge::participant(const Channel& channel, const Member& member, const std::string& shown) const {
  prism::Participant event{user_, channel.room, shown};
  event.status = member.away ? prism::Status::Away : prism::Status::Online;
  event.moderator = member.ranks.moderates(session_->isupport());
  event.me = isSelf(member);
  return event;
}

// The user has left a room, or was never in it. Spectrum knows the last, or the requested, nickname.
prism::Participant Bridge::ownDeparture(const Channel& channel, const std::string& own, std::string_view text) const {
  prism::Participant event{user_, channel.room, channel.shown ? own : channel.nickname, prism::Status::Offline, text};
  event.me = true;
  return event;
}

void Bridge::channelJoined(const Channel& channel) {
  const std::string own = names_.show(session_->nickname());
  if (channel.nickname != own) {
    host_.ownNickname(user_, channel.room, own);
  }
  const Member* self = nullptr;
  for (const auto& [folded, member] : channel.members) {
    if (isSelf(member)) {
      self = &member;
    } else {
      memberJoined(channel, member);
    }
  }
  const Member alone{session_->nickname(), {}, false};
  memberJoined(channel, self ? *self : alone);
  topicChanged(channel);
}

void Bridge::joinFailed(const Channel& channel, JoinProblem problem, std::string_view text) {
  const std::string own = names_.show(session_->nickname());
  prism::Participant event = ownDeparture(channel, own, text);
  event.conflict = problem == JoinProblem::kConflict;
  event.room_not_found = problem == JoinProblem::kNotFound;
  event.not_authorized = problem == JoinProblem::kNotAuthorized;
  host_.participantChanged(event);
}

void Bridge::channelOffered(const Channel& channel) {
  invite(serverContact(), channel.name, "You are in " + channel.name + " now");
}

// A server may spell a nickname otherwise in its list of names. Spectrum knows the user by one spelling.
std::string Bridge::shownName(const Member& member) {
  return names_.show(isSelf(member) ? session_->nickname() : member.nick);
}

void Bridge::memberJoined(const Channel& channel, const Member& member) {
  const std::string shown = shownName(member);
  host_.participantChanged(participant(channel, member, shown));
}

void Bridge::memberChanged(const Channel& channel, const Member& member, std::string_view text) {
  const std::string shown = shownName(member);
  prism::Participant event = participant(channel, member, shown);
  event.status_text = text;
  host_.participantChanged(event);
}

void Bridge::memberRenamed(const Channel& channel, const Member& member, std::string_view old_nick) {
  const std::string shown = names_.show(member.nick);
  const std::string old_shown = names_.show(old_nick);
  prism::Participant event = participant(channel, member, old_shown);
  event.new_nickname = shown;
  host_.participantChanged(event);
  if (auto talk = private_chats_.extract(session_->isupport().fold(old_nick)); !talk.empty()) {
    talk.key() = session_->isupport().fold(member.nick);
    private_chats_.insert(std::move(talk));
  }
}

void Bridge::memberLeft(const Channel& channel, const Member& member, Departure how, std::string_view text) {
  const std::string shown = names_.show(member.nick);
  prism::Participant event = participant(channel, member, shown);
  const std::string plain = stripCodes(text);
  event.status = prism::Status::Offline;
  event.status_text = plain;
  event.kicked = how == Departure::kKick;
  host_.participantChanged(event);
}

void Bridge::topicChanged(const Channel& channel) {
  const std::string plain = stripCodes(channel.topic);
  const std::string author = names_.show(channel.topic_author);
  host_.subjectChanged({user_, channel.room, author, plain, channel.topic_time});
}

void Bridge::invited(std::string_view by, std::string_view channel) { invite(spectrumName(by), channel, {}); }

void Bridge::invite(const std::string& from, std::string_view channel, std::string_view reason) {
  const std::string room = spectrumName(channel);
  host_.roomInvited({user_, room, from, reason});
}

// -------------------------------------------------------------------------------------------------- messages

void Bridge::show(prism::Message event, const ChatMessage& message) {
  const FormattedText formatted = fromCodes(message.text);
  const std::string action = message.kind == ChatMessage::Kind::kAction ? "/me " : "";
  const std::string plain = action + formatted.plain;
  const std::string xhtml = formatted.xhtml.empty() ? std::string() : action + formatted.xhtml;
  event.user = user_;
  event.text = plain;
  event.xhtml = xhtml;
  event.time = message.time;
  host_.message(event);
}

void Bridge::channelMessage(const Channel& channel, const ChatMessage& message) {
  prism::Message event;
  const std::string nick = names_.show(message.nick);
  event.buddy = channel.room;
  event.nickname = nick;
  event.kind = prism::MessageKind::Room;
  show(event, message);
}

void Bridge::privateMessage(const ChatMessage& message) {
  prism::Message event;
  const auto begun = private_chats_.find(session_->isupport().fold(message.nick));
  const Channel* channel = begun == private_chats_.end() ? nullptr : session_->channels().find(begun->second);
  const std::string nick = names_.show(message.nick);
  const std::string buddy = composeName(nick, network_name_);
  if (channel && channel->shown) {
    event.buddy = channel->room;
    event.nickname = nick;
    event.kind = prism::MessageKind::Private;
  } else {
    event.buddy = buddy;
  }
  show(event, message);
}

void Bridge::ownMessage(std::string_view target, const ChatMessage& message) {
  prism::Message event;
  const std::string buddy = spectrumName(target);
  event.buddy = buddy;
  event.carbon = true;
  show(event, message);
}

void Bridge::note(std::string_view text) { reply({}, text); }

void Bridge::noteInChannel(const Channel& channel, std::string_view text) {
  const std::string plain = stripCodes(text);
  const std::string server = names_.show(session_->serverName());
  prism::Message event{user_, channel.room, plain, server};
  event.kind = prism::MessageKind::Room;
  host_.message(event);
}

void Bridge::noteInChat(std::string_view nick, std::string_view text) {
  const auto begun = private_chats_.find(session_->isupport().fold(nick));
  if (begun != private_chats_.end()) {
    reply({Place::Kind::kPrivate, begun->second, std::string(nick)}, text);
  } else {
    reply({Place::Kind::kChat, {}, std::string(nick)}, text);
  }
}

void Bridge::answer(std::string_view text) {
  if (has_command_) {  // else it is a line that servers send at each login
    reply(command_place_, text);
  }
}

void Bridge::reply(const Place& place, std::string_view text) {
  const std::string plain = stripCodes(text);
  if (plain.empty()) {
    return;
  }
  const Channel* channel = place.room.empty() ? nullptr : session_->channels().find(place.room);
  if (place.kind == Place::Kind::kRoom && channel && channel->shown) {
    noteInChannel(*channel, plain);
    return;
  }
  const std::string nick = names_.show(place.nick);
  const std::string buddy = place.nick.empty() ? serverContact() : composeName(nick, network_name_);
  prism::Message event{user_, buddy, plain};
  if (place.kind == Place::Kind::kPrivate && channel && channel->shown) {
    event.buddy = channel->room;
    event.nickname = nick;
    event.kind = prism::MessageKind::Private;
  } else {
    event.headline = place.nick.empty();
  }
  host_.message(event);
}

// ---------------------------------------------------------------------------------------------------- people

void Bridge::contactChanged(std::string_view nick, bool online, bool away) {
  const std::string buddy = spectrumName(nick);
  host_.buddyChanged({user_, buddy,
                      !online ? prism::Status::Offline
                      : away  ? prism::Status::Away
                              : prism::Status::Online});
}

void Bridge::whoisAnswered(const WhoisAnswer& whois) {
  const std::string folded = session_->isupport().fold(whois.nick);
  const auto [first, last] = vcard_requests_.equal_range(folded);
  for (auto place = first; place != last; ++place) {
    const std::string realname = stripCodes(whois.realname);
    host_.vcard({user_, place->second.buddy, realname, whois.nick, {}, place->second.participant});
  }
  vcard_requests_.erase(first, last);
  if (whois_requested_.erase(folded) == 0) {
    return;
  }
  if (!whois.found) {
    answer(whois.nick + ": nobody has this nickname");
    return;
  }
  std::string text = whois.nick + " is " + whois.userhost + " (" + stripCodes(whois.realname) + ")";
  const auto add = [&](const char* what, const std::string& value) {
    if (!value.empty()) {
      text += "\n" + std::string(what) + value;
    }
  };
  add("account: ", whois.account);
  add("channels: ", whois.channels);
  add("server: ", whois.server);
  add("away: ", whois.away);
  add("idle for seconds: ", whois.idle);
  answer(text);
}

void Bridge::channelsListed(const ChannelList& list) {
  const std::vector<ListedChannel>& channels = list.channels;
  std::vector<std::string> names;
  names.reserve(channels.size());
  for (const ListedChannel& channel : channels) {
    names.push_back(spectrumName(channel.name));
  }
  std::vector<prism::RoomName> rooms;
  rooms.reserve(channels.size());
  for (std::size_t i = 0; i < channels.size(); ++i) {
    rooms.push_back({names[i], channels[i].name});
  }
  host_.roomList(user_, rooms);
  if (!std::exchange(list_requested_, false)) {
    return;
  }
  const std::size_t all = channels.size() + list.missing;
  std::string text = std::to_string(all) + (all == 1 ? " channel" : " channels, the fullest first");
  for (std::size_t i = 0; i < channels.size() && i < kMostShown; ++i) {
    text += "\n" + channels[i].name + (channels[i].topic.empty() ? "" : ": ") + stripCodes(channels[i].topic);
  }
  if (all > kMostShown) {
    text += "\nand " + std::to_string(all - kMostShown) + " more; /list with a pattern finds some of them";
  }
  answer(text);
}

}  // namespace irc
