// SPDX-License-Identifier: MIT
// The components of a room, by the protocol's identifiers: the parameters for joining it.
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

// Returns all components: the protocol's defaults for the room's name, those of the invitation, and the user's nickname
// and password. A required component that is still missing gets the room's name, or its least value if it is a number.
Components componentsFor(const Owner& owner, const prism::Join& join,
                         const std::map<std::string, std::string>& invitation);

// Returns the protocol's name of the room with these components.
std::string roomNameOf(const Owner& owner, GHashTable* components, std::string_view fallback);

}  // namespace purple
