// SPDX-License-Identifier: MIT
// From an open connection to the server's welcome: capabilities, SASL, nickname. Lines in, lines out; no socket.
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

// The capabilities that a session makes use of.
const std::vector<std::string_view>& wantedCapabilities();

class Registration {
 public:
  // All of them must outlive this object. `nickname` is the one to begin with, `address` this end of the connection.
  Registration(const Settings& settings, const Identity& identity, Capabilities& capabilities, std::string nickname,
               std::string address);

  using Lines = std::vector<std::string>;

  Lines begin();

  enum class Outcome : unsigned char {
    Pending,
    Welcome,  // RPL_WELCOME
    Greeted,  // the end of the message of the day, after which the server has told all about itself
    Failed,
  };

  // Takes in a line of the server. `out` gets what to answer.
  Outcome handle(const Message& message, Lines& out);

  const std::string& nickname() const { return nickname_; }
  bool welcomed() const { return welcomed_; }
  bool authenticated() const { return authenticated_; }

  // Once it has failed.
  EndReason reason() const { return reason_; }
  const std::string& text() const { return text_; }

  // What the end of the connection means, when the server's last word was this ERROR.
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
  std::vector<std::string_view> mechanisms_;  // still to be tried
  std::optional<SaslExchange> exchange_;
  bool sasl_started_ = false;
  bool capabilities_ended_ = false;
  bool sent_password_ = false;
  bool authenticated_ = false;
  bool welcomed_ = false;
  EndReason reason_ = EndReason::Network;
  std::string text_;
};

}  // namespace irc
