// SPDX-License-Identifier: MIT
// TLS to the broker, verified against its name.
//
// libmosquitto verifies a certificate against the host that it connects to. Here that is an address, since the name is
// resolved on the host's event loop. So libmosquitto gets a context that verifies the name, and sends it (SNI).
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace mqtt {

class Tls {
 public:
  // Reads the authorities of `ca_file`, or the system's if it is empty. Throws if that is impossible. The object must
  // outlive the connections that use its context.
  Tls(std::string server, const std::string& ca_file);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  SSL_CTX* context() const { return context_.get(); }

  // Why the verification of the last handshake has failed; empty if it has not. All connections run on one thread, so
  // this belongs to the call of libmosquitto that has just returned.
  std::string takeError();

 private:
  static void onHandshake(const SSL* ssl, int where, int value);
  static int onVerified(int accepted, X509_STORE_CTX* store);

  const std::string server_;
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  bool is_address_ = false;
  std::string error_;
};

}  // namespace mqtt
