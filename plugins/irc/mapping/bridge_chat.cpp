// SPDX-License-Identifier: MIT
// The part of Bridge for what happens to messages: replies, reactions, retractions, read markers, receipts and typing.
#include "mapping/bridge.h"
#include "protocol/formatting/fallback.h"
#include "protocol/formatting/formatting.h"
#include "session/cut.h"
#include "session/limits.h"

#include <memory>
#include <utility>

namespace irc {

namespace {

constexpr std::string_view kUnknownMessage = "the network has not told how this message can be referred to";
constexpr std::string_view kNotSent = "the network does not carry it now, or too much waits to be sent already";

template <typename Request>
OriginPtr originOf(const Request& request) {
  return std::make_shared<Origin>(Origin{request.request, static_cast<std::uint32_t>(request.kind),
                                         std::string(request.buddy), std::string(request.nickname), false});
}

}  // namespace

// ------------------------------------------------------------------------------------------------- requests

std::string Bridge::targetOf(prism::Conversation kind, std::string_view shown_target, std::string_view nickname) const {
  if (kind == prism::Conversation::Private) {
    return names_.real(nickname);
  }
  std::string target = names_.real(shown_target);
  return kind == prism::Conversation::Room ? withChannelPrefix(target) : target;
}

void Bridge::react(const prism::ChatReactions& request, std::string_view shown_target) {
  const OriginPtr origin = originOf(request);
  if (request.target.id.empty()) {
    requestFailed(*origin, kUnknownMessage);
    return;
  }
  const std::string target = targetOf(request.kind, shown_target, request.nickname);
  const auto send = [&](const std::vector<std::string_view>& reactions, bool added) {
    for (const std::string_view reaction : reactions) {
      if (!session_->followups().react(target, request.target.id, reaction, added, origin)) {
        return false;
      }
    }
    return true;
  };
  if (!send(request.removed, false) || !send(request.added, true)) {
    requestFailed(*origin, kNotSent);
  }
}

void Bridge::retract(const prism::ChatRetraction& request, std::string_view shown_target) {
  const OriginPtr origin = originOf(request);
  if (request.target.id.empty()) {
    requestFailed(*origin, kUnknownMessage);
  } else if (!session_->followups().redact(targetOf(request.kind, shown_target, request.nickname), request.target.id,
                                           request.reason, origin)) {
    requestFailed(*origin, kNotSent);
  }
}

void Bridge::markRead(const prism::ChatMarker& request, std::string_view shown_target) {
  session_->followups().markRead(targetOf(request.kind, shown_target, request.nickname), request.target.id);
}

void Bridge::typing(const prism::Typing& request, std::string_view shown_target) {
  const TypingPhase phase = request.state == prism::TypingState::Composing ? TypingPhase::kActive
                            : request.state == prism::TypingState::Paused  ? TypingPhase::kPaused
                                                                           : TypingPhase::kDone;
  session_->typing().set(targetOf(request.kind, shown_target, request.nickname), phase);
}

// Most clients of IRC do not show what a message answers. In a channel, the name of the author in front is the custom
// there. If the network's id of the message is not known, the answer has a short quote.
std::string Bridge::replyText(const prism::Message& message, const Place& place) const {
  const prism::Reference& target = *message.reply_to;
  std::string text(message.text);
  if (target.id.empty()) {
    return withShortQuote("> " + std::string(target.text.substr(0, target.text.find('\n'))) + "\n" + text);
  }
  const std::string author = target.own || target.nickname.empty() ? std::string() : names_.real(target.nickname);
  const bool names_author = text.starts_with(author) || text.starts_with(target.nickname) || text.starts_with('/');
  return place.kind != Place::Kind::kRoom || author.empty() || names_author ? text : author + ": " + text;
}

// --------------------------------------------------------------------------------------------------- events

void Bridge::featuresChanged() { chat_offer_.set(session_->features()); }

void Bridge::requestDone(const Origin& origin, std::string_view id) {
  if (id.empty() && !origin.receipt_wanted) {
    return;
  }
  prism::Receipt receipt{user_, origin.buddy, origin.nickname, origin.request, prism::ReceiptState::Accepted};
  receipt.kind = static_cast<prism::Conversation>(origin.kind);
  receipt.network_id = id;
  host_.receipt(receipt);
}

void Bridge::requestFailed(const Origin& origin, std::string_view text) {
  const std::string plain = stripCodes(cutVisibly(text, kMostText));
  prism::Receipt receipt{user_, origin.buddy, origin.nickname, origin.request, prism::ReceiptState::Failed, plain};
  receipt.kind = static_cast<prism::Conversation>(origin.kind);
  host_.receipt(receipt);
}

Bridge::Where Bridge::privateWhere(std::string_view nick) {
  const Channel* const channel = roomOfPrivateChat(nick);
  std::string shown = names_.show(nick);
  if (channel) {
    return {prism::Conversation::Private, channel->room, std::move(shown)};
  }
  Where where{prism::Conversation::Contact, composeName(shown, network_name_), {}};
  chat_offer_.openContact(where.buddy);
  return where;
}

Bridge::Where Bridge::whereOf(const ChatAct& act) {
  if (!act.channel) {
    return privateWhere(act.other);
  }
  return {prism::Conversation::Room, act.channel->room, names_.show(act.own ? session_->nickname() : act.nick)};
}

prism::Reference Bridge::referenceTo(std::string_view id, prism::Conversation kind, std::string* shown_author) {
  prism::Reference reference;
  reference.id = id;
  if (const RecentMessage* const known = session_->findMessage(id)) {
    reference.id = known->part_of.empty() ? id : std::string_view(known->part_of);
    if (kind != prism::Conversation::Contact) {
      *shown_author = names_.show(known->author);
      reference.nickname = *shown_author;
    }
    reference.own = known->own;
  }
  return reference;
}

void Bridge::reacted(const ChatAct& act, std::string_view reaction, bool added) {
  if (!act.own && conversations_.isIgnored(act.nick)) {
    return;
  }
  const Where where = whereOf(act);
  std::string author;
  prism::ChatReactions event{where.kind, user_, where.buddy, where.nickname};
  event.target = referenceTo(act.id, where.kind, &author);
  event.reactions = {reaction};
  event.change = added ? prism::ReactionChange::Added : prism::ReactionChange::Removed;
  event.author_id = act.channel ? act.account : std::string_view();
  event.carbon = act.own && !act.channel;
  chat_offer_.chat().reacted(event);
}

void Bridge::redacted(const ChatAct& act, bool moderated, std::string_view reason) {
  if (!act.own && !moderated && conversations_.isIgnored(act.nick)) {
    return;
  }
  const Where where = whereOf(act);
  const std::string plain = stripCodes(cutVisibly(reason, kMostText));
  std::string author;
  prism::ChatRetraction event{where.kind, user_, where.buddy, where.nickname};
  event.target = referenceTo(act.id, where.kind, &author);
  event.reason = plain;
  event.moderated = moderated;
  event.carbon = act.own && !act.channel;
  event.time = act.time;
  event.author_id = act.channel ? act.account : std::string_view();
  chat_offer_.chat().retracted(event);
}

void Bridge::readElsewhere(const ChatAct& act) {
  const Where where = whereOf(act);
  std::string author;
  prism::ChatMarker event{where.kind, user_, where.buddy, where.nickname};
  event.target = referenceTo(act.id, where.kind, &author);
  event.carbon = true;
  chat_offer_.chat().marked(event);
}

void Bridge::typed(const ChatAct& act, TypingPhase phase) {
  if (conversations_.isIgnored(act.nick)) {
    return;
  }
  const Where where = whereOf(act);
  host_.typing({user_, where.buddy, where.nickname,
                phase == TypingPhase::kActive   ? prism::TypingState::Composing
                : phase == TypingPhase::kPaused ? prism::TypingState::Paused
                                                : prism::TypingState::Active,
                where.kind});
}

}  // namespace irc
