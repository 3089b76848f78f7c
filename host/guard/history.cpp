// SPDX-License-Identifier: MIT
// The member functions of Guard that check what prism/history.h passes to the host. They send nothing.
#include "host/guard/guard_event.h"

namespace prism::host {
namespace {

constexpr std::size_t kLongestId = 1023;
constexpr std::uint32_t kMostMissed = 1000;

constexpr std::uint32_t kFlags = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER | PRISM_HISTORY_CAN_BEFORE |
                                 PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_CAN_AROUND | PRISM_HISTORY_BY_ID |
                                 PRISM_HISTORY_BY_TIME | PRISM_HISTORY_KEEPS_POSITION | PRISM_HISTORY_ASKS_MISSED |
                                 PRISM_HISTORY_ASKS_FIRST;

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
  event.flags(told->flags, kFlags);
  constexpr std::uint32_t kPoints =
      PRISM_HISTORY_CAN_LATEST_AFTER | PRISM_HISTORY_CAN_BEFORE | PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_CAN_AROUND;
  if ((told->flags & kPoints) != 0 && (told->flags & (PRISM_HISTORY_BY_ID | PRISM_HISTORY_BY_TIME)) == 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "flags have neither PRISM_HISTORY_BY_ID nor PRISM_HISTORY_BY_TIME");
  }
  if (told->most_missed > kMostMissed) {
    event.refuse(PRISM_ERR_ARGUMENT,
                 fmt::format("most_missed is {}, at most {} are allowed", told->most_missed, kMostMissed));
  }
  if (told->buddy.size > 0) {
    event.borrowNode("buddy", told->buddy);
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
                                         bool needs_point) {
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
  if (needs_point && position->id.size == 0 && position->time == 0) {
    event.refuse(PRISM_ERR_ARGUMENT, "neither id nor time is given");
  }
  return event.result();
}

// `prefix` is what comes before the names of the members in a complaint.
void Guard::checkHistoryPoint(Event* event, const std::string& prefix, prism_str id, prism_time time) {
  std::string mended;
  if (id.size > kLongestId) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}id has {} bytes, at most {} are allowed", prefix, id.size, kLongestId));
  }
  event->borrowText("id", id, &mended);
  if (time != 0 && time < kEarliestTime) {
    event->refuse(PRISM_ERR_ARGUMENT,
                  fmt::format("{}time is {}, which is before 1980: it is in milliseconds", prefix, time));
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
  event.checkArray("messages", static_cast<const void*>(answer->messages), answer->messages_count, question->limit);
  for (std::uint64_t i = 0; event.ok() && i < answer->messages_count; ++i) {
    checkHistoryMessage(&event, fmt::format("messages[{}]", i), answer->messages[i], *question);
  }
  if (answer->first && event.ok() && event.checkStruct(answer->first)) {
    checkHistoryPoint(&event, "first.", answer->first->id, answer->first->time);
  }
  if (answer->last && event.ok() && event.checkStruct(answer->last)) {
    checkHistoryPoint(&event, "last.", answer->last->id, answer->last->time);
  }
  return event.result();
}

// message() checks the rest when the message is sent.
void Guard::checkHistoryMessage(Event* event, const std::string& prefix, const prism_message* message,
                                const HistoryQuestion& question) {
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

}  // namespace prism::host
