// SPDX-License-Identifier: MIT
// Names for published files. A name comes from a stranger on the network, and the file lies in a web server's
// directory: the server must neither run it as a program nor hand it to a browser as a page.
#pragma once

#include <string>
#include <string_view>

namespace prism::host {

struct PublicName {
  std::string name;       // one dot, and otherwise ASCII letters, digits, '-' and '_'
  std::string mime_type;  // that the extension stands for
};

// Returns the name under which a file is published. `mime_type` decides about the extension; if it is unknown or empty,
// the extension of `name` does. Unknown types, pages and scripts become `.bin`.
PublicName publicNameOf(std::string_view name, std::string_view mime_type);

}  // namespace prism::host
