// SPDX-License-Identifier: MIT
// The components of a room, by the protocol's identifiers: the parameters for joining it.
#pragma once

#include "user/shared.h"
#include <prism/host.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace purple {

struct FreeComponents {
  void operator()(GHashTable* table) const { g_hash_table_destroy(table); }
};
using Components = std::unique_ptr<GHashTable, FreeComponents>;

// Returns all components: the protocol's defaults for the room's name, the known ones, and the user's nickname and
// password. A required component that is still missing gets the room's name, or its least value if it is a number.
Components componentsFor(const Owner& owner, const prism::Join& join, const std::map<std::string, std::string>& known);

// Copies components, which are texts in all protocols.
std::map<std::string, std::string> componentsIn(GHashTable* components);

// The user's rooms in libpurple's contact list. Some protocols, such as Telegram's, put all groups of the user there.
std::vector<PurpleChat*> roomsInContactList(const Owner& owner);
// The components of the room there that Spectrum 2 calls `wanted`, by its name, or else by its title, which others may
// have chosen; empty if there is none.
struct RoomsInContactList {
  RoomsInContactList(const Owner& owner, std::string_view wanted);
  std::map<std::string, std::string> by_name;
  std::map<std::string, std::string> by_title;
};

// Returns the protocol's name of the room with these components.
std::string roomNameOf(const Owner& owner, GHashTable* components, std::string_view fallback);

}  // namespace purple
