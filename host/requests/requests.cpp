// SPDX-License-Identifier: MIT
#include "host/requests/requests.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/base/xml_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace prism::host {

using pbnetwork::WrapperMessage;

namespace {

// Each unsupported type is logged once, up to this number of types.
constexpr std::size_t kMaxReportedTypes = 100;

}  // namespace

Requests::Requests(const RequestParts& parts, std::chrono::seconds login_timeout, std::chrono::seconds client_time)
    : sessions_(parts.sessions),
      presences_(parts.presences),
      plugin_(parts.plugin),
      features_(parts.features),
      guard_(parts.guard),
      prompts_(parts.prompts),
      commands_(parts.commands),
      rooms_(parts.rooms),
      chat_(parts.sessions, parts.plugin, parts.guard, parts.commands),
      storage_(parts.storage),
      history_(parts.history),
      avatars_(parts.avatars),
      admin_(parts.admin),
      settings_(parts.settings),
      faults_(parts.faults),
      server_mode_(parts.server_mode),
      login_deadlines_(
          parts.timers, login_timeout,
          [this](const std::string& user, std::uint64_t login) { return isUnanswered(user, login); },
          [this](const std::string& user, std::uint64_t login) { loginTimedOut(user, login); }),
      client_deadlines_(
          parts.timers, client_time,
          [this](const std::string& user, std::uint64_t login) { return awaitsClient(user, login); },
          [this](const std::string& user, std::uint64_t) { clientIsLate(user); }) {
  guard_.setConnectedListener(this);
}

void Requests::handle(int type, std::span<char> writable_payload) {
  const std::string_view payload(writable_payload.data(), writable_payload.size());
  switch (type) {
    case WrapperMessage::TYPE_LOGIN:
      return login(payload);
    case WrapperMessage::TYPE_LOGOUT:
      return logout(payload);
    case WrapperMessage::TYPE_STATUS_CHANGED:
      return statusChanged(payload);
    case WrapperMessage::TYPE_CONV_MESSAGE:
      return message(writable_payload);
    case WrapperMessage::TYPE_ATTENTION:
      return attention(writable_payload);
    case WrapperMessage::TYPE_BUDDY_TYPING:
      return typing("BUDDY_TYPING", payload, PRISM_TYPING_COMPOSING);
    case WrapperMessage::TYPE_BUDDY_TYPED:
      return typing("BUDDY_TYPED", payload, PRISM_TYPING_PAUSED);
    case WrapperMessage::TYPE_BUDDY_STOPPED_TYPING:
      return typing("BUDDY_STOPPED_TYPING", payload, PRISM_TYPING_ACTIVE);
    case WrapperMessage::TYPE_RAW_XML:
      return rawXml(payload);
    case WrapperMessage::TYPE_BUDDIES:
      return roster(payload);
    case WrapperMessage::TYPE_BUDDY_CHANGED:
      return buddyChanged(payload);
    case WrapperMessage::TYPE_BUDDY_REMOVED:
      return buddyRemoved(payload);
    case WrapperMessage::TYPE_VCARD:
      return vcard(payload);
    case WrapperMessage::TYPE_JOIN_ROOM:
      return join(payload);
    case WrapperMessage::TYPE_LEAVE_ROOM:
      return leave(payload);
    case WrapperMessage::TYPE_ROOM_SUBJECT_CHANGED:
      return setSubject(payload);
    case WrapperMessage::TYPE_QUERY:
      return queryAnswered(payload);
    default:
      return ignore(type);
  }
}

void Requests::afterTurn() {
  prompts_.reportEndedQuestions();
  storage_.endTurn();
  handleConnected();
}

void Requests::ignore(int type) {
  if (unsupported_.size() < kMaxReportedTypes && unsupported_.insert(type).second) {
    faults_.write(fmt::format("messages of the {} {} are ignored",
                              WrapperMessage::Type_IsValid(type) ? "type" : "unknown type", type));
  }
}

bool Requests::decode(const char* type, std::string_view payload, google::protobuf::MessageLite* message) {
  // Parsing a partial message distinguishes damage from missing fields. Unlike the full parser, it logs neither.
  if (!message->ParsePartialFromArray(payload.data(), static_cast<int>(payload.size()))) {
    logDamaged(type);
    return false;
  }
  if (!message->IsInitialized()) {
    logIncomplete(type);
    return false;
  }
  return true;
}

bool Requests::decode(const char* type, const SecretField& payload, google::protobuf::MessageLite* message) {
  if (!payload.ok()) {
    logDamaged(type);
    return false;
  }
  return decode(type, payload.rest(), message);
}

bool Requests::decode(const char* type, std::span<char> payload, ConversationRequest* request) {
  switch (request->read(payload)) {
    case ConversationRequest::Result::kRead:
      return true;
    case ConversationRequest::Result::kDamaged:
      logDamaged(type);
      return false;
    case ConversationRequest::Result::kIncomplete:
      break;
  }
  logIncomplete(type);
  return false;
}

void Requests::logDamaged(const char* type) { faults_.write(fmt::format("a damaged {} is ignored", type)); }

void Requests::logIncomplete(const char* type) {
  faults_.write(fmt::format("a {} that lacks a required field is ignored", type));
}

void Requests::reportNoName(const char* type) {
  faults_.write(fmt::format("a {} with an empty name is ignored", type));
}

bool Requests::areTexts(const char* type, std::span<const std::string_view> strings) {
  const bool valid = std::all_of(strings.begin(), strings.end(), isXmlText);
  if (!valid) {
    reportNoText(type);
  }
  return valid;
}

void Requests::reportNoText(const char* type) {
  faults_.write(fmt::format("a {} with characters that are no text is ignored", type));
}

// Spectrum sends the presence, and requests for vCards, before each LOGIN too; BUDDIES behind each, also one that has
// been refused by then.
void Requests::reportNoSession(std::string_view type, std::string_view user) {
  if (type != "STATUS_CHANGED" && type != "VCARD" && type != "BUDDIES") {
    faults_.write(fmt::format("a {} for {}, who is not logged in, is ignored", type, inQuotes(user)));
  }
}

void Requests::clientIsOnline(Session* session, std::string_view user) {
  session->login.noteRequest();
  prompts_.sendBacklog(std::string(user));
  guard_.sendBacklog(session);
}

void Requests::clientIsLate(const std::string& user) {
  Session* session = sessions_.find(user);
  session->login.noteClientIsLate();
  prompts_.sendBacklog(user);
  guard_.sendBacklog(session);
}

void Requests::queryAnswered(std::string_view payload) {
  pbnetwork::BackendConfig answer;
  if (!decode("QUERY", payload, &answer) || !isText("QUERY", answer.config())) {
    admin_.onAnswer("");  // an answer all the same: the next one is that of the next command
  } else if (!admin_.onAnswer(answer.config())) {
    faults_.write("a QUERY that answers no command is ignored");
  }
}

}  // namespace prism::host
