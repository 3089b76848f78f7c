// SPDX-License-Identifier: MIT
// TLS by OpenSSL, on a non-blocking socket.
#pragma once

#include "net/failure.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace net {

struct TlsOptions {
  bool verify = true;                     // verify the certificate chain and the host name
  std::vector<std::string> fingerprints;  // SHA-256 of the certificate, hexadecimal, colons allowed, any case. If there
                                          // are any, one must match, and nothing else is verified
  std::string ca_file;                    // PEM; empty: the system's
  std::string certificate_file;           // the client's own, PEM with its chain; empty: none
  std::string key_file;                   // PEM; empty: in certificate_file
};

// Shared by all connections with the same options. Made once at start-up, so that a missing file is reported then.
class TlsContext {
 public:
  // Returns nullptr, with a sentence in *error, if the options cannot be applied.
  static std::shared_ptr<TlsContext> make(const TlsOptions& options, std::string* error);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

 private:
  friend class TlsSession;
  struct State;
  explicit TlsContext(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// One TLS connection over a socket that the caller owns. Never blocks, never raises SIGPIPE.
class TlsSession {
 public:
  // `server_name`: the name that the certificate must be for. Sent as SNI unless it is an address.
  TlsSession(std::shared_ptr<TlsContext> context, int fd, const std::string& server_name);
  ~TlsSession();

  enum class Step : unsigned char { kDone, kWantRead, kWantWrite, kClosed, kFailed };

  Step handshake();  // Failed: failure() says why
  // Done: at least one byte was read or written; *size says how many.
  Step read(char* buffer, std::size_t capacity, std::size_t* size);
  Step write(std::string_view bytes, std::size_t* size);
  void shutDown();  // sends close_notify if the socket takes it without waiting
  const Failure& failure() const;

 private:
  friend class TlsContext;
  struct State;
  template <typename Call>
  Step run(const Call& call);
  Step stepFor(int result, int error);

  std::unique_ptr<State> state_;
};

}  // namespace net
