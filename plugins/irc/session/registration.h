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
#include <vector>

namespace irc {

// The capabilities that a session uses.
const std::vector<std::string_view>& wantedCapabilities();

class Registration {
 public:
  // The references must outlive this object. `nickname` is tried first. `address` is the local end of the connection.
  Registration(const Settings& settings, const Identity& identity, Capabilities& capabilities, std::string nickname,
               std::string address);

  using Lines = std::vector<std::string>;

  // Returns the first lines to send. They may have a password: the caller wipes them.
  Lines begin();

  enum class Outcome : unsigned char {
    kPending,
    kWelcome,  // RPL_WELCOME
    kGreeted,  // the end of the message of the day: the features and limits of the server are known
    kFailed,
  };

  // Handles a line of the server. Appends the answers to `out`. They may have a password: the caller wipes them.
  Outcome handle(const Message& message, Lines& out);

  const std::string& nickname() const { return nickname_; }
  bool welcomed() const { return welcomed_; }
  bool authenticated() const { return authenticated_; }

  // After Outcome::kFailed.
  EndReason reason() const { return reason_; }
  const std::string& text() const { return text_; }

  // Returns the reason for the end of the connection, from the text of ERROR.
  EndReason reasonOfError(std::string_view error) const;

 private:
  Outcome handleCap(const Message& message, Lines& out);
  Outcome handleNumeric(int numeric, const Message& message, Lines& out);
  Outcome tryNickname(int numeric, const Message& message, Lines& out);
  Outcome startSasl(Lines& out);
  Outcome nextMechanism(Lines& out);
  Outcome saslFailed(std::string_view text, Lines& out);
  Outcome fail(EndReason reason, std::string_view text);
  void endCapabilities(Lines& out);

  const Settings* settings_;
  const Identity* identity_;
  Capabilities* capabilities_;
  const std::string wanted_;
  std::string nickname_;
  std::string address_;
  unsigned nickname_attempts_ = 0;
  std::vector<std::string_view> mechanisms_;  // to be tried yet
  std::optional<SaslExchange> exchange_;
  bool sasl_started_ = false;
  bool capabilities_ended_ = false;
  bool sent_password_ = false;
  bool authenticated_ = false;
  bool welcomed_ = false;
  EndReason reason_ = EndReason::kNetwork;
  std::string text_;
};

}  // namespace irc
