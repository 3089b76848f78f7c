/* SPDX-License-Identifier: MIT */
/*
 * Questions to a user: the host's service "prism.prompts/1".
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
#include <prism/values.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_PROMPTS "prism.prompts/1"

typedef uint64_t prism_prompts_id; /* never 0, and never reused */

#define PRISM_FIELD_FLAG_REQUIRED 1u /* the field cannot be skipped. The value of a skipped field is empty */

/* One field of a question. */
typedef struct prism_field {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_VALUE_..., any of them */
  uint32_t flags;    /* PRISM_FIELD_FLAG_...; 0 for a note */
  uint32_t reserved; /* 0 */
  prism_str label;   /* the question to show; may be empty for a note, and for the only field that is no note */
  prism_str initial; /* the value that `ok` stands for, in the form of its kind; empty: none. Not for notes */

  /* For PRISM_VALUE_CHOICE and PRISM_VALUE_CHOICES, which the user answers by numbers or labels; else none. */
  const prism_choice* const* choices;
  uint64_t choices_count;

  /* For PRISM_VALUE_INTEGER: the lowest and the highest value. Both 0: any. Must be 0 for other kinds. */
  int64_t least;
  int64_t most;
} prism_field;

/* A question of one field or more, which are asked one after the other. A note is shown together with the field that
 * follows it. If all fields are notes, the user is asked for `ok`. All strings together have at most 64 KiB. */
typedef struct prism_prompt {
  uint32_t struct_size;
  uint32_t timeout_ms; /* for all fields, from the first message on. At most 86,400,000; 0: 10 minutes */
  prism_str user;
  prism_str title;                  /* the subject in a few words; may be empty */
  prism_str text;                   /* an explanation; may be empty */
  const prism_field* const* fields; /* 1 to 100 */
  uint64_t fields_count;
  const prism_attachment* const* attachments; /* pictures to show, such as a QR code; at most 100 */
  uint64_t attachments_count;
} prism_prompt;

/* The outcome of a question. */
#define PRISM_PROMPT_ANSWERED 1u
#define PRISM_PROMPT_CANCELLED 2u /* by the user */
#define PRISM_PROMPT_TIMED_OUT 3u
#define PRISM_PROMPT_ENDED 4u /* the session has ended */

/* How a question has ended. */
typedef struct prism_prompt_answer {
  uint32_t struct_size;
  uint32_t outcome; /* PRISM_PROMPT_... */

  /* With PRISM_PROMPT_ANSWERED, one value for each field, in the order of the fields; else none. Values are text that
   * XML allows, at most 64 KiB each. They are wiped when the call returns. */
  const prism_str* values;
  uint64_t values_count;
} prism_prompt_answer;

/* [main] Called once when a question has ended, unless it is cancelled. With PRISM_PROMPT_ENDED, the call comes before
 * logout() or, after the plugin's own disconnected(), once the present call of the plugin has returned. */
typedef void (*prism_prompt_fn)(void* data, prism_prompts_id id, const prism_prompt_answer* answer);

/* A message of the prompt contact that needs no answer. All strings together have at most 64 KiB. */
typedef struct prism_notice {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str text;                             /* may be empty if there is an attachment */
  const prism_attachment* const* attachments; /* at most 100 */
  uint64_t attachments_count;
} prism_notice;

/* The service. This table grows only at its end. */
typedef struct prism_prompts {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Asks a question, and sets *id. The callback is never called before this returns. PRISM_ERR_NO_USER if the
   * user has no session. PRISM_ERR_LIMIT if too many questions are open: for this user (32, or 256 KiB together), or
   * for all users (64 MiB together). */
  prism_result (*ask)(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                      prism_prompts_id* id);

  /* [main] Cancels a question: its callback is not called any more. If the question is shown already, the user is
   * told that no answer is needed. Does nothing if the question has ended. PRISM_ERR_ARGUMENT if there never was a
   * question of this id. */
  prism_result (*cancel)(const prism_host* host, prism_prompts_id id);

  /* [main] Sends the user a message. PRISM_ERR_NO_USER if the user has no session. PRISM_ERR_ARGUMENT for an empty
   * text without an attachment. */
  prism_result (*tell)(const prism_host* host, const prism_notice* notice);
} prism_prompts;

#ifdef __cplusplus
}
#endif

#endif
