// SPDX-License-Identifier: MIT
#include "host/session/settings_schema.h"

#include "host/base/quote.h"
#include "host/base/xml_text.h"
#include "host/config/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace prism::host {
namespace {

using Kind = SettingsSchema::Kind;
using Setting = SettingsSchema::Setting;

bool isKey(std::string_view key) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  return !key.empty() && key.size() <= SettingsSchema::kLongestKey &&
         key.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool isText(std::string_view text) { return text.size() <= SettingsSchema::kLongestText && isXmlText(text); }

std::optional<std::string> rejectSetting(const Setting& setting) {
  if (!isKey(setting.key)) {
    return fmt::format("key is {}, which is no key of a setting", inQuotes(setting.key));
  }
  const auto refuse = [&](std::string_view why) { return fmt::format("setting {}: {}", setting.key, why); };
  if (setting.title.empty() || !isText(setting.title) || !isText(setting.description)) {
    return refuse("title or description is no text of at most 1024 bytes, or there is no title");
  }
  if (setting.kind == Kind::kInteger && setting.least > setting.most) {
    return refuse(fmt::format("least is {}, but most is {}", setting.least, setting.most));
  }
  if ((setting.kind == Kind::kChoice) == setting.choices.empty()) {
    return refuse(setting.choices.empty() ? "there are no choices" : "only a choice has choices");
  }
  const std::set<std::string_view> distinct(setting.choices.begin(), setting.choices.end());
  if (distinct.size() != setting.choices.size() || distinct.count("") > 0 ||
      !std::all_of(distinct.begin(), distinct.end(), isText)) {
    return refuse("two choices are the same, or one is empty or no text of at most 1024 bytes");
  }
  SecretVector<SecretString> value;
  if (!SettingsSchema::appendValid(setting, setting.initial, &value)) {
    return refuse(fmt::format("initial is {}, which is no value of this setting", inQuotes(setting.initial)));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> SettingsSchema::reject(const std::vector<Setting>& settings) {
  std::set<std::string_view> keys;
  for (const Setting& setting : settings) {
    if (auto reason = rejectSetting(setting)) {
      return reason;
    }
    if (!keys.insert(setting.key).second) {
      return fmt::format("two settings have the key {}", setting.key);
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> SettingsSchema::find(std::string_view key) const {
  const auto found =
      std::find_if(settings_.begin(), settings_.end(), [key](const Setting& setting) { return setting.key == key; });
  return found == settings_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - settings_.begin()));
}

bool SettingsSchema::appendValid(const Setting& setting, std::string_view value, SecretVector<SecretString>* values) {
  switch (setting.kind) {
    case Kind::kBoolean:
      if (const std::optional<bool> on = parseBool(value)) {
        values->emplace_back(*on ? "1" : "0");
        return true;
      }
      return false;
    case Kind::kInteger:
      if (const auto number = parseNumber<std::int64_t>(value);
          number && *number >= setting.least && *number <= setting.most) {
        values->emplace_back(value);
        return true;
      }
      return false;
    case Kind::kChoice:
      if (std::find(setting.choices.begin(), setting.choices.end(), value) == setting.choices.end()) {
        return false;
      }
      break;
    case Kind::kText:
      if (!isText(value) || value.find('\n') != std::string_view::npos) {
        return false;
      }
      break;
  }
  values->emplace_back(value);
  return true;
}

}  // namespace prism::host
