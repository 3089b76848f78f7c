// SPDX-License-Identifier: MIT
// Requests: logging in and out, and the user's own presence.
#include <fmt/format.h>

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/requests/requests.h"

namespace prism::host {

namespace {

// A login without its password. What else in it may be secret is wiped.
class Login {
 public:
  ~Login() {
    for (std::string& field : *message.mutable_extrafields()) {
      wipe(&field);
    }
    for (auto& [name, value] : *message.mutable_settings()->mutable_value()) {
      wipe(&value);
    }
  }

  pbnetwork::Login message;
};

}  // namespace

void Requests::login(std::string_view payload) {
  Login wiped;
  pbnetwork::Login& login = wiped.message;
  const SecretField password(payload, pbnetwork::Login::kPasswordFieldNumber);
  if (!decode("LOGIN", password, &login) || !isText("LOGIN", {login.user()})) {
    return;
  }
  const std::string& user = login.user();
  prompts_.settle();  // what the plugin has to hear of a session before
  if (user.empty()) {
    faults_.write("a LOGIN with an empty user is ignored");
    return;
  }
  UserPresence known = presences_.take(user, PresenceMemory::Clock::now());
  Session* session = sessions_.find(user);
  if (session) {
    // The user is being moved here, or logged in anew: either way the old session is over.
    known = session->login.userPresence();
    if (!features_.has(PRISM_FEATURE_RELOGIN)) {
      sessions_.close(user);
      tellLogout(user);
      session = nullptr;
    }
  }
  const bool known_to_plugin = session != nullptr;  // it goes on, with PRISM_FEATURE_RELOGIN
  if (!session) {
    session = &sessions_.open(user);
  }
  const std::uint64_t number = ++logins_;
  last_login_ = user;
  // Where the client is there, it is the network that had gone.
  const bool has_backlog = server_mode_ && !known.client_is_there;
  session->login.begin(number, std::move(known), has_backlog);

  if (!isText("LOGIN", {login.legacyname(), view(password.value())})) {
    refuseLogin(user, PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED,
                PRISM_STR("The name or the password contains characters that no network can take."), known_to_plugin);
    return;
  }
  std::vector<prism_pair> settings;
  for (const auto& [name, value] : login.settings().value()) {
    if (isText("setting in a LOGIN", {name, value})) {
      settings.push_back({borrowed(name), borrowed(value)});
    }
  }
  std::vector<prism_str> extra_fields;
  for (const std::string& field : login.extrafields()) {
    extra_fields.push_back(isText("extra field in a LOGIN", {field}) ? borrowed(field) : prism_str{"", 0});
  }
  prism_login request{};
  request.struct_size = sizeof request;
  request.user = borrowed(user);
  request.legacy_name = borrowed(login.legacyname());
  request.password = password.value();
  request.settings = settings.data();
  request.settings_count = settings.size();
  request.extra_fields = extra_fields.data();
  request.extra_fields_count = extra_fields.size();
  const bool passed = plugin_.callWithSecret("login", &prism_plugin::login, &request) == Plugin::Call::kDone;
  session = sessions_.find(user);  // the plugin may have ended it
  if (!session || session->login.isAnswered()) {
    return;
  }
  if (passed) {
    answers_.add(user, number);
    prompts_.loggedIn(user);
  } else {
    refuseLogin(user, PRISM_CONNECTION_ERROR_OTHER,
                PRISM_STR("The login has failed because of a fault in the gateway."), known_to_plugin);
  }
}

bool Requests::hasNoClient(const std::string& user, std::uint64_t login) {
  const Session* session = sessions_.find(user);
  return session && session->login.backlog() && session->login.number() == login;
}

// Answers a login in place of the plugin, and ends what the plugin has of the user, if there is something.
void Requests::refuseLogin(const std::string& user, std::uint32_t error, prism_str text, bool known_to_plugin) {
  guard_.disconnected(borrowed(user), error, text);
  if (known_to_plugin) {
    tellLogout(user);
  }
}

// The session is closed.
void Requests::tellLogout(const std::string& user) {
  prompts_.endSession(user);
  plugin_.call("logout", &prism_plugin::logout, borrowed(user));
}

// Whether this login still has no answer.
bool Requests::isOpen(const std::string& user, std::uint64_t login) {
  const Session* session = sessions_.find(user);
  return session && !session->login.isAnswered() && session->login.number() == login;
}

void Requests::loginTimedOut(const std::string& user, std::uint64_t login) {
  // The time that the user takes to answer a question is not the network's.
  if (prompts_.isAsked(user) || sessions_.find(user)->login.takeEndedQuestion()) {
    answers_.add(user, login);
    return;
  }
  const auto limit = std::chrono::duration_cast<std::chrono::seconds>(answers_.limit());
  guard_.misbehaved("login", fmt::format("user {} has got no answer within {} s", inQuotes(user), limit.count()));
  const std::string text = fmt::format("The network has not answered within {} seconds.", limit.count());
  refuseLogin(user, PRISM_CONNECTION_ERROR_NETWORK, borrowed(text), true);
}

void Requests::logout(std::string_view payload) {
  pbnetwork::Logout logout;
  // Without a session it is no fault: it usually follows a DISCONNECTED. The session is closed first, since nothing may
  // leave for a user who is being logged out.
  if (decode("LOGOUT", payload, &logout) && sessions_.close(logout.user())) {
    tellLogout(logout.user());
  }
}

void Requests::logoutAll() {
  while (const auto user = sessions_.closeOne()) {
    tellLogout(*user);
  }
}

void Requests::statusChanged(std::string_view payload) {
  pbnetwork::Status status;
  if (!decode("STATUS_CHANGED", payload, &status) || !isText("STATUS_CHANGED", {status.statusmessage()})) {
    return;
  }
  Presence presence{static_cast<std::uint32_t>(status.status()), status.statusmessage()};
  // It may be under way while the plugin ends the session; Spectrum logs the user in again, and does not say it again.
  if (!sessions_.find(status.username()) &&
      presences_.update(status.username(), presence, PresenceMemory::Clock::now())) {
    return;
  }
  Session* session = knownSession("STATUS_CHANGED", status.username());
  if (!session) {
    return;
  }
  if (status.status() != pbnetwork::STATUS_NONE) {
    session->login.notePresence();
    prompts_.clientCame(status.username());
    if (session->login.hasClient()) {
      guard_.clientCame(session);
    }
  }
  // Spectrum repeats a presence five to ten times in a row.
  if (session->login.changePresence(std::move(presence))) {
    tellPresence(status.username(), session);
  }
}

void Requests::tellPresence(const std::string& user, Session* session) {
  // A copy, since the plugin may end the session in the call.
  if (const std::optional<Presence> presence = session->login.takeNewPresence()) {
    plugin_.call("status_changed", &prism_plugin::status_changed, borrowed(user), presence->status,
                 borrowed(presence->text));
  }
}

// After a retry, or a login of somebody who had a session, Spectrum does not say the presence again.
void Requests::greetConnected() {
  for (const std::string& user : std::exchange(ungreeted_, {})) {
    Session* session = sessions_.find(user);
    if (!session || !session->login.isConnected()) {
      continue;
    }
    if (session->login.backlog()) {
      clients_.add(user, session->login.number());
    }
    tellPresence(user, session);
  }
}

}  // namespace prism::host
