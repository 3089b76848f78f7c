// SPDX-License-Identifier: MIT
// The table of the service "prism.settings.draft/1".
#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/guard/whole_struct.h"
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include "host/session/settings_schema.h"
#include <prism/settings.h>

#include <fmt/format.h>

namespace prism::host {
namespace {

// Returns why a setting cannot be read; empty if it can.
std::string rejectSetting(const prism_setting* setting) {
  if (const std::string why = rejectStruct(setting); !why.empty()) {
    return why;
  }
  if (setting->choices_count > kMostChoices) {
    return fmt::format("choices_count is {}, at most {} are allowed", setting->choices_count, kMostChoices);
  }
  if (setting->choices_count > 0 && !setting->choices) {
    return "choices is NULL, but has a count";
  }
  for (std::uint64_t i = 0; i < setting->choices_count; ++i) {
    if (const std::string why = rejectStruct(setting->choices[i]); !why.empty()) {
      return why;
    }
  }
  return "";
}

// Copies no more than the checks of SettingsSchema need to find that the string is too long.
std::string copy(prism_str text) { return std::string(view(text).substr(0, SettingsSchema::kLongestText + 1)); }

SettingsSchema::Setting copy(const prism_setting& setting) {
  SettingsSchema::Setting own{setting.kind,
                              copy(setting.key),
                              copy(setting.title),
                              copy(setting.description),
                              copy(setting.initial),
                              {setting.least, setting.most},
                              {}};
  for (std::uint64_t i = 0; i < setting.choices_count; ++i) {
    own.choices.push_back({copy(setting.choices[i]->value), copy(setting.choices[i]->label)});
  }
  return own;
}

prism_result define(const prism_host* host, const prism_setting_set* set) noexcept {
  return HostCall::onMain<prism_result>(host, "settings.define", PRISM_ERR_THREAD, [&](HostServices& self) {
    const auto refuse = [&](prism_result result, std::string_view why) {
      return HostCall::refuse(self, "settings.define", result, why);
    };
    SettingsSchema& schema = self.parts().settings;
    if (HostCall::isSetUp(self) || !schema.isEmpty()) {
      return refuse(PRISM_ERR_STATE, schema.isEmpty() ? "the plugin has started already" : "it was called already");
    }
    if (const std::string why = rejectStruct(set); !why.empty()) {
      return refuse(PRISM_ERR_ARGUMENT, why);
    }
    const std::uint64_t count = set->settings_count;
    if (!set->settings || count == 0 || count > SettingsSchema::kMostSettings) {
      return refuse(PRISM_ERR_ARGUMENT, set->settings ? fmt::format("settings_count is {}, 1 to {} are allowed", count,
                                                                    SettingsSchema::kMostSettings)
                                                      : "settings is NULL");
    }
    std::vector<SettingsSchema::Setting> own;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (const std::string why = rejectSetting(set->settings[i]); !why.empty()) {
        return refuse(PRISM_ERR_ARGUMENT, why);
      }
      own.push_back(copy(*set->settings[i]));
    }
    if (const auto why = SettingsSchema::reject(own)) {
      return refuse(PRISM_ERR_ARGUMENT, *why);
    }
    schema.define(std::move(own));
    return prism_result{PRISM_OK};
  });
}

prism_result get(const prism_host* host, prism_str user, prism_str key, prism_str* value) noexcept {
  return HostCall::onMain<prism_result>(host, "settings.get", PRISM_ERR_THREAD, [&](HostServices& self) {
    const auto refuse = [&](prism_result result, std::string_view why) {
      return HostCall::refuse(self, "settings.get", result, why);
    };
    if (!value) {
      return refuse(PRISM_ERR_ARGUMENT, "value is NULL");
    }
    Session* session = self.parts().sessions.find(view(user));
    if (!session) {
      return refuse(PRISM_ERR_NO_USER, fmt::format("user {} is not logged in", inQuotes(view(user))));
    }
    const auto index = self.parts().settings.find(view(key));
    const SecretString* found = index ? session->setting(*index) : nullptr;
    if (!found) {
      return refuse(PRISM_ERR_ARGUMENT, fmt::format("there is no setting {}", inQuotes(view(key))));
    }
    *value = borrowed(*found);
    return prism_result{PRISM_OK};
  });
}

}  // namespace

const void* settingsTable(HostServices&) {
  static constexpr prism_settings kTable{sizeof(prism_settings), 0, &define, &get};
  return &kTable;
}

}  // namespace prism::host
