// SPDX-License-Identifier: MIT
// Fingerprints of certificates, and the reasons why a certificate was not accepted.
#pragma once

#include "net/failure.h"

#include <openssl/x509.h>

#include <optional>
#include <string>

namespace net {

// Returns the SHA-256 of the certificate in DER as 64 capital hexadecimal digits; "" if memory runs out.
std::string fingerprintOf(const X509* certificate);

// Formats a fingerprint as openssl shows it: "AB:CD:...".
std::string withColons(const std::string& fingerprint);

// Converts a fingerprint to the form of fingerprintOf(). Accepts any case, colons and spaces. Returns nullopt if `text`
// is no SHA-256 fingerprint.
std::optional<std::string> parseFingerprint(const std::string& text);

// Explains why the certificate chain of `server` was not accepted. `error`: one of X509_V_ERR_.... `at`: the
// certificate at fault. `depth`: the place of `at` in the chain; 0 is the server's own certificate, `leaf`.
Failure certificateFailure(int error, int depth, const X509* at, const X509* leaf, const std::string& server);

}  // namespace net
