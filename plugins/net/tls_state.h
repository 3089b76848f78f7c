// SPDX-License-Identifier: MIT
// The private state of tls.h, shared by tls_context.cpp and tls_session.cpp.
#pragma once

#include "net/tls.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

namespace net {

struct TlsContext::State {
  std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> socket_method{nullptr, &BIO_meth_free};
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{nullptr, &SSL_CTX_free};
  std::vector<std::string> fingerprints;  // in the form of fingerprintOf()
  bool verify = true;
};

struct TlsSession::State {
  std::shared_ptr<TlsContext> context;  // destroyed after `ssl`, which uses it
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
  std::string server_name;
  std::unique_ptr<Failure> failure;

  // OpenSSL's callback: returns 1 if the server's certificate chain is accepted. `store_context` leads to the session.
  static int verify(X509_STORE_CTX* store_context, void* unused);
};

// Describes OpenSSL's last error, and clears its error queue.
std::string takeOpenSslError();

}  // namespace net
