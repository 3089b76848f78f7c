// SPDX-License-Identifier: MIT
#include "session/sts.h"

#include "protocol/text/casemapping.h"
#include "protocol/text/words.h"
#include "session/limits.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace irc {

namespace {

constexpr char kKey[] = "sts";

template <typename Number>
std::optional<Number> numberOf(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string keyOf(std::string_view host) { return foldCase(host, Casemapping::kAscii); }

}  // namespace

StsValue parseSts(std::string_view value) {
  constexpr std::uint32_t kLongest = 10U * 365 * 24 * 3600;  // seconds
  StsValue sts;
  eachWord(value, ",", [&](std::string_view token) {
    const auto equals = std::min(token.find('='), token.size());
    const std::string_view text = token.substr(std::min(equals + 1, token.size()));
    if (token.substr(0, equals) == "port") {
      sts.port = numberOf<std::uint16_t>(text).value_or(0);
    } else if (token.substr(0, equals) == "duration") {
      if (const auto seconds = numberOf<std::uint64_t>(text)) {
        sts.duration = std::chrono::seconds(std::min<std::uint64_t>(*seconds, kLongest));
      }
    }
  });
  return sts;
}

StsPolicies::StsPolicies(const prism::Host& host, std::string old_file)
    : storage_(host), old_file_(std::move(old_file)) {
  read();
  if (std::ifstream lines(old_file_); lines) {
    readLines(lines);
  }
}

void StsPolicies::takeOldFileOver() {
  std::ifstream lines(old_file_);
  if (!lines) {
    return;
  }
  read();
  readLines(lines);
  if (write()) {
    std::error_code ignored;
    std::filesystem::remove(old_file_, ignored);
  }
}

ServerAddress StsPolicies::addressFor(const ServerAddress& server) const {
  const auto place = policies_.find(keyOf(server.endpoint.host));
  if (server.tls || place == policies_.end() ||
      (place->second.until != 0 && place->second.until <= std::time(nullptr))) {
    return server;
  }
  ServerAddress secure = server;
  secure.endpoint.port = place->second.port;
  secure.tls = true;
  return secure;
}

void StsPolicies::upgrade(const std::string& host, std::uint16_t port) { set(host, {port, 0}); }

void StsPolicies::keep(const std::string& host, std::uint16_t port, std::chrono::seconds duration) {
  if (duration.count() > 0) {
    set(host, {port, std::time(nullptr) + duration.count()});
    return;
  }
  read();
  if (policies_.erase(keyOf(host)) > 0) {
    write();
  }
}

void StsPolicies::set(const std::string& host, Policy policy) {
  read();
  if (policies_.size() >= kMostStsPolicies && policies_.find(keyOf(host)) == policies_.end()) {
    policies_.erase(std::min_element(policies_.begin(), policies_.end(),
                                     [](const auto& a, const auto& b) { return a.second.until < b.second.until; }));
  }
  Policy& known = policies_[keyOf(host)];
  const bool is_news = known.port != policy.port || std::abs(known.until - policy.until) > 60;
  known = policy;
  if (is_news) {
    write();
  }
}

// Other backends of the transport store policies, too: a policy that is no longer stored has ended.
void StsPolicies::read() {
  const auto stored = storage_.get(prism::kWholeTransport, kKey).value;
  if (!stored) {
    return;
  }
  std::erase_if(policies_, [](const auto& entry) { return entry.second.until != 0; });
  std::istringstream lines(*stored);
  readLines(lines);
}

// Each line has a host, a port, and the end of the policy.
void StsPolicies::readLines(std::istream& lines) {
  std::string host;
  Policy policy;
  while (policies_.size() < kMostStsPolicies && lines >> host >> policy.port >> policy.until) {
    policies_.try_emplace(host, policy);
  }
}

// If it fails, the host logs why. After a restart, the first connection to a server may be without TLS again.
bool StsPolicies::write() {
  std::string text;
  for (const auto& [host, policy] : policies_) {
    if (policy.until != 0) {
      text += host + " " + std::to_string(policy.port) + " " + std::to_string(policy.until) + "\n";
    }
  }
  return storage_.set(prism::kWholeTransport, kKey, text) == prism::Result::Ok;
}

}  // namespace irc
