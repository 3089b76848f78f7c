// SPDX-License-Identifier: MIT
// One end of an IRC connection, which the test scripts line by line.
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

  void send(const std::string& line);  // appends CR LF
  void sendBytes(std::string_view bytes);
  // Sends as much as the kernel takes without blocking. Returns the number of bytes.
  std::size_t sendNow(std::string_view bytes);

  // Waits for a line that the regular expression matches, and returns it. Skips the lines before it.
  std::string expect(const std::string& pattern, testing::Milliseconds allowed = kLineDeadline);
  // Waits until the peer closes the connection. Keeps the lines that come before.
  void expectEnd(testing::Milliseconds allowed = kLineDeadline);

  // All lines received, without LF and one CR before it. Any other CR, and NUL, stay in them.
  const std::vector<std::string>& lines() const { return lines_; }
  // Counts the received lines that the pattern matches.
  std::size_t count(const std::string& pattern) const;

  void close() { socket_.close(); }
  void reset();  // closes with RST, so the peer loses what it hasn't read

 private:
  bool receive(const testing::Deadline& deadline);
  [[noreturn]] void fail(const std::string& awaited) const;

  UniqueFd socket_;
  std::string partial_;
  std::vector<std::string> lines_;
  std::size_t next_ = 0;  // index of the first line that expect() hasn't examined
  bool ended_ = false;
};

}  // namespace prism::tests
