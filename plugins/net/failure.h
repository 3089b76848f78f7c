// SPDX-License-Identifier: MIT
// Reasons why a connection was not established or has ended.
#pragma once

#include <string>

namespace net {

enum class FailureKind : unsigned char {
  Resolve,   // the name is unknown, or no name server answers
  Connect,   // no address accepted the connection
  Proxy,     // the proxy refused
  TimedOut,  // the deadline for connecting has passed
  Closed,    // the server closed the connection
  Broken,    // reading or writing failed
  Tls,       // the server speaks no TLS, or no version that is accepted here
  CertificateMissing,
  CertificateUntrusted,
  CertificateExpired,
  CertificateNotYetValid,
  CertificateWrongName,
  CertificateWrongFingerprint,
  CertificateSelfSigned,
  CertificateOther,
};

struct Failure {
  FailureKind kind = FailureKind::Broken;
  std::string text;  // a sentence for users with the name of the server, without its full stop
};

}  // namespace net
