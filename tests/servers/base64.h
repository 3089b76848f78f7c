// Base64, for the messages of SASL.
#pragma once

#include <string>
#include <string_view>

namespace prism::tests {

std::string toBase64(std::string_view bytes);
std::string fromBase64(std::string_view text);

}  // namespace prism::tests
