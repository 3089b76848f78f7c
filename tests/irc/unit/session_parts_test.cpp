// SPDX-License-Identifier: MIT
// Parts of a session that need no network.
#include "mapping/names.h"
#include "net/backoff.h"
#include "session/connect_gate.h"
#include "session/line_reader.h"
#include "session/send_queue.h"
#include "session/server_address.h"
#include "session/server_cost.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace irc {
namespace {

std::string addressOf(const char* text, bool tls = false) {
  const auto address = parseServerAddress(text, tls);
  return address ? address->endpoint.host + " " + std::to_string(address->endpoint.port) + (address->tls ? " TLS" : "")
                 : "none";
}

TEST(IrcServerAddress, AllForms) {
  EXPECT_EQ(addressOf("irc.example.org"), "irc.example.org 6667");
  EXPECT_EQ(addressOf("irc.example.org", true), "irc.example.org 6697 TLS");
  EXPECT_EQ(addressOf("irc.example.org:7000"), "irc.example.org 7000");
  EXPECT_EQ(addressOf("irc.example.org:+7000"), "irc.example.org 7000 TLS");
  EXPECT_EQ(addressOf("irc.example.org:6697"), "irc.example.org 6697 TLS");
  EXPECT_EQ(addressOf("irc.example.org/6668"), "irc.example.org 6668");
  EXPECT_EQ(addressOf("[2001:db8::1]:+6697"), "2001:db8::1 6697 TLS");
  EXPECT_EQ(addressOf("2001:db8::1"), "2001:db8::1 6667");
  for (const char* text : {"", ":6667", "host:", "host:0", "host:65536", "host:x", "ho st", "host:1:2/3x", "[::1"}) {
    EXPECT_EQ(addressOf(text), "none") << text;
  }
}

TEST(IrcLineReader, LinesInPieces) {
  LineReader reader;
  std::vector<std::string> lines;
  const auto take = [&](std::string_view line) {
    lines.emplace_back(line);
    return true;
  };
  for (const char c : std::string("one\r\ntwo\n\r\nthree")) {
    reader.feed(std::string_view(&c, 1), take);
  }
  reader.feed("!\nfour\nfi", take);
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "", "three!", "four"}));
}

TEST(IrcLineReader, TheRestIsGivenBackWhereItStops) {
  LineReader reader;
  std::vector<std::string> lines;
  const auto takeOne = [&](std::string_view line) {
    lines.emplace_back(line);
    return false;
  };
  EXPECT_EQ(reader.feed("on", takeOne), "");
  EXPECT_EQ(reader.feed("e\r\ntwo\r\nthr", takeOne), "two\r\nthr");
  EXPECT_EQ(reader.feed("two\r\nthr", takeOne), "thr");
  EXPECT_EQ(reader.feed("thr", takeOne), "");
  EXPECT_EQ(reader.feed("ee\n", takeOne), "");
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"}));
}

TEST(IrcLineReader, ALineThatIsTooLongIsLeftOut) {
  LineReader reader;
  std::vector<std::string> lines;
  const auto take = [&](std::string_view line) {
    lines.emplace_back(line);
    return true;
  };
  for (int i = 0; i < 100; ++i) {
    reader.feed(std::string(1000, 'x'), take);
  }
  reader.feed("end\nnext\n", take);
  EXPECT_EQ(lines, std::vector<std::string>{"next"});
}

TEST(IrcServerCost, IsOfWhatCostsMost) {
  ServerCost cost;
  EXPECT_EQ(cost.take(), 0U);
  cost.countRead(3000);
  cost.countLine(100);
  cost.countShown();  // covered by the line's own cost
  cost.countShown();
  cost.countLine(2048);
  cost.countWork(kWorkTime);
  EXPECT_EQ(cost.take(), 1U + 1U + 3U);
  EXPECT_EQ(cost.take(), 0U) << "it begins anew";
  cost.countLine(100);
  cost.countWork(kWorkTime * 7);
  EXPECT_EQ(cost.take(), 7U);
  cost.countLine(100);
  cost.countRead(kReadSize * 9);
  EXPECT_EQ(cost.take(), 9U);
}

TEST(IrcServerCost, FractionsAddUp) {
  ServerCost cost;
  for (std::size_t i = 0; i < kReadSize / kReadOverhead; ++i) {
    EXPECT_EQ(cost.take(), 0U);
    cost.countRead(1);
  }
  EXPECT_EQ(cost.take(), 1U);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(cost.take(), 0U);
    cost.countLine(100);
    cost.forgiveLine();
    cost.countWork(kWorkTime / 10);
  }
  EXPECT_EQ(cost.take(), 1U);
}

// The lines that go out, in order, with spaces between them. `blocked` names a conversation that has to wait.
std::string drain(SendQueue& queue, bool held = false, const std::string& blocked = {}) {
  std::string sent;
  while (const auto next = queue.next(held, [&](const std::string& name) { return name == blocked; })) {
    sent += (sent.empty() ? "" : "; ") + queue.take(next).wire();
  }
  return sent;
}

OutgoingLine say(const char* target, const char* text) {
  return OutgoingLine::chat(OutgoingLine::Kind::kMessage, target, text);
}

TEST(IrcSendQueue, UrgentLinesFirstAndALimit) {
  SendQueue queue(2);
  EXPECT_TRUE(queue.add(OutgoingLine::raw("a"), {}));
  EXPECT_TRUE(queue.add(say("bob", "b"), "bob"));
  EXPECT_FALSE(queue.add(OutgoingLine::raw("c"), {}));
  queue.addUrgent(OutgoingLine::raw("PONG"));
  EXPECT_EQ(drain(queue), "PONG; a; PRIVMSG bob b");
  EXPECT_EQ(queue.size(), 0U);
}

TEST(IrcSendQueue, CommandsFirstThenEachConversationInTurn) {
  SendQueue queue(9);
  for (const char* text : {"1", "2", "3"}) {
    queue.add(say("#b", text), "#b");
  }
  queue.add(say("#a", "1"), "#a");
  queue.add(say("#c", "1"), "#c");
  queue.add(OutgoingLine::raw("NICK x"), {});
  EXPECT_EQ(queue.waitingIn("#b"), 3U);
  EXPECT_EQ(queue.waitingBefore("#b"), 6U);
  EXPECT_EQ(queue.waitingBefore("#a"), 4U);
  EXPECT_EQ(drain(queue), "NICK x; PRIVMSG #a 1; PRIVMSG #b 1; PRIVMSG #c 1; PRIVMSG #b 2; PRIVMSG #b 3");
}

TEST(IrcSendQueue, AMessageOfSeveralLinesCountsAsSoMany) {
  SendQueue queue(3);
  const auto message = [] {
    return OutgoingLine::multiline(OutgoingLine::Kind::kMessage, "#b", {{"1", false}, {"2", false}, {"3", false}});
  };
  EXPECT_TRUE(queue.add(message(), "#b"));
  EXPECT_FALSE(queue.add(say("#a", "1"), "#a"));
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.waitingIn("#b"), 3U);
  EXPECT_EQ(queue.waitingBefore("#b"), 3U);
  EXPECT_EQ(queue.dropMessages("#b"), 3U);
  EXPECT_EQ(queue.size(), 0U);
  EXPECT_TRUE(queue.add(say("#a", "1"), "#a"));
  EXPECT_TRUE(queue.add(message(), "#b"));
  EXPECT_EQ(queue.waitingBefore("#a"), 4U);
  queue.take(queue.next(false, [](const std::string&) { return false; }));
  queue.take(queue.next(false, [](const std::string&) { return false; }));
  EXPECT_EQ(queue.size(), 0U);
  SendQueue left(9);
  left.add(message(), "#b");
  left.add(OutgoingLine::part("#b", ""), "#b");
  left.forgetChannels();
  EXPECT_EQ(left.size(), 0U);
}

TEST(IrcSendQueue, IdleLinesLastAndForgotten) {
  SendQueue queue(2);
  queue.addIdle(OutgoingLine::raw("ISON bob"));
  queue.addUrgent(OutgoingLine::raw("JOIN #lobby"));
  queue.add(say("bob", "hi"), "bob");
  EXPECT_EQ(drain(queue, true), "JOIN #lobby; PRIVMSG bob hi") << "queries and commands wait while held";
  EXPECT_EQ(queue.idleSize(), 1U);
  queue.forgetOwn();
  EXPECT_EQ(drain(queue), "");
}

TEST(IrcSendQueue, MessagesOfABlockedConversationWaitAndItsPartDoesNot) {
  SendQueue queue(9);
  queue.add(say("#lobby", "hi"), "#lobby");
  queue.add(say("bob", "hi"), "bob");
  queue.add(OutgoingLine::part("#gone", ""), "#gone");
  EXPECT_EQ(drain(queue, false, "#lobby"), "PART #gone; PRIVMSG bob hi");
  EXPECT_EQ(drain(queue), "PRIVMSG #lobby hi");
}

TEST(IrcSendQueue, MessagesCanBeDropped) {
  SendQueue queue(9);
  queue.add(say("#lobby", "1"), "#lobby");
  queue.add(OutgoingLine::part("#lobby", ""), "#lobby");
  queue.add(say("bob", "1"), "bob");
  EXPECT_EQ(queue.dropMessages("#lobby"), 1U);
  EXPECT_EQ(queue.dropMessages("#lobby"), 0U);
  EXPECT_EQ(queue.dropAllMessages(), 1U);
  EXPECT_EQ(drain(queue), "PART #lobby");
}

TEST(IrcSendQueue, OnlyMessagesSurviveALostConnection) {
  SendQueue queue(9);
  queue.add(OutgoingLine::join("#lobby"), "#lobby");
  queue.add(say("#lobby", "hi"), "#lobby");
  queue.add(say("#left", "too late"), "#left");
  queue.add(OutgoingLine::part("#left", ""), "#left");
  queue.forgetChannels();
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(drain(queue), "PRIVMSG #lobby hi");
}

TEST(IrcOutgoingLine, JoinsTogether) {
  OutgoingLine line = OutgoingLine::join("#a", "k");
  EXPECT_TRUE(line.appendJoin("#b", "l", 3));
  EXPECT_TRUE(line.appendJoin("#c", {}, 3));
  EXPECT_FALSE(line.appendJoin("#d", {}, 3)) << "the server takes three";
  EXPECT_FALSE(line.appendJoin("#d", "m", 9)) << "#c would get the key";
  EXPECT_EQ(line.wire(), "JOIN #a,#b,#c k,l");
  EXPECT_FALSE(line.appendJoin("#" + std::string(400, 'x'), {}, 9));
}

TEST(IrcBackoff, DoublesUpToTheMost) {
  using Milliseconds = std::chrono::milliseconds;
  std::minstd_rand random(1);
  for (std::uint32_t attempt = 0; attempt < 40; ++attempt) {
    const auto delay = net::reconnectDelay(attempt, Milliseconds(2000), Milliseconds(300000), random).count();
    const std::int64_t base = attempt > 7 ? 300000 : std::int64_t{2000} << attempt;
    EXPECT_GE(delay, std::min<std::int64_t>(base, 300000) * 3 / 4);
    EXPECT_LE(delay, std::min<std::int64_t>(base, 300000) * 5 / 4);
  }
}

TEST(IrcConnectGate, LetsSoManyPassInTurn) {
  ConnectGate gate(2);
  std::vector<int> went;
  ConnectGate::Ticket tickets[4];
  for (int i = 0; i < 4; ++i) {
    tickets[i].request(gate, "server", [&went, i] { went.push_back(i); });
  }
  EXPECT_EQ(went, (std::vector<int>{0, 1}));
  tickets[2].release();  // leaves the queue
  tickets[0].release();
  EXPECT_EQ(went, (std::vector<int>{0, 1, 3}));
  ConnectGate::Ticket other;
  other.request(gate, "another", [&went] { went.push_back(9); });
  EXPECT_EQ(went.back(), 9);
}

TEST(IrcNames, WithAndWithoutTheNetwork) {
  EXPECT_EQ(parseName("#room@IRC.example.org", true).network, "irc.example.org");
  EXPECT_EQ(parseName("#room@IRC.example.org", true).local, "#room");
  EXPECT_EQ(parseName("#ro@om", false).local, "#ro@om");
  EXPECT_EQ(parseName("nick", true).network, "");
  EXPECT_EQ(composeName("#room", "irc.example.org"), "#room@irc.example.org");
  EXPECT_EQ(composeName("#room", ""), "#room");
}

}  // namespace
}  // namespace irc
