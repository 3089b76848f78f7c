// SPDX-License-Identifier: MIT
// The soak test: the real host with the lobby plugin under every kind of request, for a long time. The load is
// random, but reproducible by its seed, and every message is counted.
//
//   prism_soak [--seconds N] [--users N] [--seed N] HOST PLUGIN_DIR
//
// In the first third of the time, Spectrum's connection ends repeatedly while users are logged in, and a new host
// starts. After that one host runs on, and must not grow. The exit code is 0, or 1 at the first fault.
#include "tests/soak/health.h"
#include "tests/soak/model.h"
#include "tests/soak/traffic.h"
#include <prism/testing/spectrum.h>

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace prism::soak {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRooms = 20;
constexpr int kStepsAtOnce = 50;
constexpr int kRoundsOfALife = 100;  // rounds until all users are logged out
constexpr int kLong = 600;           // seconds; a run of this length must have enough samples of memory

struct Options {
  int seconds = 600;
  int users = 2000;
  std::uint64_t seed = std::random_device()();
  std::string host;
  std::string plugins;
};

Options read(const std::vector<std::string>& words) {
  Options options;
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--seconds" && i + 1 < words.size()) {
      options.seconds = std::stoi(words[++i]);
    } else if (words[i] == "--users" && i + 1 < words.size()) {
      options.users = std::stoi(words[++i]);
    } else if (words[i] == "--seed" && i + 1 < words.size()) {
      options.seed = std::stoull(words[++i]);
    } else {
      paths.push_back(words[i]);
    }
  }
  if (paths.size() != 2 || options.seconds < 1 || options.users < 2) {
    throw testing::Failure("usage: prism_soak [--seconds N] [--users N] [--seed N] HOST PLUGIN_DIR");
  }
  options.host = paths[0];
  options.plugins = paths[1];
  return options;
}

std::string configuration(const Options& options) {
  std::string text =
      // Every user is every other's contact, so a roster needs larger stanzas than the default allows.
      // The model knows typed frames.
      "[service]\njid = soak.test\n[prism]\nplugin = lobby\nchat = typed\nmax_stanza_size = 1000000\nplugin_dir = " +
      options.plugins + "\n[lobby]\nmissed = 0\n";
  for (int room = 0; room < kRooms; ++room) {
    text += "room = " + Model::roomName(room) + "\n";
  }
  return text;
}

class Soak {
 public:
  explicit Soak(const Options& options)
      : options_(options),
        random_(options.seed),
        spectrum_({.host_program = options.host,
                   .configuration = configuration(options),
                   .deadline = testing::Milliseconds(60'000)}) {}

  void run() {
    const Clock::time_point begin = Clock::now();
    const Clock::time_point third = begin + std::chrono::seconds(options_.seconds) / 3;
    const Clock::time_point end = begin + std::chrono::seconds(options_.seconds);
    launch();
    while (Clock::now() < end) {
      runRounds(end);
      report(begin);
      if (Clock::now() < third) {
        traffic_->logAllIn();
        traffic_->awaitModel();
        spectrum_.hangUp();  // while all are logged in
        spectrum_.expectExit(0);
        launch();
      }
    }
    if (options_.seconds >= kLong && !health_.hasEnoughSamples()) {
      throw testing::Failure("this machine is too slow for it: whether memory stays flat cannot be told");
    }
    spectrum_.exit();
    spectrum_.expectExit(0);
  }

 private:
  void launch() {
    addCounts();
    model_ = std::make_unique<Model>(options_.users, kRooms);
    traffic_ = std::make_unique<Traffic>(spectrum_, *model_, random_);
    spectrum_.launch();
    spectrum_.ping();
    ++hosts_;
  }

  // Logs all users in, runs random steps, and logs them out.
  void runRounds(Clock::time_point end) {
    traffic_->logAllIn();
    traffic_->awaitModel();
    for (int round = 0; round < kRoundsOfALife && Clock::now() < end; ++round) {
      traffic_->takeSteps(kStepsAtOnce);
      if (round % 10 == 0) {
        traffic_->awaitModel();
      }
    }
    traffic_->logAllOut();
    traffic_->awaitModel();
    health_.sample(spectrum_.host().pid());
    if (const std::string growth = health_.growth(); !growth.empty()) {
      throw testing::Failure(growth);
    }
  }

  // Adds the counts of the previous host's model.
  void addCounts() {
    if (model_) {
      messages_ += model_->messages();
      frames_ += model_->frames();
      steps_ += traffic_->steps();
    }
  }

  void report(Clock::time_point begin) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begin);
    fmt::print("{:5} s: {} hosts, {} steps, {} messages and {} frames as expected; {}\n", seconds.count(), hosts_,
               steps_ + traffic_->steps(), messages_ + model_->messages(), frames_ + model_->frames(), health_.text());
    std::fflush(stdout);
  }

  const Options options_;
  std::mt19937_64 random_;
  testing::Spectrum spectrum_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Traffic> traffic_;
  Health health_;
  int hosts_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t frames_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace
}  // namespace prism::soak

int main(int argc, char** argv) {
  using namespace prism::soak;
  try {
    const Options options = read({argv + 1, argv + argc});
    fmt::print("Soaking for {} s with {} users; to repeat it: --seed {}\n", options.seconds, options.users,
               options.seed);
    Soak(options).run();
  } catch (const std::exception& problem) {
    fmt::print(stderr, "{}\n", problem.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
