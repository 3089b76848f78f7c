// SPDX-License-Identifier: MIT
// The time of the last message that a user has been shown of each channel and person, so that history and the playback
// of bouncers go on behind it. Kept in a file, for the next session of the user in this or another process.
#pragma once

#include <prism/host.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

class SeenTimes {
 public:
  // Reads `file`, if there is one; without a name, the times are kept in memory only.
  SeenTimes(const prism::Host& host, std::string file);
  ~SeenTimes();
  SeenTimes(const SeenTimes&) = delete;
  SeenTimes& operator=(const SeenTimes&) = delete;

  // Times are in ms since 1970; 0: unknown. Names are folded.
  std::int64_t of(const std::string& network, const std::string& name) const;
  // The latest time of all names of a network.
  std::int64_t latestOf(const std::string& network) const;
  // Remembers a time, unless it is older than the known one. The file is written within five seconds: a
  // process that is killed before that shows some history again.
  void set(const std::string& network, const std::string& name, std::int64_t time);
  // Writes the file now.
  void save();

 private:
  using Key = std::pair<std::string, std::string>;  // network, name

  void read();
  void write();

  const prism::Host host_;
  const std::string file_;
  std::map<Key, std::int64_t> times_;
  prism::Timer write_timer_;  // runs while there are times that are not in the file
  bool warned_ = false;
};

// The times of one network of a user.
class SeenNames {
 public:
  SeenNames(std::shared_ptr<SeenTimes> times, std::string network)
      : times_(std::move(times)), network_(std::move(network)) {}
  std::int64_t of(const std::string& name) const { return times_->of(network_, name); }
  std::int64_t latest() const { return times_->latestOf(network_); }
  void set(const std::string& name, std::int64_t time) { times_->set(network_, name, time); }

 private:
  std::shared_ptr<SeenTimes> times_;
  std::string network_;
};

// Returns the path of a user's file below `directory`. Any name is safe.
std::string seenTimesFile(const std::string& directory, std::string_view user);
// Deletes the files below `directory` that were last written more than 90 days ago: users who never come back, and
// strangers with ever new names, leave nothing for ever.
void deleteOldSeenTimes(const std::string& directory);

}  // namespace irc
