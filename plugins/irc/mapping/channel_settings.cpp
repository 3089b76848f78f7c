// SPDX-License-Identifier: MIT
#include "mapping/channel_settings.h"

#include "protocol/message.h"

#include <algorithm>
#include <cstdint>

namespace irc {

namespace {

using prism::ValueKind;

struct Setting {
  std::string_view name;  // of XEP-0045 section 15.5.3
  std::string_view label;
  ValueKind kind;
  char mode;
  bool inverted;  // the setting is on while the mode is not
};

constexpr Setting kSettings[] = {
    {"membersonly", "Only who is invited may enter", ValueKind::Boolean, 'i', false},
    {"moderatedroom", "Only operators and who has a voice may write", ValueKind::Boolean, 'm', false},
    {"changesubject", "Everybody may set the topic", ValueKind::Boolean, 't', true},
    {"publicroom", "The list of channels has this one", ValueKind::Boolean, 's', true},
    {"roomsecret", "The key for entering", ValueKind::Secret, 'k', false},
    {"maxusers", "The most people in the channel", ValueKind::Integer, 'l', false},
};

constexpr std::int64_t kMostUsers = 1'000'000;

}  // namespace

std::vector<prism::RoomsSetting> settingsOf(const ChannelModes& modes) {
  std::vector<prism::RoomsSetting> settings;
  for (const Setting& setting : kSettings) {
    const auto place =
        std::find_if(modes.begin(), modes.end(), [&](const auto& mode) { return mode.first == setting.mode; });
    prism::RoomsSetting& one = settings.emplace_back();
    one.name = setting.name;
    one.field.kind = setting.kind;
    one.field.label = setting.label;
    one.field.required = setting.kind == ValueKind::Boolean;
    if (setting.kind == ValueKind::Boolean) {
      one.field.initial = (place != modes.end()) != setting.inverted ? "1" : "0";
    } else if (place != modes.end()) {
      one.field.initial = place->second;
    }
    if (setting.kind == ValueKind::Integer) {
      one.field.least = 1;
      one.field.most = kMostUsers;
    }
  }
  return settings;
}

ModeLine modesFor(const std::vector<std::pair<std::string_view, std::string_view>>& values, std::string_view key) {
  ModeLine line;
  for (const auto& [name, value] : values) {
    const auto* const setting = std::find_if(std::begin(kSettings), std::end(kSettings),
                                             [name = name](const Setting& each) { return each.name == name; });
    if (setting == std::end(kSettings)) {
      return {};
    }
    const bool is_flag = setting->kind == ValueKind::Boolean;
    const bool on = is_flag ? (value == "1") != setting->inverted : !value.empty();
    std::string_view argument = on && !is_flag ? value : std::string_view();
    if (!on && setting->mode == 'k') {
      argument = isWord(key) ? key : std::string_view("*");
    }
    if (!argument.empty() && (!isWord(argument) || argument.find(',') != std::string_view::npos)) {
      return {};
    }
    line.modes.append(on ? "+" : "-").append(1, setting->mode);
    line.arguments.append(argument.empty() || line.arguments.empty() ? "" : " ").append(argument);
  }
  return line;
}

}  // namespace irc
