// SPDX-License-Identifier: MIT
// What the lobby (plugins/lobby) makes of what Spectrum says: which frames have to come, exactly. Messages one by one, in
// their order for each reader; everything else by number.
#pragma once

#include <prism/testing/frame.h>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace prism::soak {

using testing::Type;

// A message that has to reach a user.
struct Expected {
  std::string from;      // a contact or a room
  std::string nickname;  // in a room
  std::string text;

  bool operator==(const Expected&) const = default;
};

class Model {
 public:
  Model(int users, int rooms);

  static std::string userName(int user) { return "u" + std::to_string(user) + "@soak.test"; }
  static std::string personName(int user) { return "n" + std::to_string(user); }
  static std::string roomName(int room) { return "r" + std::to_string(room); }

  bool isOnline(int user) const { return people_[index(user)].online; }
  bool isIn(int user, int room) const { return occupants_[index(room)].count(user) != 0; }
  const std::set<int>& online() const { return online_; }
  int users() const { return static_cast<int>(people_.size()); }
  int rooms() const { return static_cast<int>(occupants_.size()); }
  // Whether the host has to tell the plugin this user's presence again after a login without a logout.
  bool hasPresence(int user) const { return people_[index(user)].presence_said; }

  // What Spectrum says.
  void login(int user);
  void logout(int user);
  void status(int user, int status, const std::string& text);
  void message(int from, int to, const std::string& text, bool receipt);
  void join(int user, int room);
  void leave(int user, int room);
  void roomMessage(int user, int room, const std::string& text);
  void typing(int from, int to);
  void addContact(int user, int contact);

  // A frame has come. Returns what is wrong with it; empty if nothing is.
  std::string take(const testing::Frame& frame);
  // All has come that had to. Returns what is missing or too much; empty if nothing is.
  std::string settled() const;

  // How many PINGs have been answered. Signs of life may come besides: PONGs without STATS.
  std::uint64_t pingsAnswered() const { return come_[index(pbnetwork::WrapperMessage::TYPE_STATS)]; }

  std::uint64_t messages() const { return messages_; }
  std::uint64_t frames() const { return frames_; }

 private:
  struct Person {
    bool online = false;
    bool presence_said = false;
    int status = 0;
    std::string text;
    std::set<int> rooms;
    std::set<int> seen_by;   // who has asked to see the presence
    std::set<int> asked_by;  // and has not been answered
    std::deque<Expected> inbox;
  };

  static std::size_t index(int number) { return static_cast<std::size_t>(number); }
  void expect(Type type, std::size_t count = 1) { expected_[index(type)] += count; }
  void show(int user);

  std::vector<Person> people_;
  std::vector<std::set<int>> occupants_;
  std::set<int> online_;
  std::array<std::uint64_t, 64> expected_{};  // by type; messages are in the inboxes
  std::array<std::uint64_t, 64> come_{};
  std::uint64_t messages_ = 0;
  std::uint64_t frames_ = 0;
};

}  // namespace prism::soak
