// SPDX-License-Identifier: MIT
// The plugin's description of its users' settings (prism/settings.h). Checks the settings of a login against it.
#pragma once

#include "proto/secret_memory.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

class SettingsSchema {
 public:
  static constexpr std::size_t kMostSettings = 100;
  static constexpr std::size_t kMostChoices = 100;
  static constexpr std::size_t kLongestKey = 64;     // bytes
  static constexpr std::size_t kLongestText = 1024;  // bytes; of values too

  enum class Kind : std::uint8_t { kBoolean, kText, kInteger, kChoice };

  struct Setting {
    Kind kind = Kind::kText;
    std::string key;
    std::string title;
    std::string description;
    std::string initial;
    std::int64_t least = 0;  // of an integer
    std::int64_t most = 0;
    std::vector<std::string> choices;
  };

  // Returns why one of the settings is invalid; nullopt if none is.
  static std::optional<std::string> reject(const std::vector<Setting>& settings);

  // Sets all settings. reject() must have returned nullopt.
  void define(std::vector<Setting> settings) { settings_ = std::move(settings); }

  bool isEmpty() const { return settings_.empty(); }
  const std::vector<Setting>& settings() const { return settings_; }

  // Returns the index of a setting; nullopt if there is none with this key.
  std::optional<std::size_t> find(std::string_view key) const;

  // Appends a value in its usual form. Returns false, and appends nothing, if it is invalid.
  static bool appendValid(const Setting& setting, std::string_view value, SecretVector<SecretString>* values);

 private:
  std::vector<Setting> settings_;
};

}  // namespace prism::host
