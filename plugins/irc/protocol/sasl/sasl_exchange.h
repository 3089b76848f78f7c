// SPDX-License-Identifier: MIT
// SASL in IRC: https://ircv3.net/specs/extensions/sasl-3.1
#pragma once

#include "net/sasl.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// Returns those of `wanted` that the server offers, in the same order. `offered` is the value of the capability `sasl`,
// such as "PLAIN,EXTERNAL". If it is empty, the server does not tell, and all are tried.
std::vector<std::string_view> usableMechanisms(const std::vector<std::string_view>& wanted, std::string_view offered);

// The AUTHENTICATE lines of one exchange: base64 in chunks of 400 bytes.
class SaslExchange {
 public:
  explicit SaslExchange(std::unique_ptr<net::SaslMechanism> mechanism) : mechanism_(std::move(mechanism)) {}

  std::string_view name() const { return mechanism_->name(); }
  std::string error() const { return error_.empty() ? mechanism_->error() : error_; }
  bool finished() const { return mechanism_->finished(); }

  // Handles the parameter of AUTHENTICATE from the server. Returns the parameters of the lines to send: none while the
  // challenge is incomplete, a single "*" (abort) if it cannot be answered. They may have the password: the caller
  // wipes them after sending.
  std::vector<std::string> feed(std::string_view parameter);

 private:
  std::unique_ptr<net::SaslMechanism> mechanism_;
  std::string challenge_;  // in base64, as far as received
  std::string error_;
};

}  // namespace irc
