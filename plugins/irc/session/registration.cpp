// SPDX-License-Identifier: MIT
#include "session/registration.h"

#include "protocol/nickname.h"
#include "protocol/numerics.h"
#include "protocol/text/casemapping.h"
#include "protocol/text/words.h"
#include "session/sts.h"

#include <algorithm>
#include <initializer_list>

namespace irc {

namespace {

constexpr unsigned kMaxNicknames = 15;
constexpr std::size_t kMostKept = std::size_t{64} * 1024;
// Services hold a nickname by ERR_ERRONEUSNICKNAME too, and accept it with a tail. After so many refusals it is the
// characters that the server does not like.
constexpr unsigned kMostHeld = 2;
constexpr std::size_t kShortNickname = 9;  // RFC 1459: every server accepts it

bool hasOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  const std::string folded = foldCase(text, Casemapping::kAscii);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

// Servers close connections with words of their own: "Closing Link: host (reason)". A reason that they call temporary
// leads to a further attempt.
EndReason reasonOfWords(std::string_view text) {
  if (const auto bracket = text.find(" ("); bracket != std::string_view::npos && text.back() == ')') {
    text.remove_prefix(bracket + 2);  // host names have words, too
  }
  if (hasOneOf(text, {"throttl", "too fast", "try again", "timeout", "timed out", "is full", "server full", "busy",
                      "too many connections", "too many users", "too many clients", "too many hosts"})) {
    return EndReason::kNetwork;
  }
  if (hasOneOf(text, {"password", "sasl", "authenticat", "formatted auth", "credential", "log in", "login",
                      "logging in", "identif"})) {
    return EndReason::kPassword;
  }
  if (hasOneOf(text, {"banned", "k-line", "g-line", "z-line", "d-line", "klined", "glined", "zlined", "akill",
                      "autokill", "blacklist", "blocklist", "dnsbl", "dronebl", "not authori", "unauthori",
                      "no authori", "access denied", "not allowed"})) {
    return EndReason::kRefused;
  }
  return EndReason::kNetwork;
}

// A notice before the login may be a greeting. As a refusal counts one that says that something has failed.
bool saysFailure(std::string_view text) {
  return hasOneOf(text, {"fail", "error", "incorrect", "invalid", "wrong", "denied", "improper", "unsuccess", "refused",
                         "banned", "required"});
}

// Texts of ERR_SASLFAIL for an account that does not exist. Most services do not say more than "failed".
bool saysUnknownAccount(std::string_view text) {
  return hasOneOf(text, {"does not exist", "doesn't exist", "not registered", "isn't registered", "no such account",
                         "unknown account"});
}

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
                                                       "sts",
                                                       "userhost-in-names",
                                                       "znc.in/self-message",
                                                       "draft/event-playback",
                                                       "draft/extended-monitor",
                                                       "draft/message-redaction",
                                                       "draft/multiline",
                                                       "draft/read-marker"};
  return wanted;
}

Registration::Registration(const Settings& settings, const Identity& identity, Capabilities& capabilities,
                           std::string nickname, std::string address, bool secure, bool again)
    : settings_(&settings),
      identity_(&identity),
      capabilities_(&capabilities),
      wanted_(nickname),
      nickname_(std::move(nickname)),
      address_(std::move(address)),
      secure_(secure),
      again_(again) {}

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
  }
  lines.push_back(formatLine("NICK", {nickname_}));
  // A configured username is sent as it is: it may name the network at a bouncer, as in alice/libera.
  const std::string& nickname = identity_->nickname;
  const std::string username = identity_->username.empty() ? legalUsername(nickname) : identity_->username;
  lines.push_back(
      formatLine("USER", {username, "0", "*", identity_->realname.empty() ? nickname : identity_->realname}));
  return lines;
}

Registration::Outcome Registration::handle(const Message& message, Lines& out) {
  if (const int numeric = message.numeric(); numeric >= 0) {
    return handleNumeric(numeric, message, out);
  }
  if (message.command == "CAP") {
    return handleCap(message, out);
  }
  if (message.command == "FAIL") {
    // https://ircv3.net/specs/extensions/standard-replies: COMMAND CODE context... :description
    refusal_text_ = std::string(message.last());
    const bool temporary = hasOneOf(message[1], {"rate", "throttl", "full", "temporarily", "unavailable"});
    refusal_ = temporary ? EndReason::kNetwork : EndReason::kPassword;
    refused_by_fail_ = true;
    return Outcome::kPending;
  }
  if (message.command == "NOTICE") {
    if (asks_services_) {
      return onServicesNotice(message);
    }
    if (!welcomed_ && message.last().substr(0, 3) != "***") {  // else it tells that the user's host is looked up
      refusal_text_ = std::string(message.last());
      refusal_ = saysFailure(refusal_text_) ? reasonOfWords(refusal_text_) : EndReason::kNetwork;
      refused_by_fail_ = false;
    }
    return Outcome::kPending;
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
  if (!secure_ && parseSts(capabilities_->value("sts")).port != 0) {
    return Outcome::kUpgrade;
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
  if (!identity_->sasl_required) {
    sasl_refusal_ = text.empty() ? "the login (SASL) has failed" : std::string(text);
    return nextMechanism(out);  // an account that does not exist: the user is a guest
  }
  return fail(EndReason::kPassword, text);
}

// The login of a guest is complete if nobody has registered the nickname. Else the password is wrong. Ergo tells it
// with the refusal; elsewhere the services know.
Registration::Outcome Registration::onGreeted(Lines& out) {
  if (sasl_refusal_.empty() || asks_services_ || saysUnknownAccount(sasl_refusal_)) {
    return Outcome::kGreeted;
  }
  if (services().empty()) {
    return fail(EndReason::kPassword, sasl_refusal_);
  }
  asks_services_ = true;
  for (const char* question : {"ACC ", "STATUS "}) {  // Atheme, Anope
    out.push_back(formatLine("PRIVMSG", {services(), question + nickname_}));
  }
  return Outcome::kPending;
}

// Atheme: "alice ACC 0"; Anope: "STATUS alice 0". 0: nobody has registered the nickname.
Registration::Outcome Registration::onServicesNotice(const Message& message) {
  if (!sameWord(message.from().name, services().substr(0, services().find('@')))) {
    return Outcome::kPending;
  }
  std::vector<std::string_view> words;
  eachWord(message.last(), " ", [&](std::string_view word) { words.push_back(word); });
  if (words.size() < 3 || (!sameWord(words[1], "ACC") && !sameWord(words[0], "STATUS"))) {
    return Outcome::kPending;
  }
  if (words[2] == "0") {
    return Outcome::kGreeted;
  }
  if (!again_) {
    return fail(EndReason::kPassword, sasl_refusal_);
  }
  sasl_refusal_.clear();  // it was accepted before: the services have just come back, and get it by a message
  return Outcome::kGreeted;
}

bool Registration::isDialogue(const Message& message) const {
  const std::string_view name = services().substr(0, services().find('@'));
  return asks_services_ && (sameWord(message.from().name, name) || sameWord(message[0], name));
}

// The nickname in "NickServ identify PASSWORD".
std::string_view Registration::services() const {
  const std::string_view identify = identity_->identify;
  return identify.substr(0, std::min(identify.find(' '), identify.size()));
}

Registration::Outcome Registration::onTimeout(Lines& out) {
  if (asks_services_ && again_) {
    sasl_refusal_.clear();  // the services are away
    return Outcome::kGreeted;
  }
  if (asks_services_) {
    return fail(EndReason::kPassword, sasl_refusal_);
  }
  if (welcomed_) {
    return onGreeted(out);
  }
  if (exchange_) {
    if (identity_->sasl_required) {
      return fail(EndReason::kNetwork, "The server does not answer the login (SASL) that is configured");
    }
    mechanisms_.clear();
    return nextMechanism(out);  // the services are away
  }
  return Outcome::kPending;
}

Registration::Outcome Registration::handleNumeric(int numeric, const Message& message, Lines& out) {
  switch (numeric) {
    case kRplWelcome:
      if (identity_->sasl_required && !authenticated_) {
        return fail(EndReason::kRefused, "The server goes on without the login (SASL) that is configured");
      }
      nickname_ = std::string(message[0]);
      welcomed_ = true;
      refusal_text_.clear();
      return Outcome::kWelcome;
    case kRplEndOfMotd:
    case kErrNoMotd:
      return welcomed_ ? onGreeted(out) : Outcome::kPending;
    case kErrErroneusNickname:
    case kErrNicknameInUse:
    case kErrBanOnChan:
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
  if (!sasl_refusal_.empty() && !again_ && !saysUnknownAccount(sasl_refusal_)) {
    return fail(EndReason::kPassword, sasl_refusal_);  // the nickname belongs to somebody, and the password is wrong
  }
  if (nickname_attempts_ == 0) {
    nickname_held_ = numeric == kErrErroneusNickname || numeric == kErrUnavailResource;
  }
  if (++nickname_attempts_ > kMaxNicknames) {
    return fail(EndReason::kNicknameTaken, message.last());
  }
  const std::string_view refused = message[1];
  if (refused.size() >= kShortNickname && refused.size() < nickname_.size() &&
      sameWord(refused, std::string_view(nickname_).substr(0, refused.size()))) {
    nickname_ = refused;  // the server cuts nicknames
  }
  // A held nickname is refused in the same way as one that is too long: the first time, the former is assumed.
  if (numeric == kErrErroneusNickname && nickname_attempts_ > 1 && nickname_.size() > kShortNickname) {
    nickname_ = legalNickname(nickname_, kShortNickname);
  } else if (numeric == kErrErroneusNickname && nickname_attempts_ > kMostHeld) {
    nickname_ = legalNickname("guest" + nickname_, kShortNickname);
  } else {
    nickname_ = alternativeNickname(legalNickname(wanted_, nickname_.size()), nickname_attempts_, 0);
  }
  out.push_back(formatLine("NICK", {nickname_}));
  return Outcome::kPending;
}

void Registration::keepLine(std::string_view line) {
  if (kept_size_ + line.size() <= kMostKept) {
    kept_size_ += line.size();
    kept_lines_.emplace_back(line);
  }
}

void Registration::endCapabilities(Lines& out) {
  if (!capabilities_ended_) {
    capabilities_ended_ = true;
    out.push_back(formatLine("CAP", {"END"}));
  }
}

// Some servers send no numeric for a refusal: ngIRCd says in ERROR that the password is wrong, Twitch in a NOTICE.
EndReason Registration::reasonOfClose(std::string_view error, std::string* ret_text) const {
  if (!sasl_refusal_.empty() && !again_) {
    *ret_text = sasl_refusal_;
    return EndReason::kPassword;
  }
  if (!refusal_text_.empty() && (refused_by_fail_ || error.empty())) {
    *ret_text = refusal_text_;
    return refusal_;
  }
  *ret_text = std::string(error);
  return reasonOfWords(error);
}

Registration::Outcome Registration::fail(EndReason reason, std::string_view text) {
  reason_ = reason;
  text_ = std::string(text);
  return Outcome::kFailed;
}

}  // namespace irc
