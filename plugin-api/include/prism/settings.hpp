// SPDX-License-Identifier: MIT
// The settings of a user in C++: the host's service "prism.settings.draft/1". prism/settings.h documents it.
//
//   prism::Settings settings(host);
//   settings.define({{"images", prism::ValueKind::Boolean, "Show images", "", "1"}});
//
// Everything is [main].
#ifndef PRISM_SETTINGS_HPP
#define PRISM_SETTINGS_HPP

#include <prism/host.hpp>
#include <prism/settings.h>
#include <prism/types.hpp>
#include <prism/values.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace prism {

struct Setting {
  std::string_view key = {};
  ValueKind kind = ValueKind::Text;
  std::string_view title = {};
  std::string_view description = {};
  std::string_view initial = {};
  std::int64_t least = 0;  // of an Integer, with `most`; both 0: any
  std::int64_t most = 0;
  std::vector<Choice> choices = {};
};

// The service. Cheap to copy; valid until the process ends.
class Settings {
 public:
  explicit Settings(const Host& host)
      : host_(host.table()), service_(static_cast<const prism_settings*>(host.service(PRISM_SETTINGS))) {}

  // Returns true if this host has the service. Without it, all functions are Unsupported or return nothing.
  explicit operator bool() const { return service_ != nullptr; }

  // Describes all settings: once, in the constructor of the plugin or in start().
  Result define(const std::vector<Setting>& settings) const {
    if (!service_) {
      return Result::Unsupported;
    }
    std::vector<detail::Choices> choices;
    std::vector<prism_setting> list;
    std::vector<const prism_setting*> pointers;
    choices.reserve(settings.size());
    list.reserve(settings.size());
    pointers.reserve(settings.size());
    for (const Setting& setting : settings) {
      const auto& its_choices = choices.emplace_back(setting.choices);
      auto& one = list.emplace_back(detail::sized<prism_setting>());
      one.kind = static_cast<std::uint32_t>(setting.kind);
      one.key = detail::toC(setting.key);
      one.title = detail::toC(setting.title);
      one.description = detail::toC(setting.description);
      one.initial = detail::toC(setting.initial);
      one.least = setting.least;
      one.most = setting.most;
      one.choices = its_choices.data();
      one.choices_count = its_choices.size();
      pointers.push_back(&one);
    }
    auto set = detail::sized<prism_setting_set>();
    set.settings = pointers.data();
    set.settings_count = pointers.size();
    return Result(service_->define(host_, &set));
  }

  // Returns the value of a setting in the user's session; nothing if there is no such session or setting. It is valid
  // until the session ends, or until the next login of the user.
  std::optional<std::string_view> get(std::string_view user, std::string_view key) const {
    prism_str value{};
    if (!service_ || service_->get(host_, detail::toC(user), detail::toC(key), &value) != PRISM_OK) {
      return std::nullopt;
    }
    return detail::fromC(value);
  }

 private:
  const prism_host* host_;
  const prism_settings* service_;
};

}  // namespace prism

#endif
