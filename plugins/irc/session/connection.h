// SPDX-License-Identifier: MIT
// A session's connection to a server: bytes to lines and back, no faster than the pace of limits.h.
#pragma once

#include "net/stream.h"
#include "session/connect_gate.h"
#include "session/context.h"
#include "session/limits.h"
#include "session/line_encoding.h"
#include "session/line_reader.h"
#include "session/server_address.h"
#include <prism/host.hpp>
#include <prism/token_bucket.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace irc {

class Connection final : public net::Stream::Listener {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void onConnected() = 0;
    // Before the lines of a read.
    virtual void onRead() = 0;
    // `line` is in UTF-8, without CR LF. Returns false if the connection is closed; it may be deleted then.
    virtual bool onLine(std::string_view line) = 0;
    // May delete the connection.
    virtual void onConnectionLost(const net::Failure& failure) = 0;
  };

  // All of them must outlive the connection.
  Connection(SessionContext& context, ConnectGate& gate, Listener& listener);

  // Connects when the gate gives a ticket. `server` must stay valid until close().
  void open(const ServerAddress& server);
  void close();
  bool isOpen() const { return stream_ != nullptr; }

  // Writes a line without CR LF: cut to the length that the server takes, and in its encoding.
  void write(std::string_view line);
  // True if the server reads slowly: lines of the user wait then. Only while open, like localAddress().
  bool isBusy() const { return stream_->waiting() > kBusyUnread; }
  // True while the server is not read, since it exceeds its pace.
  bool isPaused() const { return static_cast<bool>(pace_timer_); }
  // Ends a pause, and drops the bytes that it has held back: a session that is leaving reads the end of the connection.
  void discardInput();

  std::string localAddress() const { return stream_->localAddress(); }

 private:
  // net::Stream::Listener
  void opened() override;
  void received(std::string_view bytes) override;
  void failed(const net::Failure& failure) override { listener_.onConnectionLost(failure); }

  void takeLines(std::string_view bytes);
  bool takeLine(std::string_view bytes);
  bool pause(bool slice_is_over);
  void resume();
  void dropUnread();

  SessionContext& context_;
  Listener& listener_;
  ConnectGate& gate_;
  ConnectGate::Ticket ticket_;  // held until the server has surely accepted the connection
  std::unique_ptr<net::Stream> stream_;
  std::optional<CountedConnection> counted_;  // while the connection is established
  LineReader reader_;
  LineEncoding encoding_;
  prism::TokenBucket pace_{kShownBurst, kShownInterval};  // of the server; reconnecting does not refill it
  std::string held_;                                      // bytes to take after the pause; less than one read
  prism::Timer accepted_timer_;
  prism::Timer pace_timer_;    // runs during a pause
  prism::Timer unread_timer_;  // runs out at once: too much is unread, and the connection ends
};

}  // namespace irc
