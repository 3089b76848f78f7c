// SPDX-License-Identifier: MIT
// The frames that Spectrum sends to a backend, and expects from it.
#include "prism/testing/spectrum.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <ctime>
#include <system_error>
#include <utility>

namespace prism::testing {
namespace {

using pbnetwork::WrapperMessage;

// Describes the awaited frame, in the form of describe().
template <class Message>
std::string expected(Type type, const Message& message) {
  return describe(Frame{type, message.SerializePartialAsString()});
}

bool hasAll(const std::string& text, const std::vector<std::string>& parts) {
  return std::all_of(parts.begin(), parts.end(),
                     [&](const std::string& part) { return text.find(part) != std::string::npos; });
}

// Returns a time as a frame has it: whole seconds in UTC, such as 20260102T030405.
std::string stampOf(std::int64_t milliseconds) {
  return fmt::format("{:%Y%m%dT%H%M%S}", fmt::gmtime(static_cast<std::time_t>(milliseconds / 1000)));
}

}  // namespace

void Spectrum::flush() {
  if (batches_ > 0) {
    return;
  }
  try {
    if (!waitUntil([this] { return connection().flush(); }, Deadline(options_.deadline), Wanted::kWriting)) {
      fail("room for what is sent", options_.deadline, fmt::format("{} bytes wait", connection().unsent()));
    }
  } catch (const std::system_error& error) {
    fail("that the host reads what is sent", options_.deadline, error.what());
  }
}

void Spectrum::send(Type type, const google::protobuf::MessageLite& message) { sendBytes(frameBytes(type, message)); }

void Spectrum::send(Type type) { sendBytes(frameBytes(type)); }

void Spectrum::sendRaw(Type type, std::string_view payload) { sendBytes(frameBytes(type, payload)); }

pbnetwork::Stats Spectrum::ping() {
  send(WrapperMessage::TYPE_PING);
  std::deque<Frame> before;
  for (;;) {
    Frame frame = nextWithoutConfig("PONG");
    if (frame.type == WrapperMessage::TYPE_PONG) {
      break;
    }
    before.push_back(std::move(frame));
  }
  auto stats = expect<pbnetwork::Stats>(WrapperMessage::TYPE_STATS);
  std::deque<Frame>& frames = connection().frames();
  frames.insert(frames.begin(), before.begin(), before.end());
  return stats;
}

void Spectrum::login(const std::string& user, const LoginOptions& options) {
  pbnetwork::Login login;
  login.set_user(user);
  login.set_legacyname(options.legacy_name.empty() ? user : options.legacy_name);
  login.set_password(options.password);
  for (const auto& [name, value] : options.settings) {
    (*login.mutable_settings()->mutable_value())[name] = value;
  }
  send(WrapperMessage::TYPE_LOGIN, login);
}

void Spectrum::loginAndWait(const std::string& user, const LoginOptions& options) {
  login(user, options);
  expectConnected(user);
}

void Spectrum::logout(const std::string& user, const std::string& legacy_name) {
  pbnetwork::Logout logout;
  logout.set_user(user);
  logout.set_legacyname(legacy_name.empty() ? user : legacy_name);
  send(WrapperMessage::TYPE_LOGOUT, logout);
}

void Spectrum::say(const std::string& user, const std::string& buddy, const std::string& text, const std::string& id) {
  pbnetwork::ConversationMessage message;
  message.set_username(user);
  message.set_buddyname(buddy);
  message.set_message(text);
  if (!id.empty()) {
    message.set_id(id);
  }
  send(WrapperMessage::TYPE_CONV_MESSAGE, message);
}

void Spectrum::join(const std::string& user, const std::string& room, const std::string& nickname,
                    const std::string& password) {
  pbnetwork::Room join;
  join.set_username(user);
  join.set_room(room);
  join.set_nickname(nickname);
  join.set_password(password);
  send(WrapperMessage::TYPE_JOIN_ROOM, join);
}

void Spectrum::leave(const std::string& user, const std::string& room) {
  pbnetwork::Room leave;
  leave.set_username(user);
  leave.set_room(room);
  leave.set_nickname("");
  send(WrapperMessage::TYPE_LEAVE_ROOM, leave);
}

void Spectrum::requestVCard(const std::string& user, const std::string& buddy) {
  pbnetwork::VCard request;
  request.set_username(user);
  request.set_buddyname(buddy);
  request.set_id(0);
  send(WrapperMessage::TYPE_VCARD, request);
}

void Spectrum::answerCommand(const std::string& text) {
  pbnetwork::BackendConfig answer;
  answer.set_config(text);
  send(WrapperMessage::TYPE_QUERY, answer);
}

void Spectrum::exit() { send(WrapperMessage::TYPE_EXIT); }

void Spectrum::hangUp() { connection_.reset(); }

void Spectrum::reset() {
  connection().reset();
  connection_.reset();
}

Frame Spectrum::next() { return next(options_.deadline); }

Frame Spectrum::next(Milliseconds allowed) { return nextFor("a frame", allowed); }

Frame Spectrum::nextFor(const std::string& awaited, Milliseconds allowed) {
  Connection& from = connection();
  waitUntil([&] { return !from.frames().empty() || from.isEnded(); }, Deadline(allowed));
  if (from.frames().empty()) {
    fail(awaited, allowed, from.isEnded() ? "the host has closed the connection" : "nothing came");
  }
  return *from.take();
}

// Returns the next frame. Stores the first BACKEND_CONFIG instead of returning it.
Frame Spectrum::nextWithoutConfig(const std::string& awaited) {
  Frame frame = nextFor(awaited, options_.deadline);
  if (frame.type == WrapperMessage::TYPE_BACKEND_CONFIG && !backend_config_) {
    backend_config_ = frame.as<pbnetwork::BackendConfig>().config();
    return nextFor(awaited, options_.deadline);
  }
  return frame;
}

// Returns the next frame that is no presence of the contact that asks questions.
Frame Spectrum::nextNamed(const std::string& awaited) {
  Frame frame = nextFor(awaited, options_.deadline);
  while (isPromptPresence(frame)) {
    frame = nextFor(awaited, options_.deadline);
  }
  return frame;
}

bool Spectrum::isPromptPresence(const Frame& frame) const {
  return frame.type == WrapperMessage::TYPE_RAW_XML && frame.payload.starts_with("<presence ") &&
         frame.payload.find(fmt::format(" from='{}/bot' ", options_.prompt_contact)) != std::string::npos;
}

Frame Spectrum::expect(Type type) {
  Frame frame = nextFor(typeName(type), options_.deadline);
  if (frame.type != type) {
    fail(typeName(type), options_.deadline, "this came: " + describe(frame));
  }
  return frame;
}

void Spectrum::expectConnected(const std::string& user) {
  pbnetwork::Connected wanted;
  wanted.set_user(user);
  const std::string awaited = expected(WrapperMessage::TYPE_CONNECTED, wanted);
  const Frame frame = nextNamed(awaited);
  if (describe(frame) != awaited) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
}

pbnetwork::Disconnected Spectrum::expectDisconnected(const std::string& user) {
  const std::string awaited = fmt::format("DISCONNECTED of \"{}\"", user);
  const Frame frame = nextNamed(awaited);
  pbnetwork::Disconnected message;
  if (frame.type != WrapperMessage::TYPE_DISCONNECTED || !message.ParseFromString(frame.payload) ||
      message.user() != user) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::ConversationMessage Spectrum::expectMessage(const std::string& user, const std::string& buddy,
                                                       const std::string& text) {
  pbnetwork::ConversationMessage wanted;
  wanted.set_username(user);
  wanted.set_buddyname(buddy);
  wanted.set_message(text);
  const std::string awaited = expected(WrapperMessage::TYPE_CONV_MESSAGE, wanted);
  const Frame frame = nextNamed(awaited);
  pbnetwork::ConversationMessage message;
  if (frame.type != WrapperMessage::TYPE_CONV_MESSAGE || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.buddyname() != buddy || message.message() != text) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::ConversationMessage Spectrum::expectMessageWith(const std::string& user, const std::string& buddy,
                                                           const std::vector<std::string>& parts) {
  const std::string awaited =
      fmt::format("CONV_MESSAGE of \"{}\" to \"{}\", with \"{}\"", buddy, user, fmt::join(parts, "\" and \""));
  const Frame frame = nextNamed(awaited);
  pbnetwork::ConversationMessage message;
  if (frame.type != WrapperMessage::TYPE_CONV_MESSAGE || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.buddyname() != buddy || !hasAll(message.message(), parts)) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::ConversationMessage Spectrum::expectPrompt(const std::string& user, const std::vector<std::string>& parts) {
  return expectMessageWith(user, options_.prompt_contact, parts);
}

pbnetwork::ConversationMessage Spectrum::expectOldMessage(const std::string& user, const std::string& buddy,
                                                          const std::string& text, std::int64_t time) {
  pbnetwork::ConversationMessage wanted;
  wanted.set_username(user);
  wanted.set_buddyname(buddy);
  wanted.set_message(text);
  wanted.set_timestamp(stampOf(time));
  const std::string awaited = expected(WrapperMessage::TYPE_CONV_MESSAGE, wanted);
  const Frame frame = nextNamed(awaited);
  pbnetwork::ConversationMessage message;
  if (frame.type != WrapperMessage::TYPE_CONV_MESSAGE || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.buddyname() != buddy || message.message() != text ||
      message.timestamp() != wanted.timestamp()) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::ConversationMessage Spectrum::expectAck(const std::string& user, const std::string& buddy,
                                                   const std::string& id) {
  pbnetwork::ConversationMessage wanted;
  wanted.set_username(user);
  wanted.set_buddyname(buddy);
  wanted.set_message("");
  wanted.set_id(id);
  const std::string awaited = expected(WrapperMessage::TYPE_CONV_MESSAGE_ACK, wanted);
  const Frame frame = nextNamed(awaited);
  pbnetwork::ConversationMessage message;
  if (frame.type != WrapperMessage::TYPE_CONV_MESSAGE_ACK || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.buddyname() != buddy || !message.message().empty() || message.id() != id) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::Buddy Spectrum::expectBuddy(const std::string& user, const std::string& buddy) {
  pbnetwork::Buddy wanted;
  wanted.set_username(user);
  wanted.set_buddyname(buddy);
  const std::string awaited = expected(WrapperMessage::TYPE_BUDDY_CHANGED, wanted);
  const Frame frame = nextNamed(awaited);
  pbnetwork::Buddy message;
  if (frame.type != WrapperMessage::TYPE_BUDDY_CHANGED || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.buddyname() != buddy) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::Participant Spectrum::expectParticipant(const std::string& user, const std::string& room,
                                                   const std::string& nickname) {
  const std::string awaited = fmt::format("PARTICIPANT_CHANGED for \"{}\", of \"{}\" in \"{}\"", user, nickname, room);
  const Frame frame = nextNamed(awaited);
  pbnetwork::Participant message;
  if (frame.type != WrapperMessage::TYPE_PARTICIPANT_CHANGED || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.room() != room || message.nickname() != nickname) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

pbnetwork::VCard Spectrum::expectVCard(const std::string& user, const std::string& buddy) {
  const std::string awaited = fmt::format("VCARD for \"{}\", of \"{}\"", user, buddy);
  const Frame frame = nextFor(awaited, options_.deadline);
  pbnetwork::VCard message;
  if (frame.type != WrapperMessage::TYPE_VCARD || !message.ParseFromString(frame.payload) ||
      message.username() != user || message.buddyname() != buddy) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return message;
}

void Spectrum::expectCommand(const std::string& command) {
  pbnetwork::BackendConfig wanted;
  wanted.set_config(command);
  const std::string awaited = expected(WrapperMessage::TYPE_QUERY, wanted);
  const Frame frame = nextNamed(awaited);
  pbnetwork::BackendConfig message;
  if (frame.type != WrapperMessage::TYPE_QUERY || !message.ParseFromString(frame.payload) ||
      message.config() != command) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
}

std::string Spectrum::expectStanza(const std::vector<std::string>& parts) {
  const std::string awaited = fmt::format("RAW_XML with {}", fmt::join(parts, " and "));
  Frame frame = nextFor(awaited, options_.deadline);
  while (isPromptPresence(frame) && !hasAll(frame.payload, parts)) {
    frame = nextFor(awaited, options_.deadline);
  }
  if (frame.type != WrapperMessage::TYPE_RAW_XML || !hasAll(frame.payload, parts)) {
    fail(awaited, options_.deadline, "this came: " + describe(frame));
  }
  return std::move(frame.payload);
}

void Spectrum::expectNothing() {
  send(WrapperMessage::TYPE_PING);
  const Frame frame = nextWithoutConfig("PONG and nothing before it");
  if (frame.type != WrapperMessage::TYPE_PONG) {
    fail("PONG and nothing before it", options_.deadline, "this came: " + describe(frame));
  }
  expect<pbnetwork::Stats>(WrapperMessage::TYPE_STATS);
}

void Spectrum::expectClosed() {
  const std::string awaited = "that the host closes the connection";
  Connection& from = connection();
  waitUntil([&] { return !from.frames().empty() || from.isEnded(); }, Deadline(options_.deadline));
  if (!from.frames().empty()) {
    fail(awaited, options_.deadline, "this came: " + describe(*from.take()));
  }
  if (!from.isEnded()) {
    fail(awaited, options_.deadline, "it stayed open");
  }
}

void Spectrum::expectExit(int code) {
  const std::string awaited = "the end of the host with " + describe(ExitStatus{code, 0});
  waitUntil([this] { return host().ended().has_value(); }, Deadline(options_.deadline));
  if (!host().ended()) {
    fail(awaited, options_.deadline, "it goes on running");
  }
  if (*host().ended() != ExitStatus{code, 0}) {
    fail(awaited, options_.deadline, "it ended otherwise");
  }
}

}  // namespace prism::testing
