/* SPDX-License-Identifier: MIT */
/*
 * The asking protocol's commands: regular ones, and those that the host cannot take as they are.
 */
#define PURPLE_PLUGINS

#include "tests/purple/asking_protocol.h"

static PurpleCmdRet report(PurpleConversation* conversation, const char* name, char** arguments, char** error,
                           void* data) {
  (void)error;
  (void)data;
  const char* rest = arguments[0] ? arguments[0] : "nothing";
  say(purple_conversation_get_gc(conversation), "command %s: %s", name, rest);
  return PURPLE_CMD_RET_OK;
}

static PurpleCmdRet refuse(PurpleConversation* conversation, const char* name, char** arguments, char** error,
                           void* data) {
  (void)conversation;
  (void)arguments;
  (void)data;
  *error = g_strdup_printf("%s is &lt;not&gt; allowed.", name);
  return PURPLE_CMD_RET_FAILED;
}

static PurpleCmdId add(const char* name, const char* arguments, PurpleCmdFlag flags, PurpleCmdFunc function,
                       const char* help) {
  return purple_cmd_register(name, arguments, PURPLE_CMD_P_PRPL, flags | PURPLE_CMD_FLAG_PRPL_ONLY, "prpl-asking",
                             function, help, NULL);
}

void register_commands(void) {
  const PurpleCmdFlag with_people = PURPLE_CMD_FLAG_IM;
  add("greet", "s", with_people, report, "greet &lt;name&gt; [how]:  Greet\nsomebody.");
  add("away", "s", with_people | PURPLE_CMD_FLAG_ALLOW_WRONG_ARGS, report, "away [message]:  Be away.");
  add("gone", "", with_people, report, "gone:  Be gone.");
  add("deny", "", with_people, refuse, "deny:  Be refused.");
  add("single", "s", with_people, report, "single &lt;name&gt;: Be single.");
  add("odd", "s", with_people, report, "Not as libpurple wants it");
  add("bare", "s", with_people, report, NULL);
  add("broken", "s", with_people, report, "broken \xFF\x01:  Not \xFF UTF-8.");
  add("hall", "s", PURPLE_CMD_FLAG_CHAT, report, "hall:  Open the hall.");
  add("Loud", "s", with_people, report, "Loud [text]:  Shout.");
  add("help", "s", with_people, report, "help:  The network's.");
  add("menu", "s", with_people, report, "menu:  The network's.");
  add("nowhere", "s", 0, report, "nowhere:  Nothing.");
  purple_cmd_register("strange", "s", PURPLE_CMD_P_PRPL, PURPLE_CMD_FLAG_IM | PURPLE_CMD_FLAG_PRPL_ONLY, "prpl-other",
                      report, "strange:  Of another protocol.", NULL);
}

static PurpleCmdId late;

void learn_command(PurpleConnection* connection) {
  late = add("late", "s", PURPLE_CMD_FLAG_IM, report, "late [text]:  Come late.");
  say(connection, "learnt");
}

void forget_command(PurpleConnection* connection) {
  purple_cmd_unregister(late);
  say(connection, "forgotten");
}

/* More than the host takes, whose help texts are long. */
void learn_many_commands(PurpleConnection* connection) {
  char* text = g_strnfill(5000, 'x');
  for (int i = 0; i < 3000; ++i) {
    char* name = g_strdup_printf("many%04d", i);
    char* help = g_strdup_printf("%s <u>%s</u>:  %s", name, text, text);
    add(name, "s", PURPLE_CMD_FLAG_IM, report, help);
    g_free(help);
    g_free(name);
  }
  g_free(text);
  say(connection, "learnt many");
}
