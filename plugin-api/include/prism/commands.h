/* SPDX-License-Identifier: MIT */
/*
 * Commands of a plugin that users type: the host's service "prism.commands/1".
 *
 *   const prism_commands* commands = host->get_service(host, PRISM_COMMANDS);
 *   commands->define(host, &set);
 *
 * The plugin defines its commands. A user types one as a message, `/name argument argument`. The host checks the
 * arguments, and calls the plugin with their values. The plugin answers, and the host sends the answer to the user, in
 * the conversation where the command was typed. Nobody else sees the command or its answer.
 *
 * Terms
 *   command      what the plugin defines: a name, arguments, where it may be typed.
 *   invocation   one use of a command. It ends with the plugin's answer, at its time limit, or with the session.
 *   conversation a contact, a room, a participant of a room, or the host's own contact (prism/prompt.h).
 *
 * The host has commands of its own, once the plugin uses prism.chat/1, prism.rooms/1 or prism.history/1: their headers
 * name them. They work like those of the plugin, also if the plugin does not use this service. A command that the
 * plugin defines replaces one of the same name.
 *
 * While there is at least one command, of the plugin or of the host, the host reads each message that begins with '/':
 *
 *   /name ...    runs the command. Upper and lower case letters of ASCII are the same in names.
 *   /help        lists the commands of this conversation. `/help name` describes one.
 *   /me ...      is a message, and goes to message() as it is. The plugin defines no command for it.
 *   //text       is the message `/text`. It goes to message() without its first slash, and without XHTML. `//me ...`
 *                makes an action like `/me ...`, since message() cannot tell them apart.
 *   / text       is a message: so is a slash alone, or one before white space.
 *
 * Anything else after the slash is no command. The host answers, names the command that is probably meant, and does not
 * pass the text on; PRISM_COMMAND_SET_PASS_UNKNOWN changes that. While there are no commands, all messages go to
 * message() as they are. A message that comes as a raw stanza (PRISM_FEATURE_RAW_XML) is not read either.
 *
 * Arguments as users type them: white space separates them. One in double quotes may contain white space; within the
 * quotes, \" is a quote and \\ a backslash. A quote that is not closed by a quote before white space or the end is an
 * ordinary character. The last argument takes the rest of the message, with its quotes and line breaks, if it is a
 * PRISM_VALUE_LONG_TEXT or PRISM_VALUE_SECRET; white space at its ends does not count. The host answers if an argument
 * is missing, is not valid, or is one too many.
 *
 * The host never logs what a user has typed after the name. It wipes all values when the call returns.
 *
 * All functions and callbacks are [main]. Ownership is as in prism/plugin.h: everything is borrowed until the call
 * returns. The host copies definitions.
 */
#ifndef PRISM_COMMANDS_H
#define PRISM_COMMANDS_H

#include <prism/host.h>
#include <prism/types.h>
#include <prism/values.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_COMMANDS "prism.commands/1"

/* -------------------------------------------------------------------------------------------------- arguments */

/* Arguments take all kinds of values (prism/values.h) but PRISM_VALUE_CHOICES and PRISM_VALUE_NOTE. What users type:
 *
 *   PRISM_VALUE_TEXT       a word, or several in quotes
 *   PRISM_VALUE_LONG_TEXT  the rest of the message; the last argument only
 *   PRISM_VALUE_SECRET     a word or, as the last argument, the rest of the message, which must be one line
 *   PRISM_VALUE_BOOLEAN    yes, no, on, off, true, false, 1 or 0
 *   PRISM_VALUE_CHOICE     the value or the label of a choice, in any case of ASCII letters
 *
 * The value of an argument that was left out is its `initial`, and is empty without one. Any other value is not empty.
 */
#define PRISM_ARGUMENT_FLAG_OPTIONAL 1u /* may be left out */

/* One argument of a command. */
typedef struct prism_argument {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_VALUE_... */
  uint32_t flags;    /* PRISM_ARGUMENT_FLAG_... */
  uint32_t reserved; /* 0 */

  /* Identifies the argument in forms: 1 to 32 of a-z, 0-9, '-' and '_', unique within the command. */
  prism_str name;

  /* The text that users see in its place, such as "NICK"; one line. Empty: `name` in capital letters. */
  prism_str label;

  /* A phrase or a sentence for the user; one line. May be empty. */
  prism_str description;

  /* The value of an optional argument that was left out, in the form of a value. Must be empty for others. */
  prism_str initial;

  /* Given: this argument is there only if the next word begins with one of these characters of ASCII; else it is left
   * out, and the word belongs to the next argument. So `/kick [#ROOM] NICK` has two forms. Needs
   * PRISM_ARGUMENT_FLAG_OPTIONAL. Not for PRISM_VALUE_LONG_TEXT and PRISM_VALUE_SECRET. Without it, no required
   * argument may follow an optional one. */
  prism_str first_characters;

  /* For PRISM_VALUE_CHOICE; else none. Values and labels are one line each. No two values are the same without regard
   * to the case of ASCII letters. */
  const prism_choice* const* choices;
  uint64_t choices_count;

  /* For PRISM_VALUE_INTEGER: the lowest and the highest value. Both 0: any. Must be 0 for other kinds. */
  int64_t least;
  int64_t most;
} prism_argument;

/* --------------------------------------------------------------------------------------------------- commands */

#define PRISM_COMMAND_FLAG_HIDDEN 1u /* works, but is not listed by /help */
#define PRISM_COMMAND_FLAG_ADMIN 2u  /* only for the users of service.admin_jid, to whom alone /help lists it */

/* One command. */
typedef struct prism_command {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_COMMAND_FLAG_... */

  /* The places where it may be typed: a mask of PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_...); 0: everywhere. The
   * host's own contact is for commands that need no contact or room. It takes commands while it asks the user nothing.
   * It exists only if the plugin gets prism.prompts/1 in create(), too. Without it, a command for this contact alone is
   * logged as a fault. */
  uint32_t where;

  uint32_t timeout_ms; /* from the call to the answer, at most 3,600,000; 0: the host's, 2 minutes */

  /* 1 to 32 of a-z, 0-9, '-' and '_', not "help" or "me". No two commands have a name or an alias in common. */
  prism_str name;
  const prism_str* aliases; /* further names; at most 16 */
  uint64_t aliases_count;

  prism_str title;       /* what it does, in one line, such as "changes your nickname"; required */
  prism_str description; /* more about it, in one or more lines. May be empty */

  const prism_argument* const* arguments; /* in the order in which users type them; at most 16 */
  uint64_t arguments_count;
} prism_command;

/* ------------------------------------------------------------------------------------------------ invocations */

/* One use of a command. */
typedef struct prism_invocation {
  uint32_t struct_size;
  uint32_t kind; /* PRISM_CONVERSATION_... */
  prism_request_id id;
  prism_str user;
  prism_str buddy;    /* the contact or the room; empty with PRISM_CONVERSATION_HOST */
  prism_str nickname; /* the participant, with PRISM_CONVERSATION_PRIVATE */
  prism_str name;     /* the command's `name`, also if an alias was typed */

  const prism_str* values; /* one for each argument, in the order of the definition */
  uint64_t values_count;

  /* The text that the user has typed after the name, without white space at its ends. Empty if the values come from
   * a form. */
  prism_str text;
} prism_invocation;

/* [main] Runs a command. The plugin answers each invocation by answer(), within this call or later. If the function
 * throws an exception, the host tells the user that the command has failed. If the answer does not come in time, the
 * host tells the user, and logs a warning that names the command. */
typedef void (*prism_command_fn)(void* data, const prism_invocation* invocation);

/* The commands of a plugin. Together, their strings have at most 64 KiB. */
typedef struct prism_command_set {
  uint32_t struct_size;
  uint32_t flags;                       /* PRISM_COMMAND_SET_... */
  const prism_command* const* commands; /* at most 256; none: only the host has commands, with these flags */
  uint64_t commands_count;
  prism_command_fn run; /* called for all of them; must not be NULL, unless there are none */
  void* data;           /* passed to `run`; not used after the set was replaced */
} prism_command_set;

/* A '.' does what a '/' does, if the name of a command, `help` or `me` follows; else the text is a message. For users
 * whose clients keep lines with a slash for themselves. */
#define PRISM_COMMAND_SET_DOTS 1u

/* A text with a slash is a message if no name of a command, `help` or `me` follows: it goes to message() as it is, with
 * both slashes if it has two. For networks whose people and bots read such texts. A command that does not work in this
 * kind of conversation, or not for this user, is still answered by the host. */
#define PRISM_COMMAND_SET_PASS_UNKNOWN 2u

/* How an invocation has ended. */
#define PRISM_COMMAND_DONE 1u   /* the text, if any, is the answer */
#define PRISM_COMMAND_FAILED 2u /* the text says why. Without a text, the host says that it has failed */

/* The plugin's answer to an invocation. */
typedef struct prism_command_answer {
  uint32_t struct_size;
  uint32_t outcome; /* PRISM_COMMAND_DONE or _FAILED */
  prism_request_id id;
  prism_str text; /* one or more lines, at most 64 KiB. With PRISM_COMMAND_DONE, empty: the user is sent nothing */
} prism_command_answer;

/* The service. This table grows only at its end. */
typedef struct prism_commands {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Replaces all commands of the plugin. Allowed at any time from create() on, also within `run`. Invocations
   * that are open stay open. PRISM_ERR_ARGUMENT, with the old commands kept, if anything in a definition is not as its
   * comment says. */
  prism_result (*define)(const prism_host* host, const prism_command_set* set);

  /* [main] Answers an invocation, and ends it.
   *
   * PRISM_ERR_ENDED if the invocation has ended: by an answer, with its session, or at its time limit.
   * PRISM_ERR_ARGUMENT if the host has given no such id yet, or if another argument is invalid; then the invocation
   * stays open.
   *
   * A user has at most 32 open invocations, and all users together 10,000. The host refuses further commands. */
  prism_result (*answer)(const prism_host* host, const prism_command_answer* answer);
} prism_commands;

#ifdef __cplusplus
}
#endif

#endif
