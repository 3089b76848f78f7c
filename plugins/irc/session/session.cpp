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
                 std::size_t first, Observer& observer)
    : context_(environment, servers.front().endpoint.host, identity, observer),
      reconnect_(std::move(servers), first),
      connection_(context_, environment.gate, *this),
      pings_(context_, connection_, *this),
      outbox_(context_, connection_, *this),
      history_(context_, outbox_),
      channels_(context_, outbox_, history_),
      contacts_(context_, outbox_),
      presence_poll_(context_, outbox_, contacts_, channels_.membership()),
      whois_(context_, outbox_),
      messages_(context_, outbox_, channels_, history_),
      list_(context_.memory),
      requests_(context_, outbox_),
      dispatcher_({context_, connection_, history_, channels_, contacts_, whois_, messages_, list_}) {
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
  whois_.clear();
  contacts_.startConnection();
  list_.clear();
  channels_.startConnection();
  outbox_.startConnection();
  dispatcher_.startConnection();
  connection_.open(reconnect_.server());
}

void Session::onConnected() {
  context_.phase = Phase::kRegistering;
  registration_ = std::make_unique<Registration>(context_.settings, context_.identity, context_.capabilities,
                                                 context_.nickname.wanted(), connection_.localAddress());
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
  writeAll(&answers);
  if (outcome == Registration::Outcome::kFailed) {
    const EndReason reason = registration_->reason();
    end(reason, {net::FailureKind::kClosed, registration_->text()});
    return false;
  }
  if (outcome == Registration::Outcome::kWelcome) {
    onWelcome();
  }
  if (message->numeric() < 0 || registration_->welcomed()) {
    dispatcher_.dispatch(*message, line);
  }
  if (outcome == Registration::Outcome::kGreeted) {
    onGreeted();
  }
  return connection_.isOpen();
}

void Session::onWelcome() {
  const std::string old_nick = context_.nickname.onWelcome(registration_->nickname());
  if (reconnect_.wasRegistered() && old_nick != context_.nickname.current()) {
    channels_.membership().renameBefore(old_nick, context_.nickname.current());
  }
  wait_timer_ = context_.host.after(kGreetingTimeout, [this] {
    if (registration_ && registration_->welcomed()) {
      onGreeted();
    }
  });
}

// The login is complete, and the features and limits of the server are known.
void Session::onGreeted() {
  const bool again = reconnect_.wasRegistered();
  const bool authenticated = registration_->authenticated();
  registration_.reset();
  context_.phase = Phase::kRegistered;
  reconnect_.onRegistered();
  wait_timer_.end();
  context_.nickname.onRegistered(context_.isupport);
  if (!authenticated) {
    identify();
  }
  requests_.onRegistered();
  contacts_.onRegistered();
  presence_poll_.start();
  outbox_.hold(again);
  channels_.joins().requestAll();
  context_.observer->registered();
  outbox_.pump();
}

// Sends the password to the services of a network without SASL.
void Session::identify() {
  const std::string_view identify = context_.identity.identify;
  const auto space = identify.find(' ');
  if (context_.settings.send_password || context_.identity.password.empty() || space == std::string_view::npos) {
    return;
  }
  OutgoingLine line =
      OutgoingLine::chat(OutgoingLine::Kind::kMessage, identify.substr(0, space), identify.substr(space + 1));
  outbox_.sendNow(line);
  net::wipe(&line.text);
}

void Session::onSent(const OutgoingLine& line) {
  if (line.kind == OutgoingLine::Kind::kIson) {
    contacts_.onIsonSent(line);
  } else if (line.kind == OutgoingLine::Kind::kList) {
    list_.expect();
  } else if (line.isChat() && !context_.capabilities.on("echo-message")) {
    messages_.echoLocally(line);
  }
}

// --------------------------------------------------------------------------------------------------- the end

// Ends the timers that need a connection.
void Session::stopTimers() {
  outbox_.stop();
  pings_.stop();
  presence_poll_.stop();
  contacts_.stop();
}

void Session::onConnectionLost(const net::Failure& failure) {
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
  if (!context_.error.empty()) {
    why.text = context_.server_name + " has closed the connection: " + context_.error;
    if (registration_) {
      reason = registration_->reasonOfError(context_.error);
    }
  }
  registration_.reset();
  if (reason == EndReason::kPassword) {
    end(reason, {why.kind, context_.error});
    return;
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
  channels_.onConnectionLost();
  wait_timer_ = context_.host.after(*delay, [this] { connect(); });
  if (was_registered) {
    context_.observer->connectionLost(failure.text);
  }
}

// The observer may delete the session.
void Session::end(EndReason reason, const net::Failure& failure) {
  context_.phase = Phase::kOver;
  connection_.close();
  registration_.reset();
  context_.observer->ended(reason, failure);
}

void Session::quit(const std::string& reason, std::function<void()> on_end) {
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
