/* SPDX-License-Identifier: MIT */
/*
 * Hostile acts of the asking protocol: each makes libpurple hold far more than any user needs.
 */
#define PURPLE_PLUGINS

#include "tests/purple/asking_protocol.h"

#include <string.h>
#include <time.h>

enum { kKilobyte = 1024, kMegabyte = 1024 * 1024 };

/* Repeats `unit` up to about `size` bytes. The caller frees the result. */
static char* text_of(const char* unit, size_t size) {
  GString* text = g_string_sized_new(size + strlen(unit));
  while (text->len < size) {
    g_string_append(text, unit);
  }
  return g_string_free(text, FALSE);
}

static void send_text(PurpleConnection* connection, const char* unit, size_t size) {
  char* html = text_of(unit, size);
  serv_got_im(connection, "flood", html, PURPLE_MESSAGE_RECV, time(NULL));
  g_free(html);
}

static void send_body(PurpleConnection* connection) { send_text(connection, "a line of text &lt;\n", 9 * kMegabyte); }
static void send_markup(PurpleConnection* connection) { send_text(connection, "<b>x", 9 * kMegabyte); }
static void send_crossed_markup(PurpleConnection* connection) {
  char* open = text_of("<b>", kMegabyte);
  char* close = text_of("</i>", kMegabyte);
  char* html = g_strconcat(open, close, NULL);
  serv_got_im(connection, "flood", html, PURPLE_MESSAGE_RECV, time(NULL));
  g_free(html);
  g_free(close);
  g_free(open);
}

static void write_system_lines(PurpleConnection* connection) {
  PurpleAccount* account = purple_connection_get_account(connection);
  char* html = text_of("x", 100 * kKilobyte);
  for (int i = 0; i < 500; ++i) {
    char who[16];
    g_snprintf(who, sizeof who, "writer%d", i);
    PurpleConversation* conversation = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
    purple_conversation_write(conversation, NULL, html, PURPLE_MESSAGE_SYSTEM, time(NULL));
  }
  g_free(html);
}

static void notify_at_length(PurpleConnection* connection) {
  char* html = text_of("a row of a report<br>", 9 * kMegabyte);
  purple_notify_formatted(connection, "Report", "All of it", NULL, html, NULL, NULL);
  g_free(html);
}

/* An act in steps, kPiece of them per turn of the loop, as if they came from a network. */
static struct {
  PurpleConnection* connection;
  void (*act)(PurpleConnection* connection, int number);
  int done;
  int wanted;
  guint timer;
} storm;

enum { kPiece = 200 };

static gboolean go_on(gpointer data) {
  (void)data;
  for (int i = 0; i < kPiece && storm.timer != 0 && storm.done < storm.wanted; ++i) {
    storm.act(storm.connection, storm.done++);
  }
  if (storm.done >= storm.wanted) {
    storm.timer = 0;
  }
  return storm.timer != 0;
}

static void begin_storm(PurpleConnection* connection, int wanted,
                        void (*act)(PurpleConnection* connection, int number)) {
  storm.connection = connection;
  storm.act = act;
  storm.done = 0;
  storm.wanted = wanted;
  storm.timer = purple_timeout_add(0, go_on, NULL);
}

void end_storm(void) {
  if (storm.timer != 0) {
    purple_timeout_remove(storm.timer);
    storm.timer = 0;
  }
}

static void send_from_another(PurpleConnection* connection, int number) {
  char* padding = text_of("n", 900);
  char* who = g_strdup_printf("%d%s", number, padding);
  serv_got_im(connection, who, "hello", PURPLE_MESSAGE_RECV, time(NULL));
  g_free(who);
  g_free(padding);
}
static void send_from_many(PurpleConnection* connection) { begin_storm(connection, 20000, send_from_another); }

static PurpleBuddy* add_contact(PurpleConnection* connection, const char* who) {
  PurpleGroup* group = purple_find_group("Flood");
  if (!group) {
    group = purple_group_new("Flood");
    purple_blist_add_group(group, NULL);
  }
  PurpleBuddy* buddy = purple_buddy_new(purple_connection_get_account(connection), who, NULL);
  purple_blist_add_buddy(buddy, NULL, group, NULL);
  return buddy;
}

static void add_speaker(PurpleConnection* connection, int number, size_t size) {
  char* words = text_of("s", size);
  char who[16];
  g_snprintf(who, sizeof who, "contact%d", number);
  purple_blist_server_alias_buddy(add_contact(connection, who), words);
  purple_prpl_got_user_status(purple_connection_get_account(connection), who, "away", "message", words, NULL);
  g_free(words);
}

static void add_one_contact(PurpleConnection* connection, int number) { add_speaker(connection, number, 500); }
static void add_contacts(PurpleConnection* connection) { begin_storm(connection, 20000, add_one_contact); }

static void send_one_status(PurpleConnection* connection, int number) {
  if (number % 20 == 0) {
    add_speaker(connection, number, kMegabyte);
  }
}
static void send_statuses(PurpleConnection* connection) { begin_storm(connection, 3000, send_one_status); }

static void send_one_avatar(PurpleConnection* connection, int number) {
  if (number % 20 == 0) {
    char who[16];
    g_snprintf(who, sizeof who, "face%d", number);
    add_contact(connection, who);
    char* icon = text_of(who, 500 * kKilobyte);
    purple_buddy_icons_set_for_user(purple_connection_get_account(connection), who, icon, strlen(icon), who);
  }
}
static void send_avatars(PurpleConnection* connection) { begin_storm(connection, 6000, send_one_avatar); }

static void nothing(void* data) { (void)data; }

static void ask_once_to_be_seen(PurpleConnection* connection, int number) {
  char* words = text_of("w", 900);
  char* who = g_strdup_printf("stranger%d%s", number, words);
  purple_account_request_authorization(purple_connection_get_account(connection), who, NULL, NULL, words, FALSE,
                                       nothing, nothing, connection);
  g_free(who);
  g_free(words);
}
static void ask_to_be_seen(PurpleConnection* connection) { begin_storm(connection, 20000, ask_once_to_be_seen); }

static void invite(PurpleConnection* connection) {
  char* password = text_of("p", 2 * kMegabyte);
  for (int i = 0; i < 60; ++i) {
    char room[16];
    g_snprintf(room, sizeof room, "room%d", i);
    GHashTable* components = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert(components, g_strdup("password"), g_strdup(password));
    purple_signal_emit_return_1(purple_conversations_get_handle(), "chat-invited",
                                purple_connection_get_account(connection), "inviter", room, "come", components);
    g_hash_table_destroy(components);
  }
  g_free(password);
}

static void picked(PurpleConnection* connection, GList* row, gpointer data) {
  (void)connection;
  (void)row;
  (void)data;
}

static void find_thousands(PurpleConnection* connection) {
  PurpleNotifySearchResults* results = purple_notify_searchresults_new();
  purple_notify_searchresults_column_add(results, purple_notify_searchresults_column_new("Name"));
  for (int i = 0; i < 4000; ++i) {
    purple_notify_searchresults_row_add(results, g_list_append(NULL, text_of("found ", 10 * kKilobyte)));
  }
  purple_notify_searchresults_button_add_labeled(results, "Pick", picked);
  purple_notify_searchresults(connection, "Thousands", NULL, NULL, results, NULL, NULL);
}

static void input_given(PurpleConnection* connection, const char* value) {
  (void)connection;
  (void)value;
}

static void ask_at_length(PurpleConnection* connection) {
  char* words = text_of("why? ", 500 * kKilobyte);
  for (int i = 0; i < 100; ++i) {
    purple_request_input(connection, "At length", words, NULL, words, TRUE, FALSE, NULL, "_OK", G_CALLBACK(input_given),
                         "_Cancel", G_CALLBACK(input_given), purple_connection_get_account(connection), NULL, NULL,
                         connection);
  }
  g_free(words);
}

static void enter(PurpleConnection* connection, int number) {
  char* padding = text_of("n", 900);
  char* name = g_strdup_printf("%d%s", number, padding);
  PurpleConversation* room = purple_find_chat(connection, 77);
  if (room) {
    purple_conv_chat_add_user(PURPLE_CONV_CHAT(room), name, NULL, PURPLE_CBFLAGS_NONE, FALSE);
  }
  g_free(name);
  g_free(padding);
}
static void fill_room(PurpleConnection* connection) {
  serv_got_joined_chat(connection, 77, "hall");
  begin_storm(connection, 40000, enter);
}

static PurpleRoomlist* the_list;

static void list_one(PurpleConnection* connection, int number) {
  (void)connection;
  if (the_list) {
    PurpleRoomlistRoom* room = purple_roomlist_room_new(PURPLE_ROOMLIST_ROOMTYPE_ROOM, "", NULL);
    g_free(room->name);
    room->name = text_of("#room", 900);
    purple_roomlist_room_add_field(the_list, room, GINT_TO_POINTER(number % 1000));
    purple_roomlist_room_add(the_list, room);
  }
}

static void list_without_end(PurpleConnection* connection) {
  GList* fields = g_list_append(NULL, purple_roomlist_field_new(PURPLE_ROOMLIST_FIELD_INT, "Users", "users", FALSE));
  the_list = purple_roomlist_new(purple_connection_get_account(connection));
  purple_roomlist_set_fields(the_list, fields);
  purple_roomlist_set_in_progress(the_list, TRUE);
  begin_storm(connection, 60000, list_one);
}

void end_list(PurpleRoomlist* list) {
  if (list == the_list) {
    the_list = NULL;
    purple_roomlist_set_in_progress(list, FALSE);
    purple_roomlist_unref(list);
  }
}

const struct Act kHostileActs[] = {
    {"flood body", send_body},
    {"flood markup", send_markup},
    {"flood crossed markup", send_crossed_markup},
    {"flood senders", send_from_many},
    {"flood system lines", write_system_lines},
    {"flood notice", notify_at_length},
    {"flood contacts", add_contacts},
    {"flood statuses", send_statuses},
    {"flood avatars", send_avatars},
    {"flood authorizations", ask_to_be_seen},
    {"flood invitations", invite},
    {"flood results", find_thousands},
    {"flood questions", ask_at_length},
    {"flood participants", fill_room},
    {"flood rooms", list_without_end},
    {NULL, NULL},
};
