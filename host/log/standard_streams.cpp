#include "host/log/standard_streams.h"

#include <Poco/Message.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "host/log/log_pattern.h"

namespace prism::host {
namespace {

std::atomic<int> standard_output = STDOUT_FILENO;
std::atomic<int> standard_error = STDERR_FILENO;

// For a descriptor that somebody has made non-blocking.
constexpr int kPatienceMs = 1000;

}  // namespace

int standardOutput() { return standard_output; }
int standardError() { return standard_error; }

void setStandardStreams(int output, int error) {
  standard_output = output;
  standard_error = error;
}

int writeWhole(int fd, std::string_view text, std::size_t* written) {
  *written = 0;
  while (*written < text.size()) {
    const ssize_t size = ::write(fd, text.data() + *written, text.size() - *written);
    if (size > 0) {
      *written += static_cast<std::size_t>(size);
      continue;
    }
    pollfd waiting{fd, POLLOUT, 0};
    if (size == 0) {
      return EIO;
    }
    if (errno == EINTR || (errno == EAGAIN && ::poll(&waiting, 1, kPatienceMs) > 0)) {
      continue;
    }
    return errno == 0 ? EAGAIN : errno;
  }
  return 0;
}

void warnOnStandardError(const std::string& sentence) {
  std::string line;
  LogPattern(kDefaultLogPattern).format(Poco::Message("Host", sentence, Poco::Message::PRIO_WARNING), line);
  std::size_t written = 0;
  writeWhole(standardError(), line, &written);
}

// There is nowhere to say so if it fails.
void StandardStreamChannel::log(const Poco::Message& message) {
  std::size_t written = 0;
  writeWhole(stream_ == Stream::kOutput ? standardOutput() : standardError(), message.getText(), &written);
}

}  // namespace prism::host
