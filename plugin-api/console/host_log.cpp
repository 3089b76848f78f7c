// SPDX-License-Identifier: MIT
#include "console/host_log.h"

#include <algorithm>

namespace prism::console {

void HostLog::showNew(const std::function<void(std::string_view)>& show) {
  if (!verbose_) {
    return;
  }
  const std::string_view log = spectrum_->host().standardError();
  for (std::size_t end = 0; (end = log.find('\n', shown_)) != std::string_view::npos; shown_ = end + 1) {
    show(log.substr(shown_, end - shown_));
  }
}

void HostLog::showRest(const std::function<void(std::string_view)>& show) {
  const std::string_view log = spectrum_->host().standardError();
  while (shown_ < log.size()) {
    const std::size_t end = std::min(log.find('\n', shown_), log.size());
    show(log.substr(shown_, end - shown_));
    shown_ = end + 1;
  }
}

}  // namespace prism::console
