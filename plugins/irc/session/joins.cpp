// SPDX-License-Identifier: MIT
#include "session/joins.h"

#include "protocol/numerics.h"
#include "protocol/text/words.h"
#include "session/clock.h"
#include "session/cut.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace irc {

namespace {

// After a login, a refused JOIN of a channel that the user was in before waits so long for the services, which may be
// away for as long as the server was; and so does one that came too soon.
constexpr std::chrono::minutes kPatienceInside{5};
constexpr std::chrono::seconds kBetweenAttempts{20};
constexpr std::chrono::seconds kBetweenChecks{1};
// Commands of the user wait so long after a reconnect for the channels that they may concern.
constexpr std::chrono::seconds kLongestHold{10};

// Refusals of a JOIN that came too soon, or too soon after others.
bool isThrottle(int numeric) {
  return numeric == kErrUnavailResource || numeric == kErrTargetTooFast || numeric == kErrThrottled ||
         numeric == kErrTooManyJoins;
}

// Refusals that may end: with the identification, or some time after many users have joined at once.
bool mayPass(int numeric) {
  return numeric == kErrNeedReggedNick || numeric == kErrInviteOnlyChan || numeric == kErrChannelIsFull ||
         isThrottle(numeric);
}

}  // namespace

bool answersJoin(int numeric) {
  switch (numeric) {
    case kErrNoSuchNick:
    case kErrCannotSendToChan:
    case kErrWasNoSuchNick:
    case kErrNoRecipient:
    case kErrNoTextToSend:
    case kErrUserNotInChannel:
    case kErrNotOnChannel:
    case kErrUserOnChannel:
    case kErrKeySet:
    case kErrUnknownMode:
    case kErrBanListFull:
    case kErrChanOpPrivsNeeded:
      return false;
    default:
      return true;
  }
}

JoinProblem joinProblemOf(int numeric) {
  switch (numeric) {
    case kErrNicknameInUse:
    case kErrNickCollision:
      return JoinProblem::kConflict;
    case kErrNoSuchChannel:
    case kErrUnavailResource:
    case kErrTargetTooFast:
    case kErrThrottled:
    case kErrTooManyJoins:
    case kErrTooManyChannels:
    case kErrLinkChannel:
    case kErrChannelIsFull:
    case kErrBadChanMask:
    case kErrBadChanName:
      return JoinProblem::kNotFound;  // clients ask for a password where a join is not authorized
    default:
      return JoinProblem::kNotAuthorized;
  }
}

void Joins::request(std::string_view name, std::string_view room, std::string_view nickname, std::string_view key) {
  const auto [place, is_new] = channels_.try_emplace(context_.isupport.fold(name), context_.memory);
  Channel& channel = place->second;
  if (is_new) {
    channel.name = std::string(name);
    channel.room = channel.name;
    channel.last_time = context_.seen.of(channel.name, context_.isupport);
  }
  if (!key.empty()) {
    channel.key = std::string(key);
  }
  if (!nickname.empty()) {
    channel.room = std::string(room);
    channel.nickname = std::string(nickname);
  }
  if (channel.phase == Channel::Phase::kJoined) {
    if (!nickname.empty()) {
      channel.limits.after = channel.shown ? channel.last_time : channel.limits.after;  // else entered once more
      show(channel);
    } else if (!channel.shown) {
      context_.observer->channelOffered(channel, true);
    }
    return;
  }
  channel.asked = nickname.empty();
  if (!is_new && channel.phase == Channel::Phase::kListing) {
    return;
  }
  const bool parting = pending_parts_.contains(context_.isupport.fold(name));
  if (!is_new && key.empty() && context_.isRegistered() && !parting && !channel.refused) {
    return;  // the first JOIN is not answered yet: a second one would get a second answer
  }
  if (is_new && (channels_.size() > kMostChannels || !channel.charged())) {
    fail(place, JoinProblem::kNotFound, "You are in too many channels already: leave one of them first");
    return;
  }
  const std::uint32_t longest = context_.isupport.channel_length;
  if (name.size() > kMostName || !isWord(name) || name.find_first_of(",\x07") != std::string_view::npos ||
      (longest != 0 && name.size() > longest)) {
    fail(place, JoinProblem::kNotFound, "No network has a channel of this name");
    return;
  }
  if (!context_.isRegistered()) {
    return;
  }
  // PART may wait for flood control, behind messages of the user. JOIN has to wait behind it.
  prepareJoin(channel);
  if (!parting || !outbox_.add(OutgoingLine::join(channel.name, usableKey(channel)))) {
    outbox_.addJoin(channel.name, usableKey(channel));
  }
}

std::string_view Joins::usableKey(const Channel& channel) {
  const bool usable = isWord(channel.key) && channel.key.find(',') == std::string::npos;
  return usable ? std::string_view(channel.key) : std::string_view();
}

void Joins::prepareJoin(Channel& channel) {
  channel.waiting_since = std::chrono::milliseconds(0);
  channel.refused = false;
  channel.refusal_text.clear();
}

void Joins::requestAll() {
  // Keys belong to the first channels of a line.
  for (const bool keyed : {true, false}) {
    for (auto& [folded, channel] : channels_) {
      if (usableKey(channel).empty() != keyed) {
        prepareJoin(channel);
        outbox_.addJoin(channel.name, usableKey(channel));
      }
    }
  }
  releaseHeldLines();
}

void Joins::onSent(const OutgoingLine& line) {
  eachWord(line.target, ",", [this, now = monotonicNow()](std::string_view name) {
    if (Channel* const channel = findChannel(channels_, context_.isupport.fold(name))) {
      channel->waiting_since = now;
      startChecks();
    }
  });
}

// ------------------------------------------------------------------------------------------------- refusals

void Joins::onRefused(ChannelMap::iterator place, int numeric, std::string_view text) {
  // A ban may have an exemption for identified users. Other bans last.
  const bool banned_before = numeric == kErrBannedFromChan && context_.identification == Identification::kPending &&
                             monotonicNow() - context_.registered_at < context_.settings.identify_timeout;
  Channel& channel = place->second;
  const bool told = channel.throttled || channel.shown;
  channel.throttled = isThrottle(numeric);
  if (channel.throttled && !told && !isOverdue(channel)) {
    context_.observer->note(channel.name + ": " + std::string(text) + " (it will be tried again)");
  }
  if (numeric == kErrTooManyChannels) {
    cut_line_ = channel.waiting_since;
  }
  onRefused(place, joinProblemOf(numeric), mayPass(numeric) || banned_before, text);
}

bool Joins::onCommandRefused(std::string_view text) {
  auto oldest = channels_.end();
  for (auto place = channels_.begin(); place != channels_.end(); ++place) {
    const Channel& channel = place->second;
    if (channel.phase == Channel::Phase::kJoining && !channel.refused && channel.waiting_since.count() > 0 &&
        (oldest == channels_.end() || channel.waiting_since < oldest->second.waiting_since)) {
      oldest = place;
    }
  }
  if (oldest == channels_.end()) {
    return false;
  }
  onRefused(oldest, JoinProblem::kNotFound, oldest->second.shown, text);
  return true;
}

void Joins::onRefused(ChannelMap::iterator place, JoinProblem problem, bool may_pass, std::string_view text) {
  Channel& channel = place->second;
  // After a reconnect, a bouncer or a server may know the user later than it accepts a JOIN.
  const bool may_change = context_.identification == Identification::kPending || isAskedAgain(channel);
  if (!may_pass || !may_change || isOverdue(channel)) {
    fail(place, problem, text);
    return;
  }
  channel.refused = true;
  channel.refusal = problem;
  channel.refusal_text = cutVisibly(text, kMostText);
  channel.waiting_since = monotonicNow();
  releaseHeldLines();
  startChecks();
}

bool Joins::isOverdue(const Channel& channel) const {
  const auto patience =
      isAskedAgain(channel) ? std::chrono::seconds(kPatienceInside) : context_.settings.identify_timeout;
  return monotonicNow() - context_.registered_at >= patience;
}

void Joins::startChecks() {
  if (!check_timer_) {
    check_timer_ = context_.host.every(kBetweenChecks, [this] { check(); });
  }
}

void Joins::check() {
  failOverdue();
  askForRestOfCutLine();
  checkTimeouts();
  if (outbox_.isHeld() && monotonicNow() - context_.registered_at >= kLongestHold) {
    outbox_.hold(false);
    outbox_.pump();
  }
  if (std::none_of(channels_.begin(), channels_.end(),
                   [](const auto& entry) { return entry.second.phase != Channel::Phase::kJoined; })) {
    check_timer_.end();
  }
}

void Joins::failOverdue() {
  for (auto place = channels_.begin(); place != channels_.end();) {
    const auto current = place++;
    Channel& channel = current->second;
    if (channel.refused && isOverdue(channel)) {
      fail(current, channel.refusal, std::string(channel.refusal_text));
    } else if (channel.refused && isAskedAgain(channel) && monotonicNow() - channel.waiting_since >= kBetweenAttempts) {
      prepareJoin(channel);
      outbox_.addJoin(channel.name, usableKey(channel));
    }
  }
}

// Some servers, like ircd-hybrid, end a JOIN line at the first channel that is one too many, and do not answer the
// rest.
void Joins::askForRestOfCutLine() {
  const auto sent = std::exchange(cut_line_, std::chrono::milliseconds(0));
  for (auto& [folded, channel] : channels_) {
    if (sent.count() > 0 && channel.phase == Channel::Phase::kJoining && !channel.refused &&
        channel.waiting_since == sent) {
      prepareJoin(channel);
      outbox_.addJoin(channel.name, usableKey(channel));
    }
  }
}

bool Joins::hasRefused() const {
  return std::any_of(channels_.begin(), channels_.end(), [](const auto& entry) { return entry.second.refused; });
}

void Joins::onRekeyed() {
  outbox_.rekey();
  for (auto& [folded, channel] : channels_) {
    channel.last_time = std::max(channel.last_time, context_.seen.of(channel.name, context_.isupport));
    if (channel.phase == Channel::Phase::kJoining) {
      channel.limits.after = channel.last_time;
    }
  }
}

void Joins::onIdentified() {
  for (auto& [folded, channel] : channels_) {
    if (channel.refused) {
      prepareJoin(channel);
      outbox_.addJoin(channel.name, usableKey(channel));
    }
  }
}

void Joins::onSelfJoin(std::string_view name) {
  Channel* const known = findChannel(channels_, context_.isupport.fold(name));
  if (!known && pending_parts_.contains(context_.isupport.fold(name))) {
    return;  // the user has left it in the meantime
  }
  Channel* const channel = known ? known : addOffered(name);
  if (!channel) {
    return;
  }
  channel->name = std::string(name);
  if (channel->room.empty()) {
    channel->room = channel->name;
  }
  if (channel->phase == Channel::Phase::kJoined) {
    channel->before.takeFrom(channel->members);  // a bouncer has lost its network, and is back
  }
  prepareJoin(*channel);
  channel->throttled = false;
  channel->limits = {channel->last_time, 0};
  channel->phase = Channel::Phase::kListing;
  channel->waiting_since = monotonicNow();
  channel->members.clear();
  channel->topic.clear();
  channel->topic_author.clear();
  channel->topic_time = 0;
  if (channel->shown) {
    context_.observer->mayHaveMissed(*channel);
  }
  startChecks();
  outbox_.pump();
}

void Joins::awaitAnother(Channel& channel) {
  if (channel.phase == Channel::Phase::kJoining) {
    return;
  }
  if (channel.shown) {
    channel.before.takeFrom(channel.members);
  }
  channel.members.clear();
  channel.phase = Channel::Phase::kJoining;
  channel.waiting_since = monotonicNow();
  startChecks();
}

// Adds a channel that the user has not asked for: bouncers and some networks join their users to channels. Returns
// nullptr if there are too many: the user may be in it then, but nothing of it is kept or shown.
Channel* Joins::addOffered(std::string_view name) {
  const auto offered = std::count_if(channels_.begin(), channels_.end(),
                                     [](const auto& entry) { return entry.second.nickname.empty(); });
  if (name.size() <= kMostName && static_cast<std::size_t>(offered) < kMostOfferedChannels) {
    const auto place = channels_.try_emplace(context_.isupport.fold(name), context_.memory).first;
    place->second.name = std::string(name);
    place->second.last_time = context_.seen.of(name, context_.isupport);
    if (place->second.charged()) {
      return &place->second;
    }
    channels_.erase(place);
  }
  context_.reportLimit("The server has put you into more channels than are kept: what happens in the rest is left out");
  return nullptr;
}

void Joins::onNames(const Message& message) {
  Channel* const channel = findChannel(channels_, context_.isupport.fold(message[2]));
  if (channel && channel->phase == Channel::Phase::kListing) {
    membership_.addNames(*channel, message.last());
  }
}

void Joins::onEndOfNames(std::string_view name) {
  Channel* const channel = findChannel(channels_, context_.isupport.fold(name));
  if (!channel || channel->phase != Channel::Phase::kListing) {
    return;
  }
  channel->phase = Channel::Phase::kJoined;
  const std::string& own = context_.nickname.current();
  if (!channel->members.has(context_.isupport.fold(own))) {
    membership_.add(*channel, own, {});  // the list may have been cut
  }
  if (!channel->before.empty() && channel->shown) {
    membership_.showChanges(*channel);
  } else if (!channel->nickname.empty()) {
    show(*channel);
  } else if (!std::exchange(channel->offered, true) || channel->asked) {
    context_.observer->channelOffered(*channel, channel->asked);
  }
  channel->before.clear();
  if (context_.capabilities.on("away-notify") || context_.settings.away_interval.count() > 0) {
    membership_.requestAway(*channel);
  }
  releaseHeldLines();
}

// Shows the channel to the user, who has entered it, and the messages before.
void Joins::show(Channel& channel) {
  channel.shown = true;
  channel.limits.live_since = 0;
  context_.observer->channelJoined(channel);
  if (const std::size_t dropped = channel.unseen.takeDropped(); dropped > 0) {
    context_.observer->noteInChannel(channel, (dropped == 1 ? "1 message" : std::to_string(dropped) + " messages") +
                                                  " from before you entered cannot be shown");
  }
  for (const ChatRecord& message : channel.unseen.take()) {
    context_.cost.countShown();
    context_.observer->channelMessage(channel, message.view());
    history_.remember(channel, message.time);
  }
}

void Joins::fail(ChannelMap::iterator place, JoinProblem problem, std::string_view why) {
  const Channel channel = std::move(place->second);
  channels_.erase(place);
  std::string text(why);
  if (const std::size_t dropped = outbox_.dropMessages(channel.name); dropped > 0) {
    text += droppedText(dropped);
  }
  if (!channel.nickname.empty()) {
    context_.observer->joinFailed(channel, problem, text);
  } else {
    context_.observer->answer(channel.name + ": " + text);
  }
  releaseHeldLines();
}

void Joins::checkTimeouts() {
  for (auto place = channels_.begin(); place != channels_.end();) {
    const auto current = place++;
    const Channel& channel = current->second;
    const bool waits =
        channel.phase != Channel::Phase::kJoined && !channel.refused && channel.waiting_since.count() > 0;
    if (!waits || monotonicNow() - channel.waiting_since < context_.settings.join_timeout) {
      continue;
    }
    if (channel.phase == Channel::Phase::kJoining) {
      // The server may still admit the user. PART follows JOIN, so that the user is not in a room without knowing it.
      pending_parts_.add(current->first);
      outbox_.addUrgent(OutgoingLine::part(channel.name, {}));
      fail(current, JoinProblem::kNotFound, context_.server_name + " does not answer the attempt to join");
    } else {
      onEndOfNames(std::string(channel.name));
    }
  }
}

void Joins::releaseHeldLines() {
  if (outbox_.isHeld() && std::all_of(channels_.begin(), channels_.end(), [](const auto& entry) {
        return entry.second.phase == Channel::Phase::kJoined || entry.second.refused;
      })) {
    outbox_.hold(false);
    outbox_.pump();
  }
}

}  // namespace irc
