// SPDX-License-Identifier: MIT
#include "core/account_options.h"

#include "core/configuration.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <string_view>

namespace purple {
namespace {

const PurpleAccountOption* find(const PurplePluginProtocolInfo& protocol, const std::string& name) {
  for (GList* each = protocol.protocol_options; each; each = each->next) {
    const auto* option = static_cast<const PurpleAccountOption*>(each->data);
    const char* setting = purple_account_option_get_setting(option);
    if (setting && name == setting) {
      return option;
    }
  }
  return nullptr;
}

std::optional<bool> toBool(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return g_ascii_tolower(c); });
  if (text == "1" || text == "true" || text == "yes" || text == "on") {
    return true;
  }
  if (text == "0" || text == "false" || text == "no" || text == "off") {
    return false;
  }
  return std::nullopt;
}

std::optional<int> toInt(const std::string& text) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [parsed_to, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && parsed_to == end ? std::optional(number) : std::nullopt;
}

// The valid values of an option of the type list.
std::vector<std::string> valuesOf(const PurpleAccountOption* option) {
  std::vector<std::string> values;
  for (GList* each = purple_account_option_get_list(option); each; each = each->next) {
    const auto* value = static_cast<const PurpleKeyValuePair*>(each->data);
    if (value->value) {
      values.emplace_back(static_cast<const char*>(value->value));
    }
  }
  return values;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

// The Levenshtein distance.
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t exchanged = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({exchanged, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Returns `; is purple.NAME meant?` with the nearest option or key of the plugin, or an empty string if none is near.
std::string guessAt(const std::string& name, const std::vector<const PurplePluginProtocolInfo*>& protocols) {
  constexpr std::size_t kNear = 2;
  std::vector<std::string> names(ownKeys().begin(), ownKeys().end());
  for (const PurplePluginProtocolInfo* protocol : protocols) {
    for (GList* each = protocol->protocol_options; each; each = each->next) {
      const char* setting = purple_account_option_get_setting(static_cast<const PurpleAccountOption*>(each->data));
      names.emplace_back(setting ? setting : "");
    }
  }
  const auto nearest = std::min_element(
      names.begin(), names.end(),
      [&](const std::string& one, const std::string& other) { return distance(name, one) < distance(name, other); });
  return distance(name, *nearest) > kNear ? "" : "; is purple." + *nearest + " meant?";
}

// Returns why `value` is not valid for an option; empty if it is.
std::string problemOf(const PurpleAccountOption* option, const std::string& value) {
  switch (purple_account_option_get_type(option)) {
    case PURPLE_PREF_BOOLEAN:
      return toBool(value) ? "" : "must be 0 or 1";
    case PURPLE_PREF_INT:
      return toInt(value) ? "" : "must be a whole number";
    case PURPLE_PREF_STRING_LIST: {
      const std::vector<std::string> values = valuesOf(option);
      return std::find(values.begin(), values.end(), value) != values.end() ? "" : "must be one of " + join(values);
    }
    default:
      return "";
  }
}

// Asks only options of type string: libpurple rejects the question for others.
bool isMasked(const PurpleAccountOption* option) {
  return purple_account_option_get_type(option) == PURPLE_PREF_STRING &&
         purple_account_option_get_masked(option) != FALSE;
}

// Returns why no protocol accepts an option with this value; empty if one does.
std::string problemOf(const std::string& name, const std::string& value,
                      const std::vector<const PurplePluginProtocolInfo*>& protocols) {
  std::string problem;
  for (const PurplePluginProtocolInfo* protocol : protocols) {
    const PurpleAccountOption* option = find(*protocol, name);
    if (!option) {
      continue;
    }
    const std::string its_problem = problemOf(option, value);
    if (its_problem.empty()) {
      return {};
    }
    if (problem.empty()) {
      problem = its_problem + (isMasked(option) ? "" : ", but is \"" + value + "\"") + ", and is ignored";
    }
  }
  return !problem.empty() ? problem
                          : std::string("is no option of ") + (protocols.size() == 1 ? "this" : "any") +
                                " protocol, and is ignored" + guessAt(name, protocols);
}

}  // namespace

std::vector<std::string> problemsOf(const Options& options,
                                    const std::vector<const PurplePluginProtocolInfo*>& protocols) {
  std::vector<std::string> problems;
  for (const auto& [name, value] : options) {
    if (const std::string problem = problemOf(name, value, protocols); !problem.empty()) {
      problems.push_back("purple." + name + " " + problem);
    }
  }
  return problems;
}

std::vector<std::string> secretsIn(const Options& options, const PurplePluginProtocolInfo& protocol) {
  std::vector<std::string> secrets;
  for (const auto& [name, value] : options) {
    const PurpleAccountOption* option = find(protocol, name);
    if (option && isMasked(option)) {
      secrets.push_back(value);
    }
  }
  return secrets;
}

void setOptions(PurpleAccount* account, const Options& options, const PurplePluginProtocolInfo& protocol) {
  for (const auto& [name, value] : options) {
    const PurpleAccountOption* option = find(protocol, name);
    if (!option || !problemOf(option, value).empty()) {
      continue;
    }
    switch (purple_account_option_get_type(option)) {
      case PURPLE_PREF_BOOLEAN:
        purple_account_set_bool(account, name.c_str(), *toBool(value) ? TRUE : FALSE);
        break;
      case PURPLE_PREF_INT:
        purple_account_set_int(account, name.c_str(), *toInt(value));
        break;
      default:
        purple_account_set_string(account, name.c_str(), value.c_str());
    }
  }
}

}  // namespace purple
