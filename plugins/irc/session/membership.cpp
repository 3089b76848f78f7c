// SPDX-License-Identifier: MIT
#include "session/membership.h"

#include "protocol/text/words.h"
#include "session/cut.h"

#include <cstddef>

namespace irc {

namespace {

constexpr std::size_t kMaxMembersToPoll = 1000;
constexpr std::string_view kMembersLimit =
    "There are more people in your channels than are kept: who else is there is left out";

}  // namespace

// Folds the nicknames once, however many channels there are.
struct Membership::Renaming {
  Renaming(const Isupport& isupport, const std::string& a_old_nick, const std::string& a_new_nick)
      : old_nick(a_old_nick),
        new_nick(a_new_nick),
        folded_old(isupport.fold(a_old_nick)),
        folded_new(isupport.fold(a_new_nick)) {}
  const std::string& old_nick;
  const std::string& new_nick;
  const std::string folded_old;
  const std::string folded_new;
};

Member* Membership::add(Channel& channel, std::string_view nick, Ranks ranks) {
  Member* const member =
      channel.members.set(context_.isupport.fold(nick), {std::string(cutTo(nick, kMostName + 1)), ranks, false});
  if (!member) {
    context_.reportLimit(kMembersLimit);
  }
  return member;
}

bool Membership::remove(Channel& channel, const std::string& folded_nick, Departure how, std::string_view text,
                        std::string_view by) {
  Member* const found = channel.members.find(folded_nick);
  if (!found) {
    return false;
  }
  const Member member = std::move(*found);
  channel.members.erase(folded_nick);
  if (channel.shown) {
    context_.cost.countShown();
    context_.observer->memberLeft(channel, member, how, cutVisibly(text, kMostText), by);
  }
  return true;
}

void Membership::onJoin(Channel& channel, std::string_view nick) {
  const Member* const member = add(channel, nick, {});
  if (member && channel.phase == Channel::Phase::kJoined && channel.shown) {
    context_.observer->memberJoined(channel, *member);
  }
}

void Membership::addNames(Channel& channel, std::string_view names) {
  eachWord(names, " ", [&](std::string_view word) {
    const NamesEntry entry = parseNamesEntry(word, context_.isupport);
    if (!entry.source.name.empty()) {
      context_.cost.countShown();
      add(channel, entry.source.name, entry.ranks);
    }
  });
}

void Membership::onMode(Channel& channel, const Message& message) {
  const Isupport& isupport = context_.isupport;
  for (const ModeChange& change : parseModes(message, 1, isupport)) {
    if (change.kind == ModeKind::kParameter && change.mode == 'k' && change.argument != "*") {  // a hidden key
      channel.setKey(change.add ? change.argument : std::string_view());
    }
    if (change.kind != ModeKind::kPrefix) {
      continue;
    }
    Member* const member = channel.members.find(isupport.fold(change.argument));
    if (!member) {
      continue;
    }
    const bool moderated = member->ranks.moderates(isupport);
    member->ranks.set(isupport.rankOfMode(change.mode), change.add);
    if (channel.shown && member->ranks.moderates(isupport) != moderated) {
      context_.cost.countShown();
      context_.observer->memberChanged(channel, *member, {});
    }
  }
}

// ------------------------------------------------------------------------------------------------- nicknames

void Membership::rename(const std::string& old_nick, const std::string& new_nick) {
  const Renaming renaming(context_.isupport, old_nick, new_nick);
  for (auto& [folded, channel] : channels_) {
    rename(channel, channel.members, renaming);
  }
}

void Membership::renameBefore(const std::string& old_nick, const std::string& new_nick) {
  const Renaming renaming(context_.isupport, old_nick, new_nick);
  for (auto& [folded, channel] : channels_) {
    rename(channel, channel.before, renaming);
  }
}

void Membership::rename(const Channel& channel, Members& members, const Renaming& renaming) {
  const Member* const old = members.find(renaming.folded_old);
  if (!old) {
    return;
  }
  context_.cost.countShown();
  Member renamed = *old;
  const Member* const kept = members.rename(renaming.folded_old, renaming.folded_new, renaming.new_nick);
  if (!kept) {
    context_.reportLimit(kMembersLimit);
  }
  if (channel.shown && (kept || context_.isSelf(renaming.new_nick))) {
    renamed.nick = renaming.new_nick;
    context_.observer->memberRenamed(channel, renamed, renaming.old_nick);
  } else if (channel.shown) {
    context_.observer->memberLeft(channel, renamed, Departure::kPart, {}, {});
  }
}

// ------------------------------------------------------------------------------------------- presence, reconnect

void Membership::setAway(std::string_view nick, bool away, std::string_view text) {
  const std::string folded_nick = context_.isupport.fold(nick);
  for (auto& [folded, channel] : channels_) {
    Member* const member = channel.members.find(folded_nick);
    if (!member || member->away == away) {
      continue;
    }
    member->away = away;
    if (channel.shown && channel.phase == Channel::Phase::kJoined) {
      context_.cost.countShown();
      context_.observer->memberChanged(channel, *member, text);
    }
  }
}

void Membership::showChanges(Channel& channel) {
  Observer& observer = *context_.observer;
  const std::string folded_self = context_.isupport.fold(context_.nickname.current());
  for (const auto& [folded, member] : channel.before) {
    if (!channel.members.has(folded) && folded != folded_self) {
      observer.memberLeft(channel, member, Departure::kQuit, {}, {});
    }
  }
  for (const auto& [folded, member] : channel.members) {
    const Member* const old = channel.before.find(folded);
    if (!old) {
      observer.memberJoined(channel, member);
    } else if (!(old->ranks == member.ranks) || old->away) {
      observer.memberChanged(channel, member, {});
    }
  }
  observer.topicChanged(channel);
}

void Membership::requestAway(const Channel& channel) {
  if (channel.members.size() <= kMaxMembersToPoll) {
    outbox_.addIdle(OutgoingLine::command("WHO", {channel.name}));
  }
}

void Membership::pollAway() {
  const auto interval = context_.settings.away_interval;
  if (interval.count() == 0 || context_.capabilities.on("away-notify") || monotonicNow() - away_polled_at_ < interval) {
    return;
  }
  away_polled_at_ = monotonicNow();
  for (const auto& [folded, channel] : channels_) {
    if (channel.phase == Channel::Phase::kJoined) {
      requestAway(channel);
    }
  }
}

}  // namespace irc
