/* SPDX-License-Identifier: MIT */
/*
 * Rare requests and notices of the asking protocol: beyond the limits of a prompt, or with no equivalent in a prompt.
 */
#define PURPLE_PLUGINS

#include "tests/purple/asking_protocol.h"

/* ---------------------------------------------------------------------------------------------- questions */

static void chosen(PurpleConnection* connection, int value) { say(connection, "choice: %d", value); }

static void ask_with_brackets(PurpleConnection* connection) {
  purple_request_choice(connection, "<Title>", "x < y & z?", "&amp;", 1, "_OK", G_CALLBACK(chosen), "_Cancel",
                        G_CALLBACK(chosen), purple_connection_get_account(connection), NULL, NULL, connection, "<none>",
                        1, "a & b", 2, NULL);
}

static void input_given(PurpleConnection* connection, const char* value) { say(connection, "input: %s", value); }
static void input_refused(PurpleConnection* connection, const char* value) {
  (void)value;
  say(connection, "no input");
}

static void ask_nobody(PurpleConnection* connection) {
  purple_request_input(connection, "Stray", "Who is there?", NULL, NULL, FALSE, FALSE, NULL, "_OK",
                       G_CALLBACK(input_given), "_Cancel", G_CALLBACK(input_refused), NULL, NULL, NULL, connection);
}

static void file_named(PurpleConnection* connection, const char* path) { say(connection, "folder: %s", path); }
static void file_refused(PurpleConnection* connection, const char* path) {
  (void)path;
  say(connection, "no folder");
}

static void ask_folder(PurpleConnection* connection) {
  purple_request_folder(connection, "Folder", "somewhere", G_CALLBACK(file_named), G_CALLBACK(file_refused),
                        purple_connection_get_account(connection), NULL, NULL, connection);
}

static PurpleRequestFieldGroup* group_of(PurpleRequestFields* fields) {
  PurpleRequestFieldGroup* group = purple_request_field_group_new(NULL);
  purple_request_fields_add_group(fields, group);
  return group;
}

static char* selected_in(PurpleRequestFields* fields, const char* id) {
  GString* selected = g_string_new(NULL);
  PurpleRequestField* list = purple_request_fields_get_field(fields, id);
  for (GList* each = purple_request_field_list_get_items(list); each; each = each->next) {
    if (purple_request_field_list_is_selected(list, each->data)) {
      g_string_append_printf(selected, " %s", (const char*)each->data);
    }
  }
  return g_string_free(selected, FALSE);
}

static void awkward_filled(PurpleConnection* connection, PurpleRequestFields* fields) {
  char* one = selected_in(fields, "one");
  char* many = selected_in(fields, "many");
  say(connection, "awkward: none=%d blank=%d beyond=%d lines=%s one:%s many:%s",
      purple_request_fields_get_choice(fields, "none"), purple_request_fields_get_choice(fields, "blank"),
      purple_request_fields_get_choice(fields, "beyond"), purple_request_fields_get_string(fields, "lines"), one, many);
  g_free(one);
  g_free(many);
}

static void ask_awkward(PurpleConnection* connection) {
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = group_of(fields);
  purple_request_field_group_add_field(group, purple_request_field_choice_new("none", "Of nothing", 7));
  PurpleRequestField* blank = purple_request_field_choice_new("blank", "A blank", 0);
  purple_request_field_choice_add(blank, "");
  purple_request_field_choice_add(blank, "Ink");
  purple_request_field_group_add_field(group, blank);
  PurpleRequestField* beyond = purple_request_field_choice_new("beyond", "", 9);
  purple_request_field_choice_add(beyond, "Near");
  purple_request_field_choice_add(beyond, "Far");
  purple_request_field_group_add_field(group, beyond);
  purple_request_field_group_add_field(group, purple_request_field_string_new("lines", "Lines", "a\nb", FALSE));
  PurpleRequestField* one = purple_request_field_list_new("one", "One");
  PurpleRequestField* many = purple_request_field_list_new("many", "Many");
  purple_request_field_list_set_multi_select(many, TRUE);
  for (int i = 0; i < 105; ++i) {
    char item[8];
    g_snprintf(item, sizeof item, "item%d", i);
    purple_request_field_list_add(i < 3 ? one : many, item, connection);
  }
  purple_request_field_list_add_selected(one, "item1");
  purple_request_field_list_add_selected(many, "item5");
  purple_request_field_list_add_selected(many, "item104");
  purple_request_field_group_add_field(group, one);
  purple_request_field_group_add_field(group, many);
  purple_request_fields(connection, "Awkward", NULL, NULL, fields, "_OK", G_CALLBACK(awkward_filled), "_Cancel",
                        G_CALLBACK(awkward_filled), purple_connection_get_account(connection), NULL, NULL, connection);
}

static void long_form_filled(PurpleConnection* connection, PurpleRequestFields* fields) {
  say(connection, "long form: %d", purple_request_fields_get_integer(fields, "119"));
}

static void ask_long_form(PurpleConnection* connection) {
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = group_of(fields);
  purple_request_field_group_add_field(group, purple_request_field_int_new("0", "Number", 0));
  for (int i = 1; i < 120; ++i) {
    char id[8];
    g_snprintf(id, sizeof id, "%d", i);
    purple_request_field_group_add_field(
        group, i < 119 ? purple_request_field_label_new(id, "") : purple_request_field_int_new(id, id, i));
  }
  purple_request_fields(connection, "Long", NULL, NULL, fields, "_OK", G_CALLBACK(long_form_filled), "_Cancel",
                        G_CALLBACK(long_form_filled), purple_connection_get_account(connection), NULL, NULL,
                        connection);
}

/* ------------------------------------------------------------------------------------------------- searches */

static void greet(PurpleConnection* connection, GList* row, gpointer data) {
  (void)data;
  say(connection, "hello %s", (const char*)row->data);
}

static PurpleNotifySearchResults* people(const char* name, int count) {
  PurpleNotifySearchResults* results = purple_notify_searchresults_new();
  purple_notify_searchresults_column_add(results, purple_notify_searchresults_column_new("Name"));
  for (int i = 0; i < count; ++i) {
    purple_notify_searchresults_row_add(results, g_list_append(NULL, g_strdup_printf("%s%d", name, i)));
  }
  purple_notify_searchresults_button_add_labeled(results, "Greet", greet);
  return results;
}

static void find_many(PurpleConnection* connection) {
  purple_notify_searchresults(connection, "Many", NULL, NULL, people("many", 130), NULL, NULL);
}

static void find_others(PurpleConnection* connection) {
  void* search = purple_notify_searchresults(connection, "Search", NULL, NULL, people("first", 1), NULL, NULL);
  PurpleNotifySearchResults* others = people("other", 2);
  purple_notify_searchresults_new_rows(connection, others, search);
  purple_notify_searchresults_free(others);
}

static void offer_room(PurpleConnection* connection) {
  purple_blist_request_add_chat(purple_connection_get_account(connection), NULL, NULL, "#hall");
}

static void list_rooms(PurpleConnection* connection) {
  static const struct {
    const char* name;
    int users;
  } kRooms[] = {{"#two", 2}, {"#forty", 40}, {"#seven", 7}};
  PurpleRoomlist* list = purple_roomlist_new(purple_connection_get_account(connection));
  GList* fields = g_list_append(NULL, purple_roomlist_field_new(PURPLE_ROOMLIST_FIELD_STRING, "", "id", TRUE));
  fields = g_list_append(fields, purple_roomlist_field_new(PURPLE_ROOMLIST_FIELD_INT, "Users", "users", FALSE));
  purple_roomlist_set_fields(list, fields);
  purple_roomlist_set_in_progress(list, TRUE);
  for (int i = 0; i < 3; ++i) {
    PurpleRoomlistRoom* room = purple_roomlist_room_new(PURPLE_ROOMLIST_ROOMTYPE_ROOM, kRooms[i].name, NULL);
    purple_roomlist_room_add_field(list, room, kRooms[i].name);
    purple_roomlist_room_add_field(list, room, GINT_TO_POINTER(kRooms[i].users));
    purple_roomlist_room_add(list, room);
  }
  purple_roomlist_set_in_progress(list, FALSE);
  purple_roomlist_unref(list);
}

const struct Act kAwkwardActs[] = {
    {"rooms", list_rooms},  {"brackets", ask_with_brackets}, {"nobody", ask_nobody},
    {"folder", ask_folder}, {"awkward", ask_awkward},        {"long form", ask_long_form},
    {"many", find_many},    {"others", find_others},         {"offer room", offer_room},
    {NULL, NULL},
};
