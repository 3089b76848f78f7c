// SPDX-License-Identifier: MIT
// Our decision about the certificates of servers, in place of libpurple's own. That one keeps what one user has accepted
// for everybody else, and asks without saying whose connection it is about.
#pragma once

#include <prism/types.hpp>

#include <purple.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

// What is wrong with a server's certificate.
struct CertificateProblem {
  prism::ConnectionError error;
  std::string server;       // the name it should be for
  std::string fingerprint;  // SHA-256, in hexadecimal with colons
  std::string reason;       // a sentence without its end: "it has expired"
};

class Certificates {
 public:
  // Says whether a connection with this problem may go on, by calling `decided` once, now or later. It is to be dropped as
  // soon as the connection ends. `connection` is nullptr if it is nobody's.
  using Decided = std::function<void(bool accepted)>;
  using Decide = std::function<void(PurpleConnection* connection, const CertificateProblem& problem, Decided decided)>;

  // One in a process; libpurple must have been started. Certificates of authorities are looked for in these directories,
  // beside those that libpurple looks into. Without `verify`, nothing is asked.
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
