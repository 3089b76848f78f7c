// SPDX-License-Identifier: MIT
#include "host/log/captured_output.h"

#include "host/base/host_thread.h"
#include "host/base/own_descriptors.h"
#include "host/base/quote.h"
#include "host/log/standard_streams.h"

#include <Poco/Logger.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace prism::host {
namespace {

constexpr std::size_t kChunk = 4096;
constexpr std::size_t kMostDrained = std::size_t{1024} * 1024;  // bytes; default limit of a pipe's capacity

constexpr int kDrainDelayMs = 100;

// The pipes that drainCapturedOutput() reads, which has no access to the CapturedOutput; -1 if there is none.
std::atomic<int> captured_pipes[2] = {-1, -1};

}  // namespace

void CapturedLines::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    const std::size_t size = std::min({newline, bytes.size(), kLongest - line_.size()});
    line_.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (bytes.starts_with('\n')) {
      bytes.remove_prefix(1);
      write();
    } else if (line_.size() == kLongest) {
      write();
    }
  }
}

void CapturedLines::end() { write(); }

void CapturedLines::write() {
  if (line_.ends_with('\r')) {
    line_.pop_back();
  }
  if (!line_.empty() && logger_.is(static_cast<Poco::Message::Priority>(priority_))) {
    logger_.log(Poco::Message(logger_.name(), oneLine(line_), static_cast<Poco::Message::Priority>(priority_)));
  }
  line_.clear();
}

CapturedOutput::CapturedOutput(const std::string& category)
    : streams_{Stream{
                   STDOUT_FILENO, {}, {}, {Poco::Logger::get(category + ".stdout"), Poco::Message::PRIO_INFORMATION}},
               Stream{STDERR_FILENO, {}, {}, {Poco::Logger::get(category + ".stderr"), Poco::Message::PRIO_WARNING}}},
      output_before_(standardOutput()),
      error_before_(standardError()) {
  std::fflush(stdout);
  std::array<int, 2> stop{-1, -1};
  if (::pipe2(stop.data(), O_CLOEXEC) == 0) {
    stop_reading_ = UniqueFd(stop[0]);
    stop_ = UniqueFd(stop[1]);
  }
  if (stop_ && redirect(&streams_[0]) && redirect(&streams_[1])) {
    // The host's own copy of stderr stays in use if there is one (duplicateStandardError()).
    setStandardStreams(streams_[0].real.get(), error_before_ == STDERR_FILENO ? streams_[1].real.get() : error_before_);
    reading_ = startHostThread(&reader_, "prism-output", 0, &startReading, this);
  }
  if (!reading_) {
    const int error = errno;
    restore();
    Poco::Logger::get("Host").warning(
        fmt::format("what the plugin writes to stdout and stderr is not in the log: {}", std::strerror(error)));
    return;
  }
  for (const Stream& stream : streams_) {
    ownDescriptor(stream.real.get(), "the real stdout or stderr");
    ownDescriptor(stream.reading.get(), "what the plugin prints");
  }
  ownDescriptor(stop_reading_.get(), "what the plugin prints");
  ownDescriptor(stop_.get(), "what the plugin prints");
  captured_pipes[0] = streams_[0].reading.get();
  captured_pipes[1] = streams_[1].reading.get();
  std::setvbuf(stdout, nullptr, _IOLBF, 0);  // a line reaches the log when it is written
}

CapturedOutput::~CapturedOutput() {
  if (!reading_) {
    return;
  }
  std::fflush(stdout);
  captured_pipes[0] = captured_pipes[1] = -1;
  for (const Stream& stream : streams_) {
    disownDescriptor(stream.real.get());
    disownDescriptor(stream.reading.get());
  }
  disownDescriptor(stop_reading_.get());
  disownDescriptor(stop_.get());
  restore();
  stop_ = UniqueFd();
  ::pthread_join(reader_, nullptr);
}

void drainCapturedOutput() {
  if (captured_pipes[0] < 0) {
    return;
  }
  ::poll(nullptr, 0, kDrainDelayMs);
  char chunk[4096];
  for (const std::atomic<int>& pipe : captured_pipes) {
    for (ssize_t size; (size = ::read(pipe, chunk, sizeof chunk)) > 0;) {
      [[maybe_unused]] const ssize_t written = ::write(standardError(), chunk, static_cast<std::size_t>(size));
    }
  }
}

bool CapturedOutput::redirect(Stream* stream) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return false;
  }
  stream->reading = UniqueFd(ends[0]);
  const UniqueFd writing(ends[1]);
  UniqueFd real(::fcntl(stream->number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  // The writing end stays blocking, since libraries rely on a blocking stdout.
  if (!real || ::fcntl(stream->reading.get(), F_SETFL, O_NONBLOCK) != 0 || ::dup2(writing.get(), stream->number) < 0) {
    return false;
  }
  stream->real = std::move(real);
  return true;
}

void CapturedOutput::restore() {
  for (const Stream& stream : streams_) {
    if (stream.real) {
      ::dup2(stream.real.get(), stream.number);
    }
  }
  setStandardStreams(output_before_, error_before_);
}

void* CapturedOutput::startReading(void* self) {
  static_cast<CapturedOutput*>(self)->run();
  return nullptr;
}

void CapturedOutput::run() {
  std::array<pollfd, 3> waiting{{{streams_[0].reading.get(), POLLIN, 0},
                                 {streams_[1].reading.get(), POLLIN, 0},
                                 {stop_reading_.get(), POLLIN, 0}}};
  while (waiting[2].revents == 0) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0) {
      continue;
    }
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if ((waiting[i].revents & POLLIN) != 0) {
        drain(&streams_[i], kChunk);
      } else if (waiting[i].revents != 0) {
        waiting[i].fd = -1;  // all writing ends are closed
      }
    }
  }
  for (Stream& stream : streams_) {
    drain(&stream, kMostDrained);
    stream.lines.end();
  }
}

void CapturedOutput::drain(Stream* stream, std::size_t at_most) {
  std::array<char, kChunk> chunk;
  for (std::size_t taken = 0; taken < at_most;) {
    const ssize_t size = ::read(stream->reading.get(), chunk.data(), chunk.size());
    if (size > 0) {
      taken += static_cast<std::size_t>(size);
      stream->lines.take({chunk.data(), static_cast<std::size_t>(size)});
    } else if (size == 0 || errno != EINTR) {
      return;
    }
  }
}

}  // namespace prism::host
