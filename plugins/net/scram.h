// SPDX-License-Identifier: MIT
// The computations of SCRAM-SHA-256, RFC 5802 section 3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net {

struct ScramProof {
  std::string client;  // ClientProof, sent by the client
  std::string server;  // ServerSignature, which the server's last message must match
};

// `auth_message` is AuthMessage of RFC 5802. Returns nullopt if OpenSSL fails.
std::optional<ScramProof> scramProof(std::string_view password, std::string_view salt, int iterations,
                                     std::string_view auth_message);

}  // namespace net
