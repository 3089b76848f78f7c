// SPDX-License-Identifier: MIT
// What the two halves of tls.h share.
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
  std::vector<std::string> fingerprints;  // as fingerprintOf() writes them
  bool verify = true;
};

struct TlsSession::State {
  std::shared_ptr<TlsContext> context;  // goes last: `ssl` stands on it
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
  std::string server_name;
  std::unique_ptr<Failure> failure;

  // OpenSSL asks this whether to accept the server's chain; `store_context` leads to the session.
  static int verify(X509_STORE_CTX* store_context, void* unused);
};

// What OpenSSL has to say about its last failure; forgets it.
std::string takeOpenSslError();

}  // namespace net
