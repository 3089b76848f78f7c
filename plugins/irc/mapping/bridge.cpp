// SPDX-License-Identifier: MIT
#include "mapping/bridge.h"

#include "mapping/names.h"
#include "protocol/formatting/fallback.h"
#include "protocol/formatting/formatting.h"
#include "protocol/nickname.h"
#include "session/clock.h"
#include "session/cut.h"
#include "session/limits.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace irc {

namespace {

constexpr std::size_t kMostShown = 50;  // channels in the answer to /list
// Where nothing is known of earlier messages, the position is not later than this before a note.
constexpr std::chrono::milliseconds kUnknownPast{std::chrono::hours(24)};
constexpr std::chrono::seconds kOfferDelay{5};  // the user may enter the channels by then
constexpr std::chrono::seconds kLongWait{10};   // the user is told of a longer one

// Changes of the own nickname that the log tells, so that a server cannot fill it: at once, and then one in a minute.
constexpr std::uint32_t kLoggedNicknames = 10;
constexpr std::chrono::minutes kLoggedInterval{1};

prism::JoinError joinErrorOf(JoinProblem problem) {
  switch (problem) {
    case JoinProblem::kConflict:
      return prism::JoinError::NicknameInUse;
    case JoinProblem::kNotFound:
      return prism::JoinError::RoomNotFound;
    case JoinProblem::kNotAuthorized:
      return prism::JoinError::NotAuthorized;
  }
  return prism::JoinError::Other;
}

// The reason why a join has failed that was under way when the session ended.
prism::JoinError joinErrorOf(EndReason reason) {
  switch (reason) {
    case EndReason::kNicknameTaken:
      return prism::JoinError::NicknameInUse;
    case EndReason::kNetwork:
    case EndReason::kCertificate:
      return prism::JoinError::RoomNotFound;
    default:
      return prism::JoinError::NotAuthorized;
  }
}

}  // namespace

Bridge::Bridge(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
               std::size_t first, std::string user, std::string network_name, std::shared_ptr<SeenTimes> seen,
               std::size_t& chat_names, BridgeOwner& owner)
    : host_(environment.network.host),
      settings_(&environment.settings),
      user_(std::move(user)),
      network_name_(std::move(network_name)),
      owner_(&owner),
      session_(std::make_unique<Session>(environment, identity, std::move(servers), first, *this,
                                         SeenNames(std::move(seen), network_name_))),
      conversations_(session_->isupport()),
      logged_nicknames_(kLoggedNicknames, kLoggedInterval),
      chat_offer_(host_, user_, !network_name_.empty(), chat_names, identity.history),
      idle_end_(
          host_, settings_->idle_disconnect, [this] { return isIdle(); }, [this] { owner_->idle(network_name_); }) {}

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

Place Bridge::openPlace(prism::Conversation kind, std::string_view shown_target, std::string_view nickname) {
  const std::string target = names_.real(shown_target);
  if (kind == prism::Conversation::Private) {
    Place place{Place::Kind::kPrivate, withChannelPrefix(target), names_.real(nickname)};
    conversations_.beginInRoom(place.nick, place.room);
    idle_end_.onConversation();
    return place;
  }
  if (kind == prism::Conversation::Room) {
    return {Place::Kind::kRoom, withChannelPrefix(target), {}};
  }
  if (target == session_->serverName() || target.empty()) {
    return {};
  }
  idle_end_.onConversation();
  conversations_.beginDirect(target);
  chat_offer_.openContact(spectrumName(target));
  return {Place::Kind::kChat, {}, target};
}

void Bridge::message(const prism::Message& message, std::string_view shown_target) {
  sendMessage(message, openPlace(message.kind, shown_target, message.nickname));
}

void Bridge::command(const prism::Invocation& invocation, std::string_view shown_target) {
  command_place_ = openPlace(invocation.kind, shown_target, invocation.nickname);
  has_command_ = true;
  const Place place = command_place_;
  runCommand(*this, place, invocation);
}

// Returns the room that a person's private messages come from; nullptr if they come from the person.
const Channel* Bridge::roomOfPrivateChat(std::string_view nick) {
  using Mode = Settings::PrivateMessages;
  const Mode mode = settings_->private_messages;
  if (const std::string_view room = conversations_.roomOf(nick); !room.empty()) {
    const Channel* const channel = session_->channels().find(room);
    if (channel && channel->shown) {
      return channel;
    }
  }
  if (mode == Mode::kContact || (mode == Mode::kAuto && conversations_.isDirect(nick))) {
    return nullptr;
  }
  const std::string folded = session_->isupport().fold(nick);
  for (const auto& [name, channel] : session_->channels().all()) {
    if (channel.shown && channel.members.has(folded)) {
      conversations_.beginInRoom(nick, channel.name);
      return &channel;
    }
  }
  conversations_.beginDirect(nick);
  return nullptr;
}

void Bridge::sendMessage(const prism::Message& message, const Place& place) {
  if (place.kind == Place::Kind::kServer) {
    reply(place, "This is the server, which takes commands only; /help lists them");
    return;
  }
  if (isEncryptionFallback(message.text)) {
    reply(place,
          "Your message was not sent: it is encrypted (OMEMO), and nobody on IRC could read it. Switch the "
          "encryption off for this conversation");
    return;
  }
  const std::string& target = place.kind == Place::Kind::kRoom ? place.room : place.nick;
  ChatMessage::Kind kind = ChatMessage::Kind::kMessage;
  std::string text = message.reply_to ? replyText(message, place) : withShortQuote(message.text);
  if (isRetractionFallback(message.text)) {
    kind = ChatMessage::Kind::kAction;
    text = "takes back an earlier message";
  } else if (const auto action = parseAction(message.text)) {
    kind = ChatMessage::Kind::kAction;
    text = *action;
  } else if (text == message.text && !message.xhtml.empty()) {
    if (std::string formatted = toCodes(message.xhtml); !formatted.empty()) {
      text = std::move(formatted);
    }
  }
  for (const prism::Attachment& file : message.attachments) {
    if (text.find(file.url) == std::string::npos) {
      text.append(text.empty() ? "" : "\n").append(file.url);
    }
  }
  const bool nothing_waits = session_->messages().waitingFor(target) == 0;
  Messages::Extras extras;
  extras.reply_to = message.reply_to ? message.reply_to->id : std::string_view();
  extras.origin = std::make_shared<Origin>(Origin{message.request, static_cast<std::uint32_t>(message.kind),
                                                  std::string(message.buddy), std::string(message.nickname),
                                                  message.receipt_wanted});
  if (!session_->messages().send(target, text, kind, extras)) {
    reply(place, "Your message was not sent: too much waits to be sent already, or nobody can have this name");
    return;
  }
  if (nothing_waits) {
    announced_wait_ = 0;
  }
  announceWait(place, target);
}

// Tells the user that a long text waits for flood control: once, and again when the number of lines has doubled.
void Bridge::announceWait(const Place& place, std::string_view target) {
  const auto delay = std::chrono::duration_cast<std::chrono::seconds>(session_->messages().delayOf(target));
  if (delay < kLongWait) {
    announced_wait_ = 0;
    return;
  }
  const std::size_t lines = session_->messages().waitingFor(target);
  if (lines >= 2 * announced_wait_) {
    announced_wait_ = lines;
    reply(place, std::to_string(lines) + " lines wait, since the network takes them slowly; the last one goes out in " +
                     std::to_string(delay.count()) + " seconds. /flush drops them");
  }
}

void Bridge::flush(const Place& place) {
  const std::size_t dropped = session_->messages().drop(place.kind == Place::Kind::kRoom ? place.room : place.nick);
  announced_wait_ = 0;
  reply(place, dropped == 0 ? "Nothing waits to be sent"
                            : std::to_string(dropped) + (dropped == 1 ? " line is" : " lines are") + " dropped");
}

void Bridge::join(std::string_view channel, const prism::Join& join, bool takes_nickname) {
  const bool returns = std::exchange(had_rooms_, true) && !hasRooms();
  idle_end_.permit();
  if (returns && takes_nickname) {
    session_->requests().takeNickname(legalNickname(join.nickname, session_->isupport().nick_length));
  }
  session_->channels().joins().request(channel, join.room, join.nickname, join.password);
}

// The refusal of the join has no address either.
void Bridge::refuseAddress(std::string_view name) {
  reply({}, "The room " + std::string(name) + " has another address here: it begins with " +
                composeName(jidName(name), network_name_));
  idle_end_.consider();
}

void Bridge::watch(std::string_view buddy) {
  const std::string nick = names_.real(buddy);
  session_->contacts().watch(nick);
  if (conversations_.roomOf(nick).empty()) {
    conversations_.beginDirect(nick);
  }
  chat_offer_.openContact(spectrumName(nick));
}

void Bridge::unwatch(std::string_view buddy) {
  session_->contacts().unwatch(names_.real(buddy));
  chat_offer_.closeContact(buddy);
  idle_end_.consider();
}

void Bridge::leave(std::string_view channel) {
  session_->channels().departures().part(channel, {});
  idle_end_.consider();
}

// ------------------------------------------------------------------------------------------- the last room

bool Bridge::hasRooms() const {
  const ChannelMap& channels = session_->channels().all();
  return std::any_of(channels.begin(), channels.end(),
                     [](const auto& entry) { return !entry.second.nickname.empty(); });
}

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
    leaveRoom(*found, reason);
  }
  session_->channels().departures().part(channel, reason);
  idle_end_.consider();
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

void Bridge::closeRooms(EndReason reason, std::string_view text) {
  for (const auto& [folded, channel] : session_->channels().all()) {
    if (channel.nickname.empty()) {
      continue;
    }
    if (channel.shown) {
      leaveRoom(channel, text);
    } else {
      host_.joinFailed({user_, channel.room, joinErrorOf(reason), text});
    }
  }
}

// --------------------------------------------------------------------------------------------- the connection

void Bridge::registered() {
  conversations_.rekey();
  const char* const again = std::exchange(was_lost_, false) ? " again" : "";
  host_.info(user_ + ": " + session_->serverName() + " is connected" + again + "; the nickname is " +
             std::string(cutTo(session_->nickname(), kMostName)));
  owner_->registered();
  idle_end_.consider();
  // Networks ban who asks for the list at each login. A bouncer tells no number, and may have a large network behind
  // it.
  if (session_->channelCount() > 0 && session_->channelCount() <= settings_->room_list) {
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
  host_.info(user_ + ": the connection to " + session_->serverName() + " is lost, and will be made again: " + text);
  was_lost_ = true;
  const std::string line = "The connection is lost, and will be made again: " + text;
  for (const auto& [folded, channel] : session_->channels().all()) {
    if (channel.shown) {
      noteInChannel(channel, line);
    }
  }
}

void Bridge::reconnectFailed(const std::string& text) {
  host_.debug(user_ + ": " + session_->serverName() + " is not connected again yet: " + text);
}

void Bridge::nicknameChanged(const std::string& old_nick) {
  if (logged_nicknames_.take(monotonicNow())) {
    host_.info(user_ + ": on " + session_->serverName() + " the nickname is " + session_->nickname() + " now; it was " +
               old_nick);
  }
}

// -------------------------------------------------------------------------------------------------- channels

prism::Participant Bridge::participant(const Channel& channel, const Member& member, const std::string& shown) const {
  prism::Participant event{user_, channel.room, isSelf(member) ? std::string_view() : shown};
  event.status = member.away ? prism::Status::Away : prism::Status::Online;
  event.moderator = member.ranks.moderates(session_->isupport());
  event.me = isSelf(member);
  return event;
}

// Tells the host that the user is not in a room any more.
void Bridge::leaveRoom(const Channel& channel, std::string_view text) {
  chat_offer_.closeRoom(channel.room);
  prism::Participant event{user_, channel.room, {}, prism::Status::Offline, text};
  event.me = true;
  host_.participantChanged(event);
}

void Bridge::channelJoined(const Channel& channel) {
  const Member* self = nullptr;
  for (const auto& [folded, member] : channel.members) {
    if (isSelf(member)) {
      self = &member;
    } else {
      memberJoined(channel, member);
    }
  }
  const Member alone{session_->nickname(), {}, false};
  const std::string own = names_.show(session_->nickname());
  chat_offer_.openRoom(channel.room);
  prism::Participant entered = participant(channel, self ? *self : alone, own);
  entered.nickname = own;
  host_.joined(entered);
  topicChanged(channel);
}

void Bridge::joinFailed(const Channel& channel, JoinProblem problem, std::string_view text) {
  host_.joinFailed({user_, channel.room, joinErrorOf(problem), text});
  idle_end_.consider();
}

void Bridge::channelOffered(const Channel& channel, bool asked) {
  if (asked) {
    invite(serverContact(), channel.name, "You are in " + channel.name + " now");
    return;
  }
  // A bouncer is in many channels, and the user's client may be about to enter them.
  offered_.push_back(channel.name);
  offer_timer_ = host_.after(kOfferDelay, [this] { offerChannels(); });
}

void Bridge::offerChannels() {
  std::vector<std::string> names;
  for (const std::string& name : std::exchange(offered_, {})) {
    const Channel* const channel = session_->channels().find(name);
    if (channel && channel->nickname.empty()) {
      names.push_back(name);
    }
  }
  if (names.size() == 1) {
    invite(serverContact(), names.front(), "You are in " + names.front() + " now");
  } else if (!names.empty()) {
    std::string text = "You are in these channels too; /join with the name of one invites you to it:";
    for (const std::string& name : names) {
      text += " " + name;
    }
    reply({}, text);
  }
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
  conversations_.rename(old_nick, member.nick);
}

void Bridge::memberLeft(const Channel& channel, const Member& member, Departure how, std::string_view text,
                        std::string_view by) {
  const std::string shown = names_.show(member.nick);
  prism::Participant event = participant(channel, member, shown);
  const std::string plain = stripCodes(text);
  event.status = prism::Status::Offline;
  event.status_text = plain;
  event.kicked = how == Departure::kKick;
  const std::string actor = by.empty() ? std::string() : names_.show(by);
  event.actor = actor;
  host_.participantChanged(event);
  if (event.me) {
    chat_offer_.closeRoom(channel.room);
    idle_end_.considerSoon();  // the channel is removed next
  }
}

void Bridge::topicChanged(const Channel& channel) {
  const std::string plain = stripCodes(channel.topic);
  const std::string author = names_.show(channel.topic_author);
  host_.subjectChanged({user_, channel.room, author, plain, channel.topic_time});
}

void Bridge::invited(std::string_view by, std::string_view channel) {
  if (!conversations_.isIgnored(by)) {
    invite(spectrumName(by), channel, {});
  }
}

void Bridge::invite(const std::string& from, std::string_view channel, std::string_view reason) {
  const std::string room = spectrumName(channel);
  host_.roomInvited({user_, room, from, reason});
}

// -------------------------------------------------------------------------------------------------- messages

Bridge::Texts Bridge::textsOf(const ChatMessage& message) {
  const FormattedText formatted = fromCodes(message.text);
  const std::string action = message.kind == ChatMessage::Kind::kAction ? "/me " : "";
  return {action + formatted.plain, formatted.xhtml.empty() ? std::string() : action + formatted.xhtml};
}

void Bridge::fill(prism::Message* event, const ChatMessage& message, Texts* texts) {
  event->user = user_;
  event->text = texts->plain;
  event->xhtml = texts->xhtml;
  event->time = message.time;
  event->id = message.id;
  if (!message.reply_to.empty()) {
    event->reply_to = referenceTo(message.reply_to, event->kind, &texts->reply_author);
  }
}

void Bridge::show(prism::Message event, const ChatMessage& message) {
  Texts texts = textsOf(message);
  if (texts.plain.empty()) {
    return;  // the text has nothing but formatting
  }
  fill(&event, message, &texts);
  host_.message(event);
}

void Bridge::channelMessage(const Channel& channel, const ChatMessage& message) {
  if (conversations_.isIgnored(message.nick)) {
    return;
  }
  prism::Message event;
  const std::string nick = names_.show(message.nick);
  event.buddy = channel.room;
  event.nickname = nick;
  event.kind = prism::Conversation::Room;
  event.author_id = message.account;
  show(event, message);
}

void Bridge::privateMessage(const ChatMessage& message) {
  prism::Message event;
  if (conversations_.isIgnored(message.nick)) {
    return;
  }
  if (message.kind != ChatMessage::Kind::kNotice) {  // notices are those of services and bots
    idle_end_.onConversation();
  }
  const Where where = privateWhere(message.nick);
  event.buddy = where.buddy;
  event.nickname = where.nickname;
  event.kind = where.kind;
  show(event, message);
}

void Bridge::ownMessage(std::string_view target, const ChatMessage& message) {
  if (conversations_.roomOf(target).empty()) {
    conversations_.beginDirect(target);
  }
  prism::Message event;
  const std::string buddy = spectrumName(target);
  chat_offer_.openContact(buddy);
  event.buddy = buddy;
  event.carbon = true;
  show(event, message);
}

void Bridge::note(std::string_view text) { reply({}, text); }

void Bridge::noteInChannel(const Channel& channel, std::string_view text) {
  const std::string plain = stripCodes(text);
  const std::string server = names_.show(session_->serverName());
  prism::Message event{user_, channel.room, plain, server};
  event.kind = prism::Conversation::Room;
  host_.message(event);
  setPosition(prism::Conversation::Room, channel.room, {},
              channel.last_time != 0 ? channel.last_time : wallClock() - kUnknownPast.count());
}

void Bridge::noteInChat(std::string_view nick, std::string_view text) {
  if (conversations_.isIgnored(nick)) {
    return;
  }
  const std::string_view room = conversations_.roomOf(nick);
  reply({room.empty() ? Place::Kind::kChat : Place::Kind::kPrivate, std::string(room), std::string(nick)}, text);
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
    event.kind = prism::Conversation::Private;
  } else {
    event.headline = place.nick.empty();
  }
  host_.message(event);
  if (!place.nick.empty()) {
    setPositionOfChat(place.nick, session_->seenTime(place.nick));
  }
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
