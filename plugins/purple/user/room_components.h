// SPDX-License-Identifier: MIT
// What it takes to join a room, by the names that the protocol has for each part of it.
#pragma once

#include "user/shared.h"

#include <prism/types.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace purple {

struct FreeComponents {
  void operator()(GHashTable* table) const { g_hash_table_destroy(table); }
};
using Components = std::unique_ptr<GHashTable, FreeComponents>;

// Everything that the protocol wants: what it reads out of the name itself, what an invitation brought, and what the user
// has said. What is still missing of the text that it requires is the name.
Components componentsFor(const Owner& owner, const prism::Join& join,
                         const std::map<std::string, std::string>& invitation);

// What the protocol calls the room that these lead to.
std::string roomNameOf(const Owner& owner, GHashTable* components, std::string_view fallback);

}  // namespace purple
