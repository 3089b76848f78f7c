// SPDX-License-Identifier: MIT
#include "text/shortened.h"

namespace purple {

std::string_view beginningOf(std::string_view text, std::size_t most) {
  if (text.size() <= most) {
    return text;
  }
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

std::string_view beginningOfHtml(std::string_view html, std::size_t most) {
  std::string_view beginning = beginningOf(html, most);
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
  const std::string_view beginning = beginningOf(text, most);
  const std::string end = missing(text.size() - beginning.size());
  return std::string(beginning) + (end.empty() ? "" : "\n") + end;
}

std::string missing(std::size_t bytes) {
  return bytes == 0 ? std::string() : "[" + std::to_string(bytes) + " more bytes have been left out here]";
}

}  // namespace purple
