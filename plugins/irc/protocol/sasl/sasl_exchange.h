// SPDX-License-Identifier: MIT
// SASL in IRC: https://ircv3.net/specs/extensions/sasl-3.1
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/sasl.h"

namespace irc {

// The best of what is wanted that the server offers (value of its capability `sasl`, "PLAIN,EXTERNAL"; empty: it does
// not say, so all are tried in order). `wanted` is in order of preference.
std::vector<std::string_view> usableMechanisms(const std::vector<std::string_view>& wanted, std::string_view offered);

// The AUTHENTICATE lines of one exchange: base64, cut into 400 bytes.
class SaslExchange {
 public:
  explicit SaslExchange(std::unique_ptr<net::SaslMechanism> mechanism) : mechanism_(std::move(mechanism)) {}

  std::string_view name() const { return mechanism_->name(); }
  std::string error() const { return error_.empty() ? mechanism_->error() : error_; }
  bool finished() const { return mechanism_->finished(); }

  // Takes in the parameter of an AUTHENTICATE from the server. Returns the parameters of those to send, none while a
  // challenge is not complete; a single "*" (abort) if it cannot be answered. They may hold the password: whoever has
  // sent them should wipe them.
  std::vector<std::string> feed(std::string_view parameter);

 private:
  std::unique_ptr<net::SaslMechanism> mechanism_;
  std::string challenge_;  // base64, so far
  std::string error_;
};

}  // namespace irc
