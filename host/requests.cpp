#include "host/requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "host/abi.h"
#include "host/reused_message.h"
#include "host/xml_text.h"

namespace prism::host {

using pbnetwork::WrapperMessage;

namespace {

// Types are reported once each; somebody who makes up more than this gets no more attention.
constexpr std::size_t kMaxReportedTypes = 100;

}  // namespace

Requests::Requests(SessionTable& sessions, Plugin& plugin, Guard& guard, FaultLog& faults)
    : sessions_(sessions), plugin_(plugin), guard_(guard), faults_(faults) {}

void Requests::handle(const wire::Wrapper& wrapper) {
  switch (wrapper.type) {
    case WrapperMessage::TYPE_LOGIN:
      return login(wrapper.payload);
    case WrapperMessage::TYPE_LOGOUT:
      return logout(wrapper.payload);
    case WrapperMessage::TYPE_CONV_MESSAGE:
      return message(wrapper.payload);
    default:
      return ignore(wrapper.type);
  }
}

void Requests::ignore(int type) {
  if (unsupported_.size() < kMaxReportedTypes && unsupported_.insert(type).second) {
    faults_.write(fmt::format("messages of the {} {} are ignored",
                              WrapperMessage::Type_IsValid(type) ? "type" : "unknown type", type));
  }
}

bool Requests::decode(const char* type, std::string_view payload, google::protobuf::MessageLite* message) {
  // The parser of a partial message tells damage from fields that are missing, and logs neither on its own.
  if (!message->ParsePartialFromArray(payload.data(), static_cast<int>(payload.size()))) {
    faults_.write(fmt::format("a damaged {} is ignored", type));
    return false;
  }
  if (!message->IsInitialized()) {
    faults_.write(fmt::format("a {} that lacks a required field is ignored", type));
    return false;
  }
  return true;
}

bool Requests::isText(const char* type, std::initializer_list<std::string_view> strings) {
  const bool valid = std::all_of(strings.begin(), strings.end(), isXmlText);
  if (!valid) {
    faults_.write(fmt::format("a {} with characters that are no text is ignored", type));
  }
  return valid;
}

void Requests::login(std::string_view payload) {
  pbnetwork::Login login;
  if (!decode("LOGIN", payload, &login) || !isText("LOGIN", {login.user()})) {
    return;
  }
  std::vector<prism_pair> settings;
  for (const auto& [name, value] : login.settings().value()) {
    if (!isText("setting in a LOGIN", {name, value})) {
      continue;
    }
    settings.push_back({borrowed(name), borrowed(value)});
  }
  if (login.user().empty()) {
    faults_.write("a LOGIN with an empty user is ignored");
    return;
  }
  // A user who is logged in already is being moved here, or logged in anew: either way the old session is over.
  endSession(login.user());
  sessions_.open(login.user());
  const prism_str user = borrowed(login.user());
  if (!isText("LOGIN", {login.legacyname(), login.password()})) {
    guard_.disconnected(user, PRISM_ERROR_AUTHENTICATION_FAILED,
                        PRISM_STR("The name or the password contains characters that no network can take."));
    return;
  }
  prism_login request{};
  request.struct_size = sizeof request;
  request.user = user;
  request.legacy_name = borrowed(login.legacyname());
  request.password = borrowed(login.password());
  request.settings = settings.data();
  request.settings_count = settings.size();
  if (!plugin_.login(request) && sessions_.find(login.user())) {
    guard_.disconnected(user, PRISM_ERROR_OTHER, PRISM_STR("The login has failed because of a fault in the gateway."));
  }
}

void Requests::logout(std::string_view payload) {
  pbnetwork::Logout logout;
  if (decode("LOGOUT", payload, &logout)) {
    endSession(logout.user());  // without one: it usually follows a DISCONNECTED, and is no fault
  }
}

// The session is closed first: nothing may leave for a user who is being logged out.
void Requests::endSession(std::string_view user) {
  if (sessions_.close(user)) {
    plugin_.logout({user.data(), user.size()});
  }
}

void Requests::logoutAll() {
  while (const auto user = sessions_.closeOne()) {
    plugin_.logout(borrowed(*user));
  }
}

void Requests::message(std::string_view payload) {
  passMessage(payload);
  trimAfter(payload.size(), &conversation_);
}

void Requests::passMessage(std::string_view payload) {
  if (!decode("CONV_MESSAGE", payload, &conversation_)) {
    return;
  }
  const std::string& user = conversation_.username();
  if (!sessions_.find(user)) {
    faults_.write(fmt::format("a CONV_MESSAGE for {}, who is not logged in, is ignored", inQuotes(user)));
    return;
  }
  if (!isText("CONV_MESSAGE", {conversation_.buddyname(), conversation_.message(), conversation_.id()})) {
    return;
  }
  if (!plugin_.takesMessages()) {
    faults_.write("a CONV_MESSAGE is ignored: the plugin does not take messages");
    return;
  }
  prism_message request{};
  request.struct_size = sizeof request;
  request.user = borrowed(user);
  request.buddy = borrowed(conversation_.buddyname());
  request.text = borrowed(conversation_.message());
  request.id = borrowed(conversation_.id());
  plugin_.message(request);
}

}  // namespace prism::host
