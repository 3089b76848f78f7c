// SPDX-License-Identifier: MIT
#include "net/base64.h"
#include "net/sasl.h"
#include "net/scram.h"
#include "net/secret.h"

#include <openssl/rand.h>

#include <algorithm>

namespace net {
namespace {

constexpr std::string_view kHeader = "n,,";  // GS2 header: no channel binding, no authorization identity
constexpr std::size_t kNonceBytes = 24;
constexpr int kFewestIterations = 4096;  // RFC 7677 section 4
constexpr int kMostIterations = 500000;  // takes some tenths of a second on the event loop's thread
constexpr std::size_t kLongestSalt = 1024;

// Escapes ',' and '=' in a user name (RFC 5802 section 5.1).
std::string saslName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ',') {
      out += "=2C";
    } else if (c == '=') {
      out += "=3D";
    } else {
      out += c;
    }
  }
  return out;
}

std::string randomNonce() {
  unsigned char bytes[kNonceBytes];
  if (::RAND_bytes(bytes, sizeof bytes) != 1) {
    return {};
  }
  return toBase64({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

bool isNonce(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F && c != ','; });
}

// Removes the attribute `name`, "r=...", from the front of a message. Returns false if another attribute is next.
bool takeAttribute(char name, std::string_view* message, std::string_view* value) {
  if (message->size() < 2 || (*message)[0] != name || (*message)[1] != '=') {
    return false;
  }
  const std::string_view attribute = message->substr(0, message->find(','));
  *value = attribute.substr(2);
  message->remove_prefix(std::min(attribute.size() + 1, message->size()));
  return true;
}

// Returns -1 if `text` is not a number of at most nine digits.
int readIterations(std::string_view text) {
  constexpr std::size_t kMostDigits = 9;
  if (text.empty() || text.size() > kMostDigits) {
    return -1;
  }
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return -1;
    }
    number = number * 10 + (c - '0');
  }
  return number;
}

class Scram : public SaslMechanism {
 public:
  Scram(std::string_view account, std::string_view password, std::string_view nonce)
      : password_(password), nonce_(nonce.empty() ? randomNonce() : nonce) {
    client_first_bare_ = "n=" + saslName(account) + ",r=" + nonce_;
    if (account.find('\0') != std::string_view::npos) {
      error_ = "the account's name has a character that cannot be sent";
    } else if (!isNonce(nonce_)) {
      error_ = "there are no random numbers";
    }
  }

  std::string_view name() const override { return "SCRAM-SHA-256"; }
  std::string error() const override { return error_; }
  bool finished() const override { return step_ == Step::kFinished; }

  std::optional<std::string> respond(std::string_view challenge) override {
    if (!error_.empty()) {
      return std::nullopt;
    }
    switch (step_) {
      case Step::kClientFirst:
        return clientFirst(challenge);
      case Step::kClientFinal:
        return clientFinal(challenge);
      case Step::kServerFinal:
        return checkServerFinal(challenge);
      case Step::kFinished:
        break;
    }
    return fail("the server goes on when the login is over");
  }

 private:
  enum class Step : unsigned char { kClientFirst, kClientFinal, kServerFinal, kFinished };

  std::optional<std::string> fail(std::string text) {
    error_ = std::move(text);
    return std::nullopt;
  }

  std::optional<std::string> clientFirst(std::string_view challenge) {
    if (!challenge.empty()) {
      return fail("the server begins with a challenge where it should wait");
    }
    step_ = Step::kClientFinal;
    return std::string(kHeader) + client_first_bare_;
  }

  std::optional<std::string> clientFinal(std::string_view challenge) {
    std::string_view rest = challenge;
    std::string_view nonce;
    std::string_view salt_text;
    std::string_view iterations_text;
    if (!takeAttribute('r', &rest, &nonce) || !takeAttribute('s', &rest, &salt_text) ||
        !takeAttribute('i', &rest, &iterations_text)) {
      return failWithServerReason(challenge, "the server's challenge is no SCRAM");
    }
    if (nonce.size() <= nonce_.size() || !nonce.starts_with(nonce_) || !isNonce(nonce)) {
      return fail("the server's nonce does not continue ours");
    }
    const std::optional<std::string> salt = fromBase64(salt_text);
    if (!salt || salt->empty() || salt->size() > kLongestSalt) {
      return fail("the server's salt is malformed");
    }
    const int iterations = readIterations(iterations_text);
    if (iterations < kFewestIterations || iterations > kMostIterations) {
      return fail("the server's iteration count is not between " + std::to_string(kFewestIterations) + " and " +
                  std::to_string(kMostIterations));
    }
    const std::string final_message = "c=" + toBase64(kHeader) + ",r=" + std::string(nonce);
    const std::string auth_message = client_first_bare_ + "," + std::string(challenge) + "," + final_message;
    const std::optional<ScramProof> computed = scramProof(password_.text(), *salt, iterations, auth_message);
    if (!computed) {
      return fail("the proof could not be computed");
    }
    server_signature_ = computed->server;
    step_ = Step::kServerFinal;
    return final_message + ",p=" + toBase64(computed->client);
  }

  std::optional<std::string> checkServerFinal(std::string_view challenge) {
    std::string_view rest = challenge;
    std::string_view verifier;
    if (!takeAttribute('v', &rest, &verifier)) {
      return failWithServerReason(challenge, "the server does not prove that it knows the password");
    }
    const std::optional<std::string> bytes = fromBase64(verifier);
    if (!bytes || bytes->size() != server_signature_.size() ||
        ::CRYPTO_memcmp(bytes->data(), server_signature_.data(), bytes->size()) != 0) {
      return fail("the server does not know the password: its signature is wrong");
    }
    step_ = Step::kFinished;
    return std::string();
  }

  // Fails with the server's own reason, "e=invalid-proof", if the challenge has one.
  std::optional<std::string> failWithServerReason(std::string_view challenge, std::string_view otherwise) {
    std::string_view reason;
    if (!takeAttribute('e', &challenge, &reason)) {
      return fail(std::string(otherwise));
    }
    return fail("the server refuses: " + std::string(reason));
  }

  Secret password_;
  std::string nonce_;
  std::string client_first_bare_;  // client-first-message-bare
  std::string server_signature_;
  std::string error_;
  Step step_ = Step::kClientFirst;
};

}  // namespace

std::unique_ptr<SaslMechanism> saslScramSha256(std::string_view account, std::string_view password,
                                               std::string_view nonce) {
  return std::make_unique<Scram>(account, password, nonce);
}

}  // namespace net
