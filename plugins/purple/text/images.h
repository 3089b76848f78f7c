// SPDX-License-Identifier: MIT
// The pictures within HTML: libpurple holds them for all users alike, and <img id="17"> stands for one of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace purple {

// Where the next <img begins; npos if there is none.
std::size_t imageTagIn(std::string_view html, std::size_t from = 0);

// Which one of libpurple's pictures a tag stands for, if any.
std::optional<int> imageIdOf(std::string_view tag);

// The same without its <img> tags: Spectrum cuts XHTML at each, in the middle of other elements.
std::string withoutImages(std::string_view xhtml);

// The same, but no tag stands for any of libpurple's: for what somebody has written who cannot know them.
std::string withoutImageIds(std::string html);

}  // namespace purple
