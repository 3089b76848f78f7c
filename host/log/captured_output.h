// SPDX-License-Identifier: MIT
// Captures stdout and stderr in the log: the output of the plugin, its libraries and the programs that they start. Each
// line is logged in the category `Plugin.<id>.stdout` (INFO) or `Plugin.<id>.stderr` (WARN).
//
// A thread of the host reads the pipes. The loop could not read them while a callback of the plugin runs. A callback
// that writes more than a pipe holds would then wait for ever, or lose output if the pipe were non-blocking. The thread
// takes no lock that the plugin could hold, so it never stops reading.
#pragma once

#include <prism/unique_fd.hpp>

#include <pthread.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

// Splits output into log lines of bounded length.
class CapturedLines {
 public:
  static constexpr std::size_t kLongest = 4096;  // bytes; a longer line becomes several

  // `logger` must outlive this.
  CapturedLines(Poco::Logger& logger, int priority) : logger_(logger), priority_(priority) {}

  void take(std::string_view bytes);
  void end();  // logs the text after the last newline

 private:
  void write();

  Poco::Logger& logger_;
  const int priority_;
  std::string line_;
};

class CapturedOutput {
 public:
  // Redirects descriptors 1 and 2 into the log. `category` is the start of the category names. If the system has no
  // pipe or no thread left, only a warning is logged.
  explicit CapturedOutput(const std::string& category);

  // Restores the real streams and logs the rest of the output. Does not wait for programs that go on writing.
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
  UniqueFd stop_reading_;  // a pipe, whose hang-up stops the thread
  UniqueFd stop_;
  const int output_before_;
  const int error_before_;
  bool reading_ = false;  // the reader's thread has been started
  pthread_t reader_{};
};

// For a process that crashes: waits 100 ms for the thread to log the rest of the output, and then copies what is left
// to the real stderr. Async-signal-safe. Does nothing if there is no CapturedOutput.
void drainCapturedOutput();

}  // namespace prism::host
