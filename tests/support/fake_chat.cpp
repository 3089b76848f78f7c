// SPDX-License-Identifier: MIT
#include "tests/support/fake_chat.h"

#include "tests/support/fake_host.h"

#include <gtest/gtest.h>

#include <string>

namespace prism::tests {
namespace {

std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

// ` NAME=VALUE`, or nothing for an empty value.
std::string field(const char* name, const std::string& value) {
  return value.empty() ? std::string() : std::string(" ") + name + "=" + value;
}

std::string number(std::uint64_t value, std::uint64_t usual = 0) {
  return value == usual ? std::string() : std::to_string(value);
}

template <typename Struct>
std::string placeOf(const Struct& event) {
  EXPECT_EQ(event.struct_size, sizeof event);
  return " " + text(event.user) + " " + text(event.buddy) +
         field("kind", number(event.kind, PRISM_CONVERSATION_CONTACT)) + field("nickname", text(event.nickname));
}

std::string targetOf(const prism_reference* target) {
  EXPECT_EQ(target->struct_size, sizeof *target);
  return " target=" + text(target->id) + field("by", text(target->nickname)) + field("quote", text(target->text)) +
         field("own", number(target->flags));
}

}  // namespace

const prism_chat kFakeChat{
    sizeof(prism_chat),
    0,
    [](const prism_host* host, const prism_chat_capabilities* can) {
      return FakeHost::of(host).note("chat.set_capabilities kind=" + std::to_string(can->kind) +
                                     " flags=" + std::to_string(can->flags));
    },
    [](const prism_host* host, const prism_chat_edit* edit) {
      const prism_message& message = *edit->message;
      return FakeHost::of(host).note(
          "chat.edited" + placeOf(message) + targetOf(edit->target) + field("text", text(message.text)) +
          field("xhtml", text(message.xhtml)) + field("id", text(message.id)) +
          (message.reply_to
               ? field("reply_to", text(message.reply_to->id)) + field("quote", text(message.reply_to->text))
               : std::string()) +
          field("thread", text(message.thread)) + field("author_id", text(message.author_id)));
    },
    [](const prism_host* host, const prism_chat_retraction* retraction) {
      return FakeHost::of(host).note("chat.retracted" + placeOf(*retraction) + targetOf(retraction->target) +
                                     field("flags", number(retraction->flags)) +
                                     field("reason", text(retraction->reason)) +
                                     field("author_id", text(retraction->author_id)));
    },
    [](const prism_host* host, const prism_chat_reactions* reactions) {
      std::string line = "chat.reacted" + placeOf(*reactions) + targetOf(reactions->target) +
                         field("change", number(reactions->change, PRISM_CHAT_REACTIONS_SET));
      for (std::uint64_t i = 0; i < reactions->reactions_count; ++i) {
        line += field("reaction", text(reactions->reactions[i]));
      }
      return FakeHost::of(host).note(line);
    },
    [](const prism_host* host, const prism_chat_marker* marker) {
      return FakeHost::of(host).note("chat.marked" + placeOf(*marker) + targetOf(marker->target));
    },
};

}  // namespace prism::tests
