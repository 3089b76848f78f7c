// SPDX-License-Identifier: MIT
// The requests of Spectrum, sent as single frames, split into pieces, many in one write, or while Spectrum does not
// read.
#pragma once

#include "tests/soak/model.h"
#include <prism/testing/spectrum.h>

#include <random>
#include <string>

namespace prism::soak {

class Traffic {
 public:
  Traffic(testing::Spectrum& spectrum, Model& model, std::mt19937_64& random)
      : spectrum_(spectrum), model_(model), random_(random) {}

  // Logs users in until everyone is online.
  void logAllIn();
  void logAllOut();

  // Takes random steps, sent in a randomly chosen manner.
  void takeSteps(int steps);

  // Waits until the host has answered everything, and compares with the model. Throws testing::Failure on a
  // difference.
  void awaitModel();

  std::uint64_t steps() const { return steps_; }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }
  bool chance(int percent) { return number(100) < percent; }
  int anybodyOnline();
  void step();
  void talk(int user);
  void login(int user);
  void sendInvalidFrame();
  void say(Type type, const google::protobuf::MessageLite& message);
  void ping();  // takes all frames before the answer
  void take(const testing::Frame& frame);
  void takeFrames();

  testing::Spectrum& spectrum_;
  Model& model_;
  std::mt19937_64& random_;
  std::uint64_t steps_ = 0;
  std::uint64_t numbers_ = 0;  // number of the last message
  std::uint64_t pings_ = 0;
  bool gathering_ = false;  // requests are appended to gathered_ instead of sent
  std::string gathered_;
};

}  // namespace prism::soak
