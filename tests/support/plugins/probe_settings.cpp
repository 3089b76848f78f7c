// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_settings.h"

#include <vector>

namespace prism::tests {
namespace {

prism_setting settingOf(std::uint32_t kind, prism_str key, prism_str initial) {
  prism_setting setting{};
  setting.struct_size = sizeof setting;
  setting.kind = kind;
  setting.key = key;
  setting.title = PRISM_STR("A setting");
  setting.initial = initial;
  return setting;
}

}  // namespace

const prism_settings* ProbeSettings::service() {
  if (!service_) {
    service_ = static_cast<const prism_settings*>(host_->get_service(host_, PRISM_SETTINGS));
  }
  return service_;
}

prism_result ProbeSettings::define(const std::string& how) {
  static const prism_choice red{sizeof red, 0, PRISM_STR("red"), {}};
  static const prism_choice green{sizeof green, 0, PRISM_STR("green"), PRISM_STR("Green")};
  static const prism_choice* const colours[] = {&red, &green};
  prism_setting settings[] = {
      settingOf(PRISM_VALUE_BOOLEAN, PRISM_STR("images"), PRISM_STR("1")),
      settingOf(PRISM_VALUE_INTEGER, PRISM_STR("port"), PRISM_STR("5222")),
      settingOf(PRISM_VALUE_CHOICE, PRISM_STR("colour"), PRISM_STR("green")),
      settingOf(PRISM_VALUE_TEXT, PRISM_STR("greeting"), {}),
  };
  settings[1].least = 1;
  settings[1].most = 65535;
  settings[2].choices = colours;
  settings[2].choices_count = 2;
  std::vector<const prism_setting*> pointers;
  for (const prism_setting& setting : settings) {
    pointers.push_back(&setting);
  }
  prism_setting_set set{sizeof set, 0, pointers.data(), pointers.size()};
  if (how == "size") {
    settings[0].struct_size = 8;
  } else if (how == "kind") {
    settings[0].kind = PRISM_VALUE_NOTE;
  } else if (how == "null") {
    pointers[2] = nullptr;
  } else if (how == "choices") {
    settings[2].choices = nullptr;
  } else if (how == "initial") {
    settings[1].initial = PRISM_STR("70000");
  } else if (how == "count") {
    set.settings_count = 0;
  } else if (how == "nothing") {
    set.settings = nullptr;
  }
  return service()->define(host_, &set);
}

std::string ProbeSettings::get(const std::string& user, const std::string& key) {
  prism_str value{};
  const prism_result result = service()->get(host_, borrowed(user), borrowed(key), &value);
  return std::to_string(result) + " [" + text(value) + "]";
}

}  // namespace prism::tests
