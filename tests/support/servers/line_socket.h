// SPDX-License-Identifier: MIT
// One end of a connection that carries lines of IRC, for a test that plays that end by hand.
#pragma once

#include <prism/testing/deadline.h>
#include <prism/unique_fd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace prism::tests {

inline constexpr testing::Milliseconds kLineDeadline(15'000);

class LineSocket {
 public:
  // Throws Failure if the descriptor is not open.
  explicit LineSocket(UniqueFd socket);

  void send(const std::string& line);  // adds CR and LF
  void sendBytes(std::string_view bytes);
  // Sends as much as the kernel takes now, and returns how much that is.
  std::size_t sendNow(std::string_view bytes);

  // Waits for a line in which the regular expression is found, and returns it; those before it are skipped.
  std::string expect(const std::string& pattern, testing::Milliseconds allowed = kLineDeadline);
  // The other side closes the connection; what it says before is kept.
  void expectEnd(testing::Milliseconds allowed = kLineDeadline);

  // All lines so far, without their LF and a CR before it: any other CR, and NUL, are still in them.
  const std::vector<std::string>& lines() const { return lines_; }
  // How many lines so far have the pattern.
  std::size_t count(const std::string& pattern) const;

  // Whether each PING is answered by itself, while something is waited for.
  void answerPings(bool answer) { answers_pings_ = answer; }

  void close() { socket_.close(); }
  void reset();  // by RST: what the other side has not read is lost

 private:
  bool receive(const testing::Deadline& deadline);
  [[noreturn]] void fail(const std::string& awaited) const;

  UniqueFd socket_;
  std::string partial_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;  // the first line that expect() has not looked at
  bool answers_pings_ = true;
  bool ended_ = false;
};

}  // namespace prism::tests
