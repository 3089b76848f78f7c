// SPDX-License-Identifier: MIT
// Verifies the certificates of servers in place of libpurple's own verifier. That one shares a certificate that one
// user has accepted with all users, and asks without naming the connection.
#pragma once

#include <prism/session.hpp>

#include <purple.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

// The reason why a server's certificate is not valid.
struct CertificateProblem {
  prism::ConnectionError error;
  std::string server;       // the name that the certificate must be for
  std::string fingerprint;  // SHA-256, in hexadecimal with colons
  std::string reason;       // a sentence without its full stop: "it has expired"
};

class Certificates {
 public:
  // Decides whether a connection may go on in spite of the problem: calls `decided` once, before or after it returns,
  // and drops it without a call if the connection ends first. `connection` is nullptr if it is not known.
  using Decided = std::function<void(bool accepted)>;
  using Decide = std::function<void(PurpleConnection* connection, const CertificateProblem& problem, Decided decided)>;

  // One in a process, after libpurple has started. `directories`: further directories with certificates of authorities,
  // beside libpurple's own. Without `verify`, all certificates are accepted.
  Certificates(const std::vector<std::string>& directories, bool verify, Decide decide);
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  void check(PurpleCertificateVerificationRequest* request);

 private:
  const bool verify_;
  const Decide decide_;
  PurpleCertificateVerifier* const builtin_;
};

}  // namespace purple
