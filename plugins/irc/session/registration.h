// SPDX-License-Identifier: MIT
// The login, from the open connection to the end of the greeting: capabilities, SASL, nickname. It knows no socket:
// lines go in, and lines come out.
#pragma once

#include "protocol/capabilities.h"
#include "protocol/message.h"
#include "protocol/sasl/sasl_exchange.h"
#include "session/observer.h"
#include "session/settings.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace irc {

// The capabilities that a session uses.
const std::vector<std::string_view>& wantedCapabilities();

class Registration {
 public:
  // The references must outlive this object. `nickname` is tried first. `address` is the local end of the connection,
  // which has TLS if it is `secure`. `again` tells that the user was logged in before: then only the services' word
  // makes the password a wrong one.
  Registration(const Settings& settings, const Identity& identity, Capabilities& capabilities, std::string nickname,
               std::string address, bool secure, bool again);

  using Lines = std::vector<std::string>;

  // Returns the first lines to send. They may have a password: the caller wipes them.
  Lines begin();

  enum class Outcome : unsigned char {
    kPending,
    kWelcome,  // RPL_WELCOME
    kGreeted,  // the end of the message of the day: the features and limits of the server are known
    kFailed,
    kUpgrade,  // the connection must be made again with TLS, to the port of capability "sts"
  };

  // Handles a line of the server. Appends the answers to `out`. They may have a password: the caller wipes them.
  Outcome handle(const Message& message, Lines& out);

  // An answer is due, and has not come in time: that to AUTHENTICATE (kSaslTimeout), or that of the services about the
  // account, or the end of the message of the day (kGreetingTimeout). Appends lines to `out` as handle() does.
  Outcome onTimeout(Lines& out);

  const std::string& nickname() const { return nickname_; }
  // True if the server has refused the wanted nickname.
  bool nicknameRefused() const { return nickname_attempts_ > 0; }
  // True if the services hold it: nobody uses it.
  bool nicknameHeld() const { return nickname_held_; }
  bool welcomed() const { return welcomed_; }
  bool authenticated() const { return authenticated_; }
  // True for a line of the dialogue with the services about the account: it is not for the user.
  bool isDialogue(const Message& message) const;
  // True while the server owes an answer to AUTHENTICATE.
  bool isAuthenticating() const { return exchange_.has_value(); }
  // Not empty if the server has refused the password, and lets the user in without an account: its words.
  const std::string& guestText() const { return sasl_refusal_; }

  // Keep lines between the welcome and the end of the message of the day, where services and bouncers speak: up to 64
  // KiB, the rest is left out.
  void keepLine(std::string_view line);
  std::vector<std::string> takeLines() { return std::move(kept_lines_); }

  // After Outcome::kFailed.
  EndReason reason() const { return reason_; }
  const std::string& text() const { return text_; }

  // The server has closed the connection, with the text of an ERROR or without. Returns the reason, and sets `ret_text`
  // to the server's words; empty if it has said nothing.
  EndReason reasonOfClose(std::string_view error, std::string* ret_text) const;

 private:
  Outcome handleCap(const Message& message, Lines& out);
  Outcome handleNumeric(int numeric, const Message& message, Lines& out);
  Outcome tryNickname(int numeric, const Message& message, Lines& out);
  Outcome startSasl(Lines& out);
  Outcome nextMechanism(Lines& out);
  Outcome saslFailed(std::string_view text, Lines& out);
  Outcome onGreeted(Lines& out);
  Outcome onServicesNotice(const Message& message);
  std::string_view services() const;
  Outcome fail(EndReason reason, std::string_view text);
  void endCapabilities(Lines& out);

  const Settings* settings_;
  const Identity* identity_;
  Capabilities* capabilities_;
  const std::string wanted_;
  std::string nickname_;
  std::string address_;
  std::vector<std::string_view> mechanisms_;  // to be tried yet
  std::optional<SaslExchange> exchange_;
  std::string sasl_refusal_;  // the user goes on as a guest
  std::string refusal_text_;  // of FAIL or NOTICE, in case the server closes the connection
  std::string text_;
  std::vector<std::string> kept_lines_;
  std::size_t kept_size_ = 0;  // in bytes
  unsigned nickname_attempts_ = 0;
  EndReason refusal_ = EndReason::kNetwork;  // with refusal_text_
  EndReason reason_ = EndReason::kNetwork;
  const bool secure_;
  const bool again_;
  bool refused_by_fail_ = false;
  bool nickname_held_ = false;
  bool sasl_started_ = false;
  bool capabilities_ended_ = false;
  bool sent_password_ = false;  // PASS had the user's password
  bool asks_services_ = false;  // whether the nickname is registered
  bool authenticated_ = false;
  bool welcomed_ = false;
};

}  // namespace irc
