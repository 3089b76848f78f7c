// SPDX-License-Identifier: MIT
#include "session/connection.h"

#include "net/secret.h"
#include "protocol/text/charset.h"
#include "session/cut.h"
#include "session/work_slice.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace irc {

namespace {

// A server may keep silent while it looks up the user. After this time it has taken the connection from its queue.
constexpr std::chrono::seconds kSurelyAccepted{1};
// The pace is checked after lines of this cost, so that a flood is noticed before all of it is shown.
constexpr std::uint32_t kCountedTogether = 500;

}  // namespace

Connection::Connection(SessionContext& context, ConnectGate& gate, Listener& listener)
    : context_(context), listener_(listener), gate_(gate) {}

void Connection::open(const ServerAddress& server) {
  reader_ = LineReader();
  encoding_ = LineEncoding();
  ticket_.request(gate_, server.endpoint.host + "/" + std::to_string(server.endpoint.port), [this, &server] {
    stream_ = std::make_unique<net::Stream>(context_.network, *this, server.endpoint,
                                            server.tls ? context_.settings.tls_context : nullptr);
  });
}

void Connection::close() {
  stream_.reset();
  counted_.reset();
  ticket_.release();
  accepted_timer_.end();
  pace_timer_.end();
  unread_timer_.end();
  std::string().swap(held_);
}

void Connection::opened() {
  counted_.emplace(context_.metrics);
  accepted_timer_ = context_.host.after(kSurelyAccepted, [this] { ticket_.release(); });
  listener_.onConnected();
}

// ------------------------------------------------------------------------------------------------- reading

void Connection::received(std::string_view bytes) {
  if (context_.phase == Phase::kLeaving) {
    return;
  }
  listener_.onRead();
  ticket_.release();
  context_.cost.countRead(bytes.size());
  if (reader_.takeLeftOut()) {
    context_.reportLimit("The server has sent a line that is too long: it is left out");
  }
  takeLines(bytes);
}

// May delete this object.
void Connection::takeLines(std::string_view bytes) {
  while (!bytes.empty()) {
    const WorkSlice slice;
    bool goes_on = true;
    bytes = reader_.feed(bytes, [&](std::string_view line) {
      goes_on = takeLine(line);
      return goes_on && context_.cost.lines() < kCountedTogether && !slice.isOver();
    });
    if (!goes_on) {
      return;
    }
    context_.cost.countWork(slice.work());
    if (pause(slice.isOver())) {
      held_ = bytes;
      return;
    }
  }
}

// Returns false if the connection is closed.
bool Connection::takeLine(std::string_view bytes) {
  if (context_.phase == Phase::kLeaving) {
    return true;
  }
  context_.cost.countLine(bytes.size());
  context_.metrics.lines_in.add();
  const Identity& identity = context_.identity;
  if (identity.encoding_out.empty() && isUtf8(bytes)) {
    return listener_.onLine(bytes);
  }
  return listener_.onLine(encoding_.decode(bytes, identity.encoding, identity.encoding_out));
}

// Stops reading if the server exceeds its pace, or has used its slice of time. In the latter case the pause ends in the
// next turn of the event loop. Returns false if there is no pause.
bool Connection::pause(bool slice_is_over) {
  std::chrono::milliseconds duration{0};
  if (const std::uint32_t cost = context_.cost.take(); cost > 0) {
    pace_.spend(monotonicNow(), cost);
    if (const auto wait = pace_.wait(monotonicNow()); wait.count() > 0) {
      context_.reportLimit("The server sends faster than can be shown: it is slowed down");
      context_.metrics.throttlings.add();
      duration = std::max(wait, kShortestPause);
    }
  }
  if (duration.count() == 0 && !slice_is_over) {
    return false;
  }
  stream_->pauseReading();
  pace_timer_ = context_.host.after(duration, [this] { resume(); });
  return true;
}

void Connection::resume() {
  stream_->resumeReading();
  takeLines(std::exchange(held_, {}));
}

void Connection::discardInput() {
  pace_timer_.end();
  unread_timer_.end();
  std::string().swap(held_);
  stream_->resumeReading();
}

// ------------------------------------------------------------------------------------------------- writing

void Connection::write(std::string_view line) {
  if (!stream_ || unread_timer_) {
    return;
  }
  std::string bytes = encoding_.encode(cutLine(line, context_.isupport.line_length), context_.identity.encoding_out);
  bytes += "\r\n";
  stream_->write(bytes);
  context_.metrics.lines_out.add();
  net::wipe(&bytes);  // it may have been a password
  if (stream_->waiting() > kMostUnread) {
    // The callers may be in the middle of a line of this connection.
    unread_timer_ = context_.host.after(std::chrono::milliseconds(0), [this] { dropUnread(); });
  }
}

void Connection::dropUnread() {
  listener_.onConnectionLost({net::FailureKind::kTimedOut, context_.server_name + " does not read what is sent to it"});
}

}  // namespace irc
