// SPDX-License-Identifier: MIT
// The part of Bridge for old messages: pages of the server's archive, and how far the user has seen a conversation.
#include "mapping/bridge.h"
#include "protocol/formatting/formatting.h"

#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace irc {

namespace {

std::optional<PageRequest::Point> pointOf(const std::optional<prism::HistoryPoint>& point) {
  return point ? std::optional(PageRequest::Point{std::string(point->id), point->time}) : std::nullopt;
}

std::optional<prism::HistoryPoint> pointOf(const PageRequest::Point& point) {
  return point.time != 0 ? std::optional(prism::HistoryPoint{point.id, point.time}) : std::nullopt;
}

}  // namespace

void Bridge::historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder,
                         std::string_view shown_target) {
  PageRequest page;
  page.number = ++last_page_;
  page.target = targetOf(request.kind, shown_target, request.nickname);
  page.limit = request.limit;
  page.after = pointOf(request.after);
  page.before = pointOf(request.before);
  page.around = pointOf(request.around);
  const auto place =
      pages_
          .emplace(page.number,
                   Page{responder, {request.kind, std::string(request.buddy), std::string(request.nickname)}})
          .first;
  if (!session_->archive().request(std::move(page))) {
    responder.failed("The network cannot be asked for old messages now.");
    pages_.erase(place);
  }
}

void Bridge::pageArrived(std::uint64_t number, const ArchivePage& page) {
  const auto place = pages_.find(number);
  if (place == pages_.end()) {
    return;
  }
  Page request = std::move(place->second);
  pages_.erase(place);
  const bool in_room = request.where.kind == prism::Conversation::Room;
  prism::HistoryPage answer;
  std::deque<ChatMessage> messages;
  std::deque<Texts> texts;
  std::deque<std::string> nicknames;
  for (const ChatRecord& record : page.messages) {
    if (conversations_.isIgnored(record.nick)) {
      continue;
    }
    const ChatMessage& message = messages.emplace_back(record.view());
    Texts& its_texts = texts.emplace_back(textsOf(message));
    if (its_texts.plain.empty()) {
      continue;  // the text has nothing but formatting
    }
    prism::Message& event = answer.entries.emplace_back().message;
    event.kind = request.where.kind;
    event.buddy = request.where.buddy;
    event.nickname = in_room ? nicknames.emplace_back(names_.show(message.nick)) : request.where.nickname;
    event.author_id = in_room ? message.account : std::string_view();
    event.carbon = message.own && !in_room;
    fill(&event, message, &its_texts);
  }
  answer.complete = page.complete;
  answer.first = pointOf(page.first);
  answer.last = pointOf(page.last);
  if (const prism::Result result = request.responder.done(answer);
      result != prism::Result::Ok && result != prism::Result::Ended) {
    request.responder.failed("The network's answer cannot be shown.");
  }
}

void Bridge::pageFailed(std::uint64_t number, std::string_view text) {
  const auto place = pages_.find(number);
  if (place != pages_.end()) {
    Page request = std::move(place->second);
    pages_.erase(place);
    request.responder.failed(stripCodes(text));
  }
}

// ------------------------------------------------------------------------------------------------ positions

void Bridge::setPosition(prism::Conversation kind, std::string_view buddy, std::string_view nickname,
                         std::int64_t time) const {
  if (time > 0) {
    chat_offer_.history().setPosition({kind, user_, buddy, nickname, {}, time});
  }
}

// The next login may have the conversation elsewhere, so the position of the contact counts in any case.
void Bridge::setPositionOfChat(std::string_view nick, std::int64_t time) {
  setPosition(prism::Conversation::Contact, spectrumName(nick), {}, time);
  const std::string_view room = conversations_.roomOf(nick);
  const Channel* const channel = room.empty() ? nullptr : session_->channels().find(room);
  if (channel && channel->shown) {
    setPosition(prism::Conversation::Private, channel->room, names_.show(nick), time);
  }
}

void Bridge::seen(const Channel* channel, std::string_view nick, std::int64_t time) {
  if (channel) {
    setPosition(prism::Conversation::Room, channel->room, {}, time);
  } else {
    setPositionOfChat(nick, time);
  }
}

void Bridge::mayHaveMissed(const Channel& channel) {
  if (chat_offer_.hasMissed(prism::Conversation::Room, channel.room)) {
    prism::HistoryPosition position;
    position.kind = prism::Conversation::Room;
    position.user = user_;
    position.buddy = channel.room;
    chat_offer_.history().catchUp(position);
  }
}

void Bridge::mayHaveMissed(std::string_view nick) {
  const Where where = privateWhere(nick);
  if (!chat_offer_.hasMissed(where.kind, where.buddy)) {
    return;
  }
  setPosition(where.kind, where.buddy, where.nickname, session_->seenTime(nick));
  prism::HistoryPosition position;
  position.kind = where.kind;
  position.user = user_;
  position.buddy = where.buddy;
  position.nickname = where.nickname;
  chat_offer_.history().catchUp(position);
}

}  // namespace irc
