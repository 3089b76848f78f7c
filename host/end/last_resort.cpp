// SPDX-License-Identifier: MIT
#include "host/end/last_resort.h"

#include "host/base/host_thread.h"
#include "host/log/emergency_line.h"

#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <ctime>

namespace prism::host {
namespace {

constexpr std::size_t kStackSize = 128 * 1024;

// The time of the monotonic clock, in nanoseconds, at which the process must have ended; 0 before the shutdown.
std::atomic<std::int64_t> deadline = 0;
std::atomic<bool> cancelled = false;
std::atomic<int> exit_code_of_error = 0;
std::atomic_flag error_is_known;
std::atomic<bool> has_sentence = false;
std::array<char, 512> sentence_of_error{};
std::atomic<const char*> plugin_name = "";
std::atomic<const std::atomic<const char*>*> plugin_function = nullptr;

sem_t* armed() {
  static sem_t semaphore;
  [[maybe_unused]] static const int made = ::sem_init(&semaphore, 0, 0);
  return &semaphore;
}

std::int64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

void endNow() {
  SignalText line = emergencyLinePrefix();
  if (has_sentence) {
    line << std::string_view(sentence_of_error.data()) << "; ";
  }
  const std::atomic<const char*>* const known = plugin_function;
  const char* const function = known ? known->load() : nullptr;
  line << "the process has not ended by itself within ";
  line.decimal(static_cast<std::uint64_t>(kShutdownTime.count())) << " ms, so it is ended now: ";
  if (function) {
    line << "the plugin " << plugin_name.load() << " has not returned from " << function;
  } else {
    line << "it is still busy with leaving the plugin " << plugin_name.load();
  }
  writeEmergencyLine(line);
  endProcess(exit_code_of_error != 0 ? exit_code_of_error.load() : ETIME);
}

void* watchShutdown(void*) {
  while (deadline == 0) {
    ::sem_wait(armed());  // EINTR: a signal that the main thread blocks came here
  }
  const std::int64_t end = deadline;
  const timespec time{end / 1'000'000'000, end % 1'000'000'000};
  while (now() < end) {
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
  }
  if (!cancelled) {
    endNow();
  }
  return nullptr;
}

}  // namespace

bool startLastResort() {
  armed();
  pthread_t thread{};
  const bool started =
      startHostThread(&thread, "prism-end", kStackSize, &watchShutdown, nullptr, UnblockedSignals::kFaultsAndRequests);
  if (started) {
    ::pthread_detach(thread);
  }
  return started;
}

void limitShutdown() {
  std::int64_t none = 0;
  if (deadline.compare_exchange_strong(none, now() + std::chrono::nanoseconds(kShutdownTime).count())) {
    ::sem_post(armed());
  }
}

void limitShutdown(int exit_code, const std::string& sentence) {
  if (!error_is_known.test_and_set()) {
    sentence_of_error[sentence.copy(sentence_of_error.data(), sentence_of_error.size() - 1)] = '\0';
    exit_code_of_error = exit_code;
    has_sentence = true;
  }
  limitShutdown();
}

void cancelLastResort() { cancelled = true; }

void setLastResortFacts(const char* plugin, const std::atomic<const char*>* function) {
  plugin_name = plugin;
  plugin_function = function;
}

const char* lastResortPlugin() { return plugin_name.load(); }

void endProcess(int exit_code) {
  for (;;) {
    ::syscall(SYS_exit_group, exit_code);
  }
}

}  // namespace prism::host
