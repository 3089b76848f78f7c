// SPDX-License-Identifier: MIT
// The transport's .cfg file, which Spectrum 2 and its backends share, read by Spectrum's rules: "[section]",
// "key = value", a '#' anywhere starts a comment, a repeated key makes a list, unknown keys are allowed, and $jid in a
// value stands for service.jid. Keys are "section.key".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "host/base/result.h"
#include "proto/secret_memory.h"

namespace prism::host {

class Config {
 public:
  using Value = SecretString;  // there are passwords among them
  using Overrides = std::span<const std::pair<std::string, std::string>>;

  // Reads a file. What stands in `overrides` takes the place of all that the file says of the same key.
  static Result<Config> load(const std::string& path, Overrides overrides);

  // The same from a text; `name` is what errors call it.
  static Result<Config> parse(std::string_view text, std::string name, Overrides overrides);

  // The value of a key, the last one if it has several; nullptr if it has none. Valid as long as the Config.
  const Value* get(std::string_view key) const;

  // All values of a key in the order of the file; empty if there are none.
  std::span<const Value> list(std::string_view key) const;

  // A whole number within a range, or `fallback` if the key is not there.
  Result<std::uint32_t> number(std::string_view key, std::uint32_t fallback, std::uint32_t lowest,
                               std::uint32_t highest) const;

  // A boolean, or `fallback` if the key is not there.
  Result<bool> boolean(std::string_view key, bool fallback) const;

  // Calls visit(key within the section, value) for each, sorted by key.
  template <typename Visit>
  void visitSection(std::string_view section, Visit visit) const {
    const std::string prefix = std::string(section) + ".";
    for (auto it = values_.lower_bound(prefix); it != values_.end() && it->first.starts_with(prefix); ++it) {
      for (const Value& value : it->second) {
        visit(std::string_view(it->first).substr(prefix.size()), value);
      }
    }
  }

  // Calls visit(key) for each key, sorted.
  template <typename Visit>
  void visitKeys(Visit visit) const {
    for (const auto& [key, values] : values_) {
      visit(key);
    }
  }

  const std::string& name() const { return name_; }

 private:
  std::optional<Error> readLine(std::string_view line, int number, std::string* section);
  void replaceJid();

  std::string name_;
  std::map<std::string, SecretVector<Value>, std::less<>> values_;
};

// 0/1, true/false, yes/no, on/off, in any case.
std::optional<bool> parseBool(std::string_view text);

// A whole number in decimal digits and nothing else.
template <typename Number = std::uint32_t>
std::optional<Number> parseNumber(std::string_view text);

}  // namespace prism::host
