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

std::string whole(std::string_view text) { return inQuotes(text, kWholeText); }

std::string reason(std::string_view text) { return text.empty() ? "no reason is given" : whole(text); }

}  // namespace

void logLogin(std::string_view user, std::string_view legacy_name) {
  if (log().information()) {
    log().information(fmt::format("{} is logged in as {}", whole(user), whole(legacy_name)));
  }
}

void logRefusedLogin(std::string_view user, std::string_view legacy_name, std::int32_t error, std::string_view text) {
  if (log().information()) {
    log().information(fmt::format("{} cannot be logged in as {}: {} (error {})", whole(user), whole(legacy_name),
                                  reason(text), error));
  }
}

void logDisconnect(std::string_view user, std::int32_t error, std::string_view text) {
  if (log().information()) {
    log().information(
        fmt::format("{} is disconnected by the network: {} (error {})", whole(user), reason(text), error));
  }
}

void logLogout(std::string_view user) {
  if (log().information()) {
    log().information(fmt::format("{} has logged out", whole(user)));
  }
}

void logLogoutAtEnd(std::string_view user) {
  if (log().information()) {
    log().information(fmt::format("{} is logged out, since the backend ends", whole(user)));
  }
}

void logQuestion(std::string_view user, std::string_view contact) {
  if (log().information()) {
    log().information(fmt::format("{} is asked a question by the contact {}", whole(user), inQuotes(contact)));
  }
}

void logJoin(std::string_view user, std::string_view room, std::string_view nickname) {
  if (log().debug()) {
    log().debug(fmt::format("{} joins {} as {}", whole(user), whole(room), whole(nickname)));
  }
}

void logLeave(std::string_view user, std::string_view room) {
  if (log().debug()) {
    log().debug(fmt::format("{} leaves {}", whole(user), whole(room)));
  }
}

}  // namespace prism::host
