// SPDX-License-Identifier: MIT
// The server's numeric answers: https://modern.ircdocs.horse/#numerics
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
  return numeric <= 4 || (numeric >= 251 && numeric <= 255) || numeric == 265 || numeric == 266 || numeric == 396 ||
         numeric == 42 || numeric == 900 || numeric == 901;
}

// A nickname that cannot be had: erroneous, in use, colliding, blocked, changed too often, not to be changed in a channel.
bool isAboutNickname(int numeric) {
  return numeric == 432 || numeric == 433 || numeric == 436 || numeric == 437 || numeric == 438 || numeric == 447;
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
    case 4:  // RPL_MYINFO
      if (!message[1].empty()) {
        server_name_ = std::string(cutTo(message[1], kMostText));
      }
      return;
    case 5:  // RPL_ISUPPORT
      onIsupport(message);
      return;
    case 254:  // RPL_LUSERCHANNELS
      channel_count_ = numberOf<std::uint32_t>(message[1]);
      return;
    case 375:  // RPL_MOTDSTART
    case 372:  // RPL_MOTD
      if (settings_->motd || !registration_) {
        observer_->note(message.last());
      }
      return;
    case 376:  // RPL_ENDOFMOTD
    case 422:  // ERR_NOMOTD
      if (registration_) {
        ready();
      }
      return;
    case 396:  // RPL_VISIBLEHOST: me host :is now your displayed host
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
  if (numeric >= 400) {
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
    case 329:  // RPL_CREATIONTIME
    case 333:  // RPL_TOPICWHOTIME: me channel who time
      if (Channel* channel = find(message[1]); channel != nullptr && numeric == 333) {
        setTopicText(*channel, std::string(channel->topic), Source::parse(message[2]).name);
        channel->topic_time = std::int64_t{numberOf<std::uint32_t>(message[3])} * 1000;
        if (channel->phase == Channel::Phase::Joined && channel->shown) {
          observer_->topicChanged(*channel);
        }
      }
      return true;
    case 331:  // RPL_NOTOPIC
    case 332:  // RPL_TOPIC
      if (Channel* channel = find(message[1]); channel != nullptr && channel->phase != Channel::Phase::Joined) {
        setTopicText(*channel, numeric == 332 ? message[2] : std::string_view(), {});
      } else {
        observer_->answer(numeric == 332 ? "The topic of " + std::string(message[1]) + ": " + std::string(message[2])
                                         : wordsOf(message, 1));
      }
      return true;
    case 353:  // RPL_NAMREPLY
      if (isParting(message[2])) {
        return true;
      }
      if (const Channel* channel = find(message[2]); channel == nullptr || channel->phase != Channel::Phase::Listing) {
        observer_->answer(wordsOf(message, 2));
      }
      addNames(message);
      return true;
    case 366:  // RPL_ENDOFNAMES
      namesEnd(message[1]);
      return true;
    default:
      return false;
  }
}

bool Session::onPeopleNumeric(int numeric, const Message& message) {
  switch (numeric) {
    case 301:  // RPL_AWAY: me nick :text, in a whois or as an answer to a message
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
    case 302:  // RPL_USERHOST
      userhostAnswer(message);
      return true;
    case 303:  // RPL_ISON
      isonAnswer(message);
      return true;
    case 305:  // RPL_UNAWAY
    case 306:  // RPL_NOWAWAY
    case 315:  // RPL_ENDOFWHO
    case 732:  // RPL_MONLIST
    case 733:  // RPL_ENDOFMONLIST
      return true;
    case 307:
    case 311:
    case 312:
    case 313:
    case 317:
    case 318:
    case 319:
    case 320:
    case 330:
    case 338:
    case 378:
    case 379:
    case 671:
      whoisLine(numeric, message);
      return true;
    case 352:  // RPL_WHOREPLY
      whoAnswer(message);
      return true;
    case 730:  // RPL_MONONLINE
    case 731:  // RPL_MONOFFLINE
      eachWord(message.last(), ",", [&](std::string_view target) {
        const std::string_view nick = Source::parse(target).name;
        setContact(nick, numeric == 730);
        if (numeric == 731) {
          tryRegain(nick);
        }
      });
      return true;
    default:
      // What this server alone tells of people, between what all tell.
      return (numeric < 400 || numeric >= 600) && whois_.find(isupport_.fold(message[1])) != whois_.end();
  }
}

void Session::onListNumeric(int numeric, const Message& message) {
  switch (numeric) {
    case 321:  // RPL_LISTSTART
      return;
    case 322:  // RPL_LIST: me channel count :topic
      if (list_.expected()) {
        cost_.forgiveLine();  // a whole list is shown at once, and only the fullest channels of it
        if (!message[1].empty()) {
          list_.add(message[1], numberOf<std::uint32_t>(message[2]), message[3]);
        }
      }
      return;
    case 323:  // RPL_LISTEND
      if (list_.expected()) {
        observer_->channelsListed(list_.finish());
      }
      return;
    case 341:  // RPL_INVITING: me nick channel
      observer_->answer(std::string(message[1]) + " has been invited to " + std::string(message[2]));
      return;
    case 347:  // RPL_ENDOFINVITELIST
    case 349:  // RPL_ENDOFEXCEPTLIST
    case 368:  // RPL_ENDOFBANLIST
      observer_->answer(message.last());
      return;
    case 346:  // RPL_INVITELIST
    case 348:  // RPL_EXCEPTLIST
    case 367:  // RPL_BANLIST: me channel mask [who time]
      observer_->answer(std::string(message[2]) + (message.count > 3 ? ", by " + std::string(message[3]) : ""));
      return;
    default:
      observer_->answer(wordsOf(message, 1));
      return;
  }
}

void Session::onErrorNumeric(int numeric, const Message& message) {
  if ((numeric == 442 || numeric == 403) && hasParted(message[1])) {  // ERR_NOTONCHANNEL, ERR_NOSUCHCHANNEL
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
  if (numeric == 442 && place != channels_.end()) {
    removeSelf(place->second, Departure::Part, message.last());
    return;
  }
  if (isAboutNickname(numeric) && asked_nick_.empty() && regaining_) {
    return;  // it was taken again before we were there, or is not to be had yet
  }
  if (isAboutNickname(numeric)) {
    asked_nick_.clear();
  }
  if (numeric == 421 && message[1] == "ISON" && !ison_asked_.empty()) {
    ison_asked_.pop_front();
    return;
  }
  if (numeric == 421 && (message[1] == "CAP" || message[1] == "WHO" || message[1] == "USERHOST")) {
    return;
  }
  if (numeric == 401 && identity_.identify.compare(0, message[1].size() + 1, std::string(message[1]) + " ") == 0) {
    return;  // a network without services
  }
  if (numeric == 401 || numeric == 406) {  // ERR_NOSUCHNICK, ERR_WASNOSUCHNICK
    setContact(message[1], false);
    if (whois_.find(isupport_.fold(message[1])) == whois_.end() && numeric == 401) {
      observer_->noteAbout(message[1], std::string(message[1]) + ": " + std::string(message.last()));
    }
    return;
  }
  if (numeric == 734) {  // ERR_MONLISTFULL: the rest is asked for now and then
    if (std::exchange(isupport_.has_monitor, false)) {
      pollPresence();
    }
    return;
  }
  if (numeric >= 600) {  // no errors: lists, people who knock
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
