/* SPDX-License-Identifier: MIT */
/*
 * A libpurple protocol without a network. A user writes a command to the contact `quiz`: the protocol calls the
 * request or notify function of libpurple that it names, and quiz reports the outcome. It is not linked against
 * libpurple, as many protocol plugins are not.
 */
#define PURPLE_PLUGINS

#include "tests/purple/asking_protocol.h"

#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char kQuiz[] = "quiz";

/* A PNG of one pixel. */
static const guchar kPicture[] = {0x89, 'P',  'N',  'G',  0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 'I',  'H',
                                  'D',  'R',  0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00,
                                  0x00, 0x1F, 0x15, 0xC4, 0x89, 0x00, 0x00, 0x00, 0x0D, 'I',  'D',  'A',  'T',  0x78,
                                  0x9C, 0x63, 0x00, 0x01, 0x00, 0x00, 0x05, 0x00, 0x01, 0x0D, 0x0A, 0x2D, 0xB4, 0x00,
                                  0x00, 0x00, 0x00, 'I',  'E',  'N',  'D',  0xAE, 0x42, 0x60, 0x82};

void say(PurpleConnection* connection, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char* text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  char* html = g_markup_escape_text(text, -1);
  serv_got_im(connection, kQuiz, html, PURPLE_MESSAGE_RECV, time(NULL));
  g_free(html);
  g_free(text);
}

/* ---------------------------------------------------------------------------------------------- questions */

static void input_given(PurpleConnection* connection, const char* value) { say(connection, "input: %s", value); }
static void input_refused(PurpleConnection* connection, const char* value) {
  (void)value;
  say(connection, "no input");
}

static void ask_input(PurpleConnection* connection) {
  purple_request_input(connection, "Input", "Your pet's name?", "Or any other.", "Rex", FALSE, FALSE, NULL, "_OK",
                       G_CALLBACK(input_given), "_Cancel", G_CALLBACK(input_refused),
                       purple_connection_get_account(connection), kQuiz, NULL, connection);
}

static void ask_text(PurpleConnection* connection) {
  purple_request_input(connection, "Text", "A poem?", NULL, NULL, TRUE, FALSE, NULL, "_OK", G_CALLBACK(input_given),
                       "_Cancel", G_CALLBACK(input_refused), purple_connection_get_account(connection), kQuiz, NULL,
                       connection);
}

static void secret_given(PurpleConnection* connection, const char* value) {
  say(connection, "secret: %zu bytes", strlen(value));
}

static void ask_secret(PurpleConnection* connection) {
  purple_request_input(connection, "Secret", "The code?", NULL, NULL, FALSE, TRUE, NULL, "_OK",
                       G_CALLBACK(secret_given), "_Cancel", G_CALLBACK(input_refused),
                       purple_connection_get_account(connection), kQuiz, NULL, connection);
}

static void chosen(PurpleConnection* connection, int value) { say(connection, "choice: %d", value); }

static void ask_choice(PurpleConnection* connection) {
  purple_request_choice(connection, "Choice", "Which way?", NULL, 20, "_OK", G_CALLBACK(chosen), "_Cancel",
                        G_CALLBACK(chosen), purple_connection_get_account(connection), kQuiz, NULL, connection, "Left",
                        10, "Right", 20, NULL);
}

static void acted(PurpleConnection* connection, int index) { say(connection, "action: %d", index); }

static void ask_action(PurpleConnection* connection) {
  purple_request_action(connection, "Action", "What now?", NULL, 0, purple_connection_get_account(connection), kQuiz,
                        NULL, connection, 3, "_Go on", G_CALLBACK(acted), "_Wait", G_CALLBACK(acted), "_Stop",
                        G_CALLBACK(acted));
}

static void ask_with_picture(PurpleConnection* connection) {
  purple_request_action_with_icon(connection, "Picture", "Seen with the other device?", NULL, 0,
                                  purple_connection_get_account(connection), kQuiz, NULL, kPicture, sizeof kPicture,
                                  connection, 2, "_Yes", G_CALLBACK(acted), "_No", G_CALLBACK(acted));
}

static void fields_filled(PurpleConnection* connection, PurpleRequestFields* fields) {
  GString* tastes = g_string_new(NULL);
  PurpleRequestField* list = purple_request_fields_get_field(fields, "tastes");
  for (GList* each = purple_request_field_list_get_selected(list); each; each = each->next) {
    const void* data = purple_request_field_list_get_data(list, each->data);
    g_string_append_printf(tastes, " %d", GPOINTER_TO_INT(data));
  }
  const char* secret = purple_request_fields_get_string(fields, "secret");
  say(connection, "fields: name=%s secret=%zu age=%d member=%d colour=%d tastes=%s",
      purple_request_fields_get_string(fields, "name"), secret ? strlen(secret) : 0,
      purple_request_fields_get_integer(fields, "age"), purple_request_fields_get_bool(fields, "member"),
      purple_request_fields_get_choice(fields, "colour"), tastes->str);
  g_string_free(tastes, TRUE);
}

static void fields_refused(PurpleConnection* connection, PurpleRequestFields* fields) {
  (void)fields;
  say(connection, "no fields");
}

static void ask_fields(PurpleConnection* connection) {
  PurpleRequestFields* fields = purple_request_fields_new();
  PurpleRequestFieldGroup* group = purple_request_field_group_new("About you");
  purple_request_fields_add_group(fields, group);
  purple_request_field_group_add_field(group, purple_request_field_label_new("note", "All of it stays here."));
  PurpleRequestField* name = purple_request_field_string_new("name", "Name", "Nobody", FALSE);
  purple_request_field_set_required(name, TRUE);
  purple_request_field_group_add_field(group, name);
  PurpleRequestField* secret = purple_request_field_string_new("secret", "Secret", NULL, FALSE);
  purple_request_field_string_set_masked(secret, TRUE);
  purple_request_field_group_add_field(group, secret);
  purple_request_field_group_add_field(group, purple_request_field_int_new("age", "Age", 30));
  purple_request_field_group_add_field(group, purple_request_field_bool_new("member", "Member?", TRUE));
  PurpleRequestField* colour = purple_request_field_choice_new("colour", "Colour", 0);
  purple_request_field_choice_add(colour, "Red");
  purple_request_field_choice_add(colour, "Blue");
  purple_request_field_group_add_field(group, colour);
  PurpleRequestField* tastes = purple_request_field_list_new("tastes", "Tastes");
  purple_request_field_list_set_multi_select(tastes, TRUE);
  purple_request_field_list_add(tastes, "Sweet", GINT_TO_POINTER(11));
  purple_request_field_list_add(tastes, "Sour", GINT_TO_POINTER(22));
  purple_request_field_list_add(tastes, "Bitter", GINT_TO_POINTER(33));
  purple_request_field_group_add_field(group, tastes);
  purple_request_fields(connection, "Form", "Fill it in", NULL, fields, "_OK", G_CALLBACK(fields_filled), "_Cancel",
                        G_CALLBACK(fields_refused), purple_connection_get_account(connection), kQuiz, NULL, connection);
}

static void file_named(PurpleConnection* connection, const char* path) {
  say(connection, "file: %s", g_file_set_contents(path, "saved", -1, NULL) ? path : "not written");
}
static void file_refused(PurpleConnection* connection, const char* path) {
  (void)path;
  say(connection, "no file");
}

static void ask_file(PurpleConnection* connection, gboolean save) {
  purple_request_file(connection, "File", "../../notes.txt", save, G_CALLBACK(file_named), G_CALLBACK(file_refused),
                      purple_connection_get_account(connection), kQuiz, NULL, connection);
}
static void ask_file_to_save(PurpleConnection* connection) { ask_file(connection, TRUE); }
static void ask_file_to_send(PurpleConnection* connection) { ask_file(connection, FALSE); }

static void take_back(PurpleConnection* connection) {
  ask_input(connection);
  purple_request_close_with_handle(connection);
  say(connection, "taken back");
}

static void let_see(void* connection) { say(connection, "authorized"); }
static void let_not_see(void* connection) { say(connection, "not authorized"); }

static void ask_authorization(PurpleConnection* connection) {
  purple_account_request_authorization(purple_connection_get_account(connection), "stranger", NULL, NULL, "Let me in",
                                       FALSE, let_see, let_not_see, connection);
}

static void tell_of_admirers(PurpleConnection* connection) {
  PurpleAccount* account = purple_connection_get_account(connection);
  purple_account_request_add(account, "stranger", NULL, "A. Stranger", NULL);
  purple_account_notify_added(account, kQuiz, NULL, NULL, "at last");
}

/* ------------------------------------------------------------------------------------------------- notices */

static void notify(PurpleConnection* connection) {
  purple_notify_info(connection, "News", "The server rests at night.", "From ten on.");
}

static void notify_formatted(PurpleConnection* connection) {
  purple_notify_formatted(connection, "Report", "All is well", NULL, "<b>Nothing</b> &amp; nobody", NULL, NULL);
}

static void notify_address(PurpleConnection* connection) {
  purple_notify_uri(connection, "https://example.org/consent");
}

/* Adds the contact by a request of libpurple's, as most protocols do. */
static void added(PurpleConnection* connection, GList* row, gpointer data) {
  (void)data;
  say(connection, "found: %s", (const char*)row->data);
  purple_blist_request_add_buddy(purple_connection_get_account(connection), row->data, NULL, NULL);
}

static GList* row_of(const char* name, const char* place) {
  return g_list_append(g_list_append(NULL, g_strdup(name)), g_strdup(place));
}

static void notify_found(PurpleConnection* connection) {
  PurpleNotifySearchResults* results = purple_notify_searchresults_new();
  purple_notify_searchresults_column_add(results, purple_notify_searchresults_column_new("Name"));
  purple_notify_searchresults_column_add(results, purple_notify_searchresults_column_new("Place"));
  purple_notify_searchresults_row_add(results, row_of("romeo", "Verona"));
  purple_notify_searchresults_row_add(results, row_of("hamlet", "Elsinore"));
  purple_notify_searchresults_button_add(results, PURPLE_NOTIFY_BUTTON_ADD, added);
  purple_notify_searchresults(connection, "Found", "Two people", NULL, results, NULL, NULL);
}

/* ---------------------------------------------------------------------------------- pictures and files */

static void show_picture(PurpleConnection* connection) {
  const int id = purple_imgstore_add_with_id(g_memdup2(kPicture, sizeof kPicture), sizeof kPicture, "../dot.png");
  char* html = g_strdup_printf("See <IMG ID=\"%d\"> there", id);
  serv_got_im(connection, kQuiz, html, PURPLE_MESSAGE_RECV | PURPLE_MESSAGE_IMAGES, time(NULL));
  g_free(html);
  purple_imgstore_unref_by_id(id);
}

/* Refers to a picture by a number that the user guessed. It belongs to another user. */
static void show_strange_picture(PurpleConnection* connection) {
  const int id = purple_imgstore_add_with_id(g_memdup2(kPicture, sizeof kPicture), sizeof kPicture, NULL);
  char* html =
      g_strdup_printf("No <b>such <img src='https://files.prism.test/x>y.png' alt='face' id='%d'/></b> there", id);
  serv_got_im(connection, kQuiz, html, PURPLE_MESSAGE_RECV, time(NULL));
  g_free(html);
  purple_imgstore_unref_by_id(id);
}

static const char kContent[] = "the content of a file";

static void begin_transfer(PurpleXfer* transfer) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 ||
      write(ends[1], kContent, sizeof kContent - 1) != (ssize_t)(sizeof kContent - 1)) {
    purple_xfer_cancel_remote(transfer);
    return;
  }
  close(ends[1]);
  purple_xfer_start(transfer, ends[0], NULL, 0);
}

static void offer_file(PurpleConnection* connection) {
  PurpleXfer* transfer = purple_xfer_new(purple_connection_get_account(connection), PURPLE_XFER_RECEIVE, kQuiz);
  purple_xfer_set_filename(transfer, "../../../etc/a file.txt");
  purple_xfer_set_size(transfer, sizeof kContent - 1);
  purple_xfer_set_init_fnc(transfer, begin_transfer);
  purple_xfer_request(transfer);
}

/* --------------------------------------------------------------------------------------------------- people */

/* Shows a message that the user sent from another client, as protocols with carbon copies do. */
static void say_from_elsewhere(PurpleConnection* connection) {
  PurpleAccount* account = purple_connection_get_account(connection);
  PurpleConversation* conversation = purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, kQuiz, account);
  if (!conversation) {
    conversation = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, kQuiz);
  }
  purple_conversation_write(conversation, purple_account_get_username(account), "said elsewhere", PURPLE_MESSAGE_SEND,
                            time(NULL));
}

static void be_idle(PurpleConnection* connection) {
  PurpleAccount* account = purple_connection_get_account(connection);
  purple_blist_add_buddy(purple_buddy_new(account, kQuiz, NULL), NULL, NULL, NULL);
  purple_prpl_got_user_status(account, kQuiz, "available", NULL);
  purple_prpl_got_user_idle(account, kQuiz, TRUE, time(NULL) - 600);
}

static gboolean leave_now(gpointer account) {
  purple_account_disconnect(account);
  return FALSE;
}

static void leave(PurpleConnection* connection) {
  purple_timeout_add(0, leave_now, purple_connection_get_account(connection));
}

static void fail_silently(PurpleConnection* connection) {
  purple_connection_error_reason(connection, PURPLE_CONNECTION_ERROR_NAME_IN_USE, "");
}

/* Stores settings of the account for the next login, as protocols do. */
static void store_settings(PurpleConnection* connection) {
  PurpleAccount* account = purple_connection_get_account(connection);
  purple_account_set_string(account, "device=[token]", "line\nand more");
  purple_account_set_int(account, "device", -7);
  purple_account_set_bool(account, "trusted", TRUE);
  purple_account_set_string(account, "left", "behind");
  purple_account_set_string(account, "left", NULL);
  say(connection, "noted");
}

static void report_settings(PurpleConnection* connection) {
  PurpleAccount* account = purple_connection_get_account(connection);
  say(connection, "noted: %s, %d, %d, %s", purple_account_get_string(account, "device=[token]", "nothing"),
      purple_account_get_int(account, "device", 0), purple_account_get_bool(account, "trusted", FALSE),
      purple_account_get_string(account, "left", "nothing"));
}

static void tell_own_status(PurpleAccount* account, PurpleStatus* status) {
  const char* message = purple_status_get_attr_string(status, "message");
  say(purple_account_get_connection(account), "status: %s", purple_status_get_id(status));
  if (message) {
    say(purple_account_get_connection(account), "its text: %s", message);
  }
}

/* ------------------------------------------------------------------------------------------------ protocol */

static const struct Act kActs[] = {
    {"input", ask_input},
    {"text", ask_text},
    {"secret", ask_secret},
    {"choice", ask_choice},
    {"action", ask_action},
    {"picture", ask_with_picture},
    {"fields", ask_fields},
    {"file to save", ask_file_to_save},
    {"file to send", ask_file_to_send},
    {"take back", take_back},
    {"authorization", ask_authorization},
    {"admirers", tell_of_admirers},
    {"notice", notify},
    {"formatted", notify_formatted},
    {"address", notify_address},
    {"found", notify_found},
    {"inline picture", show_picture},
    {"strange picture", show_strange_picture},
    {"offer", offer_file},
    {"from elsewhere", say_from_elsewhere},
    {"be idle", be_idle},
    {"leave", leave},
    {"fail silently", fail_silently},
    {"note down", store_settings},
    {"what is noted?", report_settings},
    {"learn", learn_command},
    {"forget", forget_command},
    {"learn many", learn_many_commands},
    {NULL, NULL},
};

static gboolean act_in(const struct Act* acts, PurpleConnection* connection, const char* word) {
  for (; acts->word; ++acts) {
    if (strcmp(word, acts->word) == 0) {
      acts->act(connection);
      return TRUE;
    }
  }
  return FALSE;
}

static void add_contact(PurpleConnection* connection, PurpleBuddy* buddy, PurpleGroup* group) {
  say(connection, "added %s to %s", purple_buddy_get_name(buddy), purple_group_get_name(group));
}

static void remove_contact(PurpleConnection* connection, PurpleBuddy* buddy, PurpleGroup* group) {
  (void)group;
  say(connection, "removed %s", purple_buddy_get_name(buddy));
}

static int send_im(PurpleConnection* connection, const char* who, const char* text, PurpleMessageFlags flags) {
  (void)who;
  (void)flags;
  if (!act_in(kActs, connection, text) && !act_in(kAwkwardActs, connection, text) &&
      !act_in(kHostileActs, connection, text)) {
    say(connection, "not known: %s", text);
  }
  return 1;
}

static void greet(PurplePluginAction* action) { say(action->context, "greeted"); }
static void count(PurplePluginAction* action) { say(action->context, "counted"); }

static GList* actions_of(PurplePlugin* plugin, gpointer context) {
  (void)plugin;
  (void)context;
  GList* actions = g_list_append(NULL, purple_plugin_action_new("Greet me", greet));
  actions = g_list_append(actions, NULL);
  return g_list_append(actions, purple_plugin_action_new("Count to ten", count));
}

static void log_in(PurpleAccount* account) {
  purple_connection_set_state(purple_account_get_connection(account), PURPLE_CONNECTED);
}

static void log_out(PurpleConnection* connection) {
  (void)connection;
  end_storm();
}

static const char* icon_of(PurpleAccount* account, PurpleBuddy* buddy) {
  (void)account;
  (void)buddy;
  return "asking";
}

static void get_info(PurpleConnection* connection, const char* who) {
  PurpleNotifyUserInfo* person = purple_notify_user_info_new();
  purple_notify_user_info_add_pair(person, "Nick", who);
  purple_notify_user_info_add_pair(person, "First name", "Quentin");
  purple_notify_user_info_add_section_break(person);
  purple_notify_user_info_add_pair(person, "Last name", "Quiz");
  purple_notify_userinfo(connection, who, person, NULL, NULL);
  purple_notify_user_info_destroy(person);
}

static GList* statuses_of(PurpleAccount* account) {
  (void)account;
  GList* types = g_list_append(NULL, purple_status_type_new(PURPLE_STATUS_AVAILABLE, NULL, NULL, TRUE));
  types = g_list_append(
      types, purple_status_type_new_with_attrs(PURPLE_STATUS_AWAY, NULL, NULL, TRUE, TRUE, FALSE, "message", "Message",
                                               purple_value_new(PURPLE_TYPE_STRING), NULL));
  types = g_list_append(types, purple_status_type_new(PURPLE_STATUS_INVISIBLE, NULL, NULL, TRUE));
  return g_list_append(types, purple_status_type_new(PURPLE_STATUS_OFFLINE, NULL, NULL, TRUE));
}

static GList* room_components(PurpleConnection* connection) {
  (void)connection;
  return NULL;
}

static void join_room(PurpleConnection* connection, GHashTable* components) {
  (void)connection;
  (void)components;
}

static PurplePluginProtocolInfo protocol = {.options = OPT_PROTO_NO_PASSWORD,
                                            .list_icon = icon_of,
                                            .status_types = statuses_of,
                                            .login = log_in,
                                            .close = log_out,
                                            .send_im = send_im,
                                            .get_info = get_info,
                                            .set_status = tell_own_status,
                                            .add_buddy = add_contact,
                                            .remove_buddy = remove_contact,
                                            .chat_info = room_components,
                                            .join_chat = join_room,
                                            .roomlist_cancel = end_list,
                                            .can_receive_file = can_take_files,
                                            .send_file = send_file_to,
                                            .new_xfer = new_file_transfer,
                                            .struct_size = sizeof(PurplePluginProtocolInfo)};

static gboolean load(PurplePlugin* plugin) {
  (void)plugin;
  register_commands();
  return TRUE;
}

static PurplePluginInfo info = {.magic = PURPLE_PLUGIN_MAGIC,
                                .major_version = PURPLE_MAJOR_VERSION,
                                .minor_version = PURPLE_MINOR_VERSION,
                                .type = PURPLE_PLUGIN_PROTOCOL,
                                .priority = PURPLE_PRIORITY_DEFAULT,
                                .id = "prpl-asking",
                                .name = "Asking",
                                .version = "1",
                                .summary = "Asks",
                                .description = "Asks one question of every kind",
                                .author = "Prism",
                                .homepage = "",
                                .load = load,
                                .extra_info = &protocol,
                                .actions = actions_of};

static void init(PurplePlugin* plugin) { (void)plugin; }

PURPLE_INIT_PLUGIN(asking, init, info)
