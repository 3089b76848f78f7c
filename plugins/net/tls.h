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
  bool verify = true;                     // the chain and the name
  std::vector<std::string> fingerprints;  // SHA-256 of the certificate, hexadecimal, colons allowed, any case. If there
                                          // are any, one of them must match, and nothing else is verified
  std::string ca_file;                    // PEM; empty: the system's
  std::string certificate_file;           // the client's own, PEM with its chain; empty: none
  std::string key_file;                   // PEM; empty: in certificate_file
};

// What all connections with the same options share. Made once at start-up, so that a file which is missing shows there.
class TlsContext {
 public:
  // Nothing, and a sentence in *error, if the options cannot be honoured.
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

// One TLS connection over a socket, which stays the caller's. Never blocks, never raises SIGPIPE.
class TlsSession {
 public:
  // `server_name` is what the certificate is for, and goes out as SNI if it is no address.
  TlsSession(std::shared_ptr<TlsContext> context, int fd, const std::string& server_name);
  ~TlsSession();

  enum class Step : unsigned char { Done, WantRead, WantWrite, Closed, Failed };

  Step handshake();  // Failed: failure() says why
  // Done: `size` bytes, at least one, were read or written.
  Step read(char* buffer, std::size_t capacity, std::size_t* size);
  Step write(std::string_view bytes, std::size_t* size);
  void shutDown();  // says goodbye, if that works at once
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
