// SPDX-License-Identifier: MIT
#include "tests/support/fake_history.h"

#include "tests/support/fake_host.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace prism::tests {
namespace {

std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

std::string field(const char* name, const std::string& value) {
  return value.empty() ? "" : " " + (name + ("=" + value));
}
std::string field(const char* name, std::int64_t value) {
  return value == 0 ? "" : " " + (name + ("=" + std::to_string(value)));
}

std::string line(const prism_message& message) {
  EXPECT_EQ(message.struct_size, sizeof message);
  std::string line = " [" + std::to_string(message.kind) + " " + text(message.user) + " " + text(message.buddy) +
                     field("nickname", text(message.nickname)) + field("text", text(message.text)) +
                     field("id", text(message.id)) + field("time", message.time) + field("flags", message.flags);
  for (std::uint64_t i = 0; i < message.attachments_count; ++i) {
    line += field("attachment", text(message.attachments[i]->url));
  }
  return line + "]";
}

// An entry is the line of its message, followed by what it has besides.
std::string line(const prism_history_entry& entry) {
  EXPECT_EQ(entry.struct_size, sizeof entry);
  std::string all = line(*entry.message) + field("entry", entry.flags) + field("edited", entry.edited);
  for (std::uint64_t i = 0; i < entry.reactions_count; ++i) {
    const prism_history_reactions& sender = *entry.reactions[i];
    EXPECT_EQ(sender.struct_size, sizeof sender);
    all += " {" + std::to_string(sender.flags) + field("nickname", text(sender.nickname)) +
           field("author_id", text(sender.author_id));
    for (std::uint64_t k = 0; k < sender.reactions_count; ++k) {
      all += " " + text(sender.reactions[k]);
    }
    all += "}";
  }
  return all;
}

std::string line(const char* name, const prism_history_point* point) {
  if (!point) {
    return "";
  }
  EXPECT_EQ(point->struct_size, sizeof *point);
  return std::string(" ") + name + "=" + text(point->id) + "@" + std::to_string(point->time);
}

std::string line(const prism_history_position& position) {
  EXPECT_EQ(position.struct_size, sizeof position);
  return " " + std::to_string(position.kind) + " " + text(position.user) + " " + text(position.buddy) +
         field("nickname", text(position.nickname)) + field("id", text(position.id)) + field("time", position.time);
}

prism_result setCapabilities(const prism_host* host, const prism_history_capabilities* told) {
  EXPECT_EQ(told->struct_size, sizeof *told);
  return FakeHost::of(host).note("history.set_capabilities " + std::to_string(told->kind) +
                                 " flags=" + std::to_string(told->flags) + field("user", text(told->user)) +
                                 field("buddy", text(told->buddy)) + field("longest_page", told->longest_page) +
                                 field("most_missed", told->most_missed));
}

prism_result answer(const prism_host* host, const prism_history_answer* answer) {
  EXPECT_EQ(answer->struct_size, sizeof *answer);
  std::string all = "history.answer " + std::to_string(answer->id) + " outcome=" + std::to_string(answer->outcome) +
                    field("flags", answer->flags) + field("text", text(answer->text)) + line("first", answer->first) +
                    line("last", answer->last);
  for (std::uint64_t i = 0; i < answer->entries_count; ++i) {
    all += line(*answer->entries[i]);
  }
  return FakeHost::of(host).note(std::move(all));
}

prism_result catchUp(const prism_host* host, const prism_history_position* conversation) {
  return FakeHost::of(host).note("history.catch_up" + line(*conversation));
}

prism_result setPosition(const prism_host* host, const prism_history_position* position) {
  return FakeHost::of(host).note("history.set_position" + line(*position));
}

prism_result listPositions(const prism_host* host, prism_str user, prism_history_position_fn visit, void* data) {
  const prism_result result = FakeHost::of(host).note("history.list_positions " + text(user));
  if (result == PRISM_OK) {
    const prism_history_position bob{
        sizeof bob, PRISM_CONVERSATION_CONTACT, user, PRISM_STR("bob"), {}, PRISM_STR("17"), 5000};
    const prism_history_position op{
        sizeof op, PRISM_CONVERSATION_PRIVATE, user, PRISM_STR("#room"), PRISM_STR("op"), {}, 6000};
    visit(data, &bob);
    visit(data, &op);
  }
  return result;
}

}  // namespace

const prism_history kFakeHistory{sizeof(prism_history), 0, &setCapabilities, &answer, &catchUp, &setPosition,
                                 &listPositions};

}  // namespace prism::tests
