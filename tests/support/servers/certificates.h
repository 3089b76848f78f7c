// SPDX-License-Identifier: MIT
// Certificates, made on the spot: in memory, or as PEM files that servers of other users can read.
#pragma once

#include <prism/testing/temporary_directory.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace prism::tests {

// A certificate with its key.
struct Identity {
  std::shared_ptr<X509> certificate;
  std::shared_ptr<EVP_PKEY> key;

  std::string certificatePem() const;
  std::string keyPem(const std::string& password = {}) const;
  std::string fingerprint() const;  // SHA-256, hexadecimal, with colons
};

struct CertificateOptions {
  std::string name = "irc.test";  // the CN
  std::string alternatives = {};  // "DNS:irc.test,IP:127.0.0.1"
  bool authority = false;
  long valid_from = -3600;  // seconds from now
  long valid_until = 24L * 3600;
};

// Makes a certificate that `issuer` signs, or a self-signed one.
Identity makeIdentity(const CertificateOptions& options, const Identity* issuer = nullptr);

// An Identity in files.
struct Certificate {
  std::string file;
  std::string key_file;
  std::string fingerprint;
};

// A CA of the test's own; `caFile()` is its certificate. Its files exist as long as the object.
class CertificateAuthority {
 public:
  CertificateAuthority();
  const std::string& caFile() const { return ca_file_; }
  // Issues a certificate for a host such as "DNS:irc.example.org" or "IP:127.0.0.1". `name` is the common name, and
  // the name of the file.
  Certificate issue(const std::string& name, const std::string& host) const;
  Certificate selfSigned(const std::string& name, const std::string& host) const;

 private:
  Certificate write(const std::string& name, const Identity& identity) const;

  testing::TemporaryDirectory directory_;
  const Identity authority_;
  std::string ca_file_;
};

}  // namespace prism::tests
