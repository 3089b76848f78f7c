// SPDX-License-Identifier: MIT
// The member functions of Guard for sessions, raw XML and commands to Spectrum.
#include "host/guard/guard_event.h"
#include "host/log/session_log.h"
#include "host/stanza/jid.h"
#include "host/stanza/xml_check.h"

namespace prism::host {

using pbnetwork::WrapperMessage;

namespace {

// The maximum size in bytes of the backlog of a client that is offline.
constexpr std::size_t kMaxBacklog = 256 * 1024;

}  // namespace

prism_result Guard::connected(const prism_connected* handed_in) {
  Event event(*this, "connected");
  pbnetwork::Connected connected;
  Session* session = event.checkStruct(handed_in) ? event.user(handed_in->user, connected.mutable_user()) : nullptr;
  if (!session) {
    return event.result();
  }
  LoginState& login = session->login;
  if (login.isAnswered()) {
    event.refuse(PRISM_ERR_STATE, fmt::format("user {} is connected already", inQuotes(connected.user())));
    return event.result();
  }
  if (connected_listener_ && (login.backlog() || login.hasNewPresence())) {
    connected_listener_->onConnected(connected.user());
  }
  if (!login.isConnected()) {
    out_.append(WrapperMessage::TYPE_CONNECTED, connected);
  }
  logLogin(connected.user(), login.legacyName());
  traffic_.count(LoginOutcome::kConnected);
  login.connect();  // last: if memory runs out before, the plugin can report the login again
  return PRISM_OK;
}

void Guard::connectForPrompt(const std::string& user) {
  Session* session = sessions_.find(user);
  if (session && session->login.connectForPrompt()) {
    pbnetwork::Connected connected;
    connected.set_user(user);
    out_.append(WrapperMessage::TYPE_CONNECTED, connected);
  }
}

wire::FrameWriter& Guard::backlogFor(Session* session) {
  wire::FrameWriter& backlog = *session->login.backlog();
  if (backlog.pending().size() >= kMaxBacklog) {
    sendBacklog(session);  // the client may be offline, but no more is kept for it
    return out_;
  }
  return backlog;
}

void Guard::sendBacklog(Session* session) {
  if (const wire::FrameWriter* backlog = session->login.backlog()) {
    out_.append(*backlog);
    session->login.dropBacklog();
  }
}

prism_result Guard::disconnected(const prism_disconnected* disconnected) {
  Event event(*this, "disconnected");
  if (!event.checkStruct(disconnected)) {
    return event.result();
  }
  return endSession(disconnected->user, disconnected->error, disconnected->text, loginOutcomeOf(disconnected->error));
}

prism_result Guard::endSession(prism_str user, std::uint32_t error, prism_str text, LoginOutcome outcome) {
  Event event(*this, "disconnected");
  pbnetwork::Disconnected disconnected;
  const Session* session = event.user(user, disconnected.mutable_user());
  if (!session) {
    return event.result();
  }
  // The session ends even if the other arguments are invalid, and Spectrum must be told.
  if (!connectionErrorToSpectrum(error)) {
    event.complain(fmt::format("error {} does not exist, PRISM_CONNECTION_ERROR_OTHER is sent", error));
    error = PRISM_CONNECTION_ERROR_OTHER;
  }
  if (session->login.phase() == LoginState::Phase::kPromptable &&
      (error == PRISM_CONNECTION_ERROR_NETWORK || error == PRISM_CONNECTION_ERROR_OTHER)) {
    // Spectrum would log the user in again, and the prompt would repeat for ever.
    error = PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE;
  }
  disconnected.set_error(*connectionErrorToSpectrum(error));
  if (session->login.isAnswered()) {
    logDisconnect(disconnected.user(), disconnected.error(), view(text));
  } else {
    logRefusedLogin(disconnected.user(), session->login.legacyName(), disconnected.error(), view(text));
    traffic_.count(outcome);
  }
  event.text("text", text, disconnected.mutable_message());
  if (!event.ok()) {
    disconnected.clear_message();
  } else if (!event.isSmall()) {
    cutToFit(event.textRoom({disconnected.user()}), disconnected.mutable_message());
  }
  if (error == PRISM_CONNECTION_ERROR_NETWORK || error == PRISM_CONNECTION_ERROR_OTHER) {
    presences_.keep(disconnected.user(), session->login.userPresence(), PresenceMemory::Clock::now());
  }
  sessions_.close(disconnected.user());
  if (listener_) {
    listener_->onDisconnected(disconnected.user());
  }
  for (EndListener* listener : end_listeners_) {
    listener->onSessionEnded(disconnected.user());
  }
  out_.append(WrapperMessage::TYPE_DISCONNECTED, disconnected);
  return PRISM_OK;
}

prism_result Guard::rawXml(prism_str stanza) {
  Event event(*this, "raw_xml");
  if (!event.checkString("stanza", stanza)) {
    return event.result();
  }
  // Only an answer may lack 'from': it is then from the gateway itself, which was asked.
  Stanza parsed;
  const auto isAnswer = [&parsed] {
    return parsed.name == "iq" && (parsed.type == "result" || parsed.type == "error");
  };
  const auto reason = rejectStanzaToSpectrum(view(stanza), stanza_room_, &parsed);
  Session* session = sessions_.find(bareJid(parsed.to));
  if (session) {
    event.concern(bareJid(parsed.to));
  }
  if (reason) {
    event.refuse(PRISM_ERR_ARGUMENT, *reason);
  } else if (parsed.from.empty() && !isAnswer()) {
    event.refuse(PRISM_ERR_ARGUMENT, "the stanza has no 'from'");
  } else if (!parsed.from.empty() && !canBeNode(bareJid(parsed.from), jids_)) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("from is {}, which cannot be part of a JID", inQuotes(parsed.from)));
  } else if (session) {
    writerFor(session).append(WrapperMessage::TYPE_RAW_XML, view(stanza));
    traffic_.messages_to_users += parsed.name == "message" ? 1 : 0;
    if (parsed.name == "presence" && parsed.type == "unavailable" && !parsed.renamed) {
      handleRawDeparture(session, parsed);
    }
  } else {
    event.refuse(PRISM_ERR_NO_USER, fmt::format("user {} is not logged in", inQuotes(bareJid(parsed.to))));
  }
  return event.result();
}

void Guard::handleRawDeparture(Session* session, const Stanza& presence) {
  const std::string_view name = bareJid(presence.from);
  Room* room = session->findRoom(name);
  if (!room || name.size() == presence.from.size()) {
    return;
  }
  const std::string_view nickname = std::string_view(presence.from).substr(name.size() + 1);
  if (!presence.own && nickname != room->nickname && nickname != room->seen_nickname) {
    return;
  }
  participant_.Clear();
  participant_.set_username(std::string(bareJid(presence.to)));
  participant_.set_room(room->name);
  participant_.set_nickname(room->nickname);
  participant_.set_status(pbnetwork::STATUS_NONE);
  sendOwnNickname(room->nickname);
  session->leaveRoom(name);
  sendOwnDeparture(presence.banned);
}

prism_result Guard::adminCommand(prism_str command) {
  Event event(*this, "admin.send");
  event.requireFirstFrame();
  pbnetwork::BackendConfig query;
  event.requiredText("command", command, query.mutable_config());
  // A name with a line break would be a second command.
  if (query.config().find_first_of("\r\n") != std::string::npos) {
    event.refuse(PRISM_ERR_ARGUMENT, "command has a line break");
  }
  if (event.ok()) {
    out_.append(WrapperMessage::TYPE_QUERY, query);
  }
  return event.result();
}

}  // namespace prism::host
