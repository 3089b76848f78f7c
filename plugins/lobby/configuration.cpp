// SPDX-License-Identifier: MIT
#include "configuration.h"

#include <algorithm>
#include <filesystem>

namespace lobby {

Configuration::Configuration(const prism::Host& host) {
  std::filesystem::path path(host.config("lobby.directory").value_or(""));
  if (path.empty()) {
    // Spectrum 2 starts its backends in the working directory.
    const std::string_view working_dir = host.config("service.working_dir").value_or("");
    std::string jid(host.config("service.jid").value_or(""));
    std::replace(jid.begin(), jid.end(), '/', '_');
    path = std::filesystem::path(working_dir.empty() ? "." : working_dir) / "prism-lobby" / jid;
  }
  directory = std::filesystem::absolute(path).lexically_normal().string();
  limits.days = host.configInt("lobby.keep_days", limits.days, 1, 36'500);
  limits.megabytes = host.configInt("lobby.keep_megabytes", limits.megabytes, 1, 10'000);
  missed = static_cast<std::uint32_t>(host.configInt("lobby.missed", 20, 0, 1000));
  for (const std::string_view name : host.configList("lobby.room")) {
    rooms.emplace_back(name);
  }
  for (const std::string_view name : host.configList("lobby.moderator")) {
    moderators.emplace_back(name);
  }
  if (rooms.empty()) {
    rooms.emplace_back("lobby");
  }
}

}  // namespace lobby
