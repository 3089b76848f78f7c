// SPDX-License-Identifier: MIT
// SASL mechanisms (RFC 4422): PLAIN (RFC 4616), EXTERNAL (RFC 4422 appendix A) and SCRAM-SHA-256 (RFC 5802, RFC 7677).
// The cryptographic primitives are OpenSSL's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace net {

// One login by one mechanism: bytes in, bytes out. The destructor wipes passwords.
class SaslMechanism {
 public:
  virtual ~SaslMechanism() = default;
  virtual std::string_view name() const = 0;
  // Returns the response to a challenge; the first challenge is empty. Returns nullopt if the challenge is not
  // acceptable; error() then says why.
  virtual std::optional<std::string> respond(std::string_view challenge) = 0;
  virtual std::string error() const { return {}; }
  // True once the exchange is complete. With SCRAM that includes the server's proof of its identity. The caller must
  // not accept a success that the server reports earlier.
  virtual bool finished() const = 0;
};

std::unique_ptr<SaslMechanism> saslPlain(std::string_view account, std::string_view password);
std::unique_ptr<SaslMechanism> saslExternal(std::string_view account);
// `nonce` is for tests; empty: a random one. SASLprep (RFC 4013), which maps spaces and normalizes to NFKC, is not
// applied: nearly all passwords are in NFKC already.
std::unique_ptr<SaslMechanism> saslScramSha256(std::string_view account, std::string_view password,
                                               std::string_view nonce = {});

}  // namespace net
