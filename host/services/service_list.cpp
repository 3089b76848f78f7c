// SPDX-License-Identifier: MIT
#include "host/services/service_list.h"

#include <prism/admin.h>
#include <prism/avatar.h>
#include <prism/chat.h>
#include <prism/commands.h>
#include <prism/history.h>
#include <prism/media.h>
#include <prism/metrics.h>
#include <prism/prompt.h>
#include <prism/resolve.h>
#include <prism/room_admin.h>
#include <prism/settings.h>
#include <prism/storage.h>

namespace prism::host {
namespace {

struct Service {
  std::string_view name;
  const void* (*table)(HostServices& host);
};

constexpr Service kServices[] = {
    {PRISM_PROMPTS, &promptTable},  {PRISM_COMMANDS, &commandTable}, {PRISM_STORAGE, &storageTable},
    {PRISM_METRICS, &metricsTable}, {PRISM_ADMIN, &adminTable},      {PRISM_SETTINGS, &settingsTable},
    {PRISM_MEDIA, &mediaTable},     {PRISM_RESOLVE, &resolveTable},  {PRISM_CHAT, &chatTable},
    {PRISM_ROOMS, &roomsTable},     {PRISM_HISTORY, &historyTable},  {PRISM_AVATAR, &avatarTable},
};

}  // namespace

const void* findService(std::string_view name, HostServices& host) {
  for (const Service& service : kServices) {
    if (service.name == name) {
      return service.table(host);
    }
  }
  return nullptr;
}

}  // namespace prism::host
