// SPDX-License-Identifier: MIT
// prism/chat.hpp: the events that reach the host, and the requests that reach a plugin.
#include "tests/support/fake_host.h"
#include <prism/chat.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace prism::tests {
namespace {

// A host with nothing but prism.chat/1, which records each call as a line.
Lines calls;
prism_result answer = PRISM_OK;

std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

std::string lineOf(const prism_reference* reference) {
  EXPECT_EQ(reference->struct_size, sizeof *reference);
  return " to=" + text(reference->id) + "," + std::to_string(reference->request) + "," + text(reference->nickname) +
         "," + text(reference->text) + "," + std::to_string(reference->flags);
}

std::string lineOf(const prism_message* message) {
  EXPECT_EQ(message->struct_size, sizeof *message);
  std::string line = " " + text(message->user) + " " + text(message->buddy) + "/" + text(message->nickname) + " " +
                     text(message->text) + " id=" + text(message->id) + " kind=" + std::to_string(message->kind) +
                     " flags=" + std::to_string(message->flags) + " xhtml=" + text(message->xhtml) +
                     " time=" + std::to_string(message->time);
  for (std::uint64_t i = 0; i < message->attachments_count; ++i) {
    line += " attached=" + text(message->attachments[i]->url);
  }
  return line;
}

std::string lineOf(const prism_str* texts, std::uint64_t count) {
  std::string line;
  for (std::uint64_t i = 0; i < count; ++i) {
    line += " [" + text(texts[i]) + "]";
  }
  return line;
}

prism_result note(std::string line) {
  calls.push_back(std::move(line));
  return answer;
}

template <typename Struct>
std::string begin(const char* function, const Struct* event) {
  EXPECT_EQ(event->struct_size, sizeof *event) << function;
  return function;
}

const prism_chat kService = {
    sizeof(prism_chat),
    0,
    [](const prism_host*, const prism_chat_capabilities* can) {
      std::string line = begin("set_capabilities", can) + " " + text(can->user) + "/" + text(can->buddy);
      for (const std::uint32_t number : {can->kind, can->flags, can->edit_seconds, can->retract_seconds,
                                         can->reactions_per_user, can->reactions_per_message, can->longest_text}) {
        line += " " + std::to_string(number);
      }
      return note(line + lineOf(can->reactions, can->reactions_count));
    },
    [](const prism_host*, const prism_chat_edit* edit) {
      return note(begin("edited", edit) + lineOf(edit->message) + lineOf(edit->target));
    },
    [](const prism_host*, const prism_chat_retraction* retraction) {
      return note(begin("retracted", retraction) + " " + text(retraction->user) + " " + text(retraction->buddy) + "/" +
                  text(retraction->nickname) + lineOf(retraction->target) + " " + std::to_string(retraction->kind) +
                  " flags=" + std::to_string(retraction->flags) + " reason=" + text(retraction->reason) +
                  " time=" + std::to_string(retraction->time) + " author=" + text(retraction->author_id));
    },
    [](const prism_host*, const prism_chat_reactions* reactions) {
      return note(begin("reacted", reactions) + " " + text(reactions->user) + " " + text(reactions->buddy) + "/" +
                  text(reactions->nickname) + lineOf(reactions->target) + " " + std::to_string(reactions->kind) +
                  " change=" + std::to_string(reactions->change) + " flags=" + std::to_string(reactions->flags) +
                  " author=" + text(reactions->author_id) + lineOf(reactions->reactions, reactions->reactions_count));
    },
    [](const prism_host*, const prism_chat_marker* marker) {
      return note(begin("marked", marker) + " " + text(marker->user) + " " + text(marker->buddy) + "/" +
                  text(marker->nickname) + lineOf(marker->target) + " " + std::to_string(marker->kind) +
                  " time=" + std::to_string(marker->time));
    },
};

prism_host hostWithChat() {
  prism_host host{};
  host.struct_size = sizeof host;
  host.get_service = [](const prism_host*, const char* name) -> const void* {
    return std::string_view(name) == PRISM_CHAT ? &kService : nullptr;
  };
  return host;
}

class ChatTest : public testing::Test {
 protected:
  ChatTest() {
    calls.clear();
    answer = PRISM_OK;
  }

  static Lines take() { return std::exchange(calls, {}); }

  prism_host host_ = hostWithChat();
  const Chat chat_{Host(&host_)};
};

TEST_F(ChatTest, CapabilitiesReachTheHostWhole) {
  ChatCapabilities can;
  can.kind = Conversation::Room;
  can.user = "alice";
  can.buddy = "#room";
  can.edit = can.reply = can.mark = true;
  can.edit_seconds = 900;
  can.retract_seconds = 60;
  can.reactions_per_user = 1;
  can.reactions_per_message = 20;
  can.longest_text = 4000;
  can.reactions = {"\U0001F44D", "x"};
  EXPECT_EQ(chat_.setCapabilities(can), Result::Ok);
  can = {};
  can.retract = can.react = can.thread = can.deliver = true;
  chat_.setCapabilities(can);
  can.inherit = true;
  chat_.setCapabilities(can);
  EXPECT_EQ(take(), (Lines{"set_capabilities alice/#room 2 37 900 60 1 20 4000 [\U0001F44D] [x]",
                           "set_capabilities / 1 90 0 0 0 0 0", "set_capabilities / 1 2147483648 0 0 0 0 0"}));
}

TEST_F(ChatTest, ChangesReachTheHostWhole) {
  chat_.edited({{"alice", "bob", "hello", "", Conversation::Contact, "", "18", 7}, {"17"}});
  Reference own{"17"};
  own.own = true;
  ChatRetraction retraction{Conversation::Room, "alice", "#room", "op", own};
  retraction.reason = "spam";
  retraction.moderated = true;
  retraction.time = 9;
  retraction.author_id = "account-7";
  chat_.retracted(retraction);
  chat_.retracted({Conversation::Contact, "alice", "bob", "", {"17"}, 0, "", false, true});
  ChatReactions reactions{Conversation::Private, "alice", "#room", "op", {"17"}, {"a", "b"}, ReactionChange::Added};
  reactions.author_id = "op-1";
  reactions.carbon = true;
  chat_.reacted(reactions);
  chat_.marked({Conversation::Contact, "alice", "bob", "", {"17"}, 11});
  EXPECT_EQ(take(), (Lines{"edited alice bob/ hello id=18 kind=1 flags=0 xhtml= time=7 to=17,0,,,0",
                           "retracted alice #room/op to=17,0,,,1 2 flags=1 reason=spam time=9 author=account-7",
                           "retracted alice bob/ to=17,0,,,0 1 flags=2 reason= time=0 author=",
                           "reacted alice #room/op to=17,0,,,0 3 change=2 flags=1 author=op-1 [a] [b]",
                           "marked alice bob/ to=17,0,,,0 1 time=11"}));
}

TEST_F(ChatTest, ARefusalIsReturned) {
  answer = PRISM_ERR_NO_USER;
  EXPECT_EQ(chat_.marked({}), Result::NoUser);
  host_.get_service = [](const prism_host*, const char*) -> const void* { return nullptr; };
  const Chat none{Host(&host_)};
  EXPECT_FALSE(none);
  EXPECT_TRUE(chat_);
  take();
  EXPECT_EQ(none.marked({}), Result::Unsupported);
  EXPECT_EQ(none.setCapabilities({}), Result::Unsupported);
  EXPECT_EQ(take(), Lines{});
}

class Least : public Plugin {
 public:
  using Plugin::Plugin;
  void login(const Login&) override {}
  void logout(std::string_view) override {}
};

class Reacting : public Least, public ChatHandler {
 public:
  using Least::Least;
  void reactTo(const ChatReactions& reactions) override {
    if (reactions.reactions.empty()) {
      throw std::runtime_error("none");
    }
    std::string line = std::string(reactions.user) + " " + std::string(reactions.buddy) + " " +
                       std::string(reactions.target.id) + " " + std::to_string(reactions.request);
    for (const auto* set : {&reactions.reactions, &reactions.added, &reactions.removed}) {
      line += " |";
      for (const std::string_view reaction : *set) {
        line += " " + std::string(reaction);
      }
    }
    calls.push_back(line);
  }
};

class Failing : public Least, public ChatHandler {
 public:
  using Least::Least;
  void editMessage(const ChatEdit&) override { throw std::runtime_error("no edit"); }
  void retractMessage(const ChatRetraction&) override { throw std::runtime_error("no retraction"); }
  void markRead(const ChatMarker&) override { throw std::runtime_error("no marker"); }
};

class Complete : public Least, public ChatHandler {
 public:
  using Least::Least;
  void editMessage(const ChatEdit& edit) override {
    calls.push_back("edit " + std::string(edit.target.id) + " " + std::string(edit.message.text) + " " +
                    std::to_string(edit.message.request));
  }
  void retractMessage(const ChatRetraction& retraction) override {
    calls.push_back("retract " + std::string(retraction.target.id) + " " + std::to_string(retraction.request) + " " +
                    std::string(retraction.reason));
  }
  void reactTo(const ChatReactions&) override {}
  void markRead(const ChatMarker& marker) override {
    calls.push_back("mark " + std::string(marker.target.id) + " " + std::string(marker.nickname) + " " +
                    std::to_string(static_cast<std::uint32_t>(marker.kind)));
  }
};

template <typename Derived>
class Handler {
 public:
  Handler() : plugin_(functionsOf<Derived>("id", "1.0"), fake) {
    table_ = static_cast<const prism_chat_plugin*>(plugin_->get_extension(plugin_.self(), PRISM_CHAT));
  }
  const prism_chat_plugin* operator->() const { return table_; }
  void* self() const { return plugin_.self(); }
  const void* other() const { return plugin_->get_extension(plugin_.self(), "prism.other/1"); }

  FakeHost fake;

 private:
  const Instance plugin_;
  const prism_chat_plugin* table_ = nullptr;
};

TEST_F(ChatTest, TheTableHasWhatIsOverridden) {
  const Handler<Reacting> reacting;
  EXPECT_EQ(reacting->struct_size, sizeof(prism_chat_plugin));
  EXPECT_FALSE(reacting->edit || reacting->retract || reacting->mark);
  EXPECT_TRUE(reacting->react);
  EXPECT_EQ(reacting.other(), nullptr);
  const Handler<Complete> complete;
  EXPECT_TRUE(complete->edit && complete->retract && complete->react && complete->mark);
}

prism_reference referenceTo(const char* id) {
  prism_reference reference{};
  reference.struct_size = sizeof reference;
  reference.id = prism_str_from(id);
  return reference;
}

TEST_F(ChatTest, ReactionsReachThePluginWhole) {
  Handler<Reacting> plugin;
  plugin.fake.take();
  const prism_reference target = referenceTo("17");
  const prism_str set[] = {PRISM_STR("a"), PRISM_STR("b")};
  prism_chat_reactions request{};
  request.struct_size = sizeof request;
  request.kind = PRISM_CONVERSATION_CONTACT;
  request.change = PRISM_CHAT_REACTIONS_SET;
  request.user = PRISM_STR("alice");
  request.buddy = PRISM_STR("bob");
  request.target = &target;
  request.request = 9;
  request.reactions = set;
  request.reactions_count = 2;
  request.added = set + 1;
  request.added_count = 1;
  request.removed = set;
  request.removed_count = 1;
  plugin->react(plugin.self(), &request);
  EXPECT_EQ(take(), Lines{"alice bob 17 9 | a b | b | a"});
  request.reactions_count = 0;
  plugin->react(plugin.self(), &request);
  EXPECT_EQ(plugin.fake.take(), (Lines{"fault: reactTo(): exception: none",
                                       "receipt alice bob 9 state=4 text=There was a fault in the gateway."}));
}

TEST_F(ChatTest, ARequestThatThrowsHasFailed) {
  Handler<Failing> plugin;
  plugin.fake.take();
  const prism_reference target = referenceTo("17");
  prism_message message{};
  message.struct_size = sizeof message;
  message.kind = PRISM_CONVERSATION_PRIVATE;
  message.user = PRISM_STR("alice");
  message.buddy = PRISM_STR("#room");
  message.nickname = PRISM_STR("op");
  message.request = 1;
  const prism_chat_edit edit{sizeof edit, 0, &message, &target};
  plugin->edit(plugin.self(), &edit);
  prism_chat_retraction retraction{};
  retraction.struct_size = sizeof retraction;
  retraction.kind = PRISM_CONVERSATION_ROOM;
  retraction.user = PRISM_STR("alice");
  retraction.buddy = PRISM_STR("#room");
  retraction.target = &target;
  retraction.request = 2;
  plugin->retract(plugin.self(), &retraction);
  prism_chat_marker marker{};
  marker.struct_size = sizeof marker;
  marker.target = &target;
  plugin->mark(plugin.self(), &marker);
  EXPECT_EQ(plugin.fake.take(),
            (Lines{"fault: editMessage(): exception: no edit",
                   "receipt alice #room nickname=op 1 kind=3 state=4 text=There was a fault in the gateway.",
                   "fault: retractMessage(): exception: no retraction",
                   "receipt alice #room 2 kind=2 state=4 text=There was a fault in the gateway.",
                   "fault: markRead(): exception: no marker"}));
}

TEST_F(ChatTest, OtherRequestsReachThePluginWhole) {
  const Handler<Complete> plugin;
  prism_reference target = referenceTo("17");
  target.flags = PRISM_REFERENCE_OWN;
  target.request = 1;
  target.nickname = PRISM_STR("op");
  target.text = PRISM_STR("hi");
  prism_message plain{};
  plain.struct_size = sizeof plain;
  plain.text = PRISM_STR("hello");
  plain.request = 2;
  prism_chat_edit edit{};
  edit.struct_size = sizeof edit;
  edit.message = &plain;
  edit.target = &target;
  plugin->edit(plugin.self(), &edit);
  prism_chat_retraction retraction{};
  retraction.struct_size = sizeof retraction;
  retraction.kind = PRISM_CONVERSATION_CONTACT;
  retraction.target = &target;
  retraction.request = 3;
  retraction.reason = PRISM_STR("typo");
  plugin->retract(plugin.self(), &retraction);
  prism_chat_marker marker{};
  marker.struct_size = sizeof marker;
  marker.kind = PRISM_CONVERSATION_PRIVATE;
  marker.nickname = PRISM_STR("op");
  marker.target = &target;
  plugin->mark(plugin.self(), &marker);
  EXPECT_EQ(take(), (Lines{"edit 17 hello 2", "retract 17 3 typo", "mark 17 op 3"}));
}

}  // namespace
}  // namespace prism::tests
