// SPDX-License-Identifier: MIT
// The tables of a plugin that are asked for by name (get_extension).
#pragma once

#include "host/guard/guard.h"
#include "host/plugin/plugin.h"

#include <fmt/format.h>

namespace prism::host {

// Returns the plugin's table `name`. Returns nullptr if there is none, or if it is too small, which is a fault. To be
// called after create().
template <typename Table>
const Table* extensionOf(Plugin& plugin, Guard& guard, const char* name) {
  const auto* table = static_cast<const Table*>(plugin.extension(name));
  if (table && table->struct_size < sizeof(Table)) {
    guard.reportMisbehaviour("get_extension", fmt::format("struct_size of {} is {}, expected at least {}", name,
                                                          table->struct_size, sizeof(Table)));
    return nullptr;
  }
  return table;
}

}  // namespace prism::host
