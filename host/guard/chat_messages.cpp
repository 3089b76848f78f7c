// SPDX-License-Identifier: MIT
// The member functions of Guard for what prism/chat.h adds to messages: capabilities, ids, replies, files and edits.
#include "host/base/xml_text.h"
#include "host/guard/chat_event.h"

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::uint64_t kMostReactions = 1000;  // that a network can offer

// Of a message, beside the first one: more than it can have attachments. A retraction removes each.
constexpr std::size_t kMostMoreStanzas = 255;

constexpr std::uint32_t kCapabilities = PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT | PRISM_CHAT_CAN_REPLY |
                                        PRISM_CHAT_CAN_REACT | PRISM_CHAT_CAN_THREAD | PRISM_CHAT_CAN_MARK |
                                        PRISM_CHAT_CAN_DELIVER;

}  // namespace

prism_result Guard::setCapabilities(const prism_chat_capabilities* capabilities) {
  Event event(*this, "chat.set_capabilities");
  if (!event.checkStruct(capabilities)) {
    return event.result();
  }
  Session* session = capabilities->user.size > 0 ? event.user(capabilities->user) : nullptr;
  const bool is_private = capabilities->kind == PRISM_CONVERSATION_PRIVATE;
  event.conversation(capabilities->kind, is_private ? PRISM_STR("any") : prism_str{});
  if (capabilities->buddy.size > 0) {
    event.borrowNode("buddy", capabilities->buddy);
  }
  event.capabilityFlags(capabilities->flags, kCapabilities);
  ChatState& chat = *sessions_.chat();
  const ConversationName of{static_cast<ConversationKind>(capabilities->kind), view(capabilities->buddy)};
  Capabilities& table = session ? session->chat(chat).capabilities : chat.capabilities;
  if (capabilities->flags == PRISM_CAPABILITIES_INHERIT) {
    if (event.ok()) {
      table.remove(of);
    }
    return event.result();
  }
  event.checkArray("reactions", capabilities->reactions, capabilities->reactions_count, kMostReactions);
  ReactionChoices::Set reactions;
  for (std::uint64_t i = 0; event.ok() && i < capabilities->reactions_count; ++i) {
    std::string reaction;
    event.required("a reaction", capabilities->reactions[i]);
    event.shortText("a reaction", capabilities->reactions[i], Reactions::kLongest, &reaction);
    reactions.insert(reaction);
  }
  if (!event.ok()) {
    return event.result();
  }
  ChatCapabilities read;
  read.flags = capabilities->flags;
  read.edit_age = std::chrono::seconds(capabilities->edit_seconds);
  read.retract_age = std::chrono::seconds(capabilities->retract_seconds);
  read.reactions_per_user = capabilities->reactions_per_user;
  read.reactions_per_message = capabilities->reactions_per_message;
  read.longest_text = capabilities->longest_text;
  reportMisbehaviours("chat.set_capabilities", chat.check.tell(capabilities->flags));
  if (!reactions.empty()) {
    read.reactions = table.hasRoomFor(of, reactions) ? chat.reaction_choices.share(std::move(reactions)) : nullptr;
    if (!read.reactions) {
      event.refuse(PRISM_ERR_LIMIT, "the different sets of reactions take too much memory");
      return event.result();
    }
  }
  switch (table.set(of, std::move(read))) {
    case Capabilities::Result::kDone:
      break;
    case Capabilities::Result::kTooManyNames:
      event.refuse(PRISM_ERR_LIMIT,
                   fmt::format("there are capabilities for {} buddies already", Capabilities::kMostNames));
      break;
    case Capabilities::Result::kTooManyBytes:
      event.refuse(PRISM_ERR_LIMIT, "the names of buddies with capabilities take too much memory");
      break;
  }
  return event.result();
}

// The search takes as long as all the rest of a message, so it is for development. An old message, such as one that is
// played back when a room is entered, may be known already.
bool Guard::checksIds(const prism_message& message, Origin origin) const {
  return misbehaviour_.isStrict() && origin == Origin::kLive && message.time == 0;
}

bool Guard::sendPlain(const prism_message& message, Origin origin) {
  // As in Event::isSmall(). The parts that never change have less than a kilobyte.
  constexpr std::size_t kQuoteGrowth = 6;
  constexpr std::size_t kNameGrowth = 33;
  constexpr std::size_t kFixed = 1024;
  if (checksIds(message, origin)) {
    return false;
  }
  const std::uint64_t rest = (message.kind ^ PRISM_CONVERSATION_CONTACT) | message.flags | message.reserved |
                             message.request | message.nickname.size | message.xhtml.size | message.thread.size |
                             message.author_id.size | static_cast<std::uint64_t>(message.time) |
                             message.attachments_count;
  const std::string_view buddy = view(message.buddy), text = view(message.text), id = view(message.id);
  const std::size_t names = message.user.size + buddy.size() + id.size();
  if (rest != 0 || message.reply_to || text.empty() || names + text.size() > limits_.event ||
      kQuoteGrowth * text.size() + kNameGrowth * names + kFixed > stanza_room_) {
    return false;
  }
  ChatState& state = *sessions_.chat();
  const ConversationName conversation{ConversationKind::kContact, buddy};
  Session* session = sessions_.findAgain(view(message.user));
  const bool escaped = !isUnescapedAscii(text, XmlPlace::kText);
  SessionChat* its_chat = session ? session->findChat() : nullptr;
  if (!its_chat || !isOwnStanzaId(id) || (escaped && !isXmlText(text))) {
    return false;
  }
  SessionChat& chat = *its_chat;
  const std::uint64_t changes = state.capabilities.changes() + chat.capabilities.changes();
  if (!chat.plain || chat.plain->buddy != buddy || chat.plain->changes != changes) {
    const ChatCapabilities* can = session->chatCapabilities(state, conversation);
    const RouteQuestion question{
        .mode = state.mode, .capabilities = can ? can->flags : 0, .conversation = conversation, .has_id = true};
    if (!can || !canBeNode(buddy, jids_) || !isXmlText(buddy) || routeOf(question, jids_) != Route::kRaw) {
      return false;
    }
    const std::string from = rawSender(conversation, {});
    const StanzaHead head{.kind = conversation.kind, .from = from, .to = view(message.user)};
    chat.plain.emplace(
        SessionChat::Plain{std::string(buddy), changes, PlainStanza(head, can->can(PRISM_CHAT_CAN_MARK))});
  }
  notifyName(view(message.user), buddy);
  ++traffic_.messages_to_users;
  std::string escaped_text;
  if (escaped) {
    appendEscaped(text, XmlPlace::kText, &escaped_text);
  }
  chat.plain->stanza.append(id, escaped ? std::string_view(escaped_text) : text, &writerFor(session));
  chat.memory.remember(conversation, {.network_id = id, .text = text}, ChatMemory::Clock::now());
  return true;
}

prism_result Guard::sendIdentified(const prism_message* message, Origin origin) {
  Event event(*this, "message");
  Session* session = event.checkStruct(message) ? event.user(message->user) : nullptr;
  if (!session) {
    return event.result();
  }
  ChatReference reply_to;
  if (message->reply_to) {
    ChatEvent::readReference(&event, "reply_to", message->kind, message->reply_to, &reply_to);
  }
  event.conversation(message->kind, message->nickname);
  ChatEvent::checkId(&event, message->id);
  event.joinedRoom(session, message->kind, message->user, message->buddy);
  if (!event.ok()) {
    return event.result();
  }
  if (!sessions_.chat()) {
    return sendReplyTyped(*message, quoteOf(reply_to.text));
  }
  const std::string_view id = view(message->id);
  const bool carbon = (message->flags & PRISM_MESSAGE_CARBON) != 0;
  const bool headline = (message->flags & PRISM_MESSAGE_HEADLINE) != 0;
  ChatEvent chat(*this, *session, view(message->user), ChatEvent::nameOf(*message), view(message->nickname));
  const bool own = carbon || chat.isOwnNickname();
  const auto remember = [&](std::string_view text, std::size_t stanzas) {
    if (chat.hasCapabilities() && !id.empty()) {
      const auto more = static_cast<std::uint8_t>(std::min<std::size_t>(stanzas - 1, kMostMoreStanzas));
      chat.memory().remember(
          chat.conversation(),
          {.network_id = id, .author = chat.nickname(), .text = text, .own = own, .more_stanzas = more}, chat.now());
    }
  };
  if (checksIds(*message, origin)) {
    chat.checkIsNew(&event, id);
  }
  const RememberedMessage* target = message->reply_to ? chat.find(&event, "reply_to", reply_to) : nullptr;
  if (!event.ok()) {
    return event.result();
  }
  std::string quote;
  if (message->reply_to) {
    quote = quoteOf(chat.quotedText(target, reply_to), target && target->facts().is_cut);
  }
  const bool has_content = message->text.size > 0 || message->attachments_count > 0;
  if (chat.route(!id.empty(), carbon, headline) != Route::kRaw || !has_content) {
    const prism_result result = sendReplyTyped(*message, quote);
    if (result == PRISM_OK) {
      std::string text;
      assignXmlText(view(message->text), &text);
      remember(text, 1);
    }
    return result;
  }

  std::string mended_text;
  const std::string_view buddy = event.borrowNode("buddy", message->buddy);
  const std::string_view text = event.borrowText("text", message->text, &mended_text);
  conversation_.Clear();
  addOptionalFields(&event, *message);
  std::string thread, occupant_id;
  event.text("thread", message->thread, &thread);
  event.text("author_id", message->author_id, &occupant_id);
  if (!event.ok()) {
    resetIfLarge(event.size(), &conversation_);
    return event.result();
  }
  notifyName(view(message->user), buddy);
  ++traffic_.messages_to_users;

  // The user's own message may have come back: the client knows it by its own id.
  const RememberedMessage* sent = own ? chat.memory().findByNetworkId(chat.conversation(), id) : nullptr;
  const std::string stanza_id = sent && isPlainId(sent->clientId()) ? std::string(sent->clientId()) : stanzaIdOf(id);
  StanzaHead head = chat.head(stanza_id, id, conversation_.timestamp().empty() ? 0 : message->time);
  head.occupant_id = occupant_id;
  const bool markable = chat.can(PRISM_CHAT_CAN_MARK);

  std::string stanzas;
  const auto& files = conversation_.attachment();
  const bool is_address = files.size() == 1 && text == files[0].url();
  bool named = false;       // a stanza has the id
  std::size_t sent_as = 0;  // stanzas with ids
  if (!text.empty() && !is_address) {
    TextStanza its_text{
        .text = text, .markup = conversation_.xhtml(), .quote = quote, .thread = thread, .markable = markable};
    std::string reply_id, reply_author;
    if (message->reply_to) {
      chat.readReply(target, reply_to, &reply_id, &reply_author);
      its_text.reply_id = reply_id;
      its_text.reply_author = reply_author;
    }
    named = appendTextStanza(head, its_text, chat.room(), &stanzas);
    if (named) {
      ++sent_as;
      chat.send(stanzas);
    } else {
      // It is too large for one stanza, so it goes in typed pieces, which have no id.
      google::protobuf::RepeatedPtrField<pbnetwork::Attachment> kept;
      kept.Swap(conversation_.mutable_attachment());
      appendInParts(&event, view(message->user), buddy, quote + std::string(text), &writerFor(session));
      kept.Swap(conversation_.mutable_attachment());
    }
  }
  const bool whole = named || text.empty() || is_address;
  for (int i = 0; i < files.size(); ++i) {
    stanzas.clear();
    StanzaHead its_head = head;
    std::string part_id;
    if (!whole) {
      its_head.id = its_head.stanza_id = {};
    } else if (named) {
      // A retraction removes all stanzas of a message, so each has an id.
      part_id = partIdOf(id, sent_as);
      its_head.id = part_id;
      its_head.stanza_id = its_head.stanza_id.empty() ? std::string_view() : std::string_view(part_id);
    }
    // Images of the mark-up come behind those of the plugin, and have no name.
    const prism_attachment* given =
        static_cast<std::uint64_t>(i) < message->attachments_count ? message->attachments[i] : nullptr;
    std::string name;
    if (given) {
      assignXmlText(view(given->name), &name);
    }
    const FileStanza stanza{
        files[i].url(), name, files[i].mimetype(), files[i].description(), given ? given->size : 0, thread, markable};
    if (appendFileStanza(its_head, stanza, chat.room(), &stanzas)) {
      named = true;
      ++sent_as;
      chat.send(stanzas);
    } else {
      event.complain("a file is left out, since its strings do not fit into a stanza");
    }
  }
  if (whole) {
    remember(text.empty() && !files.empty() ? std::string_view(files[0].url()) : text,
             std::max<std::size_t>(sent_as, 1));
  }
  resetIfLarge(event.size(), &conversation_);
  return event.result();
}

// Without ids, a reply has only its quote.
prism_result Guard::sendReplyTyped(const prism_message& message, const std::string& quote) {
  if (quote.empty()) {
    return sendMessage(&message, false);
  }
  const std::string text = quote + std::string(view(message.text));
  prism_message typed = message;
  typed.text = borrowed(text);
  typed.xhtml = {};  // it has no quote
  return sendMessage(&typed, false);
}

prism_result Guard::edited(const prism_chat_edit* edit) {
  Event event(*this, "chat.edited");
  if (!event.checkStruct(edit)) {
    return event.result();
  }
  const prism_message* message = edit->message;
  if (!message) {
    event.refuse(PRISM_ERR_ARGUMENT, "message is NULL");
  }
  Session* session = event.ok() && event.checkStruct(message) ? event.user(message->user) : nullptr;
  if (!session) {
    return event.result();
  }
  ChatReference target, reply_to;
  std::string mended_text, thread, occupant_id;
  event.borrowNode("buddy", message->buddy);
  const std::string text(event.borrowText("text", message->text, &mended_text));
  event.required("text", message->text);
  ChatEvent::readReference(&event, "target", message->kind, edit->target, &target);
  if (message->reply_to) {
    ChatEvent::readReference(&event, "reply_to", message->kind, message->reply_to, &reply_to);
  }
  event.text("thread", message->thread, &thread);
  event.text("author_id", message->author_id, &occupant_id);
  conversation_.Clear();
  addOptionalFields(&event, *message);
  ChatEvent::checkId(&event, message->id);
  event.joinedRoom(session, message->kind, message->user, message->buddy);
  ChatEvent chat(*this, *session, view(message->user), ChatEvent::nameOf(*message), view(message->nickname));
  const bool carbon = (message->flags & PRISM_MESSAGE_CARBON) != 0;
  chat.checkAuthor(&event, target, carbon);
  const RememberedMessage* known = chat.find(&event, "target", target);
  const RememberedMessage* answered = message->reply_to ? chat.find(&event, "reply_to", reply_to) : nullptr;
  if (!event.ok() || chat.isElsewhere()) {
    resetIfLarge(event.size(), &conversation_);
    return event.result();
  }
  if (message->attachments_count > 0) {
    event.complain("attachments are left out, since an edit changes only the text");
  } else if (conversation_.attachment_size() > 0) {
    event.debug("images of the mark-up are left out, since an edit changes only the text");
  }
  std::string quote;
  if (message->reply_to) {
    quote = quoteOf(chat.quotedText(answered, reply_to), answered && answered->facts().is_cut);
  }
  notifyName(view(message->user), view(message->buddy));
  const prism_time time = conversation_.timestamp().empty() ? 0 : message->time;
  const auto replaced = chat.stanzaId(known, target, false);
  bool raw = chat.route(true, carbon) == Route::kRaw && replaced;
  if (raw) {
    const std::string_view own_id = view(message->id) == target.id ? std::string_view() : view(message->id);
    const std::string id = own_id.empty() ? chat.newId(target.id) : stanzaIdOf(own_id);
    StanzaHead head = chat.head(id, own_id, time);
    head.occupant_id = occupant_id;
    // An edit replaces the whole payload of the message (XEP-0308), so it repeats what stays.
    TextStanza its_text{.text = text,
                        .markup = conversation_.xhtml(),
                        .replaces = *replaced,
                        .quote = quote,
                        .thread = thread,
                        .markable = chat.can(PRISM_CHAT_CAN_MARK)};
    std::string reply_id, reply_author, stanza;
    if (message->reply_to) {
      chat.readReply(answered, reply_to, &reply_id, &reply_author);
      its_text.reply_id = reply_id;
      its_text.reply_author = reply_author;
    }
    raw = appendTextStanza(head, its_text, chat.room(), &stanza);
    if (raw) {
      ++traffic_.messages_to_users;
      chat.send(stanza);
    }
  }
  if (known) {
    chat.memory().edit(known, text, chat.now());
  }
  resetIfLarge(event.size(), &conversation_);
  return raw ? PRISM_OK
             : chat.sendSentence(quote + std::string(kCorrection) + text, carbon ? PRISM_MESSAGE_CARBON : 0, time);
}

}  // namespace prism::host
