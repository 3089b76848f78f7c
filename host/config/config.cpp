// SPDX-License-Identifier: MIT
#include "host/config/config.h"

#include "host/base/quote.h"
#include "host/base/regular_file.h"
#include <prism/text.hpp>

#include <Poco/String.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <set>

namespace prism::host {
namespace {

// An unreadable configuration always gives EACCES, which Spectrum shows as the exit code.
Error unreadable(const std::string& path, std::string_view reason) {
  return {EACCES, fmt::format("cannot read the configuration file {}: {}", path, reason)};
}

}  // namespace

Result<Config> Config::load(const std::string& path, Overrides overrides) {
  constexpr std::size_t kChunk = 4096;
  const Result<RegularFile> file = openRegularFile(path);
  if (!file) {
    return unreadable(path, file.error().sentence);
  }
  SecretVector<char> text;
  for (;;) {
    const std::size_t end = text.size();
    text.resize(end + kChunk);
    const ssize_t size = ::read(file->fd.get(), text.data() + end, kChunk);
    if (size < 0 && errno != EINTR) {
      return unreadable(path, std::strerror(errno));
    }
    text.resize(end + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    if (size == 0) {
      return parse({text.data(), text.size()}, path, overrides);
    }
  }
}

Result<Config> Config::parse(std::string_view text, std::string name, Overrides overrides) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  Config config;
  config.name_ = std::move(name);
  std::string section;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (auto error = config.readLine(line, number, &section)) {
      return *std::move(error);
    }
  }
  std::set<std::string_view> overridden;
  for (const auto& [key, value] : overrides) {
    SecretVector<Value>& values = config.values_[key];
    if (overridden.insert(key).second) {
      values.clear();
    }
    values.emplace_back(value);
  }
  config.replaceJid();
  return config;
}

std::optional<Error> Config::readLine(std::string_view line, int number, std::string* section) {
  line = trim(line.substr(0, line.find('#')));
  if (line.empty()) {
    return std::nullopt;
  }
  if (line.front() == '[' && line.back() == ']') {
    *section = trim(line.substr(1, line.size() - 2));
    return std::nullopt;
  }
  const std::size_t equals = line.find('=');
  const std::string_view key = trim(line.substr(0, equals));
  if (equals == std::string_view::npos || key.empty()) {
    // The line itself is not shown: it may be a password whose key is missing.
    return Error{EINVAL, fmt::format("{}:{}: this line is neither '[section]' nor 'key = value'", name_, number)};
  }
  values_[section->empty() ? std::string(key) : fmt::format("{}.{}", *section, key)].emplace_back(
      trim(line.substr(equals + 1)));
  return std::nullopt;
}

void Config::replaceJid() {
  constexpr std::string_view kVariable = "$jid";
  const Value* found = get("service.jid");
  if (!found) {
    return;
  }
  const std::string jid(*found);
  for (auto& [key, values] : values_) {
    for (Value& value : values) {
      for (std::size_t at = 0; (at = value.find(kVariable, at)) != Value::npos; at += jid.size()) {
        value.replace(at, kVariable.size(), jid);
      }
    }
  }
}

const Config::Value* Config::get(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second.back();
}

std::span<const Config::Value> Config::list(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? std::span<const Value>() : found->second;
}

Result<std::uint32_t> Config::number(std::string_view key, std::uint32_t fallback, std::uint32_t lowest,
                                     std::uint32_t highest) const {
  const Value* text = get(key);
  if (!text) {
    return fallback;
  }
  const auto value = parseNumber(*text);
  if (!value || *value < lowest || *value > highest) {
    return Error{EINVAL, fmt::format("{}: {} must be a whole number from {} to {}, but is {}", name_, key, lowest,
                                     highest, inQuotes(*text))};
  }
  return *value;
}

Result<bool> Config::boolean(std::string_view key, bool fallback) const {
  const Value* text = get(key);
  if (!text) {
    return fallback;
  }
  const std::optional<bool> value = parseBool(*text);
  if (!value) {
    return Error{EINVAL, fmt::format("{}: {} must be 1 or 0 (true, false, yes, no, on, off), but is {}", name_, key,
                                     inQuotes(*text))};
  }
  return *value;
}

std::optional<bool> parseBool(std::string_view text) {
  const std::string lower = Poco::toLower(std::string(text));
  for (const char* yes : {"1", "true", "yes", "on"}) {
    if (lower == yes) {
      return true;
    }
  }
  for (const char* no : {"0", "false", "no", "off"}) {
    if (lower == no) {
      return false;
    }
  }
  return std::nullopt;
}

template <typename Number>
std::optional<Number> parseNumber(std::string_view text) {
  Number value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) {
    return std::nullopt;
  }
  return value;
}

template std::optional<std::uint32_t> parseNumber(std::string_view text);
template std::optional<std::int64_t> parseNumber(std::string_view text);

}  // namespace prism::host
