// SPDX-License-Identifier: MIT
// A connection to the broker: libmosquitto on the host's event loop.
//
// libmosquitto can run a thread for each connection. This plugin uses the passive functions instead, which need no
// lock: libmosquitto tells its socket, the host watches it, and libmosquitto reads or writes when it is told to. So
// everything happens on [main].
//
// Only one function of libmosquitto would wait there: it resolves names by getaddrinfo(). So the host's service
// prism.resolve does that, and libmosquitto gets an address, to which it connects without blocking.
#pragma once

#include "configuration.h"
#include "tls.h"
#include <prism/plugin.hpp>
#include <prism/resolve.hpp>
#include <prism/token_bucket.hpp>
#include <prism/unique_fd.hpp>

#include <mosquitto.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mqtt {

// What all connections share.
struct Broker {
  Broker(prism::Host the_host, Configuration the_configuration);

  prism::Host host;
  Configuration configuration;
  prism::Resolver resolver;
  std::unique_ptr<Tls> tls;  // nullptr: no TLS
};

// A message from the broker. Borrowed until the callback returns.
struct Incoming {
  std::string_view topic;
  std::string_view payload;
  bool retained;                             // the broker had stored it before the subscription
  std::vector<std::uint32_t> subscriptions;  // the numbers of subscribe(); empty if the broker does not tell them
};

// Why a connection has ended. Network is worth another attempt; the others are final.
struct End {
  prism::ConnectionError error;
  std::string text;  // a clause for the user: no capital letter, no full stop
};

// Gets the events of a connection, none of them before Connection's constructor has returned.
class ConnectionEvents {
 public:
  virtual void onConnected() = 0;
  virtual void onSubscribed(int id, int reason) = 0;  // a reason of MQTT 5: from 0x80 on, it is an error
  virtual void onPublished(int id, int reason) = 0;   // likewise
  virtual void onMessage(const Incoming& message) = 0;
  virtual void onEnded(const End& end) = 0;  // the last event; may destroy the connection, unlike the others

 protected:
  ~ConnectionEvents() = default;
};

// Returns the text for a result of libmosquitto, or a reason of MQTT 5, without a full stop.
std::string errorText(int result);
std::string reasonText(int reason);

class Connection {
 public:
  // Begins to connect. `broker` and `events` must outlive the connection.
  Connection(const Broker& broker, std::string account, std::string password, ConnectionEvents& events);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // True from onConnected() on. In onEnded() it tells whether the connection has ever been up.
  bool isUp() const { return up_; }

  // Each returns a result of libmosquitto, MOSQ_ERR_SUCCESS (0) or an error, and sets *ret_id to the id for
  // onSubscribed() or onPublished(). A connection that is not up returns MOSQ_ERR_NO_CONN.
  int subscribe(const std::string& filter, std::uint32_t number, bool with_retained, int* ret_id);
  int unsubscribe(const std::string& filter);
  int publish(const std::string& topic, std::string_view payload, bool retain, int* ret_id);

 private:
  void resolve();
  void connectToNext();
  void connectTo(const std::string& address);
  void onReady(prism::Ready ready);
  int read();
  void afterCall(int result, int error_number);
  void watchFor();
  void end(End why);
  End describe(int result, int error_number);
  void onConnack(int reason);
  template <typename Do>
  void fromLibrary(const Do& what) noexcept;
  void setCallbacks();

  const Broker& broker_;
  const std::string account_;
  const std::string password_;
  ConnectionEvents& events_;
  prism::OpenLookup lookup_;
  prism::Timer begin_;
  std::vector<std::string> addresses_;  // those that were not tried, the next one last
  std::unique_ptr<mosquitto, void (*)(mosquitto*)> client_{nullptr, &mosquitto_destroy};
  prism::UniqueFd descriptor_;  // of the same socket as libmosquitto's
  prism::Watch watch_;
  prism::Timer timeout_;  // of the address that is tried
  prism::Timer pings_;
  prism::Timer pause_;  // runs while nothing is read
  prism::TokenBucket allowed_;
  std::exception_ptr failure_;  // of a callback
  bool up_ = false;
  bool takes_numbers_ = true;
  int refusal_ = 0;  // the reason of the broker's CONNACK
  int goodbye_ = 0;  // the reason of the broker's DISCONNECT
  End last_failure_{prism::ConnectionError::Network, {}};
};

}  // namespace mqtt
