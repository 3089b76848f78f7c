// SPDX-License-Identifier: MIT
// The part of Bridge for requests about rooms (prism/room_admin.hpp): kicks, bans, roles and invitations.
#include "mapping/bridge.h"
#include "mapping/channel_settings.h"
#include "mapping/commands.h"
#include "protocol/formatting/formatting.h"

#include <algorithm>
#include <utility>

namespace irc {

namespace {

constexpr std::string_view kNotSent =
    "That was not sent: there is no connection to the network, a name cannot be one, or too much waits to be sent.";

prism::RoomsOutcome outcomeOf(ModerationOutcome outcome) {
  switch (outcome) {
    case ModerationOutcome::kDone:
      return prism::RoomsOutcome::Done;
    case ModerationOutcome::kForbidden:
      return prism::RoomsOutcome::Forbidden;
    case ModerationOutcome::kNotFound:
      return prism::RoomsOutcome::NotFound;
    case ModerationOutcome::kConflict:
      return prism::RoomsOutcome::Conflict;
    case ModerationOutcome::kFailed:
      break;
  }
  return prism::RoomsOutcome::Failed;
}

}  // namespace

void Bridge::request(RoomRequest request, const std::function<bool(std::uint64_t number)>& send) {
  const std::uint64_t number = ++last_room_request_;
  const auto place = room_requests_.emplace(number, std::move(request)).first;
  if (!send(number)) {
    place->second.answer.refuse(prism::RoomsOutcome::Failed, kNotSent);
    room_requests_.erase(place);
  }
}

void Bridge::moderated(std::uint64_t number, const ModerationResult& result) {
  const auto place = room_requests_.find(number);
  if (place == room_requests_.end()) {
    return;
  }
  RoomRequest ended = std::move(place->second);
  room_requests_.erase(place);
  if (result.outcome != ModerationOutcome::kDone) {
    ended.answer.refuse(outcomeOf(result.outcome), stripCodes(result.text));
    return;
  }
  // A ban removes nobody who is there.
  const Channel* const channel = ended.kicked.empty() ? nullptr : session_->channels().find(ended.channel);
  if (channel && channel->members.has(session_->isupport().fold(ended.kicked))) {
    request({std::move(ended.answer)}, [&](std::uint64_t next) {
      return session_->moderation().kick(next, ended.channel, ended.kicked, ended.reason);
    });
    return;
  }
  switch (ended.content) {
    case RoomRequest::Content::kNone:
      ended.answer.done();
      return;
    case RoomRequest::Content::kSettings:
      ended.answer.settings(settingsOf(result.modes));
      return;
    case RoomRequest::Content::kBans:
      break;
  }
  std::vector<std::string> notes;
  std::vector<prism::RoomsMember> members;
  notes.reserve(result.bans.size());
  for (const ModerationResult::Ban& ban : result.bans) {
    notes.push_back(ban.by.empty() ? std::string() : "by " + ban.by);
    members.push_back({ban.mask, {}, prism::Role::Unknown, notes.back()});
  }
  ended.answer.members(members);
}

void Bridge::kick(const prism::RoomsChange& change, const prism::RoomsResponder& answer) {
  const std::string channel = channelName(change.room);
  request({answer}, [&](std::uint64_t number) {
    return session_->moderation().kick(number, channel, names_.real(change.nickname), change.reason);
  });
}

void Bridge::ban(const prism::RoomsChange& change, const prism::RoomsResponder& answer) {
  const std::string channel = channelName(change.room);
  const std::string name = names_.real(change.nickname.empty() ? change.account : change.nickname);
  request({answer, channel, name, std::string(change.reason)}, [&](std::uint64_t number) {
    return session_->moderation().changeModes(number, channel, "+b", maskOf(name));
  });
}

void Bridge::unban(const prism::RoomsChange& change, const prism::RoomsResponder& answer) {
  const std::string channel = channelName(change.room);
  request({answer}, [&](std::uint64_t number) {
    return session_->moderation().changeModes(number, channel, "-b", maskOf(names_.real(change.account)));
  });
}

// An operator moderates, who has a voice participates, and others visit: they cannot write in a moderated channel.
void Bridge::setRole(const prism::RoomsChange& change, const prism::RoomsResponder& answer) {
  const std::string name = channelName(change.room);
  const std::string nick = names_.real(change.nickname);
  const Isupport& isupport = session_->isupport();
  const Channel* const channel = session_->channels().find(name);
  const Member* const member = channel ? channel->members.find(isupport.fold(nick)) : nullptr;
  if (!member) {
    answer.refuse(prism::RoomsOutcome::NotFound);
    return;
  }
  std::string modes;
  if (change.role == prism::Role::Moderator) {
    modes = member->ranks.moderates(isupport) ? "" : "+o";
  } else {
    for (const char mode : isupport.prefix_modes) {
      Ranks rank;
      rank.set(isupport.rankOfMode(mode), true);
      if (rank.moderates(isupport) && member->ranks.has(isupport.rankOfMode(mode))) {
        modes.append("-").append(1, mode);
      }
    }
    const bool has_voice = member->ranks.has(isupport.rankOfMode('v'));
    const bool wants_voice = change.role == prism::Role::Participant;
    modes += has_voice == wants_voice ? "" : wants_voice ? "+v" : "-v";
  }
  if (modes.empty()) {
    answer.done();
    return;
  }
  request({answer},
          [&](std::uint64_t number) { return session_->moderation().changeModes(number, name, modes, member->nick); });
}

void Bridge::listBans(const prism::RoomsQuery& query, const prism::RoomsResponder& answer) {
  const std::string channel = channelName(query.room);
  request({answer, channel, {}, {}, RoomRequest::Content::kBans},
          [&](std::uint64_t number) { return session_->moderation().listBans(number, channel); });
}

void Bridge::getSettings(const prism::RoomsSettingsQuery& query, const prism::RoomsResponder& answer) {
  const std::string channel = channelName(query.room);
  request({answer, channel, {}, {}, RoomRequest::Content::kSettings},
          [&](std::uint64_t number) { return session_->moderation().readModes(number, channel); });
}

void Bridge::configure(const prism::RoomsConfiguration& configuration, const prism::RoomsResponder& answer) {
  const std::string name = channelName(configuration.room);
  const Channel* const channel = session_->channels().find(name);
  const ModeLine line = modesFor(configuration.values, channel ? std::string_view(channel->key) : std::string_view());
  if (line.modes.empty()) {
    answer.refuse(prism::RoomsOutcome::Failed, "A value cannot have spaces or commas on IRC.");
    return;
  }
  request({answer}, [&](std::uint64_t number) {
    return session_->moderation().setModes(number, name, line.modes, line.arguments);
  });
}

// IRC's invitations have no reason. In its place, the user may have typed another channel: /invite bob #other
void Bridge::invite(const prism::RoomsInvite& invite, const prism::RoomsResponder& answer) {
  const std::string_view other = invite.reason.substr(0, invite.reason.find(' '));
  const std::string channel = session_->isupport().isChannel(other) ? std::string(other) : channelName(invite.room);
  const std::string nick = names_.real(parseName(invite.invitee, !network_name_.empty()).local);
  request({answer}, [&](std::uint64_t number) { return session_->moderation().invite(number, channel, nick); });
}

}  // namespace irc
