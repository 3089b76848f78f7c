// SPDX-License-Identifier: MIT
// The time of the last message that a user has been shown of each channel and person, so that the playback of bouncers
// goes on behind it. The host keeps these positions (mapping/positions.h). This is the plugin's copy of them for the
// time of one login.
#pragma once

#include "protocol/isupport.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

class SeenTimes {
 public:
  // Times are in ms since 1970; 0: unknown. Names are compared by the case mapping of `isupport`.
  std::int64_t of(const std::string& network, std::string_view name, const Isupport& isupport) const;
  // The latest time of all names of a network.
  std::int64_t latestOf(const std::string& network) const;
  // Remembers a time, unless it is older than the known one. Returns the later of both.
  std::int64_t set(const std::string& network, const std::string& name, std::int64_t time);

 private:
  using Key = std::pair<std::string, std::string>;  // network, name

  std::map<Key, std::int64_t> times_;
};

// The times of one network of a user.
class SeenNames {
 public:
  SeenNames(std::shared_ptr<SeenTimes> times, std::string network)
      : times_(std::move(times)), network_(std::move(network)) {}
  std::int64_t of(std::string_view name, const Isupport& isupport) const {
    return times_->of(network_, name, isupport);
  }
  std::int64_t latest() const { return times_->latestOf(network_); }
  std::int64_t set(const std::string& name, std::int64_t time) { return times_->set(network_, name, time); }

 private:
  std::shared_ptr<SeenTimes> times_;
  std::string network_;
};

}  // namespace irc
