// SPDX-License-Identifier: MIT
#include "session/session.h"

#include "net/secret.h"
#include "protocol/text/charset.h"
#include "session/backoff.h"
#include "session/cut.h"

#include <algorithm>
#include <array>
#include <utility>

namespace irc {

namespace {

// Less than the two seconds that the host gives the plugin when the process ends: otherwise it would be said to be late.
constexpr std::chrono::milliseconds kGoodbye{1500};
constexpr std::chrono::seconds kSurelyAccepted{1};
// A server that has said welcome, and nothing about a message of the day for so long, has none.
constexpr std::chrono::seconds kGreetingOver{5};
// A connection that has lasted so long was a good one: the next loss starts with the shortest delay again.
constexpr std::chrono::seconds kSettled{60};
// The pace is looked at after lines of this cost, so that a flood is noticed before all of it is shown.
constexpr std::uint32_t kCountedTogether = 500;

std::minstd_rand& randomness() {
  static std::minstd_rand random(std::random_device{}());
  return random;
}

std::string hostOf(const ServerAddress& address) { return address.endpoint.host; }

}  // namespace

Session::Session(const Environment& environment, const Identity& identity, std::vector<ServerAddress> servers,
                 std::size_t first, Observer& observer)
    : memory_(environment.memory, servers.front().endpoint.host),
      network_(&environment.network),
      settings_(&environment.settings),
      identity_(identity),
      servers_(std::move(servers)),
      observer_(&observer),
      server_(first % servers_.size()),
      gate_(&environment.gate),
      capabilities_(wantedCapabilities()),
      queue_(settings_->queue_limit),
      bucket_(settings_->flood_burst, settings_->flood_interval),
      wanted_nick_(identity.nickname),
      nickname_(identity.nickname),
      server_name_(hostOf(servers_[server_])),
      list_(memory_) {}

Session::~Session() = default;

std::chrono::milliseconds Session::now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch());
}

// ------------------------------------------------------------------------------------------------ connecting

void Session::connect() {
  tried_ = 0;
  tryServer();
}

void Session::tryServer() {
  const ServerAddress& server = servers_[server_];
  phase_ = Phase::Connecting;
  welcomed_ = false;
  awaiting_pong_ = false;
  rejoining_ = false;
  rekeyed_ = false;
  last_error_.clear();
  server_name_ = hostOf(server);
  capabilities_ = Capabilities(wantedCapabilities());
  // What is kept by folded names goes on by the rule that it was folded with, and what is a channel goes on being one,
  // until the server tells its own.
  Isupport isupport;
  isupport.casemapping = isupport_.casemapping;
  isupport.channel_types = isupport_.channel_types;
  isupport_ = std::move(isupport);
  user_host_.clear();
  reader_ = LineReader();
  held_.clear();
  bucket_ = FloodBucket(settings_->flood_burst, settings_->flood_interval);
  batches_.clear();
  whois_.clear();
  ison_asked_.clear();
  list_.stop();
  parting_.clear();
  told_limits_.clear();
  queue_.forgetOwn();
  queue_.forgetChannels();
  send_timer_.end();
  ticket_.ask(*gate_, server.endpoint.host + "/" + std::to_string(server.endpoint.port), [this, &server] {
    stream_ =
        std::make_unique<net::Stream>(*network_, *this, server.endpoint, server.tls ? settings_->tls_context : nullptr);
  });
}

void Session::opened() {
  phase_ = Phase::Registering;
  registration_ =
      std::make_unique<Registration>(*settings_, identity_, capabilities_, wanted_nick_, stream_->localAddress());
  for (std::string& line : registration_->begin()) {
    write(line);
    net::wipe(&line);
  }
  // A server may keep silent while it looks up who we are: it has our connection all the same.
  wait_timer_ = network_->host.after(kSurelyAccepted, [this] { ticket_.giveBack(); });
  startPings();
}

void Session::received(std::string_view bytes) {
  if (phase_ == Phase::Leaving) {
    return;
  }
  awaiting_pong_ = false;
  ticket_.giveBack();
  cost_.countRead(bytes.size());
  if (reader_.takeLeftOut()) {
    tellLimit("The server has sent a line that is too long: it is left out");
  }
  takeLines(bytes);
}

// The last thing that its callers do: the session may be gone after it.
void Session::takeLines(std::string_view bytes) {
  while (!bytes.empty()) {
    const WorkSlice slice;
    bool goes_on = true;
    bytes = reader_.feed(bytes, [&](std::string_view line) {
      goes_on = takeLine(line);
      return goes_on && cost_.lines() < kCountedTogether && !slice.isOver();
    });
    if (!goes_on) {
      return;
    }
    cost_.countWork(slice.work());
    if (pace(slice.isOver())) {
      held_ = bytes;
      return;
    }
  }
}

// A server that sends more than its pace allows is not read for a while. One that has used its slice of time is read
// again in the next turn of the event loop.
bool Session::pace(bool slice_is_over) {
  std::chrono::milliseconds pause{0};
  if (const std::uint32_t cost = cost_.take(); cost > 0) {
    pace_.spend(now(), cost);
    if (const auto wait = pace_.wait(now()); wait.count() > 0) {
      tellLimit("The server sends faster than can be shown: it is slowed down");
      pause = std::max(wait, kShortestPause);
    }
  }
  if (pause.count() == 0 && !slice_is_over) {
    return false;
  }
  stream_->pauseReading();
  pace_timer_ = network_->host.after(pause, [this] { resume(); });
  return true;
}

void Session::resume() {
  stream_->resumeReading();
  takeLines(std::exchange(held_, {}));
}

bool Session::takeLine(std::string_view bytes) {
  if (phase_ == Phase::Leaving) {
    return true;
  }
  cost_.countLine(bytes.size());
  std::string converted;
  if (!isUtf8(bytes)) {
    converted = toUtf8(bytes, identity_.encoding);
    bytes = converted;
  }
  const auto message = Message::parse(bytes);
  if (!message) {
    return true;
  }
  line_ = bytes;
  if (!registration_) {
    dispatch(*message);
    return stream_ != nullptr;
  }
  Registration::Lines answers;
  const auto outcome = registration_->handle(*message, answers);
  for (std::string& line : answers) {
    write(line);
    net::wipe(&line);
  }
  if (outcome == Registration::Outcome::Failed) {
    const EndReason reason = registration_->reason();
    end(reason, {net::FailureKind::Closed, registration_->text()});
    return false;
  }
  if (outcome == Registration::Outcome::Welcome) {
    welcome();
  }
  if (message->numeric() < 0 || welcomed_) {
    dispatch(*message);
  }
  return stream_ != nullptr;
}

void Session::welcome() {
  welcomed_ = true;
  const std::string old_nick = std::exchange(nickname_, registration_->nickname());
  if (was_registered_ && old_nick != nickname_) {
    renamedMeanwhile(old_nick);
  }
  wait_timer_ = network_->host.after(kGreetingOver, [this] {
    if (registration_ && welcomed_) {
      ready();
    }
  });
}

// The server has told all about itself (the end of its message of the day).
void Session::ready() {
  const bool again = was_registered_;
  const bool authenticated = registration_->authenticated();
  registration_.reset();
  phase_ = Phase::Registered;
  was_registered_ = true;
  registered_at_ = now();
  wait_timer_.end();
  if (isupport_.nick_length != 0 && wanted_nick_.size() > isupport_.nick_length) {
    wanted_nick_.resize(isupport_.nick_length);  // never to be had at its full length
  }
  regaining_ = !isSelf(wanted_nick_);
  if (!authenticated && !settings_->send_password && !identity_.password.empty() && !identity_.identify.empty()) {
    const auto space = identity_.identify.find(' ');
    if (space != std::string::npos) {
      const std::string_view identify = identity_.identify;
      std::string line = formatLine("PRIVMSG", {identify.substr(0, space), identify.substr(space + 1)});
      writeLabelled(line);
      net::wipe(&line);
    }
  }
  if (!away_.empty()) {
    enqueueUrgent(formatLine("AWAY", {cutTo(away_, isupport_.away_length)}));
  }
  startWatching();
  if (again) {
    rejoining_ = true;
  }
  rejoinAll();
  observer_->registered();
  pump();
}

// --------------------------------------------------------------------------------------------------- losing

void Session::disconnect() {
  stream_.reset();
  ticket_.giveBack();
}

// Those that only make sense while there is a connection.
void Session::endTimers() {
  send_timer_.end();
  ping_timer_.end();
  poll_timer_.end();
  ask_timer_.end();
  unread_timer_.end();
  pace_timer_.end();
}

void Session::failed(const net::Failure& failure) { lose(failure); }

void Session::lose(const net::Failure& failure) {
  disconnect();
  endTimers();
  wait_timer_.end();
  if (phase_ == Phase::Leaving) {
    phase_ = Phase::Over;
    const auto gone = std::move(gone_);
    gone();
    return;
  }
  net::Failure why = failure;
  EndReason reason = EndReason::Network;
  if (failure.kind >= net::FailureKind::CertificateMissing) {
    reason = EndReason::Certificate;
  }
  if (!last_error_.empty()) {
    why.text = server_name_ + " has closed the connection: " + last_error_;
    if (registration_) {
      reason = registration_->reasonOfError(last_error_);
    }
  }
  registration_.reset();
  if (reason == EndReason::Password) {
    end(reason, {why.kind, last_error_});
    return;
  }
  server_ = (server_ + 1) % servers_.size();
  if (phase_ != Phase::Registered && ++tried_ < servers_.size()) {
    tryServer();
    return;
  }
  tried_ = 0;
  if (!was_registered_) {
    end(reason, why);
    return;
  }
  waitForReconnect(why);
}

void Session::waitForReconnect(const net::Failure& failure) {
  const bool was_up = phase_ == Phase::Registered;
  if (was_up && now() - registered_at_ >= kSettled) {
    attempts_ = 0;
  }
  if (attempts_ >= settings_->reconnect_attempts) {
    end(EndReason::Network, failure);
    return;
  }
  phase_ = Phase::Waiting;
  for (auto& [folded, channel] : channels_) {
    if (channel.phase == Channel::Phase::Joined) {
      channel.before.takeFrom(channel.members);
    }
    channel.members.clear();
    channel.phase = Channel::Phase::Joining;
  }
  const auto delay =
      reconnectDelay(attempts_, settings_->reconnect_delay, settings_->reconnect_max_delay, randomness());
  ++attempts_;
  wait_timer_ = network_->host.after(delay, [this] { connect(); });
  if (was_up) {
    observer_->connectionLost(failure.text);
  }
}

void Session::end(EndReason reason, const net::Failure& failure) {
  phase_ = Phase::Over;
  disconnect();
  registration_.reset();
  observer_->ended(reason, failure);
}

void Session::quit(const std::string& reason, std::function<void()> gone) {
  observer_ = nullptr;
  gone_ = std::move(gone);
  const bool connected = phase_ == Phase::Registered || phase_ == Phase::Registering;
  phase_ = Phase::Leaving;
  endTimers();
  split_timer_.end();
  releaseMemory();
  if (connected && stream_) {
    stream_->resumeReading();  // or its end would not show
    write(formatLine("QUIT", {reason}));
  } else {
    disconnect();
  }
  wait_timer_ = network_->host.after(stream_ ? kGoodbye : std::chrono::milliseconds(0), [this] { lose({}); });
}

// A session that says goodbye keeps nothing meanwhile.
void Session::releaseMemory() {
  channels_.clear();
  contacts_.clear();
  batches_.clear();
  whois_.clear();
  list_.stop();
  split_.reset();
  queue_ = SendQueue(0);
  std::string().swap(held_);
}

void Session::tellLimit(std::string_view text) {
  if (phase_ == Phase::Registered && told_limits_.insert(text).second) {
    observer_->note(text);
  }
}

// -------------------------------------------------------------------------------------------- signs of life

void Session::startPings() {
  ping_timer_ = network_->host.after(settings_->ping_interval, [this] { pingNow(); });
}

void Session::pingNow() {
  if (phase_ != Phase::Registered) {
    lose({net::FailureKind::TimedOut, server_name_ + " has not finished the login in time"});
    return;
  }
  write(formatLine("PING", {"prism"}));
  awaiting_pong_ = true;
  sweepJoins();
  ping_timer_ = network_->host.after(settings_->ping_timeout, [this] {
    if (awaiting_pong_ && !pace_timer_) {  // in a pause no answer is read
      lose({net::FailureKind::TimedOut, server_name_ + " does not answer any more"});
      return;
    }
    startPings();
  });
}

// ------------------------------------------------------------------------------------------ lines of the server

// Nothing if the line lacks what its command needs: somebody whom it is from, and parameters.
Session::Handler Session::handlerOf(const Message& message) {
  struct Command {
    std::string_view name;
    Handler handler;
    std::size_t parameters;  // that must be there, and not empty
    bool from_somebody;
  };
  static constexpr std::array<Command, 19> kCommands = {{
      {"AWAY", &Session::onAway, 0, true},
      {"BATCH", &Session::onBatch, 1, false},
      {"CAP", &Session::onCap, 0, false},
      {"CHGHOST", &Session::onChghost, 2, true},
      {"ERROR", &Session::onError, 0, false},
      {"FAIL", &Session::onStandardReply, 1, false},
      {"INVITE", &Session::onInvite, 2, true},
      {"JOIN", &Session::onJoin, 1, true},
      {"KICK", &Session::onKick, 2, false},
      {"MODE", &Session::onMode, 1, false},
      {"NICK", &Session::onNick, 1, true},
      {"NOTE", &Session::onStandardReply, 1, false},
      {"NOTICE", &Session::onSaid, 1, false},
      {"PART", &Session::onPart, 1, true},
      {"PING", &Session::onPing, 0, false},
      {"PRIVMSG", &Session::onSaid, 1, false},
      {"QUIT", &Session::onQuit, 0, true},
      {"TOPIC", &Session::onTopic, 1, false},
      {"WARN", &Session::onStandardReply, 1, false},
  }};
  for (const Command& command : kCommands) {
    if (command.name == message.command) {
      bool whole = !command.from_somebody || !message.from().name.empty();
      for (std::size_t i = 0; i < command.parameters; ++i) {
        whole = whole && !message[i].empty();
      }
      return whole ? command.handler : nullptr;
    }
  }
  return nullptr;
}

void Session::dispatch(const Message& message) {
  if (keepHistory(message)) {
    return;
  }
  if (const int numeric = message.numeric(); numeric >= 0) {
    onNumeric(numeric, message);
  } else if (const Handler handler = handlerOf(message)) {
    (this->*handler)(message);
  }
}

void Session::onPing(const Message& message) { write(formatLine("PONG", {message.last()})); }

void Session::onError(const Message& message) { last_error_ = std::string(cutTo(message.last(), kMostText)); }

void Session::onCap(const Message& message) {
  if (registration_) {
    return;  // which has seen it
  }
  if (capabilities_.apply(message) == Capabilities::Event::Nothing) {
    return;
  }
  for (const std::string& names : capabilities_.request()) {
    write(formatLine("CAP", {"REQ", names}));
  }
}

void Session::onBatch(const Message& message) {
  const std::string_view reference = message[0];
  if (reference.size() < 2) {
    return;
  }
  const std::string name(cutTo(reference.substr(1), kMostText));
  if (reference.front() == '-') {
    showHistory(name);
    batches_.erase(name);
  } else if (batches_.size() < kMostBatches) {
    const std::string parent = message.tag("batch").value_or("");
    batches_.insert_or_assign(name, Batch{std::string(cutTo(message[1], kMostText)),
                                          std::string(cutTo(parent, kMostText)),
                                          message.tag("label").has_value(),
                                          Charge(memory_),
                                          {}});
  } else {
    tellLimit("The server has begun too many batches of messages: what belongs to the rest is left out of the history");
  }
}

void Session::onChghost(const Message& message) {
  if (isSelf(message.from().name)) {
    user_host_ = cutTo(std::string(message[0]) + "@" + std::string(message[1]), kMostText);
  }
}

// https://ircv3.net/specs/extensions/standard-replies: COMMAND CODE context... :description
void Session::onStandardReply(const Message& message) {
  if (!registration_ && message[0] != "CHATHISTORY") {  // which nobody has typed
    observer_->answer(message.last());
  }
}

}  // namespace irc
