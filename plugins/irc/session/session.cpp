// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "net/secret.h"

#include <chrono>
#include <utility>

namespace irc {

namespace {

// Less than the two seconds that the host gives the plugin at the end of the process.
constexpr std::chrono::milliseconds kGoodbye{1500};
// A server that has sent RPL_WELCOME, and neither a message of the day nor ERR_NOMOTD for this time, sends none.
constexpr std::chrono::seconds kGreetingTimeout{5};

}  // namespace

Session::Session(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
                 std::size_t first, Observer& observer, SeenNames seen)
    : context_(environment, servers.front().endpoint.host, identity, observer, std::move(seen)),
      reconnect_(environment.sts, std::move(servers), first),
      connection_(context_, environment.gate, *this),
      pings_(context_, connection_, *this),
      outbox_(context_, connection_, *this),
      history_(context_, outbox_),
      archive_(context_, outbox_),
      channels_(context_, outbox_, history_),
      contacts_(context_, outbox_),
      services_(context_, outbox_, channels_.joins()),
      presence_poll_(context_, outbox_, contacts_, channels_.membership(), services_),
      whois_(context_, outbox_),
      followups_(context_, outbox_, channels_, history_),
      typing_(context_, outbox_, channels_),
      messages_(context_, outbox_, channels_, history_, followups_),
      moderation_(context_, outbox_),
      list_(context_.memory),
      requests_(context_, outbox_),
      dispatcher_({context_, connection_, history_, archive_, channels_, contacts_, whois_, messages_, moderation_,
                   list_, services_, followups_, typing_}) {
  context_.server_name = reconnect_.server().endpoint.host;
}

Session::~Session() = default;

// ------------------------------------------------------------------------------------------------ connecting

void Session::connect() {
  reconnect_.startRound();
  tryServer();
}

void Session::tryServer() {
  context_.phase = Phase::kConnecting;
  context_.startConnection(reconnect_.server().endpoint.host);
  history_.clear();
  archive_.onConnectionLost();
  moderation_.onConnectionLost();
  whois_.clear();
  contacts_.startConnection();
  list_.clear();
  channels_.startConnection();
  followups_.startConnection();
  messages_.startConnection();
  outbox_.startConnection();
  dispatcher_.startConnection();
  services_.startConnection();
  connection_.open(reconnect_.chooseAddress());
}

void Session::onConnected() {
  context_.phase = Phase::kRegistering;
  registration_ = std::make_unique<Registration>(context_.settings, context_.identity, context_.capabilities,
                                                 context_.nickname.wanted(), connection_.localAddress(),
                                                 reconnect_.address().tls, reconnect_.wasRegistered());
  Registration::Lines lines = registration_->begin();
  writeAll(&lines);
  pings_.start();
}

// Wipes the lines, which may have the password.
void Session::writeAll(Registration::Lines* lines) {
  for (std::string& line : *lines) {
    connection_.write(line);
    net::wipe(&line);
  }
}

bool Session::onLine(std::string_view line) {
  const auto message = Message::parse(line);
  if (!message) {
    return true;
  }
  if (!registration_) {
    dispatcher_.dispatch(*message, line);
    return connection_.isOpen();
  }
  Registration::Lines answers;
  const auto outcome = registration_->handle(*message, answers);
  if (!continueRegistration(outcome, &answers)) {
    return false;
  }
  if (outcome == Registration::Outcome::kWelcome) {
    onWelcome();
  }
  if (message->numeric() >= 0 && !registration_->welcomed()) {
    return true;
  }
  if (registration_->isDialogue(*message)) {
    // It stays between the plugin and the services.
  } else if (Dispatcher::handlesBeforeLogin(*message)) {
    dispatcher_.dispatch(*message, line);
  } else if (registration_->welcomed()) {
    registration_->keepLine(line);
  }
  if (outcome == Registration::Outcome::kGreeted) {
    onGreeted();
  }
  return connection_.isOpen();
}

// Sends the answers of the registration. Returns false if the connection is closed; this object may be deleted then.
bool Session::continueRegistration(Registration::Outcome outcome, Registration::Lines* answers) {
  if (!answers->empty()) {
    // Services that are away do not answer AUTHENTICATE.
    const bool sasl = registration_->isAuthenticating();
    wait_timer_ = context_.host.after(sasl ? context_.settings.sasl_timeout : kGreetingTimeout,
                                      [this] { onRegistrationTimeout(); });
  }
  writeAll(answers);
  if (outcome == Registration::Outcome::kUpgrade) {
    reconnect_.upgrade(sts());
    connection_.close();
    registration_.reset();
    stopTimers();
    wait_timer_ = context_.host.after(std::chrono::milliseconds(0), [this] { tryServer(); });
    return false;
  }
  if (outcome == Registration::Outcome::kFailed) {
    const EndReason reason = registration_->reason();
    end(reason, {net::FailureKind::kClosed, registration_->text()});
    return false;
  }
  return true;
}

void Session::onRegistrationTimeout() {
  if (!registration_) {
    return;
  }
  Registration::Lines answers;
  const auto outcome = registration_->onTimeout(answers);
  if (continueRegistration(outcome, &answers) && outcome == Registration::Outcome::kGreeted) {
    onGreeted();
  }
}

void Session::onWelcome() {
  const std::string old_nick = context_.nickname.onWelcome(registration_->nickname());
  if (reconnect_.wasRegistered() && old_nick != context_.nickname.current()) {
    channels_.membership().renameBefore(old_nick, context_.nickname.current());
  }
  wait_timer_ = context_.host.after(kGreetingTimeout, [this] { onRegistrationTimeout(); });
}

// The login is complete, and the features and limits of the server are known.
void Session::onGreeted() {
  const bool again = reconnect_.wasRegistered();
  const bool authenticated = registration_->authenticated();
  const bool refused = registration_->nicknameRefused();
  const bool held = registration_->nicknameHeld();
  const std::string guest_text = registration_->guestText();
  const std::vector<std::string> greeting = registration_->takeLines();
  registration_.reset();
  reconnect_.keepPolicy(sts());
  context_.phase = Phase::kRegistered;
  context_.registered_at = monotonicNow();
  reconnect_.onRegistered();
  wait_timer_.end();
  context_.nickname.onRegistered(context_.isupport, refused);
  outbox_.hold(again);
  services_.onRegistered(authenticated, guest_text.empty(), held);
  channels_.joins().requestAll();
  requests_.onRegistered();
  contacts_.onRegistered();
  presence_poll_.start();
  context_.observer->featuresChanged();
  history_.requestTargets();
  context_.observer->registered();
  if (!guest_text.empty() && !again) {
    context_.observer->note("You are here without an account: " + context_.server_name +
                            " has refused your password (" + guest_text + ")");
  }
  dispatchGreeting(greeting);
  if (isRegistered()) {
    outbox_.pump();
  }
}

// Handles the lines that the server has sent between RPL_WELCOME and the end of the message of the day: services and
// bouncers speak there.
void Session::dispatchGreeting(const std::vector<std::string>& greeting) {
  for (const std::string& line : greeting) {
    if (const auto message = Message::parse(line); message && isRegistered()) {
      dispatcher_.dispatch(*message, line);
    }
  }
}

void Session::onSent(const OutgoingLine& line) {
  if (line.kind == OutgoingLine::Kind::kIson) {
    contacts_.onIsonSent(line);
  } else if (line.kind == OutgoingLine::Kind::kList) {
    list_.expect();
  } else if (line.kind == OutgoingLine::Kind::kMotd) {
    context_.motd_requested = true;
  } else if (line.kind == OutgoingLine::Kind::kJoin) {
    channels_.joins().onSent(line);
  } else if (line.isChat()) {
    typing_.onSent(line);
    messages_.onSent(line);
  }
}

// --------------------------------------------------------------------------------------------------- the end

// Ends the timers that need a connection.
void Session::stopTimers() {
  outbox_.stop();
  pings_.stop();
  presence_poll_.stop();
  typing_.stop();
  contacts_.stop();
  channels_.joins().stop();
}

void Session::onConnectionLost(const net::Failure& failure) {
  if (isRegistered()) {
    reconnect_.keepPolicy(sts());  // its time runs anew from the end of the connection
  }
  connection_.close();
  stopTimers();
  wait_timer_.end();
  if (context_.phase == Phase::kLeaving) {
    context_.phase = Phase::kOver;
    const auto on_end = std::move(on_end_);
    on_end();
    return;
  }
  net::Failure why = failure;
  EndReason reason =
      failure.kind >= net::FailureKind::kCertificateMissing ? EndReason::kCertificate : EndReason::kNetwork;
  std::string words = context_.error;
  if (registration_ && reason == EndReason::kNetwork) {
    reason = registration_->reasonOfClose(context_.error, &words);
  }
  registration_.reset();
  if (reason == EndReason::kPassword || reason == EndReason::kRefused) {
    end(reason, {why.kind, words});
    return;
  }
  if (!words.empty()) {
    why.text = context_.server_name + " has closed the connection: " + words;
  }
  if (reconnect_.nextServer(isRegistered())) {
    tryServer();
  } else if (!reconnect_.wasRegistered()) {
    end(reason, why);
  } else {
    waitForReconnect(why);
  }
}

void Session::waitForReconnect(const net::Failure& failure) {
  const bool was_registered = isRegistered();
  const auto delay = reconnect_.nextDelay(was_registered, context_.settings);
  if (!delay) {
    end(EndReason::kNetwork, failure);
    return;
  }
  context_.phase = Phase::kWaiting;
  archive_.onConnectionLost();
  moderation_.onConnectionLost();
  channels_.onConnectionLost();
  contacts_.onConnectionLost();
  wait_timer_ = context_.host.after(*delay, [this] { connect(); });
  if (was_registered) {
    context_.metrics.lost_connections.add();
    context_.observer->connectionLost(failure.text);
  } else {
    context_.observer->reconnectFailed(failure.text);
  }
}

// The observer may delete the session.
void Session::end(EndReason reason, const net::Failure& failure) {
  context_.phase = Phase::kOver;
  connection_.close();
  registration_.reset();
  contacts_.onConnectionLost();
  context_.observer->ended(reason, failure);
}

void Session::quit(const std::string& reason, std::function<void()> on_end) {
  if (isRegistered()) {
    reconnect_.keepPolicy(sts());
  }
  context_.observer = nullptr;
  on_end_ = std::move(on_end);
  const bool connected = context_.phase == Phase::kRegistered || context_.phase == Phase::kRegistering;
  context_.phase = Phase::kLeaving;
  stopTimers();
  releaseMemory();
  if (connected && connection_.isOpen()) {
    connection_.discardInput();
    connection_.write(formatLine("QUIT", {reason}));
  } else {
    connection_.close();
  }
  const auto patience = connection_.isOpen() ? kGoodbye : std::chrono::milliseconds(0);
  wait_timer_ = context_.host.after(patience, [this] { onConnectionLost({}); });
}

// A session that is leaving needs no state of the network.
void Session::releaseMemory() {
  channels_.clear();
  contacts_.clear();
  history_.clear();
  whois_.clear();
  list_.clear();
  outbox_.clear();
}

}  // namespace irc
