// SPDX-License-Identifier: MIT
#include "user/room_components.h"

#include "user/spellings.h"

namespace purple {
namespace {

void put(GHashTable* table, const char* name, std::string_view value) {
  g_hash_table_replace(table, g_strdup(name), g_strndup(value.data(), value.size()));
}

bool isEmpty(GHashTable* table, const char* name) {
  return textOf(static_cast<const char*>(g_hash_table_lookup(table, name))).empty();
}

}  // namespace

Components componentsFor(const Owner& owner, const prism::Join& join, const std::map<std::string, std::string>& known) {
  const PurplePluginProtocolInfo& protocol = owner.protocol();
  const std::string name(join.room);
  GHashTable* components = protocol.chat_info_defaults
                               ? protocol.chat_info_defaults(owner.connection(), name.c_str())
                               : g_hash_table_new_full(g_str_hash, g_str_equal, nullptr, g_free);
  // Copies the table: in most protocols its keys are not owned, and must not be freed.
  GHashTable* own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  for (const auto& [identifier, component] : componentsIn(components)) {
    put(own, identifier.c_str(), component);
  }
  g_hash_table_destroy(components);
  for (const auto& [identifier, component] : known) {
    put(own, identifier.c_str(), component);
  }
  GList* entries = protocol.chat_info ? protocol.chat_info(owner.connection()) : nullptr;
  for (GList* each = entries; each; each = each->next) {
    const auto* entry = static_cast<const proto_chat_entry*>(each->data);
    if (entry->secret != FALSE && !join.password.empty()) {
      put(own, entry->identifier, join.password);
    } else if (textOf(entry->identifier) == "handle" || textOf(entry->identifier) == "nick") {
      put(own, entry->identifier, join.nickname);
    } else if (entry->required != FALSE && isEmpty(own, entry->identifier)) {
      put(own, entry->identifier, entry->is_int != FALSE ? std::to_string(entry->min) : name);
    }
    g_free(each->data);
  }
  g_list_free(entries);
  return Components(own);
}

std::map<std::string, std::string> componentsIn(GHashTable* components) {
  std::map<std::string, std::string> copied;
  GHashTableIter iterator;
  gpointer identifier = nullptr;
  gpointer value = nullptr;
  g_hash_table_iter_init(&iterator, components);
  while (g_hash_table_iter_next(&iterator, &identifier, &value) != FALSE) {
    copied[static_cast<const char*>(identifier)] = textOf(static_cast<const char*>(value));
  }
  return copied;
}

std::vector<PurpleChat*> roomsInContactList(const Owner& owner) {
  std::vector<PurpleChat*> rooms;
  for (PurpleBlistNode* node = purple_blist_get_root(); node; node = purple_blist_node_next(node, TRUE)) {
    if (PURPLE_BLIST_NODE_IS_CHAT(node)) {
      auto* room = reinterpret_cast<PurpleChat*>(node);
      if (purple_chat_get_account(room) == owner.account) {
        rooms.push_back(room);
      }
    }
  }
  return rooms;
}

RoomsInContactList::RoomsInContactList(const Owner& owner, std::string_view wanted) {
  const std::string name = folded(wanted);
  for (PurpleChat* room : roomsInContactList(owner)) {
    GHashTable* const components = purple_chat_get_components(room);
    const std::string own_name = roomNameOf(owner, components, {});
    if (own_name == wanted || (by_name.empty() && folded(own_name) == name)) {
      by_name = componentsIn(components);
    } else if (by_title.empty() && folded(textOf(purple_chat_get_name(room))) == name) {
      by_title = componentsIn(components);
    }
  }
}

std::string roomNameOf(const Owner& owner, GHashTable* components, std::string_view fallback) {
  const PurplePluginProtocolInfo& protocol = owner.protocol();
  const std::string name = protocol.get_chat_name ? takeString(protocol.get_chat_name(components)) : std::string();
  return owner.normalized(name.empty() ? fallback : name);
}

}  // namespace purple
