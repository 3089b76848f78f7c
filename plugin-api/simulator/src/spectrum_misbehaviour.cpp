// SPDX-License-Identifier: MIT
// Violations of the protocol, and effects of the transport: split segments, stalls, full buffers.
#include "prism/testing/spectrum.h"

#include <fmt/format.h>

#include <cassert>
#include <system_error>

namespace prism::testing {
namespace {

// Polling interval of awaitRead(): no descriptor becomes ready when the other end reads.
constexpr Milliseconds kReadPollInterval(1);

}  // namespace

void Spectrum::sendBytes(std::string_view bytes) {
  connection().queue(bytes);
  flush();
}

void Spectrum::sendSplit(std::string_view bytes, std::size_t position) {
  sendSplit(bytes, std::vector<std::size_t>{position});
}

void Spectrum::sendSplit(std::string_view bytes, const std::vector<std::size_t>& positions) {
  assert(batches_ == 0 && "a batch joins what this cuts");
  std::size_t begin = 0;
  for (const std::size_t position : positions) {
    assert(position >= begin && position <= bytes.size());
    sendBytes(bytes.substr(begin, position - begin));
    awaitRead();
    begin = position;
  }
  sendBytes(bytes.substr(begin));
}

void Spectrum::awaitRead() {
  const Deadline deadline(options_.deadline);
  while (connection().unread() > 0) {
    if (deadline.hasPassed()) {
      fail("that the host reads what was sent", options_.deadline,
           fmt::format("{} bytes are unread", connection().unread()));
    }
    waitUntil([] { return false; }, Deadline(kReadPollInterval));
  }
}

void Spectrum::batch(const std::function<void()>& verbs) {
  ++batches_;
  try {
    verbs();
  } catch (...) {
    --batches_;
    throw;
  }
  --batches_;
  flush();
}

void Spectrum::sendFrame(std::string_view content) {
  sendBytes(lengthPrefix(static_cast<std::uint32_t>(content.size())) + std::string(content));
}

void Spectrum::sendLength(std::uint32_t claimed) { sendBytes(lengthPrefix(claimed)); }

void Spectrum::stall() { stalled_ = true; }

void Spectrum::resume() {
  stalled_ = false;
  flush();
}

std::size_t Spectrum::fill(Type type, const google::protobuf::MessageLite& message, std::size_t limit,
                           Milliseconds quiet) {
  stall();
  const std::string bytes = frameBytes(type, message);
  std::size_t sent = 0;
  try {
    while (sent < limit) {
      connection().queue(bytes);
      ++sent;
      if (!waitUntil([this] { return connection().flush(); }, Deadline(quiet), Wanted::kWriting)) {
        break;
      }
    }
  } catch (const std::system_error& error) {
    fail("that the host bears what is sent", options_.deadline, error.what());
  }
  return sent;
}

}  // namespace prism::testing
