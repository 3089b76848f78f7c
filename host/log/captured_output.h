// SPDX-License-Identifier: MIT
// What the plugin, its libraries and the programs that they start write to stdout and stderr, as lines of the log: in
// the categories `Plugin.<id>.stdout` (INFO) and `Plugin.<id>.stderr` (WARN).
//
// The pipes are read on a thread of their own. The loop could not read them while a callback of the plugin runs: who
// wrote more than a pipe holds within one would wait for ever, or, were the pipe non-blocking, lose it. The thread
// takes no lock that the plugin could hold, so it always goes on reading.
#pragma once

#include <pthread.h>
#include <prism/unique_fd.hpp>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

// Cuts what comes into lines, of a bounded length.
class CapturedLines {
 public:
  static constexpr std::size_t kLongest = 4096;  // bytes; what is longer becomes several lines

  // `logger` must outlive this.
  CapturedLines(Poco::Logger& logger, int priority) : logger_(logger), priority_(priority) {}

  void take(std::string_view bytes);
  void end();  // what has come since the last newline is a line too

 private:
  void write();

  Poco::Logger& logger_;
  const int priority_;
  std::string line_;
};

class CapturedOutput {
 public:
  // Makes descriptors 1 and 2 lead into the log, in which `category` begins the names. If the system has no pipe or
  // thread for it, nothing changes but a line in the log.
  explicit CapturedOutput(const std::string& category);

  // Gives the real streams back, and logs what is still in the pipes. Programs that go on writing are not waited for.
  ~CapturedOutput();

  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;

 private:
  struct Stream {
    int number;  // 1 or 2
    UniqueFd real;
    UniqueFd reading;
    CapturedLines lines;
  };

  bool redirect(Stream* stream);
  static void* startReading(void* self);
  void run();
  void drain(Stream* stream, std::size_t at_most);
  void restore();

  std::array<Stream, 2> streams_;
  UniqueFd stop_reading_;  // a pipe, which hangs up to stop the thread
  UniqueFd stop_;
  const int output_before_;
  const int error_before_;
  bool reading_ = false;  // there is a reader
  pthread_t reader_{};
};

// For a process that crashes: what has been written, and is not in the log yet, gets a moment to be read, and then goes to
// the real stderr. May be called in a signal handler, and without there being a CapturedOutput.
void drainCapturedOutput();

}  // namespace prism::host
