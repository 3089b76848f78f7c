// SPDX-License-Identifier: MIT
// Certificates of the tests' own making, as PEM files that servers of other users can read.
#pragma once

#include <prism/testing/temporary_directory.h>

#include <string>

namespace prism::tests {

struct Certificate {
  std::string file;
  std::string key_file;
  std::string fingerprint;  // SHA-256, hexadecimal, with colons
};

// Signs with a CA of its own, whose certificate is `caFile()`. The files last as long as the authority.
class CertificateAuthority {
 public:
  CertificateAuthority();
  const std::string& caFile() const { return ca_file_; }
  // For a host such as "DNS:irc.example.org" or "IP:127.0.0.1"; `name` is the file's and the subject's.
  Certificate issue(const std::string& name, const std::string& host) const;
  Certificate selfSigned(const std::string& name, const std::string& host) const;

 private:
  Certificate finish(const std::string& name) const;

  testing::TemporaryDirectory directory_;
  std::string ca_file_;
};

}  // namespace prism::tests
