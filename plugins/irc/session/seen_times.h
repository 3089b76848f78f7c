// SPDX-License-Identifier: MIT
// The time of the last message that a user has been shown of each channel and person, so that history and the playback
// of bouncers go on behind it. The host stores the times for the next session of the user in this or another process.
#pragma once

#include <prism/host.hpp>
#include <prism/storage.hpp>

#include <cstdint>
#include <istream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace irc {

class SeenTimes {
 public:
  // Reads what is stored about the user, and `old_file`, in which earlier versions have kept the times. Once its times
  // are stored, it is removed.
  SeenTimes(const prism::Host& host, std::string user, std::string old_file = {});
  ~SeenTimes();
  SeenTimes(const SeenTimes&) = delete;
  SeenTimes& operator=(const SeenTimes&) = delete;

  // Times are in ms since 1970; 0: unknown. Names are folded.
  std::int64_t of(const std::string& network, const std::string& name) const;
  // The latest time of all names of a network.
  std::int64_t latestOf(const std::string& network) const;
  // Remembers a time, unless it is older than the known one. It is stored within five seconds: a process that is killed
  // before that shows some history again.
  void set(const std::string& network, const std::string& name, std::int64_t time);
  // Stores the times now, and none that come later. To be called before the user's session has ended.
  void close();

 private:
  using Key = std::pair<std::string, std::string>;  // network, name

  void read(std::istream& lines);
  void write();

  const prism::Host host_;
  const prism::Storage storage_;
  const std::string user_;
  std::string old_file_;  // empty once it is removed
  std::map<Key, std::int64_t> times_;
  prism::Timer write_timer_;  // runs while there are times that are not stored
  bool closed_ = false;
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

// Returns the path below `directory` at which earlier versions have kept the times of a user; empty if there was none.
std::string oldSeenTimesFile(const std::string& directory, std::string_view user);
// Deletes those of these files that were last written more than 90 days ago: their users do not come back.
void deleteOldSeenTimes(const std::string& directory);

}  // namespace irc
