// SPDX-License-Identifier: MIT
#include "tests/bench/experiments.h"

#include "tests/bench/load.h"
#include "tests/bench/samples.h"
#include "tests/bench/table.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace prism::bench {
namespace {

using Of = Goal::Of;
using Is = Goal::Is;

double milliseconds(Nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

// Calls measure(side, is_first) for both sides, alternating which goes first.
template <typename Measure>
void eachPair(const Sides& sides, std::size_t pairs, const Measure& measure) {
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const bool first_goes_first = pair % 2 == 0;
    measure(first_goes_first ? sides.first : sides.second, first_goes_first);
    measure(first_goes_first ? sides.second : sides.first, !first_goes_first);
  }
}

void add(Row* row, bool is_first, double value) { (is_first ? row->first : row->second).push_back(value); }

}  // namespace

void measureLife(const Sides& sides, std::size_t pairs) {
  constexpr std::size_t kFew = 100, kMany = 10'000;
  std::vector<Row> rows = {
      {"start to first PONG", "ms", {Of::kValue, Is::kAtMost, 8}},
      {"resident, idle", "MB", {Of::kValue, Is::kAtMost, 9}},
      {"100 logins", "ms", {Of::kValue, Is::kAtMost, 1}},
      {"10,000 logins", "ms"},
      {"resident, with 10,000 users more", "MB"},
  };
  std::vector<double> per_user;
  eachPair(sides, pairs, [&](const Side& side, bool is_first) {
    Backend backend(side.program);
    add(&rows[0], is_first, milliseconds(backend.startTime()));
    add(&rows[1], is_first, static_cast<double>(backend.memory("VmRSS")) / 1024);
    add(&rows[2], is_first, milliseconds(logIn(&backend, 0, kFew)));
    const auto before = static_cast<double>(backend.memory("VmRSS"));
    add(&rows[3], is_first, milliseconds(logIn(&backend, kFew, kMany)));
    const auto after = static_cast<double>(backend.memory("VmRSS"));
    add(&rows[4], is_first, after / 1024);
    if (!is_first) {
      per_user.push_back((after - before) * 1024 / kMany);
    }
  });
  print(sides.first.name, sides.second.name, rows);
  fmt::print("resident memory of {} for each user who is logged in: {:.0f} bytes\n\n", sides.second.name,
             median(per_user));
}

namespace {

// One size and window, for both sides.
struct EchoCase {
  EchoLoad load;
  std::size_t count;  // enough messages for some tenths of a second
  Row rate, cpu, p50, p99, p999, peak;
};

EchoCase echoCase(const EchoLoad& load, std::size_t count, Goal rate_goal = {}, Goal cpu_goal = {}) {
  const std::string size = load.body < 1024          ? fmt::format("{} B", load.body)
                           : load.body < 1024 * 1024 ? fmt::format("{} KiB", load.body / 1024)
                                                     : fmt::format("{} MiB", load.body / 1024 / 1024);
  const std::string what = fmt::format(
      "{}, {} in flight{}{}{}", size, load.in_flight,
      load.users == EchoLoad().users ? "" : fmt::format(", {} user{}", load.users, load.users > 1 ? "s" : ""),
      load.silent == 0 ? "" : fmt::format(", {} silent", load.silent), load.with_receipts ? ", receipts" : "");
  return {load,
          count,
          {"rate, " + what, "msg/s", rate_goal},
          {"CPU, " + what, "ns/msg", cpu_goal},
          {"latency p50, " + what, "us"},
          {"latency p99, " + what, "us"},
          {"latency p99.9, " + what, "us"},
          {"peak memory, " + what, "MB"}};
}

// Each measurement has a new process, since a connection keeps its TCP window and pace from earlier loads.
void measureCase(const Sides& sides, std::size_t pairs, EchoCase* one) {
  eachPair(sides, pairs, [&](const Side& side, bool is_first) {
    Backend backend(side.program);
    logIn(&backend, 0, one->load.users + one->load.silent);
    verifyEcho(&backend, one->load, 2 * one->load.in_flight + one->count / 20);  // also the warm-up
    const EchoMeasured measured = measureEcho(&backend, one->load, one->count);
    add(&one->rate, is_first, measured.rate);
    add(&one->cpu, is_first, measured.cpu);
    add(&one->p50, is_first, quantile(measured.latencies, 0.5));
    add(&one->p99, is_first, quantile(measured.latencies, 0.99));
    add(&one->p999, is_first, quantile(measured.latencies, 0.999));
    add(&one->peak, is_first, static_cast<double>(backend.memory("VmHWM")) / 1024);
  });
}

void measureCases(const Sides& sides, std::size_t pairs, std::vector<EchoCase> cases) {
  for (EchoCase& one : cases) {
    measureCase(sides, pairs, &one);
    std::fputs(".", stderr);
  }
  std::fputs("\n", stderr);
  std::vector<Row> rows;
  for (Row EchoCase::*row :
       {&EchoCase::rate, &EchoCase::cpu, &EchoCase::p50, &EchoCase::p99, &EchoCase::p999, &EchoCase::peak}) {
    for (const EchoCase& one : cases) {
      rows.push_back(one.*row);
    }
  }
  print(sides.first.name, sides.second.name, rows);
}

constexpr Goal kNoSlower{Of::kRatio, Is::kAtLeast, 1.0};
constexpr Goal kHardlyDearer{Of::kRatio, Is::kAtMost, 1.1};

}  // namespace

void measureEchoes(const Sides& sides, std::size_t pairs) {
  constexpr std::size_t kKiB = 1024;
  measureCases(sides, pairs,
               {
                   echoCase({.body = 64, .in_flight = 1}, 10'000),
                   echoCase({.body = 64, .in_flight = 64}, 100'000),
                   echoCase({.body = 64, .in_flight = 1024}, 200'000, kNoSlower, kHardlyDearer),
                   echoCase({.body = 1 * kKiB, .in_flight = 1}, 10'000),
                   echoCase({.body = 1 * kKiB, .in_flight = 64}, 50'000),
                   echoCase({.body = 1 * kKiB, .in_flight = 1024}, 100'000),
                   echoCase({.body = 16 * kKiB, .in_flight = 1}, 5'000),
                   echoCase({.body = 16 * kKiB, .in_flight = 64}, 10'000, kNoSlower),
                   echoCase({.body = 16 * kKiB, .in_flight = 1024}, 10'000),
                   echoCase({.body = kKiB * kKiB, .in_flight = 1}, 1'000),
                   echoCase({.body = kKiB * kKiB, .in_flight = 64}, 1'000),
                   echoCase({.body = kKiB * kKiB, .in_flight = 1024}, 2'000),
                   echoCase({.body = 64, .in_flight = 1024, .with_receipts = true}, 100'000),
                   echoCase({.body = 64, .in_flight = 1024, .users = 10'000}, 200'000),
                   echoCase({.body = 64, .in_flight = 1024, .users = 100'000}, 200'000),
                   echoCase({.body = 64, .in_flight = 1024, .silent = 100'000}, 200'000, kNoSlower),
               });
}

void measureEchoOf(const Sides& sides, std::size_t pairs, const EchoLoad& load) {
  constexpr std::size_t kBytes = 500'000'000;  // bytes in total, unless that is less than two windows
  const std::size_t count = std::min<std::size_t>(kBytes / (load.body + 100), 1'000'000);
  measureCases(sides, pairs, {echoCase(load, std::max(count, 2 * load.in_flight))});
}

void measureEcho(const Sides& sides, std::size_t pairs, bool with_goals) {
  constexpr std::size_t kKiB = 1024;
  const Goal rate_goal = with_goals ? kNoSlower : Goal();
  const Goal cpu_goal = with_goals ? kHardlyDearer : Goal();
  measureCases(sides, pairs,
               {
                   echoCase({.body = 64, .in_flight = 1}, 20'000),
                   echoCase({.body = 64, .in_flight = 1024}, 1'000'000, rate_goal, cpu_goal),
                   echoCase({.body = 64, .in_flight = 1024, .users = 1}, 1'000'000),
                   echoCase({.body = 16 * kKiB, .in_flight = 64}, 50'000, rate_goal),
               });
}

}  // namespace prism::bench
