// SPDX-License-Identifier: MIT
// The server's numeric answers: https://modern.ircdocs.horse/#numerics
#include "protocol/numerics.h"
#include "protocol/text/words.h"
#include "session/cut.h"
#include "session/session.h"

#include <charconv>
#include <utility>

namespace irc {

namespace {

template <typename Number>
Number numberOf(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// What every server says to everybody at login.
bool isGreeting(int numeric) {
  return numeric <= kRplMyInfo || (numeric >= kRplLuserClient && numeric <= kRplLuserMe) || numeric == kRplLocalUsers ||
         numeric == kRplGlobalUsers || numeric == kRplVisibleHost || numeric == kRplYourId || numeric == kRplLoggedIn ||
         numeric == kRplLoggedOut;
}

// A nickname that cannot be had: erroneous, in use, colliding, blocked, changed too often, not to be changed in a channel.
bool isAboutNickname(int numeric) {
  return numeric == kErrErroneusNickname || numeric == kErrNicknameInUse || numeric == kErrNickCollision ||
         numeric == kErrUnavailResource || numeric == kErrNickTooFast || numeric == kErrNoNickChange;
}

}  // namespace

// The parameters from `first` on, as a line to read.
std::string Session::wordsOf(const Message& message, std::size_t first) {
  std::string words;
  for (std::size_t i = first; i < message.count; ++i) {
    words += (words.empty() ? "" : " ") + std::string(message[i]);
  }
  return words;
}

void Session::onNumeric(int numeric, const Message& message) {
  switch (numeric) {
    case kRplMyInfo:
      if (!message[1].empty()) {
        server_name_ = std::string(cutTo(message[1], kMostText));
      }
      return;
    case kRplIsupport:
      onIsupport(message);
      return;
    case kRplLuserChannels:
      channel_count_ = numberOf<std::uint32_t>(message[1]);
      return;
    case kRplMotdStart:
    case kRplMotd:
      if (settings_->motd || !registration_) {
        observer_->note(message.last());
      }
      return;
    case kRplEndOfMotd:
    case kErrNoMotd:
      if (registration_) {
        ready();
      }
      return;
    case kRplVisibleHost:  // me host :is now your displayed host
      if (const auto at = message[1].find('@'); at != std::string_view::npos) {
        user_host_ = std::string(cutTo(message[1], kMostText));
      } else if (const auto old = user_host_.find('@'); old != std::string::npos) {
        user_host_ = cutTo(user_host_.substr(0, old + 1) + std::string(message[1]), kMostText);
      }
      return;
    default:
      break;
  }
  if (isGreeting(numeric) || registration_ || onChannelNumeric(numeric, message) || onPeopleNumeric(numeric, message)) {
    return;
  }
  if (numeric >= kFirstError) {
    onErrorNumeric(numeric, message);
  } else {
    onListNumeric(numeric, message);
  }
}

void Session::onIsupport(const Message& message) {
  const Casemapping before = isupport_.casemapping;
  isupport_.apply(message);
  if (isupport_.casemapping == before) {
    return;
  }
  // Rekeying costs time for each member that is known. No network changes its case mapping while it runs.
  if (std::exchange(rekeyed_, true)) {
    isupport_.casemapping = before;
    return;
  }
  rekeyForCasemapping();
}

bool Session::onChannelNumeric(int numeric, const Message& message) {
  switch (numeric) {
    case kRplCreationTime:
    case kRplTopicWhoTime:  // me channel who time
      if (Channel* channel = find(message[1]); channel != nullptr && numeric == kRplTopicWhoTime) {
        setTopicText(*channel, std::string(channel->topic), Source::parse(message[2]).name);
        channel->topic_time = std::int64_t{numberOf<std::uint32_t>(message[3])} * 1000;
        if (channel->phase == Channel::Phase::Joined && channel->shown) {
          observer_->topicChanged(*channel);
        }
      }
      return true;
    case kRplNoTopic:
    case kRplTopic:
      if (Channel* channel = find(message[1]); channel != nullptr && channel->phase != Channel::Phase::Joined) {
        setTopicText(*channel, numeric == kRplTopic ? message[2] : std::string_view(), {});
      } else {
        observer_->answer(numeric == kRplTopic
                              ? "The topic of " + std::string(message[1]) + ": " + std::string(message[2])
                              : wordsOf(message, 1));
      }
      return true;
    case kRplNamReply:
      if (isParting(message[2])) {
        return true;
      }
      if (const Channel* channel = find(message[2]); channel == nullptr || channel->phase != Channel::Phase::Listing) {
        observer_->answer(wordsOf(message, 2));
      }
      addNames(message);
      return true;
    case kRplEndOfNames:
      namesEnd(message[1]);
      return true;
    default:
      return false;
  }
}

bool Session::onPeopleNumeric(int numeric, const Message& message) {
  switch (numeric) {
    case kRplAway:  // me nick :text, in a whois or as an answer to a message
      if (const auto place = whois_.find(isupport_.fold(message[1])); place != whois_.end()) {
        place->second.away = std::string(cutTo(message.last(), kMostText));
        return true;
      }
      setMemberAway(message[1], true, message.last());
      setContactAway(message[1], true);
      if (const std::string told = std::string(message[1]) + ' ' + std::string(message.last());
          cutTo(told, kMostText) != away_told_) {
        away_told_ = std::string(cutTo(told, kMostText));
        observer_->noteAbout(message[1], std::string(message[1]) + " is away: " + std::string(message.last()));
      }
      return true;
    case kRplUserhost:
      userhostAnswer(message);
      return true;
    case kRplIson:
      isonAnswer(message);
      return true;
    case kRplUnaway:
    case kRplNowAway:
    case kRplEndOfWho:
    case kRplMonList:
    case kRplEndOfMonList:
      return true;
    case kRplWhoisRegNick:
    case kRplWhoisUser:
    case kRplWhoisServer:
    case kRplWhoisOperator:
    case kRplWhoisIdle:
    case kRplEndOfWhois:
    case kRplWhoisChannels:
    case kRplWhoisSpecial:
    case kRplWhoisAccount:
    case kRplWhoisActually:
    case kRplWhoisHost:
    case kRplWhoisModes:
    case kRplWhoisSecure:
      whoisLine(numeric, message);
      return true;
    case kRplWhoReply:
      whoAnswer(message);
      return true;
    case kRplMonOnline:
    case kRplMonOffline:
      eachWord(message.last(), ",", [&](std::string_view target) {
        const std::string_view nick = Source::parse(target).name;
        setContact(nick, numeric == kRplMonOnline);
        if (numeric == kRplMonOffline) {
          tryRegain(nick);
        }
      });
      return true;
    default:
      // What this server alone tells of people, between what all tell.
      return (numeric < kFirstError || numeric >= kFirstLaterNumeric) &&
             whois_.find(isupport_.fold(message[1])) != whois_.end();
  }
}

void Session::onListNumeric(int numeric, const Message& message) {
  switch (numeric) {
    case kRplListStart:
      return;
    case kRplList:  // me channel count :topic
      if (list_.expected()) {
        cost_.forgiveLine();  // a whole list is shown at once, and only the fullest channels of it
        if (!message[1].empty()) {
          list_.add(message[1], numberOf<std::uint32_t>(message[2]), message[3]);
        }
      }
      return;
    case kRplListEnd:
      if (list_.expected()) {
        observer_->channelsListed(list_.finish());
      }
      return;
    case kRplInviting:  // me nick channel
      observer_->answer(std::string(message[1]) + " has been invited to " + std::string(message[2]));
      return;
    case kRplEndOfInviteList:
    case kRplEndOfExceptList:
    case kRplEndOfBanList:
      observer_->answer(message.last());
      return;
    case kRplInviteList:
    case kRplExceptList:
    case kRplBanList:  // me channel mask [who time]
      observer_->answer(std::string(message[2]) + (message.count > 3 ? ", by " + std::string(message[3]) : ""));
      return;
    default:
      observer_->answer(wordsOf(message, 1));
      return;
  }
}

void Session::onErrorNumeric(int numeric, const Message& message) {
  if ((numeric == kErrNotOnChannel || numeric == kErrNoSuchChannel) && hasParted(message[1])) {
    return;
  }
  // A channel that was to be joined, and was not.
  const auto place = channels_.find(isupport_.fold(message[1]));
  if (place != channels_.end() && place->second.phase == Channel::Phase::Joining) {
    if (isParting(message[1])) {
      return;  // about an attempt that the user has given up since
    }
    failJoin(place, numeric, message.last());
    return;
  }
  if (numeric == kErrNotOnChannel && place != channels_.end()) {
    removeSelf(place->second, Departure::Part, message.last());
    return;
  }
  if (isAboutNickname(numeric) && asked_nick_.empty() && regaining_) {
    return;  // it was taken again before we were there, or is not to be had yet
  }
  if (isAboutNickname(numeric)) {
    asked_nick_.clear();
  }
  if (numeric == kErrUnknownCommand && message[1] == "ISON" && !ison_asked_.empty()) {
    ison_asked_.pop_front();
    return;
  }
  if (numeric == kErrUnknownCommand && (message[1] == "CAP" || message[1] == "WHO" || message[1] == "USERHOST")) {
    return;
  }
  if (numeric == kErrNoSuchNick &&
      identity_.identify.compare(0, message[1].size() + 1, std::string(message[1]) + " ") == 0) {
    return;  // a network without services
  }
  if (numeric == kErrNoSuchNick || numeric == kErrWasNoSuchNick) {
    setContact(message[1], false);
    if (whois_.find(isupport_.fold(message[1])) == whois_.end() && numeric == kErrNoSuchNick) {
      observer_->noteAbout(message[1], std::string(message[1]) + ": " + std::string(message.last()));
    }
    return;
  }
  if (numeric == kErrMonListFull) {  // the rest is asked for now and then
    if (std::exchange(isupport_.has_monitor, false)) {
      pollPresence();
    }
    return;
  }
  if (numeric >= kFirstLaterNumeric) {  // no errors: lists, people who knock
    observer_->answer(wordsOf(message, 1));
    return;
  }
  if (place != channels_.end() && place->second.shown) {
    observer_->noteInChannel(place->second, message.last());
    return;
  }
  observer_->answer(message.count > 2 ? std::string(message[1]) + ": " + std::string(message.last())
                                      : std::string(message.last()));
}

}  // namespace irc
