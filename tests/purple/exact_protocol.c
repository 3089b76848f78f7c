/* SPDX-License-Identifier: MIT */
/*
 * A protocol that compares names byte for byte, and keeps no list of contacts. Its rooms are in categories, and a group
 * of the user comes into the contact list with what joining it needs.
 */
#define PURPLE_PLUGINS

#include <purple.h>
#include <string.h>

#define CONTACT "Forename Lastname"
#define GROUP "The Family"

static void say(PurpleConnection* connection, const char* who, const char* what, const char* name) {
  char* text = g_strdup_printf("%s %s", what, name);
  serv_got_im(connection, who, text, PURPLE_MESSAGE_RECV, 0);
  g_free(text);
}

static const char* icon_of(PurpleAccount* account, PurpleBuddy* buddy) {
  (void)account;
  (void)buddy;
  return "exact";
}

static GList* status_types(PurpleAccount* account) {
  (void)account;
  GList* types = g_list_append(NULL, purple_status_type_new(PURPLE_STATUS_AVAILABLE, NULL, NULL, TRUE));
  return g_list_append(types, purple_status_type_new(PURPLE_STATUS_OFFLINE, NULL, NULL, TRUE));
}

static void watch(PurpleConnection* connection, const char* contact) {
  say(connection, "watcher", "watched:", contact);
  purple_prpl_got_user_status(purple_connection_get_account(connection), contact, "available", NULL);
}

static gboolean log_in_later(gpointer data) {
  PurpleConnection* connection = data;
  PurpleAccount* account = purple_connection_get_account(connection);
  purple_connection_set_state(connection, PURPLE_CONNECTED);
  GSList* contacts = purple_find_buddies(account, NULL);
  for (GSList* each = contacts; each; each = each->next) {
    watch(connection, purple_buddy_get_name(each->data));
  }
  g_slist_free(contacts);
  GHashTable* components = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert(components, g_strdup("room"), g_strdup(GROUP));
  g_hash_table_insert(components, g_strdup("id"), g_strdup("777"));
  PurpleGroup* group = purple_group_new("Groups");
  purple_blist_add_group(group, NULL);
  purple_blist_add_chat(purple_chat_new(account, GROUP, components), group, NULL);
  return FALSE;
}

static void log_in(PurpleAccount* account) {
  purple_timeout_add(1, log_in_later, purple_account_get_connection(account));
}

static void log_out(PurpleConnection* connection) { (void)connection; }

static void add_contact(PurpleConnection* connection, PurpleBuddy* contact, PurpleGroup* group, const char* message) {
  (void)group;
  (void)message;
  watch(connection, purple_buddy_get_name(contact));
}

static int send_message(PurpleConnection* connection, const char* who, const char* text, PurpleMessageFlags flags) {
  (void)flags;
  if (strcmp(who, CONTACT) == 0) {
    say(connection, CONTACT, "got:", text);
    return 1;
  }
  return -1;
}

static GList* room_fields(PurpleConnection* connection) {
  (void)connection;
  struct proto_chat_entry* room = g_new0(struct proto_chat_entry, 1);
  room->label = "_Room";
  room->identifier = "room";
  room->required = TRUE;
  return g_list_append(NULL, room);
}

static GHashTable* room_defaults(PurpleConnection* connection, const char* name) {
  (void)connection;
  GHashTable* components = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  if (name) {
    g_hash_table_insert(components, "room", g_strdup(name));
  }
  return components;
}

static char* name_of_room(GHashTable* components) { return g_strdup(g_hash_table_lookup(components, "room")); }

static void join_room(PurpleConnection* connection, GHashTable* components) {
  const char* room = g_hash_table_lookup(components, "room");
  const char* id = g_hash_table_lookup(components, "id");
  const gboolean known = (strcmp(room, GROUP) == 0 && id && strcmp(id, "777") == 0) ||
                         (strcmp(room, "Invited Only") == 0 && id && strcmp(id, "778") == 0) ||
                         strcmp(room, "General Chat") == 0 || strcmp(room, "Lobby") == 0;
  if (!known) {
    purple_serv_got_join_chat_failed(connection, components);
    return;
  }
  const char* own = purple_account_get_username(purple_connection_get_account(connection));
  PurpleConvChat* chat = PURPLE_CONV_CHAT(serv_got_joined_chat(connection, (int)(g_str_hash(room) & 0xFFFF), room));
  purple_conv_chat_set_nick(chat, own);
  purple_conv_chat_add_user(chat, own, NULL, PURPLE_CBFLAGS_NONE, FALSE);
}

/* A message to the room "Lobby" has an invitation follow. */
static int send_to_room(PurpleConnection* connection, int id, const char* text, PurpleMessageFlags flags) {
  (void)id;
  (void)text;
  (void)flags;
  GHashTable* components = room_defaults(connection, "Invited Only");
  g_hash_table_insert(components, "id", g_strdup("778"));
  serv_got_chat_invite(connection, "Invited Only", CONTACT, "come", components);
  return 1;
}

static void add_room(PurpleRoomlist* list, PurpleRoomlistRoomType type, const char* name, PurpleRoomlistRoom* parent) {
  purple_roomlist_room_add(list, purple_roomlist_room_new(type, name, parent));
}

static PurpleRoomlist* list_rooms(PurpleConnection* connection) {
  PurpleRoomlist* list = purple_roomlist_new(purple_connection_get_account(connection));
  purple_roomlist_set_fields(list, NULL);
  purple_roomlist_set_in_progress(list, TRUE);
  add_room(list, PURPLE_ROOMLIST_ROOMTYPE_ROOM, "Lobby", NULL);
  add_room(list, PURPLE_ROOMLIST_ROOMTYPE_CATEGORY, "A Server", NULL);
  purple_roomlist_set_in_progress(list, FALSE);
  purple_roomlist_unref(list);
  return NULL;
}

static void list_category(PurpleRoomlist* list, PurpleRoomlistRoom* category) {
  purple_roomlist_set_in_progress(list, TRUE);
  if (strcmp(purple_roomlist_room_get_name(category), "A Server") == 0) {
    add_room(list, PURPLE_ROOMLIST_ROOMTYPE_CATEGORY, "Talk", category);
  } else {
    add_room(list, PURPLE_ROOMLIST_ROOMTYPE_ROOM, "General Chat", category);
  }
  purple_roomlist_set_in_progress(list, FALSE);
}

static PurplePluginProtocolInfo protocol = {.options = OPT_PROTO_NO_PASSWORD,
                                            .list_icon = icon_of,
                                            .status_types = status_types,
                                            .login = log_in,
                                            .close = log_out,
                                            .send_im = send_message,
                                            .chat_info = room_fields,
                                            .chat_info_defaults = room_defaults,
                                            .get_chat_name = name_of_room,
                                            .join_chat = join_room,
                                            .chat_send = send_to_room,
                                            .roomlist_get_list = list_rooms,
                                            .roomlist_expand_category = list_category,
                                            .add_buddy_with_invite = add_contact,
                                            .struct_size = sizeof(PurplePluginProtocolInfo)};

static PurplePluginInfo info = {.magic = PURPLE_PLUGIN_MAGIC,
                                .major_version = PURPLE_MAJOR_VERSION,
                                .minor_version = PURPLE_MINOR_VERSION,
                                .type = PURPLE_PLUGIN_PROTOCOL,
                                .id = "prpl-exact",
                                .name = "Exact",
                                .extra_info = &protocol};

static void init(PurplePlugin* plugin) { (void)plugin; }

PURPLE_INIT_PLUGIN(exact, init, info)
