// SPDX-License-Identifier: MIT
// The parts of an image file that the host looks at.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

// Returns true if the bytes begin as a PNG, JPEG, GIF, WebP, BMP or AVIF file does. A server may answer with a page
// instead of a picture, and call it anything.
bool isPicture(std::string_view bytes);

// Returns the SHA-1 in hexadecimal, which identifies a picture in XMPP (XEP-0153). `prefix` comes before the bytes,
// which may be a secret: no copy of them is left.
std::string sha1Of(std::string_view bytes, std::string_view prefix = {});

}  // namespace prism::host
