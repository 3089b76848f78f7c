// SPDX-License-Identifier: MIT
#include "tests/support/fake_services.h"

#include "tests/support/fake_chat.h"
#include "tests/support/fake_history.h"
#include "tests/support/fake_host.h"
#include <prism/admin.h>
#include <prism/avatar.h>
#include <prism/metrics.h>
#include <prism/room_admin.h>
#include <prism/settings.h>

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>

namespace prism::tests {
namespace {

std::string text(prism_str str) { return str.size == 0 ? std::string() : std::string(str.data, str.size); }

// ------------------------------------------------------------------------------------------------- metrics

std::string decimal(double number) {
  std::ostringstream text;
  text << number;
  return text.str();
}

prism_result defineMetric(const prism_host* host, const prism_metric* metric, prism_metrics_id* series) {
  EXPECT_EQ(metric->struct_size, sizeof *metric);
  std::string line =
      "metrics.define " + text(metric->name) + " kind=" + std::to_string(metric->kind) + " help=" + text(metric->help);
  for (std::uint64_t i = 0; i < metric->labels_count; ++i) {
    line += " " + text(metric->labels[i].name) + "=" + text(metric->labels[i].value);
  }
  FakeHost& fake = FakeHost::of(host);
  const prism_result result = fake.note(line);
  if (result == PRISM_OK) {
    *series = fake.nextId();
  }
  return result;
}

prism_result addToMetric(const prism_host* host, prism_metrics_id series, double amount) {
  return FakeHost::of(host).note("metrics.add " + std::to_string(series) + " " + decimal(amount));
}

prism_result setMetric(const prism_host* host, prism_metrics_id series, double value) {
  return FakeHost::of(host).note("metrics.set " + std::to_string(series) + " " + decimal(value));
}

constexpr prism_metrics kMetrics{sizeof(prism_metrics), 0, &defineMetric, &addToMetric, &setMetric};

// -------------------------------------------------------------------------------------------------- admin

prism_result sendCommand(const prism_host* host, prism_str command, prism_admin_fn ended, void* data,
                         prism_admin_id* id) {
  FakeHost& fake = FakeHost::of(host);
  const prism_result result = fake.note("admin.send " + text(command));
  if (result == PRISM_OK) {
    *id = fake.nextId();
    fake.keepCommand(*id, ended, data);
  }
  return result;
}

prism_result cancelCommand(const prism_host* host, prism_admin_id id) {
  FakeHost::of(host).note("admin.cancel " + std::to_string(id));
  return FakeHost::of(host).forgetCommand(id);
}

constexpr prism_admin kAdmin{sizeof(prism_admin), 0, &sendCommand, &cancelCommand};

// ------------------------------------------------------------------------------------------------ settings

prism_result defineSettings(const prism_host* host, const prism_setting_set* set) {
  EXPECT_EQ(set->struct_size, sizeof *set);
  prism_result result = PRISM_OK;
  for (std::uint64_t i = 0; i < set->settings_count; ++i) {
    const prism_setting& setting = *set->settings[i];
    EXPECT_EQ(setting.struct_size, sizeof setting);
    std::string line = "settings.define " + text(setting.key) + " kind=" + std::to_string(setting.kind) +
                       " title=" + text(setting.title);
    line += setting.description.size > 0 ? " description=" + text(setting.description) : "";
    line += setting.initial.size > 0 ? " initial=" + text(setting.initial) : "";
    line += setting.least != 0 ? " least=" + std::to_string(setting.least) : "";
    line += setting.most != 0 ? " most=" + std::to_string(setting.most) : "";
    for (std::uint64_t k = 0; k < setting.choices_count; ++k) {
      line += " choice=" + text(setting.choices[k]->value) + ":" + text(setting.choices[k]->label);
    }
    result = FakeHost::of(host).note(line);
  }
  return result;
}

prism_result getSetting(const prism_host* host, prism_str user, prism_str key, prism_str* value) {
  static std::string found;
  const prism_result result = FakeHost::of(host).note("settings.get " + text(user) + " " + text(key));
  if (result == PRISM_OK) {
    found = "value of " + text(key);
    *value = Instance::str(found);
  }
  return result;
}

constexpr prism_settings kSettings{sizeof(prism_settings), 0, &defineSettings, &getSetting};

// --------------------------------------------------------------------------------------------------- rooms

prism_result setRoomsCapabilities(const prism_host* host, const prism_rooms_capabilities* can) {
  EXPECT_EQ(can->struct_size, sizeof *can);
  return FakeHost::of(host).note("rooms.set_capabilities " + text(can->user) + " " + text(can->room) +
                                 " flags=" + std::to_string(can->flags) + " roles=" + std::to_string(can->roles) +
                                 " affiliations=" + std::to_string(can->affiliations));
}

std::string lineOf(const prism_rooms_member& member) {
  EXPECT_EQ(member.struct_size, sizeof member);
  return " [" + text(member.account) + " " + text(member.nickname) + " role=" + std::to_string(member.role) + " " +
         text(member.reason) + "]";
}

std::string lineOf(const prism_rooms_setting& setting) {
  EXPECT_EQ(setting.struct_size, sizeof setting);
  EXPECT_EQ(setting.field->struct_size, sizeof *setting.field);
  std::string line = " [" + text(setting.name) + " kind=" + std::to_string(setting.field->kind) +
                     " flags=" + std::to_string(setting.field->flags) + " " + text(setting.field->label) + " " +
                     text(setting.field->initial);
  for (std::uint64_t i = 0; i < setting.field->choices_count; ++i) {
    const prism_choice& choice = *setting.field->choices[i];
    EXPECT_EQ(choice.struct_size, sizeof choice);
    line += " choice=" + text(choice.value) + "," + text(choice.label);
  }
  return line + "]";
}

prism_result answerAboutRoom(const prism_host* host, const prism_rooms_answer* answer) {
  EXPECT_EQ(answer->struct_size, sizeof *answer);
  std::string line = "rooms.answer " + std::to_string(answer->id) + " outcome=" + std::to_string(answer->outcome) +
                     (answer->text.size > 0 ? " " + text(answer->text) : "");
  for (std::uint64_t i = 0; i < answer->members_count; ++i) {
    line += lineOf(*answer->members[i]);
  }
  for (std::uint64_t i = 0; i < answer->settings_count; ++i) {
    line += lineOf(*answer->settings[i]);
  }
  return FakeHost::of(host).note(line);
}

constexpr prism_rooms kRooms{sizeof(prism_rooms), 0, &setRoomsCapabilities, &answerAboutRoom};

// ------------------------------------------------------------------------------------------------- avatar

prism_result setPicture(const prism_host* host, const prism_picture* picture) {
  EXPECT_EQ(picture->struct_size, sizeof *picture);
  std::string line = "avatar.set " + text(picture->user) + " " + text(picture->buddy);
  const prism_str bytes{static_cast<const char*>(picture->bytes.data), picture->bytes.size};
  const std::pair<const char*, prism_str> fields[] = {
      {"nickname", picture->nickname}, {"id", picture->id}, {"url", picture->url}, {"bytes", bytes}};
  for (const auto& [name, value] : fields) {
    line += value.size > 0 ? std::string(" ") + name + "=" + text(value) : "";
  }
  return FakeHost::of(host).note(line + (picture->flags != 0 ? " flags=" + std::to_string(picture->flags) : ""));
}

constexpr prism_avatar kAvatar{sizeof(prism_avatar), 0, &setPicture};

struct Service {
  std::string_view name;
  const void* table;
};

constexpr Service kServices[] = {
    {PRISM_CHAT, &kFakeChat}, {PRISM_METRICS, &kMetrics},     {PRISM_ADMIN, &kAdmin},   {PRISM_SETTINGS, &kSettings},
    {PRISM_ROOMS, &kRooms},   {PRISM_HISTORY, &kFakeHistory}, {PRISM_AVATAR, &kAvatar},
};

}  // namespace

const void* findFakeService(std::string_view name) {
  for (const Service& service : kServices) {
    if (service.name == name) {
      return service.table;
    }
  }
  return nullptr;
}

}  // namespace prism::tests
