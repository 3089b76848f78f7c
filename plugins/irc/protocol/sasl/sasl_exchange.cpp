// SPDX-License-Identifier: MIT
#include "protocol/sasl/sasl_exchange.h"

#include "net/base64.h"
#include "net/secret.h"
#include "protocol/text/words.h"

#include <algorithm>

namespace irc {
namespace {

constexpr std::size_t kChunk = 400;
constexpr std::size_t kLongestChallenge = 16384;

// Cuts base64 into chunks. After a chunk of full size another one follows: "+" if no text is left.
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
  const std::optional<std::string> challenge = net::fromBase64(challenge_);
  challenge_.clear();
  if (!challenge) {
    error_ = "the server's challenge is not in base64";
    return {"*"};
  }
  std::optional<std::string> answer = mechanism_->respond(*challenge);
  if (!answer) {
    return {"*"};
  }
  std::string encoded = net::toBase64(*answer);
  std::vector<std::string> parameters = chunks(encoded);
  net::wipe(&*answer);
  net::wipe(&encoded);
  return parameters;
}

}  // namespace irc
