// SPDX-License-Identifier: MIT
#include "host/base/capability_check.h"

#include <fmt/format.h>

namespace prism::host {

std::vector<std::string> CapabilityCheck::tell(std::uint32_t flags) {
  told_ |= flags;
  return takeFaults();
}

std::vector<std::string> CapabilityCheck::attach(const char* table, bool has_table,
                                                 std::initializer_list<NeededFunctions> needed) {
  table_ = table;
  has_table_ = has_table;
  needed_ = needed;
  return takeFaults();
}

std::vector<std::string> CapabilityCheck::takeFaults() {
  std::vector<std::string> faults;
  for (const NeededFunctions& each : needed_) {
    if (!each.there && (told_ & ~reported_ & each.flags) != 0) {
      reported_ |= each.flags;
      faults.push_back(has_table_ ? fmt::format("flags have {}, but the plugin's table {} has no {}", each.flag, table_,
                                                each.functions)
                                  : fmt::format("flags have {}, but the plugin has no table {} (get_extension) with {}",
                                                each.flag, table_, each.functions));
    }
  }
  return faults;
}

}  // namespace prism::host
