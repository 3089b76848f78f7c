// SPDX-License-Identifier: MIT
// The computations of SCRAM-SHA-256, RFC 5802 section 3.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net {

struct ScramProof {
  std::string client;  // ClientProof: what the client sends
  std::string server;  // ServerSignature: what the server must send
};

// `auth_message` is AuthMessage. Nothing if OpenSSL fails.
std::optional<ScramProof> scramProof(std::string_view password, std::string_view salt, int iterations,
                                     std::string_view auth_message);

}  // namespace net
