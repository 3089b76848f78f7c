// SPDX-License-Identifier: MIT
// A model of the lobby plugin (plugins/lobby): computes the exact frames that the requests must cause. Messages are
// compared one by one and in order per reader, other frames by their number.
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

// A message that must reach a user.
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
  // Returns true if the host must repeat this user's presence to the plugin after another login without a logout.
  bool hasPresence(int user) const { return people_[index(user)].presence_said; }

  // Requests from Spectrum.
  void login(int user);
  void logout(int user);
  void status(int user, int status, const std::string& text);
  void message(int from, int to, const std::string& text, bool receipt);
  void join(int user, int room);
  void leave(int user, int room);
  void roomMessage(int user, int room, const std::string& text);
  void typing(int from, int to);
  void addContact(int user, int contact);

  // Checks a frame from the host. Returns the fault, or an empty string.
  std::string take(const testing::Frame& frame);
  // Checks that nothing is missing once the host is idle. Returns what is missing or superfluous, or an empty string.
  std::string difference() const;

  // Number of answered PINGs, by STATS. Signs of life are further PONGs, without STATS.
  std::uint64_t pingsAnswered() const { return come_[index(pbnetwork::WrapperMessage::TYPE_STATS)]; }

  std::uint64_t messages() const { return messages_; }
  std::uint64_t frames() const { return frames_; }

 private:
  // A message that waits for its reader's next login.
  struct Waiting {
    int from = 0;
    int session = 0;  // of the author
    std::string text;
    bool receipt = false;
  };

  struct Person {
    bool online = false;
    int session = 0;  // 0: has never logged in
    std::deque<Waiting> waiting;
    bool presence_said = false;
    int status = 0;
    std::string text;
    std::set<int> rooms;
    std::set<int> seen_by;   // users who requested authorization to see the presence
    std::set<int> asked_by;  // those of them who have no answer yet
    std::deque<Expected> inbox;
  };

  static std::size_t index(int number) { return static_cast<std::size_t>(number); }
  void expect(Type type, std::size_t count = 1) { expected_[index(type)] += count; }
  void show(int user);

  std::vector<Person> people_;
  std::vector<std::set<int>> occupants_;
  std::set<int> online_;
  std::array<std::uint64_t, 64> expected_{};  // by type; messages are in the inboxes instead
  std::array<std::uint64_t, 64> come_{};
  std::uint64_t messages_ = 0;
  std::uint64_t frames_ = 0;
};

}  // namespace prism::soak
