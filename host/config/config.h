// SPDX-License-Identifier: MIT
// The transport's .cfg file, which Spectrum 2 and its backends share. Spectrum's rules apply: a line is "[section]" or
// "key = value", a '#' anywhere starts a comment, a repeated key makes a list, unknown keys are allowed, and $jid in a
// value stands for service.jid. Keys have the form "section.key".
#pragma once

#include "host/base/result.h"
#include "proto/secret_memory.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace prism::host {

class Config {
 public:
  using Value = SecretString;  // some values are passwords
  using Overrides = std::span<const std::pair<std::string, std::string>>;

  // Reads a file. `overrides` replace all values that the file has for the same key.
  static Result<Config> load(const std::string& path, Overrides overrides);

  // Parses a text. Errors call it `name`.
  static Result<Config> parse(std::string_view text, std::string name, Overrides overrides);

  // Returns the value of a key, the last one if the key is repeated; nullptr if there is none. Valid as long as the
  // Config.
  const Value* get(std::string_view key) const;

  // The same as a text; empty if there is none.
  std::string_view text(std::string_view key) const {
    const Value* const value = get(key);
    return value ? std::string_view(*value) : std::string_view();
  }

  // Returns all values of a key in the order of the file; an empty span if there are none.
  std::span<const Value> list(std::string_view key) const;

  // Returns a whole number within a range, or `fallback` if the key is missing.
  Result<std::uint32_t> number(std::string_view key, std::uint32_t fallback, std::uint32_t lowest,
                               std::uint32_t highest) const;

  // Returns a boolean, or `fallback` if the key is missing.
  Result<bool> boolean(std::string_view key, bool fallback) const;

  // Calls visit(key without the section, value) for each value of the section, sorted by key.
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

// Accepts 0/1, true/false, yes/no and on/off, in any case. Returns nullopt for anything else.
std::optional<bool> parseBool(std::string_view text);

// Parses a whole decimal number. Returns nullopt if there is any other text, or if the number does not fit.
template <typename Number = std::uint32_t>
std::optional<Number> parseNumber(std::string_view text);

}  // namespace prism::host
