// SPDX-License-Identifier: MIT
#include "host/log/standard_streams.h"

#include "host/base/own_descriptors.h"
#include "host/base/write_whole.h"
#include "host/log/pattern.h"

#include <Poco/Message.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <mutex>

namespace prism::host {
namespace {

std::atomic<int> standard_output = STDOUT_FILENO;
std::atomic<int> standard_error = STDERR_FILENO;

// Writes to one of the streams. The stream may be a blocking pipe that somebody has open and does not read. The host
// must not wait for that, and the watchdog must not wait for the host.
class Writer {
 public:
  void write(int fd, std::string_view text) {
    const std::lock_guard lock(mutex_);
    if (lost_ > 0 && !writeAll(fd, fmt::format("{}({} lines are missing here)\n", torn_ ? "\n" : "", lost_), 0)) {
      ++lost_;
      return;
    }
    lost_ = 0;
    torn_ = false;
    if (!writeAll(fd, text, kWriteTimeoutMs)) {
      lost_ = 1;
    }
  }

 private:
  bool writeAll(int fd, std::string_view text, int timeout_ms) {
    const std::size_t whole = text.size();
    while (!text.empty()) {
      pollfd waiting{fd, POLLOUT, 0};
      const int ready = ::poll(&waiting, 1, timeout_ms);
      // A pipe that takes anything at all takes PIPE_BUF bytes at once.
      const ssize_t size = ready > 0 ? ::write(fd, text.data(), std::min(text.size(), std::size_t{PIPE_BUF})) : -1;
      if (size > 0) {
        text.remove_prefix(static_cast<std::size_t>(size));
      } else if (ready == 0 || size == 0 || (errno != EINTR && errno != EAGAIN)) {
        torn_ = torn_ || text.size() < whole;
        return false;
      }
    }
    return true;
  }

  std::mutex mutex_;
  std::uint64_t lost_ = 0;  // lines
  bool torn_ = false;       // the first of them has been written in part
};

Writer output_writer;
Writer error_writer;

}  // namespace

int standardOutput() { return standard_output; }
int standardError() { return standard_error; }

void duplicateStandardError() {
  const int own = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (own >= 0) {
    standard_error = own;
    ownDescriptor(own, "stderr");
  }
}

void restoreStandardError() {
  if (isLost(standard_error)) {
    standard_error = STDERR_FILENO;
  }
}

void setStandardStreams(int output, int error) {
  standard_output = output;
  standard_error = error;
}

void writeToStandardError(std::string_view text) { error_writer.write(standardError(), text); }

void warnOnStandardError(const std::string& sentence) {
  std::string line;
  LogPattern(kDefaultLogPattern).format(Poco::Message("Host", sentence, Poco::Message::PRIO_WARNING), line);
  writeToStandardError(line);
}

void StandardStreamChannel::log(const Poco::Message& message) {
  if (stream_ == Stream::kOutput) {
    output_writer.write(standardOutput(), message.getText());
  } else {
    writeToStandardError(message.getText());
  }
}

}  // namespace prism::host
