// SPDX-License-Identifier: MIT
// A file offered over IRC by DCC SEND: a listening port on loopback.
#pragma once

#include "tests/support/port.h"
#include <prism/testing/failure.h>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>

namespace prism::tests {

class OfferedFile {
 public:
  explicit OfferedFile(std::string content) : content_(std::move(content)) {}

  // Returns the CTCP message "DCC SEND" that offers the file under this name.
  std::string offer(const std::string& name) const {
    return "\001DCC SEND " + name + " " + std::to_string(INADDR_LOOPBACK) + " " + std::to_string(listener_.number()) +
           " " + std::to_string(content_.size()) + "\001";
  }

  // Waits for the receiver, sends the file, and closes once everything is acknowledged. The receiver takes the close
  // as the end of the file.
  void sendAll() const {
    const UniqueFd connection = listener_.accept(testing::Milliseconds(kPatience));
    send(connection, content_);
    awaitAcknowledgement(connection, content_.size());
  }

  // Sends half of the file, and closes.
  void sendHalf() const {
    const UniqueFd connection = listener_.accept(testing::Milliseconds(kPatience));
    const std::string half = content_.substr(0, content_.size() / 2);
    send(connection, half);
    awaitAcknowledgement(connection, half.size());
  }

 private:
  static constexpr int kPatience = 20'000;  // milliseconds

  static void send(const UniqueFd& connection, const std::string& content) {
    if (::send(connection.get(), content.data(), content.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(content.size())) {
      throw std::system_error(errno, std::generic_category(), "a file that is fetched");
    }
  }

  // The receiver sends the number of bytes received, in network byte order.
  static void awaitAcknowledgement(const UniqueFd& connection, std::size_t size) {
    std::uint32_t received = 0;
    while (ntohl(received) < size) {
      pollfd waiting{connection.get(), POLLIN, 0};
      if (::poll(&waiting, 1, kPatience) != 1 ||
          ::recv(connection.get(), &received, sizeof received, MSG_WAITALL) != sizeof received) {
        throw testing::Failure("the file was not acknowledged");
      }
    }
  }

  const std::string content_;
  const ListeningPort listener_;
};

}  // namespace prism::tests
