// SPDX-License-Identifier: MIT
// What Spectrum says to the host, and how: in whole frames, cut into pieces, many in one write, or while it does not read.
#pragma once

#include <prism/testing/spectrum.h>

#include <random>
#include <string>

#include "tests/soak/model.h"

namespace prism::soak {

class Traffic {
 public:
  Traffic(testing::Spectrum& spectrum, Model& model, std::mt19937_64& random)
      : spectrum_(spectrum), model_(model), random_(random) {}

  // Logs users in until all are.
  void logAllIn();
  void logAllOut();

  // So many steps, in a way of the dice's choice.
  void act(int steps);

  // Waits until the host has said all that it has to, and compares. Throws testing::Failure where something is wrong.
  void settle();

  std::uint64_t steps() const { return steps_; }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }
  bool chance(int percent) { return number(100) < percent; }
  int anybodyOnline();
  void step();
  void talk(int user);
  void login(int user);
  void nonsense();
  void say(Type type, const google::protobuf::MessageLite& message);
  void ping();  // and takes all that comes before the answer
  void take(const testing::Frame& frame);
  void takeWhatHasCome();

  testing::Spectrum& spectrum_;
  Model& model_;
  std::mt19937_64& random_;
  std::uint64_t steps_ = 0;
  std::uint64_t numbers_ = 0;  // of messages
  std::uint64_t pings_ = 0;
  bool gathering_ = false;  // what is said goes to gathered_
  std::string gathered_;
};

}  // namespace prism::soak
