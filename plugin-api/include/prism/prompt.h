/* SPDX-License-Identifier: MIT */
/*
 * Questions to a user: the host's service "prism.prompt/1".
 *
 *   const prism_prompts* prompts = host->get_service(host, PRISM_PROMPTS);
 *
 * A network may need an answer of the user: the code of a second factor, a decision about a certificate, a form. The
 * host asks the question in messages of a contact of the transport. This prompt contact is called `prism`, or as
 * [prism] contact says. Messages of the user to the prompt contact are answers, and do not reach the plugin. The host
 * numbers choices, explains invalid answers, and ends the question after a time. In place of an answer, a user can
 * write
 *
 *   help     repeats the question and explains how to answer
 *   cancel   ends the question
 *   ok       takes the suggested value (`initial`)
 *   skip     leaves a field empty that is not required
 *   =help    is the answer 'help', and so on for each of these words
 *
 * Order. A user is asked one question at a time. Further questions wait in the order of their ask().
 *
 * Sessions. A question belongs to the user's session: it can be asked from login() on, and ends with the session. While
 * a question is open, prism.login_timeout does not count.
 *
 * Server mode. A client can read nothing before it is logged in. So a question before connected() makes the host log
 * the client in, and the question is shown when the client is online. The plugin still answers the login by connected()
 * or disconnected(). Such a disconnected() is final, since Spectrum would log the user in again, and the question would
 * repeat: PRISM_CONNECTION_ERROR_NETWORK and PRISM_CONNECTION_ERROR_OTHER become
 * PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE.
 *
 * Names. From get_service() on, the host handles messages to a contact of the prompt contact's name. If a contact or a
 * room of the network has this name, the prompt contact of this user is called prism-1, prism-2 and so on. The host
 * learns names from roster(), events and joins, so call get_service() in create().
 *
 * Files. A message cannot carry a file. Ask for a line of text with the address to which the user's client has uploaded
 * the file (XEP-0363).
 *
 * All functions and callbacks are [main]. All that is passed is borrowed until the call returns.
 */
#ifndef PRISM_PROMPT_H
#define PRISM_PROMPT_H

#include <prism/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_PROMPTS "prism.prompt/1"

typedef uint64_t prism_prompt_id; /* never 0, and never reused */

/* The kind of a field. It decides which answers are valid, and the form of the value. */
#define PRISM_FIELD_TEXT 1u      /* a line of text */
#define PRISM_FIELD_LONG_TEXT 2u /* text of one or more lines */
#define PRISM_FIELD_SECRET 3u    /* a line that is neither logged nor repeated to the user */
#define PRISM_FIELD_INTEGER 4u   /* a whole number of 64 bits with a sign, in decimal */
#define PRISM_FIELD_BOOLEAN 5u   /* yes or no; the value is "1" or "0" */
#define PRISM_FIELD_CHOICE 6u    /* one of `choices`; the value is its index, from 0, in decimal */
#define PRISM_FIELD_CHOICES 7u   /* any number of `choices`; the value is their indexes, separated by spaces */
#define PRISM_FIELD_NOTE 8u      /* text to show; its value is empty */

#define PRISM_FIELD_FLAG_REQUIRED 1u /* the field cannot be skipped. The value of a skipped field is empty */

/* One field of a question. */
typedef struct prism_field {
  uint32_t struct_size;
  uint32_t kind;            /* PRISM_FIELD_... */
  uint32_t flags;           /* PRISM_FIELD_FLAG_...; 0 for a note */
  uint32_t reserved;        /* 0 */
  prism_str label;          /* the question to show; may be empty if the prompt has one field only */
  prism_str initial;        /* the value that `ok` stands for, in the form of a value; empty: none. Not for notes */
  const prism_str* choices; /* 1 to 100, for the kinds CHOICE and CHOICES only */
  uint64_t choices_count;
} prism_field;

/* A question of one field or more, which are asked one after the other. A note is shown together with the field that
 * follows it. If all fields are notes, the user is asked for `ok`. All strings together have at most 64 KiB. */
typedef struct prism_prompt {
  uint32_t struct_size;
  uint32_t timeout_seconds; /* for all fields, from the first message on; 0: the host's, 10 minutes */
  prism_str user;
  prism_str title;                  /* the subject in a few words; may be empty */
  prism_str text;                   /* an explanation; may be empty */
  const prism_field* const* fields; /* 1 to 100 */
  uint64_t fields_count;
  const prism_attachment* const* attachments; /* pictures to show, such as a QR code; at most 100 */
  uint64_t attachments_count;
} prism_prompt;

/* The outcome of a question. */
#define PRISM_PROMPT_ANSWERED 1u  /* `values` has one value for each field, in the order of the fields */
#define PRISM_PROMPT_CANCELLED 2u /* by the user */
#define PRISM_PROMPT_TIMED_OUT 3u
#define PRISM_PROMPT_ENDED 4u /* the session has ended */

/* Called once when a question has ended, unless it is withdrawn. With PRISM_PROMPT_ENDED, the call comes before
 * logout() or, after the plugin's own disconnected(), once the present call of the plugin has returned. Values are text
 * that XML allows, at most 64 KiB each. They are wiped when the call returns. There are values only with
 * PRISM_PROMPT_ANSWERED. */
typedef void (*prism_prompt_fn)(void* data, prism_prompt_id id, uint32_t outcome, const prism_str* values,
                                uint64_t values_count);

/* The service. This table grows only at its end. */
typedef struct prism_prompts {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Asks a question, and sets *id. The callback is never called before this returns. PRISM_ERR_NO_USER if the
   * user has no session. PRISM_ERR_MEMORY if too many questions are open: for this user (32, or 256 KiB together), or
   * for all users (64 MiB together). */
  prism_result (*ask)(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                      prism_prompt_id* id);

  /* [main] Withdraws a question: its callback is not called any more. If the question is shown already, the user is
   * told that no answer is needed. Does nothing if the question has ended. PRISM_ERR_ARGUMENT if there never was a
   * question of this id. */
  prism_result (*withdraw)(const prism_host* host, prism_prompt_id id);

  /* [main] Sends the user a message of the prompt contact that needs no answer. All strings together have at most
   * 64 KiB. */
  prism_result (*tell)(const prism_host* host, prism_str user, prism_str text,
                       const prism_attachment* const* attachments, uint64_t attachments_count);
} prism_prompts;

#ifdef __cplusplus
}
#endif

#endif
