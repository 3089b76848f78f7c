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

using Setting = SettingsSchema::Setting;

bool isKey(std::string_view key) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  return !key.empty() && key.size() <= SettingsSchema::kLongestKey &&
         key.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool isText(std::string_view text) { return text.size() <= SettingsSchema::kLongestText && isXmlText(text); }

// Returns why the kind of a setting, its range or its choices are invalid; empty if they are not.
std::string rejectKind(const Setting& setting) {
  if (setting.kind == 0 || setting.kind > PRISM_VALUE_CHOICE) {
    return fmt::format("kind {} is none of a setting", valueKindName(setting.kind));
  }
  if (setting.kind != PRISM_VALUE_INTEGER && setting.range.isBounded()) {
    return "least and most are set, but it is no integer";
  }
  if (setting.range.least > setting.range.most) {
    return fmt::format("least is {}, but most is {}", setting.range.least, setting.range.most);
  }
  if ((setting.kind == PRISM_VALUE_CHOICE) == setting.choices.empty()) {
    return setting.choices.empty() ? "there are no choices" : "only a choice has choices";
  }
  std::set<std::string_view> values;
  for (const ValueChoice& choice : setting.choices) {
    if (choice.value.empty() || !isText(choice.value) || !isText(choice.label) ||
        choice.value.find_first_of("\r\n") != std::string::npos || !values.insert(choice.value).second) {
      return "two choices are the same, or one is empty or no text of at most 1024 bytes";
    }
  }
  return "";
}

std::optional<std::string> rejectSetting(const Setting& setting) {
  if (!isKey(setting.key)) {
    return fmt::format("key is {}, which is no key of a setting", inQuotes(setting.key));
  }
  const auto refuse = [&](std::string_view why) { return fmt::format("setting {}: {}", setting.key, why); };
  if (setting.title.empty() || !isText(setting.title) || !isText(setting.description)) {
    return refuse("title or description is no text of at most 1024 bytes, or there is no title");
  }
  if (const std::string why = rejectKind(setting); !why.empty()) {
    return refuse(why);
  }
  // A login may have "yes" for a boolean, but `initial` has the usual form.
  SecretVector<SecretString> value;
  if (!SettingsSchema::appendValid(setting, setting.initial, &value) || std::string_view(value[0]) != setting.initial) {
    return refuse(rejectInitial(setting.kind, setting.range));
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
    case PRISM_VALUE_BOOLEAN:
      if (const std::optional<bool> on = parseBool(value)) {
        values->emplace_back(*on ? "1" : "0");
        return true;
      }
      return false;
    case PRISM_VALUE_INTEGER:
      if (const auto number = setting.range.read(value)) {
        values->emplace_back(std::to_string(*number));
        return true;
      }
      return false;
    case PRISM_VALUE_CHOICE:
      if (std::none_of(setting.choices.begin(), setting.choices.end(),
                       [value](const ValueChoice& choice) { return choice.value == value; })) {
        return false;
      }
      break;
    default:
      if (!isText(value) ||
          (setting.kind != PRISM_VALUE_LONG_TEXT && value.find_first_of("\r\n") != std::string_view::npos)) {
        return false;
      }
  }
  values->emplace_back(value);
  return true;
}

}  // namespace prism::host
