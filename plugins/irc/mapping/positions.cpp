// SPDX-License-Identifier: MIT
#include "mapping/positions.h"

#include "mapping/names.h"
#include "protocol/jid_name.h"
#include "session/clock.h"
#include <prism/history.hpp>
#include <prism/storage.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <istream>
#include <sstream>
#include <system_error>

namespace irc {

namespace {

constexpr std::chrono::hours kLongestUnwritten{90 * 24};
constexpr std::size_t kLongestFileName = 200;
constexpr char kDirectory[] = "/irc";
constexpr char kOldKey[] = "seen";  // of the value that earlier versions have stored
constexpr std::string_view kChannelCharacters = "#&+!";
constexpr std::size_t kMostOldLines = 1000;          // earlier versions wrote no more
constexpr std::int64_t kEarliest = 315'532'800'000;  // 1980: the host takes no time before

bool isPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' || c == '-' || c == '_';
}

// Hands positions of an earlier version to the host. Each line has a time, the name and the network: none of them has
// spaces. Returns false if the host could not take one.
bool takeOver(const prism::History& history, std::string_view user, std::istream& lines) {
  bool taken = true;
  std::size_t count = 0;
  for (std::string line; count < kMostOldLines && std::getline(lines, line); ++count) {
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    const std::int64_t time =
        std::min<std::int64_t>(std::strtoll(line.c_str(), nullptr, 10), wallClock());  // a clock may have jumped
    if (second == std::string::npos || second == first + 1 || time < kEarliest) {
      continue;
    }
    const std::string name = line.substr(first + 1, second - first - 1);
    const std::string buddy = composeName(jidName(name), line.substr(second + 1));
    prism::HistoryPosition position;
    position.kind = kChannelCharacters.find(name.front()) == std::string_view::npos ? prism::Conversation::Contact
                                                                                    : prism::Conversation::Room;
    position.user = user;
    position.buddy = buddy;
    position.time = time;
    const prism::Result result = history.setPosition(position);
    taken = taken && (result == prism::Result::Ok || result == prism::Result::BadArgument);
  }
  return taken;
}

}  // namespace

void keepPositions(const prism::Host& host) {
  const prism::History history(host);
  for (const auto kind : {prism::Conversation::Contact, prism::Conversation::Room, prism::Conversation::Private}) {
    prism::HistoryCapabilities can;
    can.kind = kind;
    can.keeps_position = true;
    history.setCapabilities(can);
  }
}

std::shared_ptr<SeenTimes> readPositions(const prism::Host& host, const std::string& user, bool has_network,
                                         const std::string& old_file) {
  const prism::History history(host);
  const prism::Storage storage(host);
  if (const auto stored = storage.get(user, kOldKey).value) {
    std::istringstream lines(*stored);
    if (takeOver(history, user, lines)) {
      storage.remove(user, kOldKey);
    }
  }
  if (std::ifstream lines(old_file); !old_file.empty() && lines && takeOver(history, user, lines)) {
    std::error_code ignored;
    std::filesystem::remove(old_file, ignored);
  }
  auto times = std::make_shared<SeenTimes>();
  history.listPositions(user, [&](const prism::HistoryPosition& position) {
    const Name name = parseName(position.buddy, has_network);
    if (position.kind != prism::Conversation::Private) {
      times->set(name.network, ircName(name.local), position.time);
    }
  });
  return times;
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
