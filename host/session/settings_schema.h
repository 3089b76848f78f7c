// SPDX-License-Identifier: MIT
// The plugin's description of its users' settings (prism/settings.h). Checks the settings of a login against it.
#pragma once

#include "host/base/value_choice.h"
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
  static constexpr std::size_t kLongestKey = 64;     // bytes
  static constexpr std::size_t kLongestText = 1024;  // bytes; of values too

  struct Setting {
    std::uint32_t kind = PRISM_VALUE_TEXT;  // PRISM_VALUE_...
    std::string key;
    std::string title;
    std::string description;
    std::string initial;
    ValueRange range;  // of an integer
    std::vector<ValueChoice> choices;
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
