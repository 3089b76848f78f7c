// SPDX-License-Identifier: MIT
#include "session/seen_times.h"

#include "session/limits.h"

#include <algorithm>

namespace irc {

std::int64_t SeenTimes::of(const std::string& network, std::string_view name, const Isupport& isupport) const {
  std::int64_t latest = 0;
  for (auto place = times_.lower_bound({network, {}}); place != times_.end() && place->first.first == network;
       ++place) {
    if (isupport.same(place->first.second, name)) {
      latest = std::max(latest, place->second);
    }
  }
  return latest;
}

std::int64_t SeenTimes::latestOf(const std::string& network) const {
  std::int64_t latest = 0;
  for (auto place = times_.lower_bound({network, {}}); place != times_.end() && place->first.first == network;
       ++place) {
    latest = std::max(latest, place->second);
  }
  return latest;
}

std::int64_t SeenTimes::set(const std::string& network, const std::string& name, std::int64_t time) {
  if (name.size() > kMostName) {
    return time;
  }
  std::int64_t& known = times_[{network, name}];
  known = std::max(known, time);
  const std::int64_t latest = known;
  if (times_.size() > kMostSeenTimes) {
    times_.erase(std::min_element(times_.begin(), times_.end(),
                                  [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
  return latest;
}

}  // namespace irc
