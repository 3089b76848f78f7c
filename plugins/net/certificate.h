// SPDX-License-Identifier: MIT
// What can be said about a certificate.
#pragma once

#include "net/failure.h"

#include <openssl/x509.h>

#include <optional>
#include <string>

namespace net {

// SHA-256 of the certificate in DER: 64 capital hexadecimal digits. "" if there is no memory for it.
std::string fingerprintOf(const X509* certificate);

// "AB:CD:..." as openssl shows it.
std::string withColons(const std::string& fingerprint);

// The form of fingerprintOf(), for one in any case, with or without colons; nothing if it is no SHA-256.
std::optional<std::string> parseFingerprint(const std::string& text);

// Why the chain of `server` was not accepted: `error` is one of X509_V_ERR_..., `at` the certificate that it is about,
// `depth` its place in the chain, 0 for the server's own, which is `leaf`.
Failure certificateFailure(int error, int depth, const X509* at, const X509* leaf, const std::string& server);

}  // namespace net
