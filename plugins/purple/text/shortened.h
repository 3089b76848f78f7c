// SPDX-License-Identifier: MIT
// Texts of a network, cut to a size.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace purple {

// The beginning of the text, of `most` bytes at most, that ends between two characters of UTF-8.
std::string_view beginningOf(std::string_view text, std::size_t most);

// The same of HTML, which ends within no tag and no entity.
std::string_view beginningOfHtml(std::string_view html, std::size_t most);

// The text, or its beginning with a line that says how much is missing.
std::string shortened(std::string_view text, std::size_t most);

// The line that says how much is missing; empty if nothing is.
std::string missing(std::size_t bytes);

}  // namespace purple
