/* SPDX-License-Identifier: MIT */
/*
 * Messages, typing states, and files that come with messages.
 */
#ifndef PRISM_MESSAGES_H
#define PRISM_MESSAGES_H

#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Event: a file at a web address that belongs to a message (XEP-0066). */
typedef struct prism_attachment {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str url;
  prism_str mime_type;
  prism_str description;
} prism_attachment;

/* The kind of a message. ROOM and PRIVATE exclude each other. */
#define PRISM_MESSAGE_ROOM \
  1u /* in the room `buddy`. Event: `nickname` is the author. Request: the user has joined it */
#define PRISM_MESSAGE_PRIVATE 2u  /* between the user and the participant `nickname` of the room `buddy` */
#define PRISM_MESSAGE_HEADLINE 4u /* event: a notice that expects no answer (RFC 6121 section 5.2.2) */
#define PRISM_MESSAGE_CARBON 8u   /* event: the user has sent it to `buddy` from another client (XEP-0280) */

/* Request and event: a message between the user and a buddy, a room, or a participant of a room. */
typedef struct prism_message {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_MESSAGE_... */
  prism_str user;
  prism_str buddy;    /* request: the recipient; event: the sender. A buddy or a room */
  prism_str nickname; /* of the participant: in events of a room, and with PRISM_MESSAGE_PRIVATE */
  prism_str text;

  /* The same text as a well-formed fragment of XHTML, if there is mark-up. In an event, the host removes what XHTML-IM
   * does not allow (XEP-0071), turns images into attachments, and drops a fragment that is not well-formed. */
  prism_str xhtml;

  /* Request: given if the sender wants a receipt (XEP-0184). Pass it to message_ack() once the network has the message.
   * Event: empty. */
  prism_str id;
  prism_time time;                            /* event: when it was sent, if that is in the past (XEP-0203) */
  const prism_attachment* const* attachments; /* event; at most 100 */
  uint64_t attachments_count;
} prism_message;

/* Chat states (XEP-0085). */
#define PRISM_TYPING_ACTIVE 0u /* has stopped typing */
#define PRISM_TYPING_COMPOSING 1u
#define PRISM_TYPING_PAUSED 2u

#ifdef __cplusplus
}
#endif

#endif
