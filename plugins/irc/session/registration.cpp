// SPDX-License-Identifier: MIT
#include "session/registration.h"

#include "protocol/nickname.h"
#include "protocol/numerics.h"
#include "protocol/text/casemapping.h"

namespace irc {

namespace {

constexpr unsigned kMaxNicknames = 15;
constexpr std::size_t kShortNickname = 9;  // RFC 1459: every server accepts it

}  // namespace

const std::vector<std::string_view>& wantedCapabilities() {
  static const std::vector<std::string_view> wanted = {"account-notify",
                                                       "account-tag",
                                                       "away-notify",
                                                       "batch",
                                                       "cap-notify",
                                                       "chathistory",
                                                       "chghost",
                                                       "draft/chathistory",
                                                       "echo-message",
                                                       "extended-join",
                                                       "extended-monitor",
                                                       "invite-notify",
                                                       "labeled-response",
                                                       "message-tags",
                                                       "multi-prefix",
                                                       "sasl",
                                                       "server-time",
                                                       "setname",
                                                       "userhost-in-names",
                                                       "znc.in/self-message",
                                                       "draft/event-playback",
                                                       "draft/extended-monitor"};
  return wanted;
}

Registration::Registration(const Settings& settings, const Identity& identity, Capabilities& capabilities,
                           std::string nickname, std::string address)
    : settings_(&settings),
      identity_(&identity),
      capabilities_(&capabilities),
      wanted_(nickname),
      nickname_(std::move(nickname)),
      address_(std::move(address)) {}

Registration::Lines Registration::begin() {
  Lines lines;
  if (!settings_->webirc_password.empty()) {
    // https://ircv3.net/specs/extensions/webirc. The gateway does not know the user's address, so it passes its own.
    const std::string address = address_.substr(0, 1) == ":" ? "0" + address_ : address_;
    lines.push_back(formatLine("WEBIRC", {settings_->webirc_password, settings_->webirc_gateway, address, address}));
  }
  lines.push_back(formatLine("CAP", {"LS", "302"}));
  if (settings_->send_password && !identity_->password.empty()) {
    lines.push_back(formatLine("PASS", {identity_->password}));
    sent_password_ = true;
  } else if (!settings_->server_password.empty()) {
    lines.push_back(formatLine("PASS", {settings_->server_password}));
    sent_password_ = true;
  }
  lines.push_back(formatLine("NICK", {nickname_}));
  lines.push_back(formatLine("USER", {identity_->username, "0", "*", identity_->realname}));
  return lines;
}

Registration::Outcome Registration::handle(const Message& message, Lines& out) {
  if (const int numeric = message.numeric(); numeric >= 0) {
    return handleNumeric(numeric, message, out);
  }
  if (message.command == "CAP") {
    return handleCap(message, out);
  }
  if (message.command == "AUTHENTICATE" && exchange_) {
    for (const std::string& parameter : exchange_->feed(message[0])) {
      out.push_back(formatLine("AUTHENTICATE", {parameter}));
    }
    // The server has not proved that it knows the password. It must not get it by another mechanism, or by NickServ.
    if (const std::string error = exchange_->error(); !error.empty()) {
      return fail(EndReason::kPassword, error);
    }
  }
  return Outcome::kPending;
}

Registration::Outcome Registration::handleCap(const Message& message, Lines& out) {
  const auto event = capabilities_->apply(message);
  if (event == Capabilities::Event::kNothing || capabilities_ended_) {
    return Outcome::kPending;
  }
  if (event == Capabilities::Event::kListed || event == Capabilities::Event::kAnswered) {
    for (const std::string& names : capabilities_->request()) {
      out.push_back(formatLine("CAP", {"REQ", names}));
    }
    if (capabilities_->pending() == 0 && !sasl_started_) {
      return startSasl(out);
    }
  }
  return Outcome::kPending;
}

Registration::Outcome Registration::startSasl(Lines& out) {
  sasl_started_ = true;
  const bool has_password = !identity_->password.empty() && !sent_password_;
  if (capabilities_->on("sasl")) {
    for (const std::string_view mechanism : usableMechanisms(identity_->mechanisms, capabilities_->value("sasl"))) {
      if (mechanism == "EXTERNAL" ? settings_->client_certificate : has_password) {
        mechanisms_.push_back(mechanism);
      }
    }
  }
  if (mechanisms_.empty() && identity_->sasl_required) {
    return fail(EndReason::kRefused, "The server offers none of the ways to log in (SASL) that are configured");
  }
  return nextMechanism(out);
}

Registration::Outcome Registration::nextMechanism(Lines& out) {
  exchange_.reset();
  if (mechanisms_.empty()) {
    endCapabilities(out);
    return Outcome::kPending;
  }
  const std::string_view mechanism = mechanisms_.front();
  mechanisms_.erase(mechanisms_.begin());
  exchange_.emplace(mechanism == "EXTERNAL"        ? net::saslExternal(identity_->account)
                    : mechanism == "SCRAM-SHA-256" ? net::saslScramSha256(identity_->account, identity_->password)
                                                   : net::saslPlain(identity_->account, identity_->password));
  out.push_back(formatLine("AUTHENTICATE", {mechanism}));
  return Outcome::kPending;
}

Registration::Outcome Registration::saslFailed(std::string_view text, Lines& out) {
  if (!exchange_) {
    return Outcome::kPending;
  }
  if (!mechanisms_.empty()) {
    return nextMechanism(out);
  }
  if (identity_->password.empty() && !identity_->sasl_required) {
    return nextMechanism(out);  // only the gateway's certificate was tried, and the server may not know it
  }
  return fail(EndReason::kPassword, text);
}

Registration::Outcome Registration::handleNumeric(int numeric, const Message& message, Lines& out) {
  switch (numeric) {
    case kRplWelcome:
      if (identity_->sasl_required && !authenticated_) {
        return fail(EndReason::kRefused, "The server goes on without the login (SASL) that is configured");
      }
      nickname_ = std::string(message[0]);
      welcomed_ = true;
      return Outcome::kWelcome;
    case kRplEndOfMotd:
    case kErrNoMotd:
      return welcomed_ ? Outcome::kGreeted : Outcome::kPending;
    case kErrErroneusNickname:
    case kErrNicknameInUse:
    case kErrNickCollision:
    case kErrUnavailResource:
      return tryNickname(numeric, message, out);
    case kErrPasswdMismatch:
      return fail(EndReason::kPassword, message.last());
    case kErrNoPermForHost:
    case kErrYoureBannedCreep:
      return fail(EndReason::kRefused, message.last());
    case kRplSaslSuccess:
    case kErrSaslAlready:
      if (exchange_ && !exchange_->finished()) {
        return fail(EndReason::kPassword,
                    "The server cannot be trusted with the password: it has not shown that it knows it itself");
      }
      authenticated_ = true;
      mechanisms_.clear();
      return nextMechanism(out);
    case kErrNickLocked:
    case kErrSaslFail:
    case kErrSaslTooLong:
    case kErrSaslAborted:
      return saslFailed(message.last(), out);
    default:
      return Outcome::kPending;
  }
}

Registration::Outcome Registration::tryNickname(int numeric, const Message& message, Lines& out) {
  if (++nickname_attempts_ > kMaxNicknames) {
    return fail(EndReason::kNicknameTaken, message.last());
  }
  if (numeric == kErrErroneusNickname && nickname_.size() > kShortNickname) {
    nickname_ = legalNickname(nickname_, kShortNickname);
  } else if (numeric == kErrErroneusNickname) {
    nickname_ = legalNickname("guest" + nickname_, kShortNickname);
  } else {
    nickname_ = alternativeNickname(legalNickname(wanted_, nickname_.size()), nickname_attempts_, 0);
  }
  out.push_back(formatLine("NICK", {nickname_}));
  return Outcome::kPending;
}

void Registration::endCapabilities(Lines& out) {
  if (!capabilities_ended_) {
    capabilities_ended_ = true;
    out.push_back(formatLine("CAP", {"END"}));
  }
}

EndReason Registration::reasonOfError(std::string_view error) const {
  // Some servers (ngIRCd) send no numeric for a wrong PASS. Their ERROR mentions the password.
  const bool about_password = foldCase(error, Casemapping::kAscii).find("password") != std::string::npos;
  return sent_password_ && about_password ? EndReason::kPassword : EndReason::kNetwork;
}

Registration::Outcome Registration::fail(EndReason reason, std::string_view text) {
  reason_ = reason;
  text_ = std::string(text);
  return Outcome::kFailed;
}

}  // namespace irc
