// SPDX-License-Identifier: MIT
#include "net/sasl.h"

#include "net/secret.h"

namespace net {
namespace {

// A mechanism that consists of a single message of the client.
class SingleMessage : public SaslMechanism {
 public:
  bool finished() const override { return sent_; }
  std::string error() const override { return error_; }

  std::optional<std::string> respond(std::string_view) override {
    if (error_.empty() && sent_) {
      error_ = "the server asks for more than the mechanism has";
    }
    if (!error_.empty()) {
      return std::nullopt;
    }
    sent_ = true;
    return answer_.text();
  }

 protected:
  Secret answer_;
  std::string error_;

 private:
  bool sent_ = false;
};

bool hasNul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

class Plain : public SingleMessage {
 public:
  Plain(std::string_view account, std::string_view password) {
    if (hasNul(account) || hasNul(password)) {
      error_ = "the account or its password has a character that cannot be sent";
      return;
    }
    std::string& answer = answer_.text();
    answer.reserve(account.size() + password.size() + 2);  // a reallocation would leave copies in memory
    answer.append(1, '\0').append(account).append(1, '\0').append(password);
  }

  std::string_view name() const override { return "PLAIN"; }
};

class External : public SingleMessage {
 public:
  explicit External(std::string_view account) { answer_.text() = account; }

  std::string_view name() const override { return "EXTERNAL"; }
};

}  // namespace

std::unique_ptr<SaslMechanism> saslPlain(std::string_view account, std::string_view password) {
  return std::make_unique<Plain>(account, password);
}

std::unique_ptr<SaslMechanism> saslExternal(std::string_view account) { return std::make_unique<External>(account); }

}  // namespace net
