// SPDX-License-Identifier: MIT
// Fixture: a Guard for one user, alice, who is logged in, and is in the room "lobby" as "me".
#pragma once

#include "host/base/abi.h"
#include "host/guard/guard.h"
#include "tests/support/captured_log.h"
#include "tests/support/wire_frames.h"
#include <prism/testing/frame.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace prism::tests {

using pbnetwork::WrapperMessage;
using Lines = std::vector<std::string>;

class GuardTest : public ::testing::Test {
 protected:
  static constexpr std::uint32_t kMaxSize = 1000;
  static constexpr std::uint32_t kMaxStanza = 128 * 1024;

  GuardTest() {
    guard_.onFirstFrame();
    host::Session& session = sessions_.open("alice");
    session.enterRoom("lobby", "me");
    session.findRoom("lobby")->joining = false;
    session.findRoom("lobby")->seen_nickname = "me";
  }

  host::Session& alice() { return *sessions_.find("alice"); }

  // Takes the frames sent since the last call, in describe()'s words.
  Lines takeFrames() {
    Lines lines;
    for (const Sent& message : takeSent(&out_)) {
      lines.push_back(::prism::testing::describe({message.type, message.payload}));
    }
    return lines;
  }

  // Expects that an event was sent as this one frame, and nothing logged.
  void expectSent(prism_result result, const std::string& message) {
    EXPECT_EQ(result, PRISM_OK) << message;
    EXPECT_EQ(takeFrames(), Lines{message});
    EXPECT_EQ(log_.take(), Lines{});
  }

  // Expects that an event was corrected, sent as this one frame, and reported with this complaint.
  void expectCorrected(prism_result result, const std::string& message, const std::string& complaint) {
    EXPECT_EQ(result, PRISM_OK) << message;
    EXPECT_EQ(takeFrames(), Lines{message});
    EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: " + complaint});
  }

  // Expects that an event was refused with this result and log line, and nothing sent.
  void expectRefused(prism_result result, prism_result expected, const std::string& line) {
    EXPECT_EQ(result, expected) << line;
    EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: " + line});
    EXPECT_EQ(takeFrames(), Lines{}) << line;
  }

  // Alice writes to bob, or makes another request, in a stanza with this id if she wants a receipt. Returns the id of
  // the request.
  prism_request_id request(std::string_view stanza_id = {}) {
    return request({host::ConversationKind::kContact, "bob"}, stanza_id);
  }
  prism_request_id request(const host::ConversationName& conversation, std::string_view stanza_id = {},
                           host::SentRequests::Kind kind = host::SentRequests::Kind::kMessage) {
    const prism_request_id id = alice().nextRequest(sessions_.requestIds());
    alice().sentRequests().add(id, conversation, kind, stanza_id);
    return id;
  }

  // Events for alice with only the required fields.
  static prism_message message() {
    prism_message event = sized<prism_message>();
    event.buddy = PRISM_STR("bob");
    event.text = PRISM_STR("hello");
    return event;
  }
  static prism_buddy buddy() {
    prism_buddy event = sized<prism_buddy>();
    event.buddy = PRISM_STR("bob");
    event.status = PRISM_STATUS_ONLINE;
    return event;
  }
  static prism_participant participant() {
    prism_participant event = sized<prism_participant>();
    event.room = PRISM_STR("lobby");
    event.nickname = PRISM_STR("op");
    event.status = PRISM_STATUS_ONLINE;
    return event;
  }
  static prism_subject subject() {
    prism_subject event = sized<prism_subject>();
    event.room = PRISM_STR("lobby");
    event.subject = PRISM_STR("news");
    return event;
  }
  static prism_vcard vcard() {
    prism_vcard event = sized<prism_vcard>();
    event.buddy = PRISM_STR("bob");
    return event;
  }

  CapturedLog log_;
  host::FaultLog faults_{log_.logger(), "plugin misbehaving: fake: "};
  host::TimerSource timers_;
  host::SessionTable sessions_;
  host::PresenceMemory presences_;
  wire::FrameWriter out_;
  host::Guard guard_{sessions_, presences_, out_, faults_, {kMaxSize, kMaxStanza}};

 private:
  template <typename Event>
  static Event sized() {
    Event event{};
    event.struct_size = sizeof event;
    event.user = PRISM_STR("alice");
    if constexpr (requires { event.kind; }) {
      event.kind = PRISM_CONVERSATION_CONTACT;
    }
    return event;
  }
};

inline constexpr prism_str kAlice{"alice", 5};
inline constexpr prism_str kBob{"bob", 3};
inline constexpr prism_str kMallory{"mallory", 7};

}  // namespace prism::tests
