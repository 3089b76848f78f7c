// SPDX-License-Identifier: MIT
// Reasons why a connection was not established or has ended.
#pragma once

#include <string>

namespace net {

enum class FailureKind : unsigned char {
  kResolve,   // the name is unknown, or no name server answers
  kConnect,   // no address accepted the connection
  kProxy,     // the proxy refused
  kTimedOut,  // the deadline for connecting has passed
  kClosed,    // the server closed the connection
  kBroken,    // reading or writing failed
  kTls,       // the server speaks no TLS, or no version that is accepted here
  kCertificateMissing,
  kCertificateUntrusted,
  kCertificateExpired,
  kCertificateNotYetValid,
  kCertificateWrongName,
  kCertificateWrongFingerprint,
  kCertificateSelfSigned,
  kCertificateOther,
};

struct Failure {
  FailureKind kind = FailureKind::kBroken;
  std::string text;  // a sentence for users with the name of the server, without its full stop
};

}  // namespace net
