// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_history.h"

#include <algorithm>
#include <deque>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace prism::tests {
namespace {

constexpr std::uint32_t kAll = PRISM_HISTORY_CAN_LATEST | PRISM_HISTORY_CAN_LATEST_AFTER | PRISM_HISTORY_CAN_BEFORE |
                               PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_CAN_AROUND | PRISM_HISTORY_BY_ID |
                               PRISM_HISTORY_ASKS_MISSED;

// Returns the number of the message that a point names; `none` if there is no point.
std::uint64_t numberOf(const prism_history_point* point, std::uint64_t none) {
  return point ? std::stoull(text(point->id)) : none;
}

}  // namespace

ProbeHistory::ProbeHistory(const prism_host* host, prism_time beginning, Answer answer)
    : host_(host),
      service_(static_cast<const prism_history*>(host->get_service(host, PRISM_HISTORY))),
      beginning_(beginning),
      answer_(std::move(answer)) {
  for (const std::uint32_t kind : {PRISM_CONVERSATION_CONTACT, PRISM_CONVERSATION_ROOM}) {
    prism_history_capabilities can{};
    can.struct_size = sizeof can;
    can.kind = kind;
    can.flags = kAll;
    can.longest_page = PRISM_HISTORY_MAX_PAGE;
    can.buddy = kind == PRISM_CONVERSATION_CONTACT ? PRISM_STR("bob") : prism_str{};
    if (service_->set_capabilities(host_, &can) != PRISM_OK) {
      throw std::runtime_error("the capabilities are refused");
    }
  }
}

void ProbeHistory::execute(const std::string& user, Words& words) {
  const std::string what = word(words);
  if (what == "has") {
    count_ = number(words);
  } else if (what == "size") {
    dots_.assign(number(words), '.');
  } else if (what == "state") {
    const std::uint64_t number = tests::number(words);
    states_[number] = static_cast<std::uint32_t>(tests::number(words));
  } else if (what == "reacted") {
    reacted_ = number(words);
  } else if (what == "wrong") {
    is_next_wrong_ = true;
  } else if (what == "positions") {
    answerPositions(user);
  } else if (what == "send") {
    const std::uint64_t number = tests::number(words);
    const std::string text = std::to_string(number);
    count_ = std::max(count_, number);
    const prism_message message = messageOf(user, PRISM_CONVERSATION_ROOM, PRISM_STR("lobby"), number, text);
    host_->message(host_, &message);
  } else if (what == "catch-up") {
    const std::string buddy = word(words);
    auto conversation = eventFor<prism_history_position>(user);
    conversation.kind = buddy == "lobby" ? PRISM_CONVERSATION_ROOM : PRISM_CONVERSATION_CONTACT;
    conversation.buddy = borrowed(buddy);
    answer_(user, "catch-up " + std::to_string(service_->catch_up(host_, &conversation)));
  } else if (what == "catch-up-many") {
    catchUpMany(user, number(words));
  } else {
    throw std::invalid_argument("no history like " + what);
  }
}

void ProbeHistory::catchUpMany(const std::string& user, std::uint64_t count) {
  for (std::uint64_t i = 1; i <= count; ++i) {
    const std::string buddy = "bob" + std::to_string(i);
    prism_history_capabilities can{};
    can.struct_size = sizeof can;
    can.kind = PRISM_CONVERSATION_CONTACT;
    can.flags = PRISM_HISTORY_CAN_AFTER | PRISM_HISTORY_BY_ID;
    can.longest_page = 100;
    can.most_missed = 1000;
    can.buddy = borrowed(buddy);
    auto position = eventFor<prism_history_position>(user);
    position.kind = PRISM_CONVERSATION_CONTACT;
    position.buddy = borrowed(buddy);
    position.id = PRISM_STR("0");
    if (service_->set_capabilities(host_, &can) != PRISM_OK || service_->catch_up(host_, &position) != PRISM_OK) {
      answer_(user, "catch-up of " + buddy + " is refused");
    }
  }
}

// `user`, `buddy` and `text` must outlive the result.
prism_message ProbeHistory::messageOf(const std::string& user, std::uint32_t kind, prism_str buddy,
                                      std::uint64_t number, const std::string& text) {
  auto message = eventFor<prism_message>(user);
  message.kind = kind;
  message.buddy = buddy;
  message.nickname = kind == PRISM_CONVERSATION_ROOM ? PRISM_STR("op") : prism_str{};
  message.text = borrowed(text);
  message.id = borrowed(text);
  message.time = beginning_ + static_cast<prism_time>(number) * 60'000;
  return message;
}

void ProbeHistory::onPage(const prism_history_request& request) {
  if (count_ == 0) {
    fail(request.id, PRISM_STR("The archive is empty."));
    return;
  }
  std::uint64_t begin = numberOf(request.after, 0) + 1;
  std::uint64_t end = numberOf(request.before, count_ + 1);
  const bool is_complete = end - begin <= request.limit;
  if (!is_complete && request.part == PRISM_HISTORY_OLDEST) {
    end = begin + request.limit;
  } else if (!is_complete) {
    begin = end - request.limit;
  }
  const std::string user = text(request.user);
  const prism_str thumb = PRISM_STR("\xF0\x9F\x91\x8D");
  prism_history_reactions sender{};
  sender.struct_size = sizeof sender;
  sender.nickname = request.kind == PRISM_CONVERSATION_ROOM ? PRISM_STR("ann") : prism_str{};
  sender.reactions = &thumb;
  sender.reactions_count = 1;
  const prism_history_reactions* const reactions[] = {&sender};
  std::deque<std::string> texts;
  std::vector<prism_message> messages;
  std::vector<prism_history_entry> entries;
  std::vector<const prism_history_entry*> pointers;
  messages.reserve(static_cast<std::size_t>(end - begin));
  entries.reserve(messages.capacity());
  for (std::uint64_t number = begin; number < end; ++number) {
    messages.push_back(
        messageOf(user, request.kind, request.buddy, number, texts.emplace_back(std::to_string(number))));
    messages.back().text = dots_.empty() ? messages.back().text : borrowed(dots_);
    messages.back().buddy = is_next_wrong_ ? PRISM_STR("attic") : messages.back().buddy;
    prism_history_entry& entry = entries.emplace_back();
    entry.struct_size = sizeof entry;
    entry.message = &messages.back();
    const auto state = states_.find(number);
    entry.flags = state == states_.end() ? 0 : state->second;
    entry.edited = (entry.flags & PRISM_HISTORY_ENTRY_EDITED) != 0 ? messages.back().time + 1000 : 0;
    entry.reactions = reactions;
    entry.reactions_count = number == reacted_ ? 1 : 0;
    pointers.push_back(&entry);
  }
  prism_history_answer answer{};
  answer.struct_size = sizeof answer;
  answer.outcome = PRISM_HISTORY_DONE;
  answer.flags = is_complete ? PRISM_HISTORY_COMPLETE : 0;
  answer.id = request.id;
  answer.entries = pointers.data();
  answer.entries_count = pointers.size();
  if (const prism_result result = service_->answer(host_, &answer); result != PRISM_OK) {
    answer_(user, "answer " + std::to_string(result));
    fail(request.id, PRISM_STR("The archive is broken."));
  }
  is_next_wrong_ = false;
}

prism_result ProbeHistory::fail(prism_request_id id, prism_str why) {
  prism_history_answer answer{};
  answer.struct_size = sizeof answer;
  answer.outcome = PRISM_HISTORY_FAILED;
  answer.id = id;
  answer.text = why;
  return service_->answer(host_, &answer);
}

void ProbeHistory::answerPositions(const std::string& user) {
  std::set<std::string> lines;
  const auto visit = [](void* data, const prism_history_position* position) {
    static_cast<std::set<std::string>*>(data)->insert(" " + text(position->buddy) + "=" + text(position->id));
  };
  const prism_result result = service_->list_positions(host_, borrowed(user), visit, &lines);
  std::string all = "positions " + std::to_string(result);
  for (const std::string& line : lines) {
    all += line;
  }
  answer_(user, all);
}

}  // namespace prism::tests
