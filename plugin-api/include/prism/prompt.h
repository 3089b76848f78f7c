/*
 * Questions to a user: the host's service "prism.prompt/1".
 *
 *   const prism_prompts* prompts = host->get_service(host, PRISM_PROMPTS);
 *
 * A network may have to ask a user something: the code of a second factor, whether a certificate is to be trusted, a form.
 * The user gets it as a message from a contact of the transport, called `prism` or what `[prism] contact` says, and answers
 * in plain words. What the user writes to that contact goes to the question and never to the plugin. The host numbers
 * choices, explains what is not understood, knows `help` and `cancel`, and gives up after a time.
 *
 * Each user is asked one thing at a time; the others wait, in the order in which they were asked. A question belongs to the
 * user's session: it can be asked from login() on, and ends with it. While one is open, login_timeout does not count. In
 * server mode, where a client can read nothing before it is logged in, a question that is asked before connected() lets the
 * client in; the plugin's connected() or disconnected() follows as it would without.
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
#define PRISM_FIELD_TEXT 0u      /* a line of text */
#define PRISM_FIELD_LONG_TEXT 1u /* text of one or more lines */
#define PRISM_FIELD_SECRET 2u    /* a line that is neither logged nor repeated to the user */
#define PRISM_FIELD_INTEGER 3u   /* a whole number, in decimal */
#define PRISM_FIELD_BOOLEAN 4u   /* yes or no; the value is "1" or "0" */
#define PRISM_FIELD_CHOICE 5u    /* one of `choices`; the value is its index, from 0, in decimal */
#define PRISM_FIELD_CHOICES 6u   /* any number of `choices`; the value is their indexes, separated by spaces */
#define PRISM_FIELD_NOTE 7u      /* text that is shown only: has no value */

#define PRISM_FIELD_REQUIRED 1u /* an empty answer is refused */

/* One thing that is asked for. */
typedef struct prism_field {
  uint32_t struct_size;
  uint32_t kind;  /* PRISM_FIELD_... */
  uint32_t flags; /* PRISM_FIELD_REQUIRED */
  uint32_t reserved;
  prism_str label;   /* what the user is asked; may be empty if the prompt has one field only */
  prism_str initial; /* the value, in the form it has in an answer, that the user takes by answering nothing but `ok`;
                              empty: there is none */
  const prism_str* choices; /* what the user can choose from, 1 to 100 */
  uint64_t choices_count;
} prism_field;

/* A question: one field or a form of several, which are asked for one after the other. */
typedef struct prism_prompt {
  uint32_t struct_size;
  uint32_t timeout_seconds; /* for the whole, from when it is shown; 0: as the host does it (10 minutes) */
  prism_str user;
  prism_str title;                  /* what it is about, in a few words; may be empty */
  prism_str text;                   /* what the user has to know; may be empty */
  const prism_field* const* fields; /* 1 to 100 */
  uint64_t fields_count;
  const prism_attachment* const* attachments; /* a picture to look at, such as a QR code */
  uint64_t attachments_count;
} prism_prompt;

#define PRISM_PROMPT_ANSWERED 0u  /* `values` has one for each field, in their order; empty for a note */
#define PRISM_PROMPT_CANCELLED 1u /* by the user */
#define PRISM_PROMPT_TIMED_OUT 2u
#define PRISM_PROMPT_ENDED 3u /* the session has ended, before its logout() */

/* How a question has ended. Called once for each that was asked, unless it is withdrawn; a question must not be asked in it
 * if `outcome` is PRISM_PROMPT_ENDED. Values are UTF-8 and within what XML allows; those of secret fields are wiped when the
 * call returns. */
typedef void (*prism_prompt_fn)(void* data, prism_prompt_id id, uint32_t outcome, const prism_str* values,
                                uint64_t values_count);

/* The service. This table grows only at its end. */
typedef struct prism_prompts {
  uint32_t struct_size;
  uint32_t reserved;

  /* [main] Asks. PRISM_ERR_NO_USER if the user has no session; PRISM_ERR_MEMORY if too many questions to this user are
   * open (32). The answer never comes before this returns. */
  prism_result (*ask)(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                      prism_prompt_id* id);

  /* [main] The question need not be answered any more: no call comes for it. Does nothing if it has ended. If it is shown
   * already, the user is told so. */
  prism_result (*withdraw)(const prism_host* host, prism_prompt_id id);

  /* [main] Tells the user something, as a message from the same contact, that needs no answer. */
  prism_result (*tell)(const prism_host* host, prism_str user, prism_str text,
                       const prism_attachment* const* attachments, uint64_t attachments_count);
} prism_prompts;

#ifdef __cplusplus
}
#endif

#endif
