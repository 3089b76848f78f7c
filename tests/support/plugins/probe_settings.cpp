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
  static const prism_str colours[] = {PRISM_STR("red"), PRISM_STR("green")};
  prism_setting settings[] = {
      settingOf(PRISM_SETTING_BOOLEAN, PRISM_STR("images"), PRISM_STR("1")),
      settingOf(PRISM_SETTING_INTEGER, PRISM_STR("port"), PRISM_STR("5222")),
      settingOf(PRISM_SETTING_CHOICE, PRISM_STR("colour"), PRISM_STR("green")),
      settingOf(PRISM_SETTING_TEXT, PRISM_STR("greeting"), {}),
  };
  settings[1].least = 1;
  settings[1].most = 65535;
  settings[2].choices = colours;
  settings[2].choices_count = 2;
  std::vector<const prism_setting*> pointers;
  for (const prism_setting& setting : settings) {
    pointers.push_back(&setting);
  }
  if (how == "size") {
    settings[0].struct_size = 8;
  } else if (how == "kind") {
    settings[0].kind = 9;
  } else if (how == "null") {
    pointers[2] = nullptr;
  } else if (how == "choices") {
    settings[2].choices = nullptr;
  } else if (how == "initial") {
    settings[1].initial = PRISM_STR("70000");
  } else if (how == "count") {
    return service()->define(host_, pointers.data(), 0);
  } else if (how == "nothing") {
    return service()->define(host_, nullptr, 4);
  }
  return service()->define(host_, pointers.data(), pointers.size());
}

std::string ProbeSettings::get(const std::string& user, const std::string& key) {
  prism_str value{};
  const prism_result result = service()->get(host_, borrowed(user), borrowed(key), &value);
  return std::to_string(result) + " [" + text(value) + "]";
}

}  // namespace prism::tests
