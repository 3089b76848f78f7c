// Requests: what the user says to others.
#include <fmt/format.h>

#include "host/abi.h"
#include "host/requests.h"
#include "host/reused_message.h"
#include "host/xml_check.h"

namespace prism::host {

void Requests::message(std::string_view payload) {
  passMessage(payload);
  trimAfter(payload.size(), &conversation_);
}

void Requests::passMessage(std::string_view payload) {
  if (!decode("CONV_MESSAGE", payload, &conversation_)) {
    return;
  }
  Session* session = sessionOf("CONV_MESSAGE", conversation_.username());
  if (!session || !isText("CONV_MESSAGE", {conversation_.buddyname(), conversation_.message(), conversation_.xhtml(),
                                           conversation_.id()})) {
    return;
  }
  prism_message request{};
  request.struct_size = sizeof request;
  request.user = borrowed(conversation_.username());
  request.buddy = borrowed(conversation_.buddyname());
  request.nickname = {"", 0};
  request.text = borrowed(conversation_.message());
  request.xhtml = borrowed(conversation_.xhtml());
  request.id = borrowed(conversation_.id());

  // Spectrum does not tell rooms from contacts; whoever has joined them does. A private message comes for "room/nick".
  std::string room_name;
  std::string_view nickname;
  const Room* room = session->findRoom(conversation_.buddyname());
  if (room) {
    request.flags = PRISM_MESSAGE_ROOM;
  } else if (session->findParticipant(conversation_.buddyname(), &nickname)) {
    request.flags = PRISM_MESSAGE_PRIVATE;
    room_name = conversation_.buddyname().substr(0, conversation_.buddyname().size() - nickname.size() - 1);
    request.buddy = borrowed(room_name);
    request.nickname = {nickname.data(), nickname.size()};
  }

  if (!plugin_.has(&prism_plugin::message)) {
    prism_message answer = request;
    answer.text = PRISM_STR("This network takes no messages.");
    answer.xhtml = answer.id = {"", 0};
    answer.nickname = room ? request.buddy : request.nickname;
    guard_.message(&answer);
    return;
  }
  const bool reflects = room && features_.has(PRISM_FEATURE_REFLECT_ROOM_MESSAGES);
  const std::string own_nickname = reflects ? room->nickname : std::string();  // the plugin may leave the room
  const Plugin::Call call = plugin_.call("message", &prism_plugin::message, &request);

  if (!own_nickname.empty() && call == Plugin::Call::kDone && sessions_.find(conversation_.username())) {
    prism_message reflected = request;
    reflected.nickname = borrowed(own_nickname);
    guard_.message(&reflected);
  }
}

void Requests::attention(std::string_view payload) {
  if (decode("ATTENTION", payload, &conversation_) && sessionOf("ATTENTION", conversation_.username()) &&
      isText("ATTENTION", {conversation_.buddyname(), conversation_.message()})) {
    plugin_.call("attention", &prism_plugin::attention, borrowed(conversation_.username()),
                 borrowed(conversation_.buddyname()), borrowed(conversation_.message()));
  }
}

void Requests::typing(const char* type, std::string_view payload, std::uint32_t state) {
  if (decode(type, payload, &buddy_) && sessionOf(type, buddy_.username()) && isText(type, {buddy_.buddyname()})) {
    plugin_.call("typing", &prism_plugin::typing, borrowed(buddy_.username()), borrowed(buddy_.buddyname()), state);
  }
}

void Requests::rawXml(std::string_view payload) {
  if (!isText("RAW_XML", {payload})) {
    return;
  }
  Stanza stanza;
  if (const auto reason = rejectStanza(payload, &stanza)) {
    faults_.write(fmt::format("a RAW_XML is ignored: {}", *reason));
    return;
  }
  const std::string user(bareJid(stanza.from));
  if (sessionOf("RAW_XML", user)) {
    SecretVector<char> terminated(payload.begin(), payload.end());
    terminated.push_back('\0');
    const prism_str text{terminated.data(), payload.size()};
    plugin_.callWithSecret("raw_xml", &prism_plugin::raw_xml, borrowed(user), text);
  }
}

}  // namespace prism::host
