// SPDX-License-Identifier: MIT
#include "session/seen_times.h"

#include "session/clock.h"
#include "session/limits.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace irc {

namespace {

constexpr std::chrono::seconds kWriteInterval{5};
constexpr std::chrono::hours kLongestUnwritten{90 * 24};
constexpr std::size_t kLongestFileName = 200;
constexpr char kDirectory[] = "/irc";
constexpr char kKey[] = "seen";
constexpr std::size_t kLongestSeenName = 200;  // a channel and its network

bool isPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' || c == '-' || c == '_';
}

}  // namespace

SeenTimes::SeenTimes(const prism::Host& host, std::string user, std::string old_file)
    : host_(host), storage_(host), user_(std::move(user)), old_file_(std::move(old_file)) {
  if (const auto stored = storage_.get(user_, kKey).value) {
    std::istringstream lines(*stored);
    read(lines);
  }
  if (std::ifstream lines(old_file_); !old_file_.empty() && lines) {
    read(lines);
    write();
  } else {
    old_file_.clear();
  }
}

SeenTimes::~SeenTimes() { close(); }

void SeenTimes::close() {
  if (write_timer_) {
    write();
  }
  closed_ = true;
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
  if (!closed_ && !write_timer_) {
    write_timer_ = host_.after(kWriteInterval, [this] { write(); });
  }
}

// Each line has a time, the name and the network: none of them has spaces.
void SeenTimes::read(std::istream& lines) {
  for (std::string line; times_.size() < kMostSeenTimes && std::getline(lines, line);) {
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    if (second == std::string::npos) {
      continue;
    }
    const std::int64_t time =
        std::min<std::int64_t>(std::strtoll(line.c_str(), nullptr, 10), wallClock());  // a clock may have jumped
    std::int64_t& known = times_[{line.substr(second + 1), line.substr(first + 1, second - first - 1)}];
    known = std::max(known, time);
  }
}

// If it fails, the host logs why. After the next login, the user may see some history again.
void SeenTimes::write() {
  write_timer_.end();
  std::string text;
  for (const auto& [key, time] : times_) {
    text += std::to_string(time) + " " + key.second + " " + key.first + "\n";
  }
  if (storage_.set(user_, kKey, text) == prism::Result::Ok && !old_file_.empty()) {
    std::error_code ignored;
    std::filesystem::remove(old_file_, ignored);
    old_file_.clear();
  }
}

std::string oldSeenTimesFile(const std::string& directory, std::string_view user) {
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
