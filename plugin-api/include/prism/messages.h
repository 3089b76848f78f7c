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

/* ROOM and PRIVATE exclude each other. */
#define PRISM_MESSAGE_ROOM 1u            /* in the room `buddy`. Request: the user has joined it */
#define PRISM_MESSAGE_PRIVATE 2u         /* between the user and the participant `nickname` of the room `buddy` */
#define PRISM_MESSAGE_HEADLINE 4u        /* event: a notice that expects no answer (RFC 6121 section 5.2.2) */
#define PRISM_MESSAGE_CARBON 8u          /* event: the user has sent it to `buddy` from another client (XEP-0280) */
#define PRISM_MESSAGE_RECEIPT_WANTED 16u /* request: the sender wants a receipt (XEP-0184). Answer by receipt() */

/* Request and event: a message between the user and a buddy, a room, or a participant of a room. */
typedef struct prism_message {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_MESSAGE_... */
  prism_str user;
  prism_str buddy; /* the other side, a buddy or a room. Request: the recipient; event: the sender, but for CARBON */

  /* Of the participant, with PRISM_MESSAGE_PRIVATE, and in events with PRISM_MESSAGE_ROOM. An event with
   * PRISM_MESSAGE_ROOM and no nickname is a message of the room itself. */
  prism_str nickname;
  prism_str text;

  /* The same text as a well-formed fragment of XHTML, if there is mark-up. In an event, the elements of XHTML-IM are
   * kept (XEP-0071 section 7), and so are b, i, u, s, strike, del, ins and tt, which become elements or styles of it.
   * Other elements are removed, but not their text. Images become attachments. A fragment that is not well-formed is
   * dropped. */
  prism_str xhtml;

  /* The id of the message. Request: of the sender's stanza; Spectrum tells it only with PRISM_MESSAGE_RECEIPT_WANTED,
   * unless the host runs with raw XML. Event: the network's, if messages have one there. */
  prism_str id;
  prism_time time;                            /* event: when it was sent, if that is in the past (XEP-0203) */
  const prism_attachment* const* attachments; /* event; at most 100 */
  uint64_t attachments_count;
} prism_message;

/* What has become of a message of the user. */
#define PRISM_RECEIPT_ACCEPTED 1u  /* the network has it */
#define PRISM_RECEIPT_DELIVERED 2u /* a client of the recipient has it */
#define PRISM_RECEIPT_DISPLAYED 3u /* the recipient has seen it */
#define PRISM_RECEIPT_FAILED 4u    /* it will not be delivered */

/* Event: the state of one message of the user. The first state but FAILED answers PRISM_MESSAGE_RECEIPT_WANTED. FAILED
 * reaches the user as an error of this message where the client can be told so, else as a message of the recipient. */
typedef struct prism_receipt {
  uint32_t struct_size;
  uint32_t state; /* PRISM_RECEIPT_... */
  prism_str user;
  prism_str buddy;      /* as in the message */
  prism_str nickname;   /* as in the message */
  prism_str id;         /* of the message in the request */
  prism_str network_id; /* the id that the network has given to the message, if it has one */
  prism_str text;       /* with FAILED: the reason, a sentence for the user */
  prism_time time;      /* when it came to this, if that is in the past */
} prism_receipt;

/* Chat states (XEP-0085). */
#define PRISM_TYPING_ACTIVE 1u /* has stopped typing */
#define PRISM_TYPING_COMPOSING 2u
#define PRISM_TYPING_PAUSED 3u

/* Request and event: the user's typing state towards a buddy, a room or a participant; the state of a buddy or a
 * participant towards the user. */
typedef struct prism_typing {
  uint32_t struct_size;
  uint32_t state; /* PRISM_TYPING_... */
  prism_str user;
  prism_str buddy;
  prism_str nickname; /* of the participant of the room `buddy` */
} prism_typing;

/* Request and event: the user asks for the attention of a buddy or a participant, or is asked for it (XEP-0224). */
typedef struct prism_attention {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname; /* of the participant of the room `buddy` */
  prism_str text;     /* may be empty */
} prism_attention;

#ifdef __cplusplus
}
#endif

#endif
