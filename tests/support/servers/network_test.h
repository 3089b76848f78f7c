// SPDX-License-Identifier: MIT
// Fixture: the real host with a real network plugin, between a simulated Spectrum 2 and a real server.
#pragma once

#include "tests/support/expression.h"
#include "tests/support/host_test.h"
#include <prism/testing/failure.h>
#include <prism/testing/frame.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <list>
#include <map>
#include <string>

namespace prism::tests {

// Tells whether a test that lacks its server must fail instead of being skipped.
inline bool mustRun() {
  const char* required = std::getenv("PRISM_E2E_REQUIRED");
  return required && std::string(required) == "1";
}

// Skips the test, or fails it if mustRun(), when `reason` isn't empty.
#define PRISM_NEEDS(reason)                             \
  if (const std::string why = (reason); !why.empty()) { \
    if (mustRun()) FAIL() << why;                       \
    GTEST_SKIP() << why;                                \
  }                                                     \
  static_assert(true)

class NetworkTest : public HostTest {
 protected:
  static std::string addressOf(int port) { return "127.0.0.1:" + std::to_string(port); }
  // Returns addressOf(port) as a part of a name. The colon is escaped, since it may not occur in a JID's local part.
  static std::string escapedAddress(int port) { return "127.0.0.1=3a" + std::to_string(port); }

  void logIn(const std::string& user, const std::string& password = {},
             const std::map<std::string, std::string>& settings = {}) {
    spectrum_->login(user, {.legacy_name = user, .password = password, .settings = settings});
    await("^CONNECTED user=\"" + user + "\"$");
  }

  void join(const std::string& user, const std::string& room, const std::string& nickname,
            const std::string& password = {}) {
    pbnetwork::Room request;
    request.set_username(user);
    request.set_nickname(nickname);
    request.set_room(room);
    request.set_password(password);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_JOIN_ROOM, request);
  }

  // Joins, and waits until the user is in the room.
  void joinAndWait(const std::string& user, const std::string& room, const std::string& nickname,
                   const std::string& password = {}) {
    join(user, room, nickname, password);
    awaitEntered(user, room);
  }

  // Waits until the user is in the room. Keeps the user's presence there for later calls.
  void awaitEntered(const std::string& user, const std::string& room) {
    seen_.push_back(await("PARTICIPANT_CHANGED userName=\"" + user + "\" room=\"" + room +
                          "\" nickname=\"[^\"]*\" flag=1[67] status=[0-4] "));
  }

  void leave(const std::string& user, const std::string& room) {
    pbnetwork::Room request;
    request.set_username(user);
    request.set_nickname("");
    request.set_room(room);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_LEAVE_ROOM, request);
  }

  void say(const std::string& user, const std::string& to, const std::string& text) { spectrum_->say(user, to, text); }

  void addContact(const std::string& user, const std::string& buddy) {
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_CHANGED, contactOf(user, buddy));
  }
  void removeContact(const std::string& user, const std::string& buddy) {
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_REMOVED, contactOf(user, buddy));
  }

  void setPresence(const std::string& user, pbnetwork::StatusType type, const std::string& text = {}) {
    pbnetwork::Status status;
    status.set_username(user);
    status.set_status(type);
    status.set_statusmessage(text);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_STATUS_CHANGED, status);
  }

  void requestVCard(const std::string& user, const std::string& buddy, int id) {
    pbnetwork::VCard card;
    card.set_username(user);
    card.set_buddyname(buddy);
    card.set_id(id);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_VCARD, card);
  }

  void setSubject(const std::string& user, const std::string& room, const std::string& text) {
    pbnetwork::ConversationMessage subject;
    subject.set_username(user);
    subject.set_buddyname(room);
    subject.set_message(text);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED, subject);
  }

  // Waits for a frame whose text the pattern matches: that of describe(), or a whole stanza. Keeps the frames before it
  // for later calls.
  std::string await(const std::string& pattern, testing::Milliseconds allowed = testing::Milliseconds(20'000)) {
    const Expression expression(pattern);
    for (auto place = seen_.begin(); place != seen_.end(); ++place) {
      if (expression.matches(*place)) {
        std::string found = std::move(*place);
        seen_.erase(place);
        return found;
      }
    }
    const testing::Deadline deadline(allowed);
    while (!deadline.hasPassed()) {
      std::string line;
      try {
        line = textOf(spectrum_->next(deadline.left()));
      } catch (const testing::Failure& failure) {
        throw testing::Failure("waited for " + pattern + "\n" + failure.what() + "\nwhat came instead:" + keptFrames());
      }
      if (expression.matches(line)) {
        return line;
      }
      seen_.push_back(std::move(line));
    }
    throw testing::Failure("waited for " + pattern + ", but what came is:" + keptFrames());
  }

  // Counts the kept frames that the pattern matches.
  std::size_t count(const std::string& pattern) const {
    const Expression expression(pattern);
    std::size_t number = 0;
    for (const std::string& line : seen_) {
      number += expression.matches(line) ? 1 : 0;
    }
    return number;
  }

  // Keeps all frames that the host has sent so far: PONG comes after them.
  void collect() {
    spectrum_->ping();
    while (auto frame = spectrum_->take()) {
      seen_.push_back(textOf(*frame));
    }
  }

  void dropKeptFrames() { seen_.clear(); }

  // Lists the kept frames for a failure message.
  std::string keptFrames() const {
    std::string all;
    for (const std::string& line : seen_) {
      all += "\n  " + line;
    }
    return all;
  }

 private:
  static std::string textOf(const testing::Frame& frame) {
    const bool is_stanza = frame.type == pbnetwork::WrapperMessage::TYPE_RAW_XML;
    return is_stanza ? "RAW_XML " + frame.payload : describe(frame);
  }

  static pbnetwork::Buddy contactOf(const std::string& user, const std::string& buddy) {
    pbnetwork::Buddy contact;
    contact.set_username(user);
    contact.set_buddyname(buddy);
    return contact;
  }

  std::list<std::string> seen_;
};

}  // namespace prism::tests
