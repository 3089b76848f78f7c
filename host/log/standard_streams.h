// SPDX-License-Identifier: MIT
// stdout and stderr as they were when the process began. Descriptors 1 and 2 may have come to lead into the log
// (captured_output.h); who wants to reach Spectrum's own streams goes through here.
#pragma once

#include <Poco/Channel.h>

#include <string>
#include <string_view>

namespace prism::host {

// Descriptors of the real streams. May be asked on any thread, and in a signal handler.
int standardOutput();
int standardError();

// [main] Moves the host's stderr to a descriptor of its own: what a plugin or a library puts in the place of descriptor
// 2 gets no line of the log then. Without a descriptor for it, nothing changes.
void keepStandardError();

// [main] If a plugin has closed or replaced that one, descriptor 2 has to do.
void replaceLostStandardError();

// Changes what they return; the caller has moved the streams to these.
void setStandardStreams(int output, int error);

// Writes all of `text`, with as few calls as possible, so that lines of several writers do not mix. Returns 0, or an
// errno; then `*written` bytes have been written.
int writeWhole(int fd, std::string_view text, std::size_t* written);

// Writes to stderr, if somebody reads it: while nobody does, what is to be written is lost, after a second at most, and
// counted. Lines of more than PIPE_BUF bytes may mix with those of other processes.
void writeToStandardError(std::string_view text);

// A line of the log on stderr, for what must be seen although the log itself may not work.
void warnOnStandardError(const std::string& sentence);

// Writes lines as they are (the newline is the pattern's) to stdout or stderr, as writeToStandardError() does. POCO's
// ConsoleChannel goes through iostreams to descriptors 1 and 2: it would feed captured output back into the log, and writes
// a line in two pieces.
class StandardStreamChannel final : public Poco::Channel {
 public:
  enum class Stream { kOutput, kError };

  explicit StandardStreamChannel(Stream stream) : stream_(stream) {}

  void log(const Poco::Message& message) override;

 private:
  const Stream stream_;
};

}  // namespace prism::host
