// SASL in IRC: https://ircv3.net/specs/extensions/sasl-3.1, with the mechanisms PLAIN (RFC 4616), EXTERNAL (RFC 4422
// appendix A) and SCRAM-SHA-256 (RFC 5802, RFC 7677). OpenSSL has the primitives.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// One login by one mechanism: bytes in, bytes out. Passwords are wiped when it ends.
class SaslMechanism {
 public:
  virtual ~SaslMechanism() = default;
  virtual std::string_view name() const = 0;
  // The answer to a challenge (the first one is empty); nothing if the server's challenge is not to be trusted, and
  // error() then says why.
  virtual std::optional<std::string> respond(std::string_view challenge) = 0;
  virtual std::string error() const { return {}; }
  // Whether it has heard all that it must. A server that reports success before has not proved who it is: such a
  // success is none.
  virtual bool finished() const = 0;
};

std::unique_ptr<SaslMechanism> saslPlain(std::string_view account, std::string_view password);
std::unique_ptr<SaslMechanism> saslExternal(std::string_view account);
// `nonce` is for tests; empty: a random one. SASLprep (RFC 4013) maps spaces and case-preserving normal forms; here a
// password is taken to be in NFKC already, as nearly all are.
std::unique_ptr<SaslMechanism> saslScramSha256(std::string_view account, std::string_view password,
                                               std::string_view nonce = {});

// The best of what is wanted that the server offers (value of its capability `sasl`, "PLAIN,EXTERNAL"; empty: it does
// not say, so all are tried in order). `wanted` is in order of preference.
std::vector<std::string_view> usableMechanisms(const std::vector<std::string_view>& wanted, std::string_view offered);

// The AUTHENTICATE lines of one exchange: base64, cut into 400 bytes.
class SaslExchange {
 public:
  explicit SaslExchange(std::unique_ptr<SaslMechanism> mechanism) : mechanism_(std::move(mechanism)) {}

  std::string_view name() const { return mechanism_->name(); }
  std::string error() const { return error_.empty() ? mechanism_->error() : error_; }
  bool finished() const { return mechanism_->finished(); }

  // Takes in the parameter of an AUTHENTICATE from the server. Returns the parameters of those to send, none while a
  // challenge is not complete; a single "*" (abort) if it cannot be answered. They may hold the password: whoever has
  // sent them should wipe them.
  std::vector<std::string> feed(std::string_view parameter);

 private:
  std::unique_ptr<SaslMechanism> mechanism_;
  std::string challenge_;  // base64, so far
  std::string error_;
};

}  // namespace irc
