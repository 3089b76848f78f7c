// SPDX-License-Identifier: MIT
#include "host/guard/guard.h"

#include "host/guard/guard_event.h"

#include <chrono>
#include <ctime>

namespace prism::host {

Guard::Guard(SessionTable& sessions, PresenceMemory& presences, wire::FrameWriter& out, FaultLog& misbehaviour,
             Limits limits)
    : sessions_(sessions), presences_(presences), out_(out), misbehaviour_(misbehaviour), limits_(limits) {
  setJidStyle({});
}

void Guard::setJidStyle(JidStyle jids) {
  constexpr std::size_t kOwn = 2048;       // names of elements and attributes, ids, a timestamp
  constexpr std::size_t kMostDomains = 4;  // from and to, of a message and of a message inside it
  jids_ = std::move(jids);
  const std::size_t envelope = kOwn + kMostDomains * jids_.transport.size();
  stanza_room_ = limits_.stanza - std::min<std::size_t>(envelope, limits_.stanza);
}

void Guard::reportMisbehaviour(std::string_view function, std::string_view what, std::string_view user) {
  misbehaviour_.write(fmt::format("{}: {}", function, what), function, user);
}

void Guard::noteLimit(std::string_view function, std::string_view what) {
  misbehaviour_.debug(fmt::format("{}: {}", function, what));
}

void Guard::reportMisbehaviours(std::string_view function, const std::vector<std::string>& all) {
  for (const std::string& what : all) {
    reportMisbehaviour(function, what);
  }
}

void Guard::reportOwnFault(std::string_view where, std::string_view text) {
  misbehaviour_.write(fmt::format("{}: {}", where.empty() ? "fault" : oneLine(where), oneLine(text)), "fault");
}

bool Guard::Event::isTooFarAhead(prism_time time) {
  constexpr std::chrono::hours kMostAhead{24};
  const auto latest = std::chrono::system_clock::now() + kMostAhead;
  return time > std::chrono::duration_cast<std::chrono::milliseconds>(latest.time_since_epoch()).count();
}

// Spectrum crashes with an uncaught exception on any format but YYYYMMDDTHHMMSS.
void Guard::Event::time(prism_time time, std::string* field) {
  if (time < kEarliestTime) {
    complain(fmt::format("time {} is before 1980, and left out: times are milliseconds since 1970", time));
    return;
  }
  if (isTooFarAhead(time)) {
    complain(fmt::format("time {} is more than a day ahead, and left out", time));
    return;
  }
  const std::time_t seconds = time / 1000;
  std::tm utc{};
  char text[sizeof "YYYYMMDDTHHMMSS"];
  if (::gmtime_r(&seconds, &utc) && std::strftime(text, sizeof text, "%Y%m%dT%H%M%S", &utc) == sizeof text - 1) {
    *field = text;
  }
}

}  // namespace prism::host
