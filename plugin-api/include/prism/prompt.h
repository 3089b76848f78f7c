/* SPDX-License-Identifier: MIT */
/*
 * Questions to a user: the host's service "prism.prompt/1".
 *
 *   const prism_prompts* prompts = host->get_service(host, PRISM_PROMPTS);
 *
 * A network may have to ask a user something: the code of a second factor, whether a certificate is to be trusted, a form.
 * The user gets it as a message from a contact of the transport, called `prism` or what `[prism] contact` says, and answers
 * in plain words. What the user writes to that contact goes to the question and never to the plugin. The host numbers
 * choices, explains what is not understood, and gives up after a time. A user can always write
 *
 *   help     to hear what is asked, and how to answer
 *   cancel   to end the question
 *   ok       to take the value that is suggested (`initial`)
 *   skip     to leave a field empty that is not required
 *   =help    to answer with such a word itself, and so on
 *
 * Each user is asked one thing at a time; the others wait, in the order in which they were asked. A question belongs to the
 * user's session: it can be asked from login() on, and ends with it. While one is open, login_timeout does not count. In
 * server mode, where a client can read nothing before it is logged in, a question that is asked before connected() lets the
 * client in, and is shown when the client has come; the plugin's connected() or disconnected() follows as it would without.
 * Since Spectrum would try such a login again at once, and ask again, disconnected() is final then:
 * PRISM_CONNECTION_ERROR_NETWORK and _OTHER become PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE.
 *
 * Once a plugin has got this service, messages to a contact of that name are the host's. Where a user has a real contact
 * or room of that name, as roster, events and joins tell from then on, it takes another name for this user: prism-1, prism-2
 * and so on. So the service is to be got in create().
 *
 * A file cannot be handed over in a message: whoever needs one from the user asks for a line of text, the address that the
 * user's client has uploaded it to (XEP-0363).
 *
 * All functions and callbacks are [main]. Ownership is as in prism/plugin.h: what is handed over is borrowed until the call
 * returns.
 */
#ifndef PRISM_PROMPT_H
#define PRISM_PROMPT_H

#include <prism/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_PROMPTS "prism.prompt/1"

typedef uint64_t prism_prompt_id; /* never 0; never used again */

/* What is asked for. */
#define PRISM_FIELD_TEXT 1u      /* a line of text */
#define PRISM_FIELD_LONG_TEXT 2u /* text of one or more lines */
#define PRISM_FIELD_SECRET 3u    /* a line that is neither logged nor repeated to the user */
#define PRISM_FIELD_INTEGER 4u   /* a whole number of 64 bits with a sign, in decimal */
#define PRISM_FIELD_BOOLEAN 5u   /* yes or no; the value is "1" or "0" */
#define PRISM_FIELD_CHOICE 6u    /* one of `choices`; the value is its index, from 0, in decimal */
#define PRISM_FIELD_CHOICES 7u   /* any number of `choices`; the value is their indexes, separated by spaces */
#define PRISM_FIELD_NOTE 8u      /* text that is shown only: has no value */

#define PRISM_FIELD_FLAG_REQUIRED \
  1u /* it cannot be skipped; the value of a field that has been is empty, of whatever kind */

/* One thing that is asked for. */
typedef struct prism_field {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_FIELD_... */
  uint32_t flags;    /* PRISM_FIELD_FLAG_...; 0 for a note */
  uint32_t reserved; /* 0 */
  prism_str label;   /* what the user is asked; may be empty if the prompt has one field only */
  prism_str initial; /* the value, in the form it has in an answer, that the user takes by answering `ok`; empty: there
                        is none, as for a note */
  const prism_str* choices; /* what the user can choose from, 1 to 100; none for other kinds than the two */
  uint64_t choices_count;
} prism_field;

/* A question: one field or a form of several, which are asked for one after the other. Notes are shown along with the
 * field that follows; if there is nothing but notes, the user is asked for `ok`. All strings together have 64 KiB at most. */
typedef struct prism_prompt {
  uint32_t struct_size;
  uint32_t timeout_seconds; /* for the whole, from when it is shown; 0: as the host does it (10 minutes) */
  prism_str user;
  prism_str title;                  /* what it is about, in a few words; may be empty */
  prism_str text;                   /* what the user has to know; may be empty */
  const prism_field* const* fields; /* 1 to 100 */
  uint64_t fields_count;
  const prism_attachment* const* attachments; /* a picture to look at, such as a QR code; at most 100 */
  uint64_t attachments_count;
} prism_prompt;

#define PRISM_PROMPT_ANSWERED 1u  /* `values` has one for each field, in their order; empty for a note */
#define PRISM_PROMPT_CANCELLED 2u /* by the user */
#define PRISM_PROMPT_TIMED_OUT 3u
#define PRISM_PROMPT_ENDED \
  4u /* the session has ended: comes before its logout() or, after the plugin's own disconnected(),
                                 when the present call has returned; to hear nothing then, withdraw() before */

/* How a question has ended. Called once for each that was asked, unless it is withdrawn. Values are UTF-8, within what XML
 * allows, and of 64 KiB at most; they are wiped when the call returns. Without an answer there are none. */
typedef void (*prism_prompt_fn)(void* data, prism_prompt_id id, uint32_t outcome, const prism_str* values,
                                uint64_t values_count);

/* The service. This table grows only at its end. */
typedef struct prism_prompts {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Asks. PRISM_ERR_NO_USER if the user has no session; PRISM_ERR_MEMORY if too many questions to this user are
   * open (32, or 256 KiB together), or to all users together (64 MiB). The answer never comes before this returns. */
  prism_result (*ask)(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                      prism_prompt_id* id);

  /* [main] The question need not be answered any more: no call comes for it. If it is shown already, the user is told so.
   * PRISM_ERR_ARGUMENT if there never was such a question; one that has ended already is no fault. */
  prism_result (*withdraw)(const prism_host* host, prism_prompt_id id);

  /* [main] Tells the user something, as a message from the same contact, that needs no answer. All
   * strings together have 64 KiB at most. */
  prism_result (*tell)(const prism_host* host, prism_str user, prism_str text,
                       const prism_attachment* const* attachments, uint64_t attachments_count);
} prism_prompts;

#ifdef __cplusplus
}
#endif

#endif
