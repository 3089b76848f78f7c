// SPDX-License-Identifier: MIT
#include "host/log/level.h"

#include <Poco/Message.h>
#include <Poco/String.h>

#include <string>

namespace prism::host {

std::optional<int> parseLogLevel(std::string_view name) {
  const std::string upper = Poco::toUpper(std::string(name));
  if (upper == "OFF") {
    return 0;
  }
  if (upper == "ALL") {
    return Poco::Message::PRIO_TRACE;
  }
  for (const int priority : {Poco::Message::PRIO_FATAL, Poco::Message::PRIO_ERROR, Poco::Message::PRIO_WARNING,
                             Poco::Message::PRIO_INFORMATION, Poco::Message::PRIO_DEBUG, Poco::Message::PRIO_TRACE}) {
    if (upper == logLevelName(priority)) {
      return priority;
    }
  }
  return std::nullopt;
}

// POCO has two levels more than log4j: 'critical' and 'notice'.
std::string_view logLevelName(int priority) {
  if (priority <= Poco::Message::PRIO_CRITICAL) {
    return "FATAL";
  }
  switch (priority) {
    case Poco::Message::PRIO_ERROR:
      return "ERROR";
    case Poco::Message::PRIO_WARNING:
      return "WARN";
    case Poco::Message::PRIO_NOTICE:
    case Poco::Message::PRIO_INFORMATION:
      return "INFO";
    case Poco::Message::PRIO_DEBUG:
      return "DEBUG";
    default:
      return "TRACE";
  }
}

}  // namespace prism::host
