// SPDX-License-Identifier: MIT
// Base64, RFC 4648 section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace net {

std::string toBase64(std::string_view bytes);

// Nothing if it is not base64 as it should be: padded, without white space, unused bits zero.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace net
