// SPDX-License-Identifier: MIT
// Why a connection could not be made, or has ended.
#pragma once

#include <string>

namespace net {

enum class FailureKind : unsigned char {
  Resolve,   // the name is not known, or nobody answers for it
  Connect,   // no address could be reached
  Proxy,     // the proxy refused
  TimedOut,  // connecting took too long
  Closed,    // the other side ended the connection
  Broken,    // reading or writing failed
  Tls,       // the other side speaks no TLS, or none that we take
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
  std::string text;  // a sentence for a human, with the name of the server, without its full stop
};

}  // namespace net
