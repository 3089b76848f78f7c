// SPDX-License-Identifier: MIT
// Images in HTML. libpurple has one store of images for all users; <img id="17"> refers to one of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace purple {

// Returns the position of the next <img; npos if there is none.
std::size_t imageTagIn(std::string_view html, std::size_t from = 0);

// Returns the id in libpurple's image store that a tag refers to, if any.
std::optional<int> imageIdOf(std::string_view tag);

// Removes the <img> tags: Spectrum splits XHTML at each of them, in the middle of other elements.
std::string withoutImages(std::string_view xhtml);

// Removes all references to libpurple's image store, for text of a user: the ids could refer to other users' images.
std::string withoutImageIds(std::string html);

}  // namespace purple
