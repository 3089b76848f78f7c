// SPDX-License-Identifier: MIT
// Certificates, made on the spot.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace net::tests {

// A certificate with its key.
struct Identity {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;

  std::string certificatePem() const;
  std::string keyPem(const std::string& password = {}) const;
  std::string fingerprint() const;  // as openssl shows it
};

struct CertificateOptions {
  std::string name = "irc.test";  // the CN
  std::string alternatives = {};  // "DNS:irc.test,IP:127.0.0.1"
  bool authority = false;
  long valid_from = -3600;  // seconds from now
  long valid_until = 24L * 3600;
};

// Signed by `issuer`, or by itself.
Identity makeIdentity(const CertificateOptions& options, const Identity* issuer = nullptr);

using ServerContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

// What a server shows: its own certificate and, if there is one, that of the authority in between.
ServerContext serverContext(const Identity& identity, const Identity* intermediate = nullptr);

}  // namespace net::tests
