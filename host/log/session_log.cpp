// SPDX-License-Identifier: MIT
#include "host/log/session_log.h"

#include "host/base/quote.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <string>

namespace prism::host {
namespace {

Poco::Logger& log() {
  static Poco::Logger& logger = Poco::Logger::get("Host.Session");
  return logger;
}

std::string reason(std::string_view text) { return text.empty() ? "no reason is given" : inQuotes(text); }

}  // namespace

void logLogin(std::string_view user, std::string_view legacy_name) {
  if (log().information()) {
    log().information(fmt::format("{} is logged in as {}", inQuotes(user), inQuotes(legacy_name)));
  }
}

void logRefusedLogin(std::string_view user, std::string_view legacy_name, std::uint32_t error, std::string_view text) {
  if (log().information()) {
    log().information(fmt::format("{} cannot be logged in as {}: {} (error {})", inQuotes(user), inQuotes(legacy_name),
                                  reason(text), error));
  }
}

void logDisconnect(std::string_view user, std::uint32_t error, std::string_view text) {
  if (log().information()) {
    log().information(
        fmt::format("{} is disconnected by the network: {} (error {})", inQuotes(user), reason(text), error));
  }
}

void logLogout(std::string_view user) {
  if (log().information()) {
    log().information(fmt::format("{} has logged out", inQuotes(user)));
  }
}

void logJoin(std::string_view user, std::string_view room, std::string_view nickname) {
  if (log().debug()) {
    log().debug(fmt::format("{} joins {} as {}", inQuotes(user), inQuotes(room), inQuotes(nickname)));
  }
}

void logLeave(std::string_view user, std::string_view room) {
  if (log().debug()) {
    log().debug(fmt::format("{} leaves {}", inQuotes(user), inQuotes(room)));
  }
}

}  // namespace prism::host
