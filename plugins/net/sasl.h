// SPDX-License-Identifier: MIT
// Mechanisms of SASL (RFC 4422): PLAIN (RFC 4616), EXTERNAL (RFC 4422 appendix A) and SCRAM-SHA-256 (RFC 5802, RFC 7677).
// OpenSSL has the primitives.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace net {

// One login by one mechanism: bytes in, bytes out. Passwords are wiped when it ends.
class SaslMechanism {
 public:
  virtual ~SaslMechanism() = default;
  virtual std::string_view name() const = 0;
  // The answer to a challenge (the first one is empty); nothing if the server's challenge is not to be trusted, and
  // error() then says why.
  virtual std::optional<std::string> respond(std::string_view challenge) = 0;
  virtual std::string error() const { return {}; }
  // True once the server has proved its identity, where the mechanism asks for that. A success that is reported before
  // is none.
  virtual bool finished() const = 0;
};

std::unique_ptr<SaslMechanism> saslPlain(std::string_view account, std::string_view password);
std::unique_ptr<SaslMechanism> saslExternal(std::string_view account);
// `nonce` is for tests; empty: a random one. SASLprep (RFC 4013) maps spaces and case-preserving normal forms; here a
// password is taken to be in NFKC already, as nearly all are.
std::unique_ptr<SaslMechanism> saslScramSha256(std::string_view account, std::string_view password,
                                               std::string_view nonce = {});

}  // namespace net
