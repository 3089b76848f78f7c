// SPDX-License-Identifier: MIT
#include "session/seen_times.h"

#include "session/clock.h"
#include "session/limits.h"
#include "session/state_file.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace irc {

namespace {

constexpr std::chrono::seconds kWriteInterval{5};
constexpr std::chrono::hours kLongestUnwritten{90 * 24};
constexpr std::size_t kLongestFileName = 200;
constexpr char kDirectory[] = "/irc";
constexpr std::size_t kLongestSeenName = 200;  // a channel and its network

bool isPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' || c == '-' || c == '_';
}

}  // namespace

SeenTimes::SeenTimes(const prism::Host& host, std::string file) : host_(host), file_(std::move(file)) { read(); }

SeenTimes::~SeenTimes() { save(); }

void SeenTimes::save() {
  if (write_timer_) {
    write();
  }
}

std::int64_t SeenTimes::of(const std::string& network, const std::string& name) const {
  const auto place = times_.find({network, name});
  return place == times_.end() ? 0 : place->second;
}

std::int64_t SeenTimes::latestOf(const std::string& network) const {
  std::int64_t latest = 0;
  for (auto place = times_.lower_bound({network, {}}); place != times_.end() && place->first.first == network;
       ++place) {
    latest = std::max(latest, place->second);
  }
  return latest;
}

void SeenTimes::set(const std::string& network, const std::string& name, std::int64_t time) {
  if (network.size() + name.size() > kLongestSeenName) {
    return;
  }
  std::int64_t& known = times_[{network, name}];
  if (time <= known) {
    return;
  }
  known = time;
  if (times_.size() > kMostSeenTimes) {
    times_.erase(std::min_element(times_.begin(), times_.end(),
                                  [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
  if (!file_.empty() && !write_timer_) {
    write_timer_ = host_.after(kWriteInterval, [this] { write(); });
  }
}

// Each line has a time, the name and the network: none of them has spaces.
void SeenTimes::read() {
  std::ifstream in(file_);
  std::int64_t time = 0;
  for (std::string line; times_.size() < kMostSeenTimes && std::getline(in, line);) {
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    if (second == std::string::npos) {
      continue;
    }
    time = std::min<std::int64_t>(std::strtoll(line.c_str(), nullptr, 10), wallClock());  // a clock may have jumped
    times_.insert_or_assign({line.substr(second + 1), line.substr(first + 1, second - first - 1)}, time);
  }
}

void SeenTimes::write() {
  write_timer_.end();
  const std::filesystem::path directory = std::filesystem::path(file_).parent_path();
  std::error_code ignored;
  if (std::filesystem::create_directories(directory, ignored)) {
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, ignored);  // names are JIDs of users
  }
  std::string text;
  for (const auto& [key, time] : times_) {
    text += std::to_string(time) + " " + key.second + " " + key.first + "\n";
  }
  if (!replaceFile(file_, text) && !std::exchange(warned_, true)) {
    host_.warning("cannot write " + file_ + ": " + std::strerror(errno) +
                  "; after the next login, users may see some history again");
  }
}

std::string seenTimesFile(const std::string& directory, std::string_view user) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string name;
  for (const char c : user) {
    const auto byte = static_cast<unsigned char>(c);
    if (isPlain(c) || (c == '.' && !name.empty())) {
      name += c;
    } else {
      name += {'=', kDigits[byte >> 4U], kDigits[byte & 0xFU]};
    }
  }
  return name.size() > kLongestFileName ? std::string() : directory + kDirectory + "/" + name;
}

void deleteOldSeenTimes(const std::string& directory) {
  const auto oldest = std::filesystem::file_time_type::clock::now() - kLongestUnwritten;
  std::error_code error;
  std::filesystem::directory_iterator entry(directory + kDirectory, error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    const std::filesystem::directory_entry file = *entry;
    entry.increment(error);
    std::error_code gone;  // another process may have deleted it
    if (file.is_regular_file(gone) && file.last_write_time(gone) < oldest && !gone) {
      std::filesystem::remove(file, gone);
    }
  }
}

}  // namespace irc
