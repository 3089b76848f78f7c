// SPDX-License-Identifier: MIT
// The member functions of Requests for messages, attention, typing and raw XML.
#include "host/base/abi.h"
#include "host/commands/command_line.h"
#include "host/requests/failed_request.h"
#include "host/requests/requests.h"
#include "host/session/addressee.h"
#include "host/stanza/jid.h"
#include "host/stanza/xml_check.h"

#include <fmt/format.h>
#include <strings.h>

namespace prism::host {
namespace {

// Bytes. A receipt repeats the id, in which each character may take six bytes. A longer id is not passed on.
constexpr std::size_t kLongestId = 1023;

}  // namespace

void Requests::message(std::span<char> payload) {
  ConversationRequest said;
  if (!decode("CONV_MESSAGE", payload, &said)) {
    return;
  }
  if (said.id.size > kLongestId) {
    said.id = {"", 0};
  }
  const std::string_view user = view(said.user);
  const std::string_view buddy = view(said.buddy);
  if (prompts_.isContact(user, buddy)) {
    answerPrompt(said, payload);
    return;
  }
  Session* session = sessionOfClient("CONV_MESSAGE", user);
  if (!session || !hasName("CONV_MESSAGE", buddy) ||
      !isText("CONV_MESSAGE", buddy, view(said.text), view(said.xhtml), view(said.id))) {
    return;
  }
  if (commands_.mayRead(view(said.text)) && isReadAsCommand(session, payload, &said)) {
    return;
  }
  if (chat_.isUsed() && runBehindQuote(session, payload, said)) {
    return;
  }
  const Addressee to(session, said.buddy);
  // All members are initialised in one go: setting them to zero first would take longer than the rest of this function.
  prism_message request = {
      .struct_size = sizeof request,
      .kind = to.kind(),
      .flags = said.id.size > 0 ? PRISM_MESSAGE_RECEIPT_WANTED : 0U,
      .reserved = 0,
      .request = 0,
      .user = said.user,
      .buddy = to.buddy,
      .nickname = to.nickname,
      .text = said.text,
      .xhtml = said.xhtml,
      .id = {"", 0},
      .reply_to = nullptr,
      .thread = {"", 0},
      .author_id = {"", 0},
      .time = 0,
      .attachments = nullptr,
      .attachments_count = 0,
  };

  if (!plugin_.has(&prism_plugin::message)) {
    request.flags = 0;
    request.text = PRISM_STR("This network takes no messages.");
    request.xhtml = {"", 0};
    guard_.message(&request);
    return;
  }
  ++messages_to_network_;
  if (chat_.isUsed()) {
    chat_.message(session, request, view(said.id));
    return;
  }
  request.request = session->nextRequest(sessions_.requestIds());
  if (said.id.size > 0) {
    session->sentRequests().add(request.request,
                                {static_cast<ConversationKind>(request.kind), view(to.buddy), view(to.nickname)},
                                SentRequests::Kind::kMessage, view(said.id));
  } else {
    session->sentRequests().skip(request.request);
  }
  tellIfThrown(plugin_.call("message", &prism_plugin::message, &request), sessions_, guard_, request);
}

// Runs a command of the user, and returns true. Otherwise the text is a message, from which the escape of a slash is
// removed; returns false.
bool Requests::isReadAsCommand(Session* session, std::span<char> payload, ConversationRequest* said) {
  const TypedText typed = readTyped(view(said->text), commands_.set());
  switch (typed.kind) {
    case TypedText::Kind::kMessage:
      return false;
    case TypedText::Kind::kAction:
      payload[static_cast<std::size_t>(said->text.data - payload.data())] = '/';
      said->xhtml = {"", 0};
      return false;
    case TypedText::Kind::kEscaped:
      said->text = {said->text.data + 1, said->text.size - 1};
      said->xhtml = {"", 0};  // it has the escape, too
      return false;
    case TypedText::Kind::kCommand:
      break;
  }
  runCommand(session, typed, *said, payload);
  return true;
}

// The text may be the quote of a message, and a command of the host about that one.
bool Requests::runBehindQuote(Session* session, std::span<char> payload, const ConversationRequest& said) {
  const auto command = view(said.text).starts_with('>') ? chat_.takeCommandBehindQuote(view(said.text)) : std::nullopt;
  if (!command) {
    return false;
  }
  const TypedText typed = commands_.mayRead(*command) ? readTyped(*command, commands_.set()) : TypedText{};
  const CommandDefinition* found =
      typed.kind == TypedText::Kind::kCommand ? commands_.set().find(foldedName(typed.name)) : nullptr;
  if (found && found->of_host) {
    runCommand(session, typed, said, payload);
  }
  chat_.dropQuote();
  return found && found->of_host;
}

void Requests::runCommand(Session* session, const TypedText& typed, const ConversationRequest& said,
                          std::span<char> payload) {
  const Addressee to(session, said.buddy);
  runCommand({to.kind(), std::string(view(said.user)), std::string(view(to.buddy)), std::string(view(to.nickname))},
             typed, said, payload);
}

// An argument may be a secret, so the payload is wiped.
void Requests::runCommand(const Conversation& conversation, const TypedText& typed, const ConversationRequest& said,
                          std::span<char> payload) {
  if (said.id.size > 0) {
    guard_.acknowledge(view(said.user), view(said.buddy), view(said.id));
  }
  commands_.run(conversation, typed.name, typed.rest);
  ::explicit_bzero(payload.data(), payload.size());
}

// The answer may be a secret, so the payload is wiped.
void Requests::answerPrompt(const ConversationRequest& said, std::span<char> payload) {
  const std::string user(view(said.user));
  Session* session = findSession("CONV_MESSAGE", user);
  if (!session || !isText("CONV_MESSAGE", view(said.buddy), view(said.text), view(said.xhtml), view(said.id))) {
    return;
  }
  if (commands_.mayRead(view(said.text)) && !prompts_.isAsked(user)) {
    const TypedText typed = readTyped(view(said.text), commands_.set());
    if (typed.kind == TypedText::Kind::kCommand) {
      guard_.sendBacklog(session);
      runCommand({PRISM_CONVERSATION_HOST, user, "", ""}, typed, said, payload);
      return;
    }
  }
  if (said.id.size > 0) {
    guard_.acknowledge(user, view(said.buddy), view(said.id));
  }
  guard_.sendBacklog(session);
  prompts_.onMessage(user, view(said.text));
  ::explicit_bzero(payload.data(), payload.size());
}

void Requests::attention(std::span<char> payload) {
  ConversationRequest said;
  Session* session = decode("ATTENTION", payload, &said) ? sessionOfClient("ATTENTION", view(said.user)) : nullptr;
  if (session && hasName("ATTENTION", view(said.buddy)) && isText("ATTENTION", view(said.buddy), view(said.text)) &&
      !prompts_.isContact(view(said.user), view(said.buddy))) {
    const Addressee to(session, said.buddy);
    const prism_request_id id = session->nextRequest(sessions_.requestIds());
    session->sentRequests().add(id, {static_cast<ConversationKind>(to.kind()), view(to.buddy), view(to.nickname)},
                                SentRequests::Kind::kOther);
    const prism_attention request{sizeof request, to.kind(), id, said.user, to.buddy, to.nickname, said.text};
    tellIfThrown(plugin_.call("attention", &prism_plugin::attention, &request), sessions_, guard_, request);
  }
}

void Requests::typing(const char* type, std::string_view payload, std::uint32_t state) {
  Session* session = decode(type, payload, &buddy_) ? sessionOfClient(type, buddy_.username()) : nullptr;
  if (session && hasName(type, buddy_.buddyname()) && isText(type, buddy_.buddyname()) &&
      !prompts_.isContact(buddy_.username(), buddy_.buddyname())) {
    const Addressee to(session, borrowed(buddy_.buddyname()));
    const prism_typing request{sizeof request, to.kind(), state, 0, borrowed(buddy_.username()), to.buddy, to.nickname};
    // A client tells 'active' when the user opens a conversation.
    if (state == PRISM_TYPING_PAUSED ||
        chat_.noteActivity(session, request.kind, request.user, to.buddy, to.nickname)) {
      plugin_.call("typing", &prism_plugin::typing, &request);
    }
  }
}

void Requests::rawXml(std::string_view payload) {
  if (!isText("RAW_XML", payload)) {
    return;
  }
  Stanza stanza;
  if (const auto reason = rejectStanza(payload, &stanza)) {
    faults_.write(fmt::format("a RAW_XML is ignored: {}", *reason));
    return;
  }
  const std::string user(bareJid(stanza.from));
  if (!sessionOfClient("RAW_XML", user)) {
    return;
  }
  const std::string_view contact = bareJid(stanza.to);
  if (prompts_.isContact(user, contact)) {
    if (stanza.name == "message") {
      prompts_.onMessage(user, {stanza.body.data(), stanza.body.size()});
    }
    return;
  }
  SecretVector<char> terminated(payload.begin(), payload.end());
  terminated.push_back('\0');
  const prism_stanza request{sizeof request, 0, borrowed(user), {terminated.data(), payload.size()}};
  messages_to_network_ += stanza.name == "message" ? 1 : 0;
  plugin_.callWithSecret("raw_xml", &prism_plugin::raw_xml, &request);
}

}  // namespace prism::host
