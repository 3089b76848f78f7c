// SPDX-License-Identifier: MIT
// prism/history.hpp: what reaches the host, and the requests that reach a plugin.
#include "tests/support/fake_host.h"
#include <prism/history.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

namespace prism::tests {
namespace {

class Archive : public Plugin, public HistoryHandler {
 public:
  explicit Archive(Host host) : Plugin(host), history(host) { created = this; }
  void login(const Login&) override {}
  void logout(std::string_view) override {}

  void historyPage(const HistoryRequest& request, const HistoryResponder& given) override {
    line = std::to_string(static_cast<std::uint32_t>(request.kind)) + " " + std::string(request.user) + " " +
           std::string(request.buddy) + "/" + std::string(request.nickname) +
           " part=" + std::to_string(static_cast<std::uint32_t>(request.part)) +
           " limit=" + std::to_string(request.limit);
    for (const auto* point : {&request.after, &request.before, &request.around}) {
      line += *point ? " " + std::string((*point)->id) + "@" + std::to_string((*point)->time) : " -";
    }
    if (throws) {
      throw std::runtime_error("no archive");
    }
    answer = given;  // a copy
  }

  static inline Archive* created = nullptr;

  const History history;
  std::string line;
  HistoryResponder answer;
  bool throws = false;
};

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    table_ = static_cast<const prism_history_plugin*>(plugin_->get_extension(plugin_.self(), PRISM_HISTORY));
    host_.take();
  }

  // Asks for the latest page of a contact.
  void ask(prism_request_id id) {
    prism_history_request request{};
    request.struct_size = sizeof request;
    request.kind = PRISM_CONVERSATION_CONTACT;
    request.part = PRISM_HISTORY_NEWEST;
    request.limit = 20;
    request.id = id;
    request.user = PRISM_STR("alice");
    request.buddy = PRISM_STR("bob");
    table_->page(plugin_.self(), &request);
  }

  Archive& archive() { return *Archive::created; }

  FakeHost host_;
  const Instance plugin_{functionsOf<Archive>("id", "1.0"), host_};
  const prism_history_plugin* table_ = nullptr;
};

TEST_F(HistoryTest, CapabilitiesReachTheHostWhole) {
  HistoryCapabilities can;
  can.kind = Conversation::Room;
  can.user = "alice";
  can.buddy = "#room";
  can.latest = can.before = can.around = can.by_time = can.asks_missed = true;
  can.longest_page = 50;
  can.most_missed = 70;
  EXPECT_EQ(archive().history.setCapabilities(can), Result::Ok);
  can = {};
  can.latest_after = can.after = can.by_id = can.keeps_position = can.asks_first = true;
  archive().history.setCapabilities(can);
  can.inherit = true;
  archive().history.setCapabilities(can);
  EXPECT_EQ(host_.take(),
            (Lines{"history.set_capabilities 2 flags=341 user=alice buddy=#room longest_page=50 most_missed=70",
                   "history.set_capabilities 1 flags=682", "history.set_capabilities 1 flags=2147483648"}));
}

TEST_F(HistoryTest, PositionsReachTheHostWhole) {
  EXPECT_EQ(archive().history.setPosition({Conversation::Private, "alice", "#room", "op", "17", 5000}), Result::Ok);
  EXPECT_EQ(archive().history.catchUp({Conversation::Contact, "alice", "bob"}), Result::Ok);
  EXPECT_EQ(host_.take(),
            (Lines{"history.set_position 3 alice #room nickname=op id=17 time=5000", "history.catch_up 1 alice bob"}));
}

TEST_F(HistoryTest, PositionsAreListed) {
  Lines lines;
  const auto visit = [&](const HistoryPosition& position) {
    lines.push_back(std::to_string(static_cast<std::uint32_t>(position.kind)) + " " + std::string(position.user) + " " +
                    std::string(position.buddy) + "/" + std::string(position.nickname) + " " +
                    std::string(position.id) + "@" + std::to_string(position.time));
  };
  EXPECT_EQ(archive().history.listPositions("alice", visit), Result::Ok);
  EXPECT_EQ(lines, (Lines{"1 alice bob/ 17@5000", "3 alice #room/op @6000"}));
  int calls = 0;
  const auto fail = [&](const HistoryPosition&) {
    ++calls;
    throw std::runtime_error("enough");
  };
  EXPECT_THROW(archive().history.listPositions("alice", fail), std::runtime_error);
  EXPECT_EQ(calls, 1);
}

TEST_F(HistoryTest, RequestsReachThePluginWhole) {
  const prism_history_point after{sizeof after, 0, PRISM_STR("17"), 5000};
  const prism_history_point around{sizeof around, 0, {}, 6000};
  prism_history_request request{};
  request.struct_size = sizeof request;
  request.kind = PRISM_CONVERSATION_PRIVATE;
  request.part = PRISM_HISTORY_AROUND;
  request.limit = 7;
  request.id = 3;
  request.user = PRISM_STR("alice");
  request.buddy = PRISM_STR("#room");
  request.nickname = PRISM_STR("op");
  request.after = &after;
  request.around = &around;
  table_->page(plugin_.self(), &request);
  EXPECT_EQ(archive().line, "3 alice #room/op part=3 limit=7 17@5000 - @6000");
  EXPECT_EQ(host_.take(), Lines{});
}

TEST_F(HistoryTest, PagesReachTheHostWhole) {
  ask(4);
  Message first{"alice", "bob", "Look"};
  first.id = "17";
  first.time = 5000;
  first.attachments = {{"https://x/a"}};
  Message second{"alice", "bob", "yes"};
  second.time = 6000;
  second.carbon = true;
  HistoryPage page;
  page.entries = {{first}, {second, true, false, 7000}, {first, false, true}};
  page.entries[0].reactions = {{{"+1", "party"}, "op", false, "id of op"}, {{"+1"}, {}, true}};
  page.complete = true;
  page.first = HistoryPoint{"16", 4000};
  page.last = HistoryPoint{{}, 7000};
  EXPECT_EQ(archive().answer.done(page), Result::Ok);
  EXPECT_FALSE(archive().answer);
  EXPECT_EQ(archive().answer.done(page), Result::Ended) << "a second time";
  EXPECT_EQ(host_.take(),
            Lines{"history.answer 4 outcome=1 flags=1 first=16@4000 last=@7000 [1 alice bob text=Look id=17 "
                  "time=5000 attachment=https://x/a] {0 nickname=op author_id=id of op +1 party} {1 +1} "
                  "[1 alice bob text=yes time=6000 flags=" +
                  std::to_string(PRISM_MESSAGE_CARBON) +
                  "] entry=2 edited=7000 [1 alice bob text=Look id=17 time=5000 attachment=https://x/a] entry=1"});
}

TEST_F(HistoryTest, AnAnswerIsGivenOnce) {
  ask(4);
  EXPECT_EQ(archive().answer.failed("The archive is away."), Result::Ok);
  EXPECT_EQ(archive().answer.failed(), Result::Ended);
  EXPECT_EQ(host_.take(), Lines{"history.answer 4 outcome=2 text=The archive is away."});
}

TEST_F(HistoryTest, CopiesAnswerTheSameRequest) {
  ask(4);
  const std::function<Result()> later = [copy = archive().answer] { return copy.done({}); };
  EXPECT_EQ(later(), Result::Ok);
  EXPECT_FALSE(archive().answer);
  EXPECT_EQ(archive().answer.failed(), Result::Ended);
  EXPECT_EQ(host_.take(), Lines{"history.answer 4 outcome=1"});
}

TEST_F(HistoryTest, WhatIsNeverAnsweredFailsWithTheLastCopy) {
  ask(5);
  auto copy = std::make_unique<HistoryResponder>(archive().answer);
  archive().answer = {};
  EXPECT_EQ(host_.take(), Lines{});
  copy.reset();
  const std::string why = "warning: historyPage() was not answered: the last copy of its responder is gone";
  EXPECT_EQ(host_.take(), (Lines{"history.answer 5 outcome=2", why}));
  ask(6);
  ask(7);  // its responder replaces the one before
  archive().answer.done({});
  EXPECT_EQ(host_.take(), (Lines{"history.answer 6 outcome=2", why, "history.answer 7 outcome=1"}));
}

TEST_F(HistoryTest, ARefusedPageIsStillToBeAnswered) {
  ask(4);
  host_.answer(PRISM_ERR_ARGUMENT);
  EXPECT_EQ(archive().answer.done({}), Result::BadArgument);
  EXPECT_TRUE(archive().answer);
  host_.answer(PRISM_ERR_ENDED);
  EXPECT_EQ(archive().answer.done({}), Result::Ended);
  EXPECT_FALSE(archive().answer);
}

TEST_F(HistoryTest, AnExceptionFailsTheRequest) {
  archive().throws = true;
  ask(4);
  EXPECT_EQ(host_.take(), (Lines{"history.answer 4 outcome=2", "fault: historyPage(): exception: no archive"}));
}

TEST_F(HistoryTest, WithoutTheServiceNothingHappens) {
  host_.removeService(PRISM_HISTORY);
  const History none{Host(host_.table())};
  host_.take();
  EXPECT_FALSE(none);
  EXPECT_TRUE(archive().history);
  EXPECT_EQ(none.setCapabilities({}), Result::Unsupported);
  EXPECT_EQ(none.setPosition({}), Result::Unsupported);
  EXPECT_EQ(none.catchUp({}), Result::Unsupported);
  EXPECT_EQ(none.listPositions("alice", [](const HistoryPosition&) {}), Result::Unsupported);
  EXPECT_EQ(host_.take(), Lines{});
  EXPECT_EQ(HistoryResponder().failed(), Result::Ended);
}

}  // namespace
}  // namespace prism::tests
