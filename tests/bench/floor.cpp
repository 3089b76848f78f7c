// SPDX-License-Identifier: MIT
// The floor that Prism is compared with: the least program that does an echo backend's job honestly. It has a
// blocking socket, decodes and encodes WrapperMessage and ConversationMessage with protobuf, reuses objects, and
// calls send() once per recv(). It checks nothing, keeps no users, loads no plugin, and waits for nothing but the
// socket. Launched like any backend: FLOOR --host 127.0.0.1 --port PORT; ignores further arguments.
#include "proto/pbnetwork.pb.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

using pbnetwork::WrapperMessage;

// Sizes between 64 KiB and 1 MiB made no measurable difference.
constexpr std::size_t kBufferSize = 256 * 1024;
constexpr std::size_t kHeaderSize = 4;

class Floor {
 public:
  explicit Floor(int fd) : fd_(fd), in_(kBufferSize) {}

  // Serves until EXIT or the end of the connection.
  void serve() {
    while (!exit_ && receive()) {
      while (!exit_ && takeFrame()) {
      }
      send();
    }
  }

 private:
  bool receive() {
    if (begin_ > 0) {
      std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == in_.size()) {
      in_.resize(in_.size() * 2);
    }
    const ssize_t size = ::recv(fd_, in_.data() + end_, in_.size() - end_, 0);
    end_ += size > 0 ? static_cast<std::size_t>(size) : 0;
    return size > 0;
  }

  bool takeFrame() {
    std::uint32_t size = 0;
    if (end_ - begin_ < kHeaderSize) {
      return false;
    }
    std::memcpy(&size, in_.data() + begin_, kHeaderSize);
    size = ntohl(size);
    if (end_ - begin_ - kHeaderSize < size) {
      return false;
    }
    if (wrapper_.ParseFromArray(in_.data() + begin_ + kHeaderSize, static_cast<int>(size))) {
      answer();
    }
    begin_ += kHeaderSize + size;
    return true;
  }

  void answer() {
    switch (wrapper_.type()) {
      case WrapperMessage::TYPE_CONV_MESSAGE:
        return echo();
      case WrapperMessage::TYPE_LOGIN:
        return welcome();
      case WrapperMessage::TYPE_PING:
        wrapper_.set_type(WrapperMessage::TYPE_PONG);
        return write();
      case WrapperMessage::TYPE_EXIT:
        exit_ = true;
        return;
      default:
        return;
    }
  }

  void echo() {
    if (!message_.ParseFromString(wrapper_.payload())) {
      return;
    }
    if (message_.has_id()) {
      receipt_.set_username(message_.username());
      receipt_.set_buddyname(message_.buddyname());
      receipt_.set_message("");
      receipt_.set_id(message_.id());
      write(WrapperMessage::TYPE_CONV_MESSAGE_ACK, receipt_);
      message_.clear_id();
    }
    write(WrapperMessage::TYPE_CONV_MESSAGE, message_);
  }

  // Answers LOGIN as the echo plugin does.
  void welcome() {
    if (!login_.ParseFromString(wrapper_.payload())) {
      return;
    }
    connected_.set_user(login_.user());
    write(WrapperMessage::TYPE_CONNECTED, connected_);
    buddy_.set_username(login_.user());
    buddy_.set_buddyname("echo");
    buddy_.set_alias("Echo");
    buddy_.clear_group();
    buddy_.add_group("Echo");
    buddy_.set_status(pbnetwork::STATUS_ONLINE);
    write(WrapperMessage::TYPE_BUDDY_CHANGED, buddy_);
  }

  void write(WrapperMessage::Type type, const google::protobuf::MessageLite& payload) {
    wrapper_.set_type(type);
    payload.SerializeToString(wrapper_.mutable_payload());
    write();
  }

  void write() {
    const std::size_t size = wrapper_.ByteSizeLong();
    if (out_.size() < out_size_ + kHeaderSize + size) {
      out_.resize((out_size_ + kHeaderSize + size) * 2);
    }
    const std::uint32_t header = htonl(static_cast<std::uint32_t>(size));
    std::memcpy(out_.data() + out_size_, &header, kHeaderSize);
    wrapper_.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(out_.data() + out_size_ + kHeaderSize));
    out_size_ += kHeaderSize + size;
  }

  void send() {
    for (std::size_t sent = 0; sent < out_size_;) {
      const ssize_t size = ::send(fd_, out_.data() + sent, out_size_ - sent, MSG_NOSIGNAL);
      if (size <= 0) {
        exit_ = true;
        break;
      }
      sent += static_cast<std::size_t>(size);
    }
    out_size_ = 0;
  }

  const int fd_;
  bool exit_ = false;
  std::vector<char> in_;
  std::size_t begin_ = 0;  // in_[begin_, end_) is received and not yet consumed
  std::size_t end_ = 0;
  std::vector<char> out_;
  std::size_t out_size_ = 0;

  WrapperMessage wrapper_;
  pbnetwork::ConversationMessage message_;
  pbnetwork::ConversationMessage receipt_;
  pbnetwork::Login login_;
  pbnetwork::Connected connected_;
  pbnetwork::Buddy buddy_;
};

}  // namespace

int main(int argc, char** argv) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  for (int i = 1; i + 1 < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--host" && ::inet_pton(AF_INET, argv[i + 1], &address.sin_addr) != 1) {
      return EINVAL;
    }
    if (word == "--port") {
      address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[i + 1])));
    }
  }
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::perror("floor: cannot connect");
    return EXIT_FAILURE;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Floor(fd).serve();
  return 0;
}
