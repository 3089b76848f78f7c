// SPDX-License-Identifier: MIT
// Base64, RFC 4648 section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net {

std::string toBase64(std::string_view bytes);

// Returns nullopt unless `text` is strict base64: padded, without white space, unused bits zero.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace net
