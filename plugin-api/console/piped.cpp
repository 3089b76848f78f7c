// SPDX-License-Identifier: MIT
// The frontend for input or output that is not a terminal: lines in, lines out, no prompt.
#include "console/frontend.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace prism::console {
namespace {

class Piped : public Frontend {
 public:
  explicit Piped(bool colour) : colour_(colour) {}

  void show(const Line& line) override {
    fmt::print("{}\n", coloured(line, colour_));
    // Flushed, since the reader may wait for this line. A closed pipe ends the conversation.
    ended_ = std::fflush(stdout) != 0 || ended_;
  }

  void showLog(std::string_view line) override { fmt::print(stderr, "{}\n", printableText(line)); }

  int descriptor() const override { return closed_ ? -1 : STDIN_FILENO; }

  void read() override {
    std::array<char, 4096> buffer;
    const ssize_t size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (size > 0) {
      text_.append(buffer.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || (errno != EINTR && errno != EAGAIN)) {
      closed_ = true;
    }
  }

  std::optional<std::string> nextLine() override {
    const std::size_t end = text_.find('\n');
    if (text_.empty() || (end == std::string::npos && !closed_)) {
      return std::nullopt;
    }
    std::string line = text_.substr(0, end);
    text_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
  }

  bool hasEnded() const override { return ended_ || (closed_ && text_.empty()); }

  bool awaitsEachLine() const override { return true; }

  void beforeEcho(const std::string&) override {}
  void prompt() override {}
  void finish() override {}
  void resized() override {}
  void suspend() override { ::raise(SIGSTOP); }

 private:
  const bool colour_;
  std::string text_;     // read, and not yet returned by nextLine()
  bool closed_ = false;  // end of input
  bool ended_ = false;   // the output is closed
};

}  // namespace

std::unique_ptr<Frontend> makePiped(bool colour) { return std::make_unique<Piped>(colour); }

}  // namespace prism::console
