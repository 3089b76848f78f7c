// SPDX-License-Identifier: MIT
#include "host/log/session_log.h"

#include "host/base/quote.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

namespace prism::host {
namespace {

Poco::Logger& log() {
  static Poco::Logger& logger = Poco::Logger::get("Host.Session");
  return logger;
}

}  // namespace

void logLogin(std::string_view user) {
  if (log().information()) {
    log().information(fmt::format("{} is logged in", inQuotes(user)));
  }
}

void logDisconnect(std::string_view user, bool was_logged_in, std::uint32_t error, std::string_view text) {
  if (log().information()) {
    log().information(fmt::format("{} {}: {} (error {})", inQuotes(user),
                                  was_logged_in ? "is disconnected by the network" : "cannot be logged in",
                                  text.empty() ? "no reason is given" : inQuotes(text), error));
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
