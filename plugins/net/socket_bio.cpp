// SPDX-License-Identifier: MIT
#include "net/socket_bio.h"

#include "net/socket.h"

#include <cstdint>

namespace net {
namespace {

// The data pointer of the BIO holds the descriptor's number.
int descriptorOf(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int onRead(BIO* bio, char* buffer, std::size_t capacity, std::size_t* count) {
  BIO_clear_retry_flags(bio);
  const ssize_t result = receive(descriptorOf(bio), buffer, capacity);
  *count = result > 0 ? static_cast<std::size_t>(result) : 0;
  if (result < 0 && wouldBlock(errno)) {
    BIO_set_retry_read(bio);
  } else if (result == 0) {
    BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  }
  return result > 0 ? 1 : 0;
}

int onWrite(BIO* bio, const char* bytes, std::size_t size, std::size_t* count) {
  BIO_clear_retry_flags(bio);
  const ssize_t result = transmit(descriptorOf(bio), {bytes, size});
  *count = result > 0 ? static_cast<std::size_t>(result) : 0;
  if (result < 0 && wouldBlock(errno)) {
    BIO_set_retry_write(bio);
  }
  return result > 0 ? 1 : 0;
}

long onControl(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    default:
      return 0;
  }
}

}  // namespace

BIO_METHOD* newSocketBioMethod() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without SIGPIPE");
  if (method) {
    BIO_meth_set_read_ex(method, &onRead);
    BIO_meth_set_write_ex(method, &onWrite);
    BIO_meth_set_ctrl(method, &onControl);
  }
  return method;
}

BIO* newSocketBio(const BIO_METHOD* method, int fd) {
  BIO* bio = BIO_new(method);
  if (bio) {
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
    BIO_set_init(bio, 1);
  }
  return bio;
}

}  // namespace net
