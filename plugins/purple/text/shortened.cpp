// SPDX-License-Identifier: MIT
#include "text/shortened.h"

#include <prism/text.hpp>

namespace purple {

std::string_view beginningOfHtml(std::string_view html, std::size_t most) {
  std::string_view beginning = prism::utf8Prefix(html, most);
  if (beginning.size() == html.size()) {
    return html;
  }
  for (const char* ends : {"<>", "&;"}) {
    const std::size_t last = beginning.find_last_of(ends);
    if (last != std::string_view::npos && beginning[last] == ends[0]) {
      beginning = beginning.substr(0, last);
    }
  }
  return beginning;
}

std::string shortened(std::string_view text, std::size_t most) {
  const std::string_view beginning = prism::utf8Prefix(text, most);
  const std::string end = missing(text.size() - beginning.size());
  return std::string(beginning) + (end.empty() ? "" : "\n") + end;
}

std::string missing(std::size_t bytes) {
  return bytes == 0 ? std::string() : "[" + std::to_string(bytes) + " more bytes have been left out here]";
}

}  // namespace purple
