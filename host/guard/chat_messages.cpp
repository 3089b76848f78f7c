// SPDX-License-Identifier: MIT
// The member functions of Guard for what prism/chat.h adds to messages: capabilities, ids, replies, files and edits.
#include "host/guard/chat_event.h"

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::uint64_t kMostFiles = 100;
constexpr std::uint64_t kMostReactions = 1000;  // that a network can offer
constexpr std::size_t kLongestThread = 255;     // bytes
constexpr std::size_t kLongestAuthorId = 128;

constexpr std::uint32_t kCapabilities = PRISM_CHAT_CAN_EDIT | PRISM_CHAT_CAN_RETRACT | PRISM_CHAT_CAN_REPLY |
                                        PRISM_CHAT_CAN_REACT | PRISM_CHAT_CAN_THREAD | PRISM_CHAT_CAN_MARK |
                                        PRISM_CHAT_CAN_DELIVER;

bool isWebAddress(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

}  // namespace

prism_result Guard::setCapabilities(const prism_chat_capabilities* capabilities) {
  Event event(*this, "chat.set_capabilities");
  if (!event.checkStruct(capabilities)) {
    return event.result();
  }
  Session* session = capabilities->user.size > 0 ? event.user(capabilities->user) : nullptr;
  if (capabilities->kind < PRISM_CHAT_CONTACT || capabilities->kind > PRISM_CHAT_PRIVATE) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("kind {} does not exist", capabilities->kind));
  }
  event.flags(capabilities->flags, kCapabilities);
  event.checkArray("reactions", capabilities->reactions, capabilities->reactions_count, kMostReactions);
  ChatCapabilities read;
  for (std::uint64_t i = 0; event.ok() && i < capabilities->reactions_count; ++i) {
    std::string reaction;
    event.required("a reaction", capabilities->reactions[i]);
    event.shortText("a reaction", capabilities->reactions[i], Reactions::kLongest, &reaction);
    read.reactions.insert(reaction);
  }
  if (!event.ok()) {
    return event.result();
  }
  read.flags = capabilities->flags;
  read.edit_age = std::chrono::seconds(capabilities->edit_seconds);
  read.retract_age = std::chrono::seconds(capabilities->retract_seconds);
  read.reactions_per_user = capabilities->reactions_per_user;
  read.reactions_per_message = capabilities->reactions_per_message;
  read.longest_text = capabilities->longest_text;
  ChatState& chat = *sessions_.chat();
  (session ? session->chat(chat).capabilities : chat.capabilities)
      .set(static_cast<ConversationKind>(capabilities->kind), std::move(read));
  return PRISM_OK;
}

prism_result Guard::chatMessage(const prism_chat_message* handed_in) {
  Event event(*this, "chat.message");
  if (!event.checkStruct(handed_in)) {
    return event.result();
  }
  if (!handed_in->message) {
    event.refuse(PRISM_ERR_ARGUMENT, "message is NULL");
  }
  ChatExtra extra;
  if (handed_in->reply_to) {
    ChatEvent::readReference(&event, "reply_to", handed_in->reply_to, &extra.reply_to.emplace());
  }
  event.shortText("thread", handed_in->thread, kLongestThread, &extra.thread);
  event.shortText("author_id", handed_in->author_id, kLongestAuthorId, &extra.author_id);
  event.checkArray("files", static_cast<const void*>(handed_in->files), handed_in->files_count, kMostFiles);
  for (std::uint64_t i = 0; event.ok() && i < handed_in->files_count; ++i) {
    const prism_chat_file* file = handed_in->files[i];
    if (event.checkStruct(file)) {
      ChatExtra::File& read = extra.files.emplace_back();
      event.requiredText("url", file->url, &read.url);
      event.text("name", file->name, &read.name);
      event.text("mime_type", file->mime_type, &read.mime_type);
      event.text("description", file->description, &read.description);
      read.size = file->size;
      if (event.ok() && !isWebAddress(read.url)) {
        event.refuse(PRISM_ERR_ARGUMENT, "url begins with neither http:// nor https://");
      }
    }
  }
  return event.ok() ? sendInChat(handed_in->message, extra) : event.result();
}

prism_result Guard::sendIdentified(const prism_message* message) { return sendInChat(message, {}); }

prism_result Guard::sendInChat(const prism_message* message, const ChatExtra& extra) {
  Event event(*this, "message");
  Session* session = event.checkStruct(message) ? event.user(message->user) : nullptr;
  if (!session) {
    return event.result();
  }
  const std::string_view id = view(message->id);
  const bool carbon = (message->flags & PRISM_MESSAGE_CARBON) != 0;
  ChatEvent chat(*this, *session, view(message->user), ChatEvent::nameOf(*message), view(message->nickname));
  const bool own = carbon || chat.isOwnNickname();
  const auto remember = [&](std::string_view text) {
    if (chat.hasCapabilities() && !id.empty()) {
      chat.memory().remember(chat.conversation(),
                             {.network_id = id, .author = chat.nickname(), .text = text, .own = own}, chat.now());
    }
  };
  ChatEvent::checkId(&event, message->id);
  if (!event.ok()) {
    return event.result();
  }
  const bool headline = (message->flags & PRISM_MESSAGE_HEADLINE) != 0;
  const bool has_content = message->text.size > 0 || message->attachments_count > 0 || !extra.files.empty();
  if (chat.route(!id.empty(), carbon, headline) != Route::kRaw || !has_content) {
    const prism_result result = sendTypedInChat(*message, extra);
    if (result == PRISM_OK) {
      std::string text;
      assignXmlText(view(message->text), &text);
      remember(text);
    }
    return result;
  }

  std::string mended_text;
  const std::string_view buddy = event.borrowNode("buddy", message->buddy);
  const std::string_view text = event.borrowText("text", message->text, &mended_text);
  conversation_.Clear();
  addOptionalFields(&event, *message);
  if (!event.ok()) {
    resetIfLarge(event.size(), &conversation_);
    return event.result();
  }
  notifyName(view(message->user), buddy);
  ++traffic_.messages_to_users;

  // The user's own message may have come back: the client knows it by its own id.
  const RememberedMessage* sent = own ? chat.memory().findByNetworkId(chat.conversation(), id) : nullptr;
  const std::string stanza_id = sent && isClientId(sent->clientId()) ? std::string(sent->clientId()) : stanzaIdOf(id);
  StanzaHead head = chat.head(stanza_id, id, conversation_.timestamp().empty() ? 0 : message->time);
  head.occupant_id = extra.author_id;
  const bool markable = chat.can(PRISM_CHAT_CAN_MARK);

  std::vector<ChatExtra::File> files = extra.files;
  for (const pbnetwork::Attachment& attachment : conversation_.attachment()) {
    files.push_back({attachment.url(), {}, attachment.mimetype(), attachment.description(), 0});
  }
  std::string stanzas;
  const bool is_address = files.size() == 1 && text == files.front().url;
  bool named = false;  // a stanza has the id
  if (!text.empty() && !is_address) {
    TextStanza its_text{.text = text, .markup = conversation_.xhtml(), .thread = extra.thread, .markable = markable};
    std::string reply_id, reply_author, quote;
    if (extra.reply_to) {
      const RememberedMessage* target = chat.find(*extra.reply_to);
      quote = quoteOf(chat.quotedText(target, *extra.reply_to), target && target->facts().is_cut);
      if (const auto known =
              chat.stanzaId(target, *extra.reply_to, chat.conversation().kind == ConversationKind::kRoom)) {
        const bool to_user = target ? target->own() : extra.reply_to->own;
        const std::string_view nickname = target ? target->facts().author : extra.reply_to->nickname;
        reply_id = *known;
        reply_author = to_user && chat.conversation().kind != ConversationKind::kRoom ? std::string(view(message->user))
                                                                                      : chat.clientJid(nickname);
      }
      its_text.reply_id = reply_id;
      its_text.reply_author = reply_author;
      its_text.quote = quote;
    }
    named = appendTextStanza(head, its_text, chat.room(), &stanzas);
    if (named) {
      chat.send(stanzas);
    } else {
      // It is too large for one stanza, so it goes in typed pieces, which have no id.
      conversation_.clear_attachment();
      appendLargeMessage(&event, view(message->user), buddy, quote + std::string(text), &writerFor(session));
    }
  }
  const bool whole = named || text.empty() || is_address;
  for (const ChatExtra::File& file : files) {
    stanzas.clear();
    StanzaHead its_head = head;
    if (named || !whole) {
      its_head.id = its_head.stanza_id = {};
    }
    const FileStanza stanza{file.url, file.name, file.mime_type, file.description, file.size, extra.thread, markable};
    if (appendFileStanza(its_head, stanza, chat.room(), &stanzas)) {
      named = true;
      chat.send(stanzas);
    } else {
      event.complain("a file is left out, since its strings do not fit into a stanza");
    }
  }
  if (whole) {
    remember(text.empty() && !files.empty() ? std::string_view(files.front().url) : text);
  }
  resetIfLarge(event.size(), &conversation_);
  return event.result();
}

// Without ids, a reply has only its quote, and each file is a message with an attachment.
prism_result Guard::sendTypedInChat(const prism_message& message, const ChatExtra& extra) {
  prism_message typed = message;
  std::string text;
  if (extra.reply_to) {
    Session* session = sessions_.find(view(message.user));
    ChatEvent chat(*this, *session, view(message.user), ChatEvent::nameOf(message), view(message.nickname));
    const RememberedMessage* target = chat.find(*extra.reply_to);
    text = quoteOf(chat.quotedText(target, *extra.reply_to), target && target->facts().is_cut);
    if (!text.empty()) {
      text += view(message.text);
      typed.text = borrowed(text);
      typed.xhtml = {};
    }
  }
  const bool only_files = message.text.size == 0 && message.xhtml.size == 0 && message.attachments_count == 0;
  prism_result result = PRISM_OK;
  if (extra.files.empty() || !only_files) {
    result = sendMessage(&typed, false);
  }
  for (const ChatExtra::File& file : extra.files) {
    prism_attachment attachment{sizeof attachment, 0, borrowed(file.url), borrowed(file.mime_type),
                                borrowed(file.description)};
    const prism_attachment* attachments[] = {&attachment};
    prism_message its_message = message;
    its_message.text = borrowed(file.url);
    its_message.xhtml = {};
    its_message.attachments = attachments;
    its_message.attachments_count = 1;
    if (result == PRISM_OK) {
      result = sendMessage(&its_message, false);
    }
  }
  return result;
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
  ChatReference target;
  std::string mended_text;
  event.borrowNode("buddy", message->buddy);
  const std::string text(event.borrowText("text", message->text, &mended_text));
  event.required("text", message->text);
  ChatEvent::readReference(&event, "target", edit->target, &target);
  conversation_.Clear();
  addOptionalFields(&event, *message);
  ChatEvent::checkId(&event, message->id);
  ChatEvent chat(*this, *session, view(message->user), ChatEvent::nameOf(*message), view(message->nickname));
  const bool carbon = (message->flags & PRISM_MESSAGE_CARBON) != 0;
  chat.checkAuthor(&event, target, carbon);
  if (!event.ok() || chat.isElsewhere()) {
    resetIfLarge(event.size(), &conversation_);
    return event.result();
  }
  notifyName(view(message->user), view(message->buddy));
  const prism_time time = conversation_.timestamp().empty() ? 0 : message->time;
  const RememberedMessage* known = chat.find(target);
  const auto replaced = chat.stanzaId(known, target, false);
  bool raw = chat.route(true, carbon) == Route::kRaw && replaced;
  if (raw) {
    const std::string_view own_id = view(message->id) == target.id ? std::string_view() : view(message->id);
    const std::string id = own_id.empty() ? chat.newId(target.id) : stanzaIdOf(own_id);
    std::string stanza;
    raw = appendTextStanza(chat.head(id, own_id, time),
                           {.text = text,
                            .markup = conversation_.xhtml(),
                            .replaces = *replaced,
                            .markable = chat.can(PRISM_CHAT_CAN_MARK)},
                           chat.room(), &stanza);
    if (raw) {
      ++traffic_.messages_to_users;
      chat.send(stanza);
    }
  }
  if (known) {
    chat.memory().edit(known, text, chat.now());
  }
  resetIfLarge(event.size(), &conversation_);
  return raw ? PRISM_OK : chat.sendSentence("Correction: " + text, carbon ? PRISM_MESSAGE_CARBON : 0, time);
}

}  // namespace prism::host
