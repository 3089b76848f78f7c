// SPDX-License-Identifier: MIT
// The member functions of Requests for logins, logouts and the user's own presence.
#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/log/session_log.h"
#include "host/requests/requests.h"
#include "host/spectrum/numbers.h"

#include <fmt/format.h>

namespace prism::host {

namespace {

// A LOGIN without its password. Its destructor wipes the other fields that may be secret.
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
  if (!decode("LOGIN", password, &login) || !isText("LOGIN", login.user())) {
    return;
  }
  const std::string& user = login.user();
  prompts_.reportEndedQuestions();  // the plugin must hear first of questions that an earlier session has ended
  if (user.empty()) {
    faults_.write("a LOGIN with an empty user is ignored");
    return;
  }
  UserPresence known = presences_.take(user, PresenceMemory::Clock::now());
  Session* session = sessions_.find(user);
  if (session) {
    // Spectrum moves the user here or logs in again. In both cases the old session ends.
    known = session->login.userPresence();
    countCancelled(*session);
    if (!features_.has(PRISM_FEATURE_RELOGIN)) {
      sessions_.close(user);
      callLogout(user);
      session = nullptr;
    }
  }
  const bool known_to_plugin = session != nullptr;  // the plugin has PRISM_FEATURE_RELOGIN, and keeps the session
  if (!session) {
    session = &sessions_.open(user);
  }
  const std::uint64_t number = ++logins_;
  last_login_ = user;
  // A client that is online already (after a network error or a second login) misses nothing.
  const bool has_backlog = server_mode_ && !known.client_is_there;
  session->login.begin(number, login.legacyname(), std::move(known), has_backlog);

  if (!isText("LOGIN", login.legacyname(), view(password.value()))) {
    refuseLogin(user, PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED,
                PRISM_STR("The name or the password contains characters that no network can take."),
                LoginOutcome::kAuthentication, known_to_plugin);
    return;
  }
  std::vector<prism_pair> settings;
  for (const auto& [name, value] : login.settings().value()) {
    if (!settings_.find(name) && isText("setting in a LOGIN", name, value)) {
      settings.push_back({borrowed(name), borrowed(value)});
    }
  }
  const SecretVector<SecretString> described = completeSettings(login);
  for (std::size_t i = 0; i < described.size(); ++i) {
    settings.push_back({borrowed(settings_.settings()[i].key), borrowed(described[i])});
  }
  session->setSettings(described);  // a copy, since the plugin may end the session in the call
  prism_login request{};
  request.struct_size = sizeof request;
  request.user = borrowed(user);
  request.legacy_name = borrowed(login.legacyname());
  request.password = password.value();
  request.settings = settings.data();
  request.settings_count = settings.size();
  storage_.onLogin(user);
  history_.onLogin(user);
  const bool passed = plugin_.callWithSecret("login", &prism_plugin::login, &request) == Plugin::Call::kDone;
  session = sessions_.find(user);  // the plugin may have ended the session
  if (!session || session->login.isAnswered()) {
    return;
  }
  if (passed) {
    login_deadlines_.add(user, number);
    prompts_.onLogin(user);
  } else {
    refuseLogin(user, PRISM_CONNECTION_ERROR_OTHER,
                PRISM_STR("The login has failed because of a fault in the gateway."), LoginOutcome::kPluginFault,
                known_to_plugin);
  }
}

// Returns the values of all settings that the plugin has described, in their order.
SecretVector<SecretString> Requests::completeSettings(const pbnetwork::Login& login) {
  SecretVector<SecretString> values;
  for (const SettingsSchema::Setting& setting : settings_.settings()) {
    const auto given = login.settings().value().find(setting.key);
    const bool is_given = given != login.settings().value().end();
    if (is_given && SettingsSchema::appendValid(setting, given->second, &values)) {
      continue;
    }
    if (is_given) {
      faults_.write(fmt::format("the setting {} of user {} is invalid; its initial value is used", setting.key,
                                inQuotes(login.user())));
    }
    SettingsSchema::appendValid(setting, setting.initial, &values);
  }
  return values;
}

bool Requests::awaitsClient(const std::string& user, std::uint64_t login) {
  const Session* session = sessions_.find(user);
  return session && session->login.backlog() && session->login.number() == login;
}

// Answers a login for the plugin with DISCONNECTED. If the plugin knows the session, logs the user out of it.
void Requests::refuseLogin(const std::string& user, std::uint32_t error, prism_str text, LoginOutcome outcome,
                           bool known_to_plugin) {
  guard_.endSession(borrowed(user), error, text, outcome);
  if (known_to_plugin) {
    callLogout(user);
  }
}

// Called after the session is closed.
void Requests::callLogout(const std::string& user) {
  prompts_.endSession(user);
  commands_.endSession(user);
  rooms_.endSession(user);
  history_.endSession(user);
  avatars_.endSession(user);
  const prism_logout request{sizeof request, 0, borrowed(user)};
  plugin_.call("logout", &prism_plugin::logout, &request);
  storage_.onLogout(user);
}

// Returns true if the plugin has not answered this login.
bool Requests::isUnanswered(const std::string& user, std::uint64_t login) {
  const Session* session = sessions_.find(user);
  return session && !session->login.isAnswered() && session->login.number() == login;
}

void Requests::loginTimedOut(const std::string& user, std::uint64_t login) {
  // The time that the user takes to answer a question does not count for the network.
  if (prompts_.isAsked(user) || sessions_.find(user)->login.takeEndedQuestion()) {
    login_deadlines_.add(user, login);
    return;
  }
  const auto limit = std::chrono::duration_cast<std::chrono::seconds>(login_deadlines_.limit());
  guard_.reportMisbehaviour("login",
                            fmt::format("user {} has got no answer within {} s", inQuotes(user), limit.count()), user);
  const std::string text = fmt::format("The network has not answered within {} seconds.", limit.count());
  refuseLogin(user, PRISM_CONNECTION_ERROR_NETWORK, borrowed(text), LoginOutcome::kTimeout, true);
}

void Requests::logout(std::string_view payload) {
  pbnetwork::Logout logout;
  // A LOGOUT without a session is not logged, since one usually follows a DISCONNECTED. The session is closed before
  // the plugin is called, since no event may be sent for a user who is being logged out.
  const Session* session = decode("LOGOUT", payload, &logout) ? sessions_.find(logout.user()) : nullptr;
  if (session) {
    countCancelled(*session);
    sessions_.close(logout.user());
    logLogout(logout.user());
    callLogout(logout.user());
  }
}

// Counts a login that is ended before the network has answered.
void Requests::countCancelled(const Session& session) {
  if (!session.login.isAnswered()) {
    guard_.traffic().count(LoginOutcome::kCancelled);
  }
}

void Requests::logoutAll() {
  while (const auto user = sessions_.closeOne()) {
    logLogoutAtEnd(*user);
    callLogout(*user);
  }
}

void Requests::statusChanged(std::string_view payload) {
  pbnetwork::Status status;
  if (!decode("STATUS_CHANGED", payload, &status) || !isText("STATUS_CHANGED", status.statusmessage())) {
    return;
  }
  Presence presence{statusFromSpectrum(status.status()), status.statusmessage()};
  // The presence can arrive just after the plugin has ended the session. Spectrum then logs the user in again without
  // repeating it, so it is kept.
  if (!sessions_.find(status.username()) &&
      presences_.update(status.username(), presence, PresenceMemory::Clock::now())) {
    return;
  }
  Session* session = findSession("STATUS_CHANGED", status.username());
  if (!session) {
    return;
  }
  if (status.status() != pbnetwork::STATUS_NONE) {
    session->login.notePresence();
    prompts_.sendBacklog(status.username());
    if (session->login.hasClient()) {
      guard_.sendBacklog(session);
    }
  }
  // Spectrum repeats a presence five to ten times in a row.
  if (session->login.changePresence(std::move(presence))) {
    reportPresence(status.username(), session);
  }
}

void Requests::reportPresence(const std::string& user, Session* session) {
  // This is a copy, since the plugin may end the session in the call.
  if (const std::optional<Presence> presence = session->login.takeNewPresence()) {
    const prism_presence request{sizeof request, presence->status, borrowed(user), borrowed(presence->text)};
    plugin_.call("status_changed", &prism_plugin::status_changed, &request);
  }
}

// Tells the plugin the presence of users who are connected since the last turn, because Spectrum does not repeat it
// after a network error or a second login. Also starts the deadline for offline clients.
void Requests::handleConnected() {
  for (const std::string& user : std::exchange(newly_connected_, {})) {
    Session* session = sessions_.find(user);
    if (!session || !session->login.isConnected()) {
      continue;
    }
    if (session->login.backlog()) {
      client_deadlines_.add(user, session->login.number());
    }
    reportPresence(user, session);
  }
}

}  // namespace prism::host
