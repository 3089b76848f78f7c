// SPDX-License-Identifier: MIT
// stdout and stderr as they were when the process began. Descriptors 1 and 2 may lead into the log by now
// (log/captured_output.h), so code that has to reach Spectrum's own streams calls these functions.
#pragma once

#include <Poco/Channel.h>

#include <string>
#include <string_view>

namespace prism::host {

// [any thread, signal handlers] Return the descriptors of the real streams.
int standardOutput();
int standardError();

// [main] Gives the host a descriptor of its own for stderr. Otherwise a file that a plugin or a library opens as
// descriptor 2 would get the host's log lines. Without a free descriptor, nothing changes.
void duplicateStandardError();

// [main] Uses descriptor 2 again if a plugin has closed or replaced the host's own descriptor for stderr.
void restoreStandardError();

// Sets the descriptors of the real streams, after the caller has duplicated the streams there.
void setStandardStreams(int output, int error);

// Writes to stderr. If nobody reads stderr, gives up after a second at most, drops the text, and counts the lines that
// are missing. Lines of more than PIPE_BUF bytes may mix with those of other processes.
void writeToStandardError(std::string_view text);

// Writes a line in the format of the log to stderr, for warnings that must be seen even if the log itself fails.
void warnOnStandardError(const std::string& sentence);

// Writes lines unchanged (the newline is the pattern's) to stdout or stderr, like writeToStandardError(). POCO's
// ConsoleChannel writes to descriptors 1 and 2 through iostreams. So it would feed captured output back into the log,
// and it writes a line in two pieces.
class StandardStreamChannel final : public Poco::Channel {
 public:
  enum class Stream { kOutput, kError };

  explicit StandardStreamChannel(Stream stream) : stream_(stream) {}

  void log(const Poco::Message& message) override;

 private:
  const Stream stream_;
};

}  // namespace prism::host
