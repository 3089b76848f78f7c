// SPDX-License-Identifier: MIT
// Cuts texts from a network to a size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace purple {

// Returns at most `most` bytes from the beginning of HTML, without cutting a character of UTF-8, a tag or an entity.
std::string_view beginningOfHtml(std::string_view html, std::size_t most);

// Returns the text, or its beginning with a line about the number of omitted bytes.
std::string shortened(std::string_view text, std::size_t most);

// Returns the line about the number of omitted bytes; empty if it is 0.
std::string missing(std::size_t bytes);

}  // namespace purple
