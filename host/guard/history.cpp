// SPDX-License-Identifier: MIT
// The member functions of Guard that check what prism/history.h passes to the host. They send nothing.
#include "host/chat/message_id.h"
#include "host/chat/reactions.h"
#include "host/guard/guard_event.h"

#include <map>
#include <set>

namespace prism::host {
namespace {

constexpr std::uint64_t kMostSenders = 100;  // of reactions to one message
constexpr std::uint64_t kMostAttachments = 100;

constexpr std::uint32_t kPages = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER | PRISM_HISTORY_CAN_BEFORE |
                                 PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_CAN_AROUND;
constexpr std::uint32_t kPagesAtPoints = kPages & ~PRISM_HISTORY_CAN_LATEST;
constexpr std::uint32_t kPagesOfMissed =
    PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER | PRISM_HISTORY_CAN_AFTER;
constexpr std::uint32_t kFlags = kPages | PRISM_HISTORY_BY_ID | PRISM_HISTORY_BY_TIME | PRISM_HISTORY_KEEPS_POSITION |
                                 PRISM_HISTORY_ASKS_MISSED | PRISM_HISTORY_ASKS_FIRST;

// Returns why the flags allow no request that they announce; nullptr if they allow it.
const char* rejectPages(std::uint32_t flags) {
  const auto has = [flags](std::uint32_t any) { return (flags & any) != 0; };
  if (has(kFlags & ~kPages & ~PRISM_HISTORY_KEEPS_POSITION) && !has(kPages)) {
    return "flags have no page: none of PRISM_HISTORY_CAN_...";
  }
  if (has(kPagesAtPoints) && !has(PRISM_HISTORY_BY_ID | PRISM_HISTORY_BY_TIME)) {
    return "flags have neither PRISM_HISTORY_BY_ID nor PRISM_HISTORY_BY_TIME";
  }
  if (has(PRISM_HISTORY_ASKS_MISSED) && !has(kPagesOfMissed)) {
    return "flags have PRISM_HISTORY_ASKS_MISSED, and no page of what was missed: PRISM_HISTORY_CAN_LATEST, "
           "_CAN_LATEST_AFTER or _CAN_AFTER";
  }
  if (has(PRISM_HISTORY_ASKS_FIRST) && !(has(PRISM_HISTORY_ASKS_MISSED) && has(PRISM_HISTORY_CAN_LATEST))) {
    return "flags have PRISM_HISTORY_ASKS_FIRST without PRISM_HISTORY_ASKS_MISSED and PRISM_HISTORY_CAN_LATEST";
  }
  return nullptr;
}

// Returns the count of an array that is read before it is checked: 0 for one that will be refused.
std::uint64_t countOf(const void* elements, std::uint64_t count, std::uint64_t most) {
  return elements && count <= most ? count : 0;
}

// Each of these returns the size in bytes of all strings of a struct, which need not be checked yet.
std::uint64_t sizeOf(const prism_message* message) {
  if (!rejectStruct(message).empty()) {
    return 0;
  }
  std::uint64_t size = message->user.size + message->buddy.size + message->nickname.size + message->text.size +
                       message->xhtml.size + message->id.size + message->thread.size + message->author_id.size;
  if (rejectStruct(message->reply_to).empty()) {
    size += message->reply_to->id.size + message->reply_to->nickname.size + message->reply_to->text.size;
  }
  const std::uint64_t files =
      countOf(static_cast<const void*>(message->attachments), message->attachments_count, kMostAttachments);
  for (std::uint64_t i = 0; i < files; ++i) {
    if (const prism_attachment* file = message->attachments[i]; rejectStruct(file).empty()) {
      size += file->url.size + file->mime_type.size + file->description.size + file->name.size;
    }
  }
  return size;
}

std::uint64_t sizeOf(const prism_history_reactions* sender) {
  if (!rejectStruct(sender).empty()) {
    return 0;
  }
  std::uint64_t size = sender->nickname.size + sender->author_id.size;
  const std::uint64_t count = countOf(sender->reactions, sender->reactions_count, Reactions::kMostOfSender);
  for (std::uint64_t i = 0; i < count; ++i) {
    size += sender->reactions[i].size;
  }
  return size;
}

bool isOf(const prism_message& message, const ConversationName& conversation) {
  if (message.kind != static_cast<std::uint32_t>(conversation.kind)) {
    return false;
  }
  std::string key_of_message, key;
  writeConversationKey({conversation.kind, view(message.buddy), view(message.nickname)}, &key_of_message);
  writeConversationKey(conversation, &key);
  return key_of_message == key;
}

}  // namespace

prism_result Guard::checkHistoryCapabilities(const prism_history_capabilities* told) {
  Event event(*this, "history.set_capabilities");
  if (!event.checkStruct(told)) {
    return event.result();
  }
  if (told->user.size > 0 && !event.user(told->user)) {
    return event.result();
  }
  if (told->kind < PRISM_CONVERSATION_CONTACT || told->kind > PRISM_CONVERSATION_PRIVATE) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("kind {} does not exist", told->kind));
  }
  event.capabilityFlags(told->flags, kFlags);
  if (told->buddy.size > 0) {
    event.borrowNode("buddy", told->buddy);
  }
  if (told->flags == PRISM_CAPABILITIES_INHERIT) {
    return event.result();
  }
  if (const char* why = rejectPages(told->flags)) {
    event.refuse(PRISM_ERR_ARGUMENT, why);
  }
  if (told->longest_page > PRISM_HISTORY_MAX_PAGE) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("longest_page is {}, at most {} are allowed", told->longest_page, PRISM_HISTORY_MAX_PAGE));
  }
  if (told->most_missed > PRISM_HISTORY_MAX_MISSED) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("most_missed is {}, at most {} are allowed", told->most_missed, PRISM_HISTORY_MAX_MISSED));
  }
  return event.result();
}

prism_result Guard::checkHistoryUser(const char* function, prism_str user, bool has_callback) {
  Event event(*this, function);
  event.user(user);
  if (!has_callback) {
    event.refuse(PRISM_ERR_ARGUMENT, "visit is NULL");
  }
  return event.result();
}

prism_result Guard::checkHistoryPosition(const char* function, const prism_history_position* position,
                                         bool needs_time) {
  Event event(*this, function);
  if (!event.checkStruct(position) || !event.user(position->user)) {
    return event.result();
  }
  event.borrowNode("buddy", position->buddy);
  std::string nickname;
  switch (position->kind) {
    case PRISM_CONVERSATION_PRIVATE:
      event.requiredResource("nickname", position->nickname, &nickname);
      break;
    case PRISM_CONVERSATION_CONTACT:
    case PRISM_CONVERSATION_ROOM:
      if (position->nickname.size > 0) {
        event.refuse(PRISM_ERR_ARGUMENT, "nickname is set, but kind is not PRISM_CONVERSATION_PRIVATE");
      }
      break;
    default:
      event.refuse(PRISM_ERR_ARGUMENT, fmt::format("kind {} does not exist", position->kind));
  }
  checkHistoryPoint(&event, "", position->id, position->time);
  if (needs_time && position->time == 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "time is 0: a position without a time cannot be compared with others");
  }
  return event.result();
}

// `prefix` is what comes before the names of the members in a complaint.
void Guard::checkHistoryPoint(Event* event, const std::string& prefix, prism_str id, prism_time time) {
  std::string mended;
  if (id.size > kLongestNetworkId) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}id has {} bytes, at most {} are allowed", prefix, id.size, kLongestNetworkId));
  }
  event->borrowText("id", id, &mended);
  checkHistoryTime(event, prefix + "time", time);
}

// `name` is that of the member in a complaint. 0 is not given.
void Guard::checkHistoryTime(Event* event, const std::string& name, prism_time time) {
  if (time != 0 && time < kEarliestTime) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is {}, which is before 1980: it is in milliseconds", name, time));
  } else if (Event::isTooFarAhead(time)) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{} is {}, which is more than a day ahead", name, time));
  }
}

// Refuses a page that would make too many or too large stanzas. The entries need not be valid yet.
void Guard::checkHistorySize(Event* event, const prism_history_answer& answer, std::uint64_t most) {
  std::uint64_t size = 0, senders = 0;
  for (std::uint64_t i = 0; event->ok() && i < answer.entries_count; ++i) {
    const prism_history_entry* entry = answer.entries[i];
    if (!rejectStruct(entry).empty()) {
      continue;
    }
    size += sizeOf(entry->message);
    const std::uint64_t reacting =
        countOf(static_cast<const void*>(entry->reactions), entry->reactions_count, kMostSenders);
    senders += reacting;
    for (std::uint64_t k = 0; k < reacting; ++k) {
      size += sizeOf(entry->reactions[k]);
    }
    if (size > most) {
      event->refuse(PRISM_ERR_LIMIT, fmt::format("the strings of the entries have more than {} bytes", most));
    } else if (senders > PRISM_HISTORY_MAX_SENDERS) {
      event->refuse(PRISM_ERR_LIMIT,
                    fmt::format("the entries have more than {} senders of reactions", PRISM_HISTORY_MAX_SENDERS));
    }
  }
}

prism_result Guard::checkHistoryAnswer(const prism_history_answer* answer, const HistoryQuestion* question) {
  Event event(*this, "history.answer");
  if (!event.checkStruct(answer)) {
    return event.result();
  }
  if (!question) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("there was no request {}", answer->id));
    return event.result();
  }
  event.concern(question->user);
  if (answer->outcome != PRISM_HISTORY_DONE && answer->outcome != PRISM_HISTORY_FAILED) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("outcome {} does not exist", answer->outcome));
  }
  event.flags(answer->flags, PRISM_HISTORY_COMPLETE);
  event.checkString("text", answer->text);
  if (answer->outcome == PRISM_HISTORY_FAILED && answer->entries_count > 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "entries are given, which belong to PRISM_HISTORY_DONE");
  }
  event.checkArray("entries", static_cast<const void*>(answer->entries), answer->entries_count, question->limit);
  checkHistorySize(&event, *answer, limits_.event);
  for (std::uint64_t i = 0; event.ok() && i < answer->entries_count; ++i) {
    checkHistoryEntry(&event, fmt::format("entries[{}]", i), answer->entries[i], *question);
  }
  checkHistoryOrder(&event, *answer);
  if (answer->first && event.ok() && event.checkStruct(answer->first)) {
    checkHistoryPoint(&event, "first.", answer->first->id, answer->first->time);
  }
  if (answer->last && event.ok() && event.checkStruct(answer->last)) {
    checkHistoryPoint(&event, "last.", answer->last->id, answer->last->time);
  }
  return event.result();
}

void Guard::checkHistoryEntry(Event* event, const std::string& prefix, const prism_history_entry* entry,
                              const HistoryQuestion& question) {
  if (const std::string why = rejectStruct(entry); !why.empty()) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}: {}", prefix, why));
    return;
  }
  constexpr std::uint32_t kEntryFlags = PRISM_HISTORY_ENTRY_RETRACTED | PRISM_HISTORY_ENTRY_EDITED;
  if ((entry->flags & ~kEntryFlags) != 0) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}.flags have the unknown bits {:#x}", prefix, entry->flags & ~kEntryFlags));
  }
  if (entry->edited != 0 && (entry->flags & PRISM_HISTORY_ENTRY_EDITED) == 0) {
    event->refuse(PRISM_ERR_ARGUMENT, prefix + ".edited is given, but flags do not have PRISM_HISTORY_ENTRY_EDITED");
  }
  checkHistoryTime(event, prefix + ".edited", entry->edited);
  checkHistoryMessage(event, prefix + ".message", entry->message, question);
  if (event->ok()) {
    checkHistoryReactions(event, prefix, *entry);
  }
}

// message() checks the rest when the message is sent.
void Guard::checkHistoryMessage(Event* event, const std::string& prefix, const prism_message* message,
                                const HistoryQuestion& question) {
  if (!event->ok()) {
    return;
  }
  if (const std::string why = rejectStruct(message); !why.empty()) {
    event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}: {}", prefix, why));
    return;
  }
  if (view(message->user) != question.user) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}.user is {}, not that of the request", prefix, inQuotes(view(message->user))));
  } else if (!isOf(*message, question.conversation)) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}.buddy is {}: the message is not of the conversation that was asked for", prefix,
                              inQuotes(view(message->buddy))));
  } else if (message->time == 0) {
    event->refuse(PRISM_ERR_ARGUMENT, prefix + ".time is 0");
  }
  checkHistoryPoint(event, prefix + ".", message->id, message->time);
}

void Guard::checkHistoryReactions(Event* event, const std::string& prefix, const prism_history_entry& entry) {
  const bool in_room = entry.message->kind == PRISM_CONVERSATION_ROOM;
  if ((entry.flags & PRISM_HISTORY_ENTRY_RETRACTED) != 0 && entry.reactions_count > 0) {
    event->refuse(PRISM_ERR_ARGUMENT, prefix + ".reactions are given, but flags have PRISM_HISTORY_ENTRY_RETRACTED");
  }
  event->checkArray((prefix + ".reactions").c_str(), static_cast<const void*>(entry.reactions), entry.reactions_count,
                    kMostSenders);
  std::set<std::string_view> senders;
  for (std::uint64_t i = 0; event->ok() && i < entry.reactions_count; ++i) {
    const std::string name = fmt::format("{}.reactions[{}]", prefix, i);
    const prism_history_reactions* sender = entry.reactions[i];
    if (const std::string why = rejectStruct(sender); !why.empty()) {
      event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}: {}", name, why));
      return;
    }
    const bool own = (sender->flags & PRISM_HISTORY_REACTIONS_OWN) != 0;
    std::string nickname;
    if ((sender->flags & ~PRISM_HISTORY_REACTIONS_OWN) != 0) {
      event->refuse(PRISM_ERR_ARGUMENT, fmt::format("{}.flags have the unknown bits {:#x}", name,
                                                    sender->flags & ~PRISM_HISTORY_REACTIONS_OWN));
    }
    if (!in_room && sender->nickname.size > 0) {
      event->refuse(PRISM_ERR_ARGUMENT, name + ".nickname is set, but the conversation is not a room");
    } else if (in_room && !own) {
      event->required((name + ".nickname").c_str(), sender->nickname);
    }
    event->resource((name + ".nickname").c_str(), sender->nickname, &nickname);
    event->checkShort((name + ".author_id").c_str(), sender->author_id, kLongestAuthorId);
    event->checkArray((name + ".reactions").c_str(), sender->reactions, sender->reactions_count,
                      Reactions::kMostOfSender);
    if (sender->reactions_count == 0) {
      event->refuse(PRISM_ERR_ARGUMENT, name + ".reactions are none");
    }
    for (std::uint64_t k = 0; event->ok() && k < sender->reactions_count; ++k) {
      const std::string reaction = fmt::format("{}.reactions[{}]", name, k);
      event->required(reaction.c_str(), sender->reactions[k]);
      event->checkShort(reaction.c_str(), sender->reactions[k], Reactions::kLongest);
      event->name(reaction.c_str(), sender->reactions[k]);
    }
    if (event->ok() && !senders.insert(own ? std::string_view() : in_room ? view(sender->nickname) : "buddy").second) {
      event->refuse(PRISM_ERR_ARGUMENT, name + " has a sender whose reactions were given before");
    }
  }
}

void Guard::checkHistoryOrder(Event* event, const prism_history_answer& answer) {
  std::map<std::string_view, std::uint64_t> ids;
  for (std::uint64_t i = 0; event->ok() && i < answer.entries_count; ++i) {
    const prism_message& message = *answer.entries[i]->message;
    if (i > 0 && message.time < answer.entries[i - 1]->message->time) {
      event->refuse(
          PRISM_ERR_ARGUMENT,
          fmt::format("entries[{}].message.time is before entries[{}].message.time: the oldest comes first", i, i - 1));
    }
    if (message.id.size > 0) {
      if (const auto [same, is_new] = ids.emplace(view(message.id), i); !is_new) {
        event->refuse(PRISM_ERR_ARGUMENT, fmt::format("entries[{}].message.id is {}, as that of entries[{}]", i,
                                                      inQuotes(view(message.id)), same->second));
      }
    }
  }
}

}  // namespace prism::host
