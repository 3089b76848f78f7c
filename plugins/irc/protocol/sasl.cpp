#include "sasl.h"

#include "base64.h"
#include "secret.h"
#include "words.h"

#include <algorithm>

namespace irc {
namespace {

constexpr std::size_t kChunk = 400;
constexpr std::size_t kLongestChallenge = 16384;

// A mechanism that says one thing and is done.
class OneAnswer : public SaslMechanism {
 public:
  bool finished() const override { return said_; }
  std::string error() const override { return error_; }

  std::optional<std::string> respond(std::string_view) override {
    if (error_.empty() && said_) {
      error_ = "the server asks for more than the mechanism has";
    }
    if (!error_.empty()) {
      return std::nullopt;
    }
    said_ = true;
    return answer_.text();
  }

 protected:
  Secret answer_;
  std::string error_;

 private:
  bool said_ = false;
};

bool hasNul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

class Plain : public OneAnswer {
 public:
  Plain(std::string_view account, std::string_view password) {
    if (hasNul(account) || hasNul(password)) {
      error_ = "the account or its password has a character that cannot be sent";
      return;
    }
    std::string& answer = answer_.text();
    answer.reserve(account.size() + password.size() + 2);  // growing would leave copies behind
    answer.append(1, '\0').append(account).append(1, '\0').append(password);
  }

  std::string_view name() const override { return "PLAIN"; }
};

class External : public OneAnswer {
 public:
  explicit External(std::string_view account) { answer_.text() = account; }

  std::string_view name() const override { return "EXTERNAL"; }
};

// Cuts base64 into chunks. A chunk of full size says that more follows, "+" that nothing does.
std::vector<std::string> chunks(std::string_view text) {
  std::vector<std::string> out;
  while (text.size() >= kChunk) {
    out.emplace_back(text.substr(0, kChunk));
    text.remove_prefix(kChunk);
  }
  out.emplace_back(text.empty() ? "+" : text);
  return out;
}

}  // namespace

std::unique_ptr<SaslMechanism> saslPlain(std::string_view account, std::string_view password) {
  return std::make_unique<Plain>(account, password);
}

std::unique_ptr<SaslMechanism> saslExternal(std::string_view account) { return std::make_unique<External>(account); }

std::vector<std::string_view> usableMechanisms(const std::vector<std::string_view>& wanted, std::string_view offered) {
  const auto isOffered = [offered](std::string_view name) {
    bool found = offered.empty();
    eachWord(offered, ",", [&](std::string_view mechanism) { found = found || sameWord(mechanism, name); });
    return found;
  };
  std::vector<std::string_view> usable;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(usable), isOffered);
  return usable;
}

std::vector<std::string> SaslExchange::feed(std::string_view parameter) {
  if (!error_.empty()) {
    return {"*"};
  }
  if (parameter.size() > kChunk || challenge_.size() + parameter.size() > kLongestChallenge) {
    error_ = "the server's challenge is too long";
    return {"*"};
  }
  if (parameter != "+") {
    challenge_ += parameter;
    if (parameter.size() == kChunk) {
      return {};
    }
  }
  const std::optional<std::string> challenge = fromBase64(challenge_);
  challenge_.clear();
  if (!challenge) {
    error_ = "the server's challenge is not in base64";
    return {"*"};
  }
  std::optional<std::string> answer = mechanism_->respond(*challenge);
  if (!answer) {
    return {"*"};
  }
  std::string encoded = toBase64(*answer);
  std::vector<std::string> parameters = chunks(encoded);
  wipe(&*answer);
  wipe(&encoded);
  return parameters;
}

}  // namespace irc
