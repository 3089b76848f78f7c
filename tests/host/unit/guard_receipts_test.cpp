// SPDX-License-Identifier: MIT
// Receipts: what becomes of the user's requests, and how the Guard checks it against them.
#include "tests/host/unit/guard_test.h"
#include "tests/support/guard_events.h"

#include <algorithm>
#include <regex>

namespace prism::tests {
namespace {

using host::ConversationKind;
using host::ConversationName;

constexpr ConversationName kToBob{ConversationKind::kContact, "bob"};
constexpr ConversationName kInLobby{ConversationKind::kRoom, "lobby"};
constexpr ConversationName kToOp{ConversationKind::kPrivate, "lobby", "op"};
constexpr prism_str kLobby{"lobby", 5};
constexpr prism_str kOp{"op", 2};

class GuardReceiptsTest : public GuardTest {
 protected:
  static prism_receipt receiptInLobby(prism_request_id id, std::uint32_t state, prism_str reader = {}) {
    prism_receipt event{};
    event.struct_size = sizeof event;
    event.kind = PRISM_CONVERSATION_ROOM;
    event.state = state;
    event.request = id;
    event.user = kAlice;
    event.buddy = kLobby;
    event.nickname = reader;
    return event;
  }
  prism_result tellInLobby(prism_request_id id, std::uint32_t state, prism_str reader = {}) {
    const prism_receipt event = receiptInLobby(id, state, reader);
    return guard_.receipt(&event);
  }

  // Expects that nothing happens, which is no fault, and the line at DEBUG.
  void expectEnded(prism_result result, const std::string& line, prism_result expected = PRISM_ERR_ENDED) {
    EXPECT_EQ(result, expected) << line;
    EXPECT_EQ(takeFrames(), Lines{}) << line;
    EXPECT_EQ(log_.take(), Lines{"receipt: " + line});
  }
};

TEST_F(GuardReceiptsTest, TheFirstOneIsSent) {
  for (const std::uint32_t state : {PRISM_RECEIPT_ACCEPTED, PRISM_RECEIPT_DELIVERED, PRISM_RECEIPT_DISPLAYED}) {
    const prism_request_id id = request("s42");
    expectSent(receipt(guard_, kAlice, kBob, {}, id, state),
               "CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"bob\" message=\"\" id=\"s42\"");
    EXPECT_EQ(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_DISPLAYED),
              state == PRISM_RECEIPT_DISPLAYED ? PRISM_ERR_ENDED : PRISM_OK);
    EXPECT_EQ(takeFrames(), Lines{});
    log_.take();
  }
  const prism_request_id id = request({ConversationKind::kPrivate, "lobby", "op/x"}, "s44");
  expectSent(receipt(guard_, kAlice, kLobby, PRISM_STR("op/x"), id),
             "CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"lobby/op/x\" message=\"\" id=\"s44\"");
}

TEST_F(GuardReceiptsTest, OneThatTheClientDoesNotWantIsNotSent) {
  const prism_request_id id = request();
  EXPECT_EQ(receipt(guard_, kAlice, kBob, {}, id), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardReceiptsTest, AFailedRequestIsToldByItsRecipient) {
  expectSent(
      receipt(guard_, kAlice, kBob, {}, request("s42"), PRISM_RECEIPT_FAILED, PRISM_STR("Bob is away.")),
      "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"Your message was not delivered: Bob is away.\"");
  expectSent(tellInLobby(request(kInLobby), PRISM_RECEIPT_FAILED),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"Your message was not delivered.\" "
             "nickname=\"lobby\"");
  const prism_request_id in_left = request({ConversationKind::kRoom, "left"});
  prism_receipt event = receiptInLobby(in_left, PRISM_RECEIPT_FAILED);
  event.buddy = PRISM_STR("left");
  expectSent(guard_.receipt(&event),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"left\" message=\"Your message was not delivered.\"");
  expectSent(receipt(guard_, kAlice, kLobby, kOp, request(kToOp, "s44"), PRISM_RECEIPT_FAILED),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"lobby\" message=\"Your message was not delivered.\" "
             "nickname=\"op\" pm=true");
  const prism_request_id other = request(kToBob, {}, host::SentRequests::Kind::kOther);
  expectSent(receipt(guard_, kAlice, kBob, {}, other, PRISM_RECEIPT_FAILED),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"That was not possible.\"");
}

TEST_F(GuardReceiptsTest, AreChecked) {
  const prism_request_id id = request("s1");
  const auto expectBad = [this](prism_result result, const std::string& why) {
    expectRefused(result, PRISM_ERR_ARGUMENT, "receipt: " + why);
  };
  expectBad(receipt(guard_, kAlice, kBob, {}, 0), "request is 0");
  expectBad(receipt(guard_, kAlice, {}, {}, id), "buddy is empty");
  expectBad(receipt(guard_, kAlice, kBob, {}, id, 0), "state 0 does not exist");
  expectBad(receipt(guard_, kAlice, kBob, {}, id, 5), "state 5 does not exist");
  expectBad(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_ACCEPTED, PRISM_STR("Bob is away.")),
            "text is given, but state is not PRISM_RECEIPT_FAILED");
  expectBad(tellInLobby(request(kInLobby), PRISM_RECEIPT_ACCEPTED, kOp),
            "nickname is given in a room, but state is neither PRISM_RECEIPT_DELIVERED nor PRISM_RECEIPT_DISPLAYED");
  for (const prism_request_id unknown : {id + 7, ~std::uint64_t{0}}) {
    expectRefused(receipt(guard_, kAlice, kBob, {}, unknown), PRISM_ERR_STATE,
                  fmt::format("receipt: user 'alice' has made no request {} that a receipt can answer", unknown));
  }
  expectRefused(receipt(guard_, kMallory, kBob, {}, id), PRISM_ERR_NO_USER, "receipt: user 'mallory' is not logged in");
}

// All requests of the process have numbers of one counter, also those that answers of other services end.
TEST_F(GuardReceiptsTest, TheRequestIsOneThatReceiptsAnswer) {
  request();
  const prism_request_id of_another_service = sessions_.requestIds().next();
  request();
  expectRefused(
      receipt(guard_, kAlice, kBob, {}, of_another_service), PRISM_ERR_STATE,
      fmt::format("receipt: user 'alice' has made no request {} that a receipt can answer", of_another_service));
}

TEST_F(GuardReceiptsTest, TheNamesAreThoseOfTheRequest) {
  const prism_request_id id = request("s1");
  expectRefused(receipt(guard_, kAlice, PRISM_STR("carol"), {}, id), PRISM_ERR_ARGUMENT,
                fmt::format("receipt: buddy is 'carol', but request {} has another one", id));
  expectRefused(receipt(guard_, kAlice, kBob, kOp, id), PRISM_ERR_ARGUMENT,
                fmt::format("receipt: kind is PRISM_CONVERSATION_PRIVATE, but that of request {} is "
                            "PRISM_CONVERSATION_CONTACT",
                            id));
  expectRefused(tellInLobby(id, PRISM_RECEIPT_ACCEPTED), PRISM_ERR_ARGUMENT,
                fmt::format("receipt: kind is PRISM_CONVERSATION_ROOM, but that of request {} is "
                            "PRISM_CONVERSATION_CONTACT",
                            id));
  const prism_request_id to_op = request(kToOp);
  expectRefused(receipt(guard_, kAlice, kLobby, PRISM_STR("carol"), to_op), PRISM_ERR_ARGUMENT,
                fmt::format("receipt: nickname is 'carol', but request {} has another one", to_op));
}

TEST_F(GuardReceiptsTest, StatesGoForwardOnly) {
  const prism_request_id id = request();
  const std::string ended = fmt::format("request {} has had this state, or a later one", id);
  EXPECT_EQ(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_DELIVERED), PRISM_OK);
  expectEnded(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_DELIVERED), ended);
  expectEnded(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_ACCEPTED), ended);
  expectEnded(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_FAILED), ended);
  EXPECT_EQ(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_DISPLAYED), PRISM_OK);
  const prism_request_id failed = request();
  EXPECT_EQ(receipt(guard_, kAlice, kBob, {}, failed, PRISM_RECEIPT_FAILED), PRISM_OK);
  EXPECT_EQ(takeFrames().size(), 1U);
  expectEnded(receipt(guard_, kAlice, kBob, {}, failed, PRISM_RECEIPT_FAILED),
              fmt::format("request {} has had this state, or a later one", failed));
}

TEST_F(GuardReceiptsTest, TheFirstNetworkIdStays) {
  const prism_request_id id = request();
  prism_receipt event{};
  event.struct_size = sizeof event;
  event.kind = PRISM_CONVERSATION_CONTACT;
  event.state = PRISM_RECEIPT_ACCEPTED;
  event.request = id;
  event.user = kAlice;
  event.buddy = kBob;
  EXPECT_EQ(guard_.receipt(&event), PRISM_OK);
  event.network_id = PRISM_STR("n1");
  EXPECT_EQ(guard_.receipt(&event), PRISM_OK) << "the state is not new, but the id is";
  expectEnded(guard_.receipt(&event), fmt::format("request {} has had this state, or a later one", id));
  event.state = PRISM_RECEIPT_DELIVERED;
  event.network_id = PRISM_STR("n2");
  expectRefused(guard_.receipt(&event), PRISM_ERR_ARGUMENT,
                fmt::format("receipt: network_id is 'n2', but an earlier receipt of request {} has another", id));
  event.network_id = PRISM_STR("n1");
  EXPECT_EQ(guard_.receipt(&event), PRISM_OK);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(GuardReceiptsTest, TheReadersInARoomAreBounded) {
  const prism_request_id id = request(kInLobby, "s1");
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DELIVERED, kOp), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{"CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"lobby\" message=\"\" id=\"s1\""});
  for (std::size_t i = 1; i < host::SentRequests::kMostReaders; ++i) {
    const std::string reader = fmt::format("reader{}", i);
    ASSERT_EQ(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, host::borrowed(reader)), PRISM_OK);
  }
  EXPECT_EQ(log_.take(), Lines{});
  expectEnded(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, PRISM_STR("late")),
              fmt::format("request {} has 100 readers already", id), PRISM_ERR_LIMIT);
}

// A plugin may have a receipt of the network for a message of a session that has ended since.
TEST_F(GuardReceiptsTest, OneOfAnEarlierSessionIsNoFault) {
  const prism_request_id id = request("s1");
  sessions_.close("alice");
  sessions_.open("alice");
  for (int i = 0; i < 2; ++i) {
    expectEnded(receipt(guard_, kAlice, kBob, {}, id, PRISM_RECEIPT_FAILED),
                fmt::format("request {} is of an earlier session", id));
    const prism_request_id later = request("s2");
    expectSent(receipt(guard_, kAlice, kBob, {}, later),
               "CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"bob\" message=\"\" id=\"s2\"");
  }
}

TEST_F(GuardReceiptsTest, OfAForgottenRequestOnlyTheFailureIsTold) {
  const prism_request_id first = request("first");
  for (std::size_t i = 1; i < host::SentRequests::kMost; ++i) {
    request("s");
  }
  const prism_request_id last = request("last");
  EXPECT_EQ(receipt(guard_, kAlice, kBob, {}, first), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  expectSent(receipt(guard_, kAlice, kBob, {}, first, PRISM_RECEIPT_FAILED),
             "CONV_MESSAGE userName=\"alice\" buddyName=\"bob\" message=\"Your message was not delivered.\"");
  expectSent(receipt(guard_, kAlice, kBob, {}, last),
             "CONV_MESSAGE_ACK userName=\"alice\" buddyName=\"bob\" message=\"\" id=\"last\"");
}

TEST_F(GuardReceiptsTest, AForgottenRequestIsStillOneOfTheSession) {
  request("first");
  host::Session& bob = sessions_.open("bob");
  const prism_request_id of_bob = bob.nextRequest(sessions_.requestIds());
  bob.sentRequests().skip(of_bob);
  EXPECT_EQ(receipt(guard_, kBob, PRISM_STR("carol"), {}, of_bob), PRISM_OK) << "not remembered, but made";
  for (std::size_t i = 0; i <= host::SentRequests::kMost; ++i) {
    request("s");
  }
  for (const std::uint32_t state : {PRISM_RECEIPT_ACCEPTED, PRISM_RECEIPT_FAILED}) {
    expectRefused(receipt(guard_, kAlice, kBob, {}, of_bob, state), PRISM_ERR_STATE,
                  fmt::format("receipt: user 'alice' has made no request {} that a receipt can answer", of_bob));
  }
}

TEST_F(GuardReceiptsTest, IdsStayBelow2ToThe53) {
  prism_request_id largest = 0;
  for (int i = 0; i < 10'000; ++i) {
    sessions_.close("alice");
    largest = std::max(largest, sessions_.open("alice").nextRequest(sessions_.requestIds()));
  }
  EXPECT_GT(largest, prism_request_id{1} << 52);
  EXPECT_LT(largest, prism_request_id{1} << 53);
}

// In the mode auto, each reader's client seems to tell the room itself.
class GuardReadersTest : public GuardReceiptsTest {
 protected:
  GuardReadersTest() {
    guard_.setJidStyle({"irc.example.org", true});
    sessions_.startChat(host::ChatMode::kAuto, timers_);
    offer(PRISM_CHAT_CAN_MARK | PRISM_CHAT_CAN_DELIVER);
  }

  void offer(std::uint32_t flags) {
    prism_chat_capabilities can{};
    can.struct_size = sizeof can;
    can.kind = PRISM_CONVERSATION_ROOM;
    can.flags = flags;
    ASSERT_EQ(guard_.setCapabilities(&can), PRISM_OK);
  }

  // Alice has written in the room, in a stanza with the id 'c1'.
  prism_request_id written() {
    const prism_request_id id = request(kInLobby);
    alice()
        .chat(*sessions_.chat())
        .memory.remember(kInLobby, {.request = id, .client_id = "c1", .author = "me", .text = "hi", .own = true},
                         host::UserMemory::Clock::now());
    return id;
  }

  // The stanzas since the last call, with ID for the ids that the host makes up.
  Lines takeStanzas() {
    static const std::regex made_up("prism-[0-9a-f]{32}");
    Lines lines;
    for (const Sent& sent : takeSent(&out_)) {
      EXPECT_EQ(sent.type, WrapperMessage::TYPE_RAW_XML);
      lines.push_back(std::regex_replace(sent.payload, made_up, "ID"));
    }
    return lines;
  }

  static Lines stanzaOf(const std::string& reader, const std::string& element) {
    return {"<message xmlns='jabber:client' type='groupchat' id='ID' from='lobby/" + reader + "' to='alice'>" +
            element + "<store xmlns='urn:xmpp:hints'/></message>"};
  }
};

TEST_F(GuardReadersTest, EachReaderTellsWhatItHasAndWhatItHasSeen) {
  const prism_request_id id = written();
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DELIVERED, kOp), PRISM_OK);
  EXPECT_EQ(takeStanzas(), stanzaOf("op", "<received xmlns='urn:xmpp:receipts' id='c1'/>"));
  prism_receipt event = receiptInLobby(id, PRISM_RECEIPT_ACCEPTED);
  event.network_id = PRISM_STR("n1");
  EXPECT_EQ(guard_.receipt(&event), PRISM_OK);
  EXPECT_EQ(takeStanzas(), Lines{});
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, kOp), PRISM_OK);
  EXPECT_EQ(takeStanzas(), stanzaOf("op", "<displayed xmlns='urn:xmpp:chat-markers:0' id='n1'/>"));
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, PRISM_STR("carol")), PRISM_OK);
  EXPECT_EQ(takeStanzas(), stanzaOf("carol", "<displayed xmlns='urn:xmpp:chat-markers:0' id='n1'/>"));
  EXPECT_EQ(log_.take(), Lines{});
  expectEnded(tellInLobby(id, PRISM_RECEIPT_DELIVERED, kOp),
              fmt::format("request {} has had this state, or a later one", id));
}

TEST_F(GuardReadersTest, TheRoomAsAWholeAndTheUserTellNothing) {
  const prism_request_id id = written();
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DELIVERED), PRISM_OK);
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, PRISM_STR("me")), PRISM_OK);
  EXPECT_EQ(takeStanzas(), Lines{});
}

TEST_F(GuardReadersTest, OnlyWhatTheNetworkTellsIsPassedOn) {
  offer(PRISM_CHAT_CAN_EDIT);
  const prism_request_id id = written();
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DELIVERED, kOp), PRISM_OK);
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, kOp), PRISM_OK);
  EXPECT_EQ(takeStanzas(), Lines{});
}

TEST_F(GuardReadersTest, AMarkerAndAReceiptOfOneMessageAreTheSame) {
  const prism_request_id id = written();
  prism_receipt accepted = receiptInLobby(id, PRISM_RECEIPT_ACCEPTED);
  accepted.network_id = PRISM_STR("n1");
  ASSERT_EQ(guard_.receipt(&accepted), PRISM_OK);
  prism_reference target{};
  target.struct_size = sizeof target;
  target.id = PRISM_STR("n1");
  prism_chat_marker marker{};
  marker.struct_size = sizeof marker;
  marker.kind = PRISM_CONVERSATION_ROOM;
  marker.user = kAlice;
  marker.buddy = kLobby;
  marker.nickname = kOp;
  marker.target = &target;
  EXPECT_EQ(guard_.marked(&marker), PRISM_OK);
  EXPECT_EQ(takeStanzas(), stanzaOf("op", "<displayed xmlns='urn:xmpp:chat-markers:0' id='n1'/>"));
  expectEnded(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, kOp),
              fmt::format("request {} has had this state, or a later one", id));
  EXPECT_EQ(tellInLobby(id, PRISM_RECEIPT_DISPLAYED, PRISM_STR("carol")), PRISM_OK);
  EXPECT_EQ(takeStanzas().size(), 1U);
  marker.nickname = PRISM_STR("carol");
  EXPECT_EQ(guard_.marked(&marker), PRISM_ERR_ENDED);
  EXPECT_EQ(log_.take(), Lines{"chat.marked: a receipt or a marker has told already that the message 'n1' was read"});
  EXPECT_EQ(takeStanzas(), Lines{});
}

}  // namespace
}  // namespace prism::tests
