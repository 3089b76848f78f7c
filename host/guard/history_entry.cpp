// SPDX-License-Identifier: MIT
// The member function of Guard that sends an entry of an archive (prism/history.h).
#include "host/guard/chat_event.h"

#include <algorithm>
#include <ctime>
#include <utility>

namespace prism::host {
namespace {

// The different reactions to show in one line. Further ones are counted.
constexpr std::size_t kMostShown = 20;

// Returns all reactions on one line, each with the number of its senders if there are several.
std::string shownReactions(const prism_history_entry& entry) {
  std::vector<std::pair<std::string_view, std::size_t>> counts;
  for (std::uint64_t i = 0; i < entry.reactions_count; ++i) {
    for (std::uint64_t k = 0; k < entry.reactions[i]->reactions_count; ++k) {
      const std::string_view reaction = view(entry.reactions[i]->reactions[k]);
      const auto known =
          std::find_if(counts.begin(), counts.end(), [reaction](const auto& one) { return one.first == reaction; });
      if (known == counts.end()) {
        counts.emplace_back(reaction, 1);
      } else {
        ++known->second;
      }
    }
  }
  std::string line;
  for (std::size_t i = 0; i < std::min(counts.size(), kMostShown); ++i) {
    const auto& [reaction, count] = counts[i];
    line += fmt::format("{}{}{}", line.empty() ? "" : ", ", reaction, count == 1 ? "" : fmt::format(" {}", count));
  }
  return counts.size() <= kMostShown ? line : fmt::format("{} and {} more", line, counts.size() - kMostShown);
}

// Returns what comes before the text of an edited message, which has no stanza of its own that could say so.
std::string shownEdit(prism_time edited) {
  const auto seconds = static_cast<std::time_t>(edited / 1000);
  std::tm utc{};
  char text[sizeof "2026-11-30 12:00"];
  const bool known = edited != 0 && ::gmtime_r(&seconds, &utc) &&
                     std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &utc) == sizeof text - 1;
  return known ? fmt::format("Correction of {} UTC: ", text) : "Correction: ";
}

}  // namespace

prism_result Guard::historyEntry(const prism_history_entry& entry, std::size_t index) {
  struct Part {
    Part(Guard& guard, std::string part) : guard_(guard) {
      guard_.part_of_ = "history.answer";
      guard_.part_ = std::move(part);
    }
    ~Part() { guard_.part_.clear(); }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    Guard& guard_;
  } const part(*this, fmt::format("entries[{}].message", index));

  prism_message shown = *entry.message;
  std::string text;
  if ((entry.flags & PRISM_HISTORY_ENTRY_RETRACTED) != 0) {
    // Without an id, since there is nothing to refer to.
    shown.text = PRISM_STR("(This message has been removed.)");
    shown.id = shown.xhtml = shown.thread = {};
    shown.reply_to = nullptr;
    shown.attachments = nullptr;
    shown.attachments_count = 0;
    return sendMessage(&shown, false);
  }
  if (!isSentWithId(shown)) {
    const std::string reactions = shownReactions(entry);
    const bool edited = (entry.flags & PRISM_HISTORY_ENTRY_EDITED) != 0;
    if (edited || !reactions.empty()) {
      text = fmt::format("{}{}", edited ? shownEdit(entry.edited) : std::string(), view(shown.text));
      if (!reactions.empty()) {
        text += fmt::format("{}(Reactions: {})", text.empty() ? "" : "\n", reactions);
      }
      shown.text = borrowed(text);
      shown.xhtml = {};  // it has neither
    }
    return message(&shown, Origin::kArchive);
  }
  const prism_result result = message(&shown, Origin::kArchive);
  for (std::uint64_t i = 0; result == PRISM_OK && i < entry.reactions_count; ++i) {
    sendOldReactions(shown, *entry.reactions[i]);
  }
  return result;
}

bool Guard::isSentWithId(const prism_message& message) {
  Session* session = sessions_.findAgain(view(message.user));
  if (!sessions_.chat() || !session || message.id.size == 0) {
    return false;
  }
  const ChatEvent chat(*this, *session, view(message.user), ChatEvent::nameOf(message), view(message.nickname));
  return chat.route(true, (message.flags & PRISM_MESSAGE_CARBON) != 0, (message.flags & PRISM_MESSAGE_HEADLINE) != 0) ==
         Route::kRaw;
}

// The stanza has the time of the message, since no reaction can be older. So clients do not take it for a new one.
void Guard::sendOldReactions(const prism_message& message, const prism_history_reactions& reactions) {
  Session& session = *sessions_.findAgain(view(message.user));
  const ConversationName conversation = ChatEvent::nameOf(message);
  const bool in_room = conversation.kind == ConversationKind::kRoom;
  const bool own = (reactions.flags & PRISM_HISTORY_REACTIONS_OWN) != 0;
  const Room* room = in_room ? session.findRoom(conversation.name) : nullptr;
  const std::string own_nickname = room ? room->nickname : std::string();
  const std::string_view nickname = own && reactions.nickname.size == 0 ? std::string_view(own_nickname)
                                    : in_room                           ? view(reactions.nickname)
                                                                        : conversation.nickname;
  ChatEvent chat(*this, session, view(message.user), conversation, nickname);
  ReactionSet set;
  for (std::uint64_t i = 0; i < reactions.reactions_count; ++i) {
    set.push_back(view(reactions.reactions[i]));
  }
  set = changedSet({}, ReactionChange::kSet, set, Reactions::kMostOfSender);
  ChatReference target;
  target.id = view(message.id);
  const RememberedMessage* known = chat.memory().findByNetworkId(conversation, target.id);
  const auto target_id = chat.stanzaId(known, target, in_room);
  // Spectrum makes carbons of typed messages only, so the user's own reactions cannot be sent outside of rooms.
  if (target_id && (in_room || !own) && chat.route(true) == Route::kRaw) {
    std::string author_id, stanza;
    assignXmlText(view(reactions.author_id), &author_id);
    const std::string id = chat.newId(target.id);
    StanzaHead head = chat.head(id, {}, message.time);
    head.occupant_id = author_id;
    if (appendReactionStanza(head, *target_id, set, chat.room(), &stanza)) {
      chat.send(stanza);
    }
  }
  if (known) {
    const bool in_chat = conversation.kind == ConversationKind::kContact;
    const std::string_view sender =
        own || chat.isOwnNickname() ? std::string_view() : (in_chat ? conversation.name : nickname);
    chat.memory().react(known, sender, set, chat.now());
  }
}

}  // namespace prism::host
