/* SPDX-License-Identifier: MIT */
/*
 * The values that users give: in the fields of a question (prism/prompt.h), as arguments of a command
 * (prism/commands.h), and as settings (prism/settings.h).
 *
 * A value is a string, whose form depends on its kind. It has the same form wherever it appears: from the user, in
 * `initial`, and in prism_login.settings. An empty value means that the user has given none. Each service says which
 * kinds it takes.
 */
#ifndef PRISM_VALUES_H
#define PRISM_VALUES_H

#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_VALUE_TEXT 1u      /* one line of text */
#define PRISM_VALUE_LONG_TEXT 2u /* text of one or more lines */
#define PRISM_VALUE_SECRET 3u    /* one line, which the host neither logs nor repeats to the user */
#define PRISM_VALUE_INTEGER 4u   /* a whole number of 64 bits in decimal, such as "-5" */
#define PRISM_VALUE_BOOLEAN 5u   /* "1" for yes, or "0" for no */
#define PRISM_VALUE_CHOICE 6u    /* the `value` of one choice */
#define PRISM_VALUE_CHOICES 7u   /* the `value` of each chosen choice, in the order of the choices, one a line */
#define PRISM_VALUE_NOTE 8u      /* nothing: a text to show, without an answer */

/* Names as the user has typed them, of at most 1,023 bytes. What they name need not exist. */
#define PRISM_VALUE_CONTACT 9u      /* the name of a contact */
#define PRISM_VALUE_ROOM 10u        /* the name of a room */
#define PRISM_VALUE_PARTICIPANT 11u /* the nickname of a participant of a room */

/* One of the choices for PRISM_VALUE_CHOICE and PRISM_VALUE_CHOICES. There are 1 to 100 of them, and no two have the
 * same value. */
typedef struct prism_choice {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str value;   /* one line of 1 to 1,024 bytes; refused if it is no valid text */
  prism_str label;   /* what the user reads, at most 1,024 bytes; empty: `value` */
} prism_choice;

#ifdef __cplusplus
}
#endif

#endif
