/* SPDX-License-Identifier: MIT */
/*
 * Messages with their files and replies, receipts, typing states, and calls for attention.
 *
 * Requests and events
 *   Where a struct is used for both, 'request:' and 'event:' tell what a member is in each of them. The host refuses an
 *   event in which a member or a flag is set that only requests have (PRISM_ERR_ARGUMENT).
 *
 * Two ids
 *   `request` is the host's id of a request: of a message, an edit, a retraction, a set of reactions and a call for
 *   attention. receipt() refers to it.
 *   `id` is the network's id of a message. Only the plugin makes it, in an event or as the network_id of a receipt.
 *   The id that the user's client gave to its stanza is known to the host alone.
 */
#ifndef PRISM_MESSAGES_H
#define PRISM_MESSAGES_H

#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A file at a web address that belongs to a message (XEP-0066, XEP-0447). */
typedef struct prism_attachment {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str url;
  prism_str mime_type;
  prism_str description; /* what a picture shows, for those who cannot see it */
  prism_str name;        /* the file name, without a path */
  uint64_t size;         /* bytes; 0: unknown */
} prism_attachment;

#define PRISM_REFERENCE_OWN 1u /* the user has written the message. Event: may be left out */

/* An earlier message of the same conversation that a message, an event or a request refers to. */
typedef struct prism_reference {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_REFERENCE_... */

  /* Request: the `request` of the user's message, or 0 if the host does not know it. Event: 0. */
  prism_request_id request;

  /* The network's id, at most 1,023 bytes. Request: empty if the message is the user's own, and no receipt has told its
   * network_id yet. */
  prism_str id;

  /* The author's nickname at that time, in a room or in private there. Event: may be empty if it is unknown. Empty with
   * PRISM_CONVERSATION_CONTACT. */
  prism_str nickname;

  /* The text of the message, or its beginning. Event: for the quote of a reply; if it is empty, the host quotes what it
   * remembers. Request: what the host remembers, at most 200 bytes; may be empty. */
  prism_str text;
} prism_reference;

#define PRISM_MESSAGE_HEADLINE 1u       /* event: a notice that expects no answer (RFC 6121 section 5.2.2) */
#define PRISM_MESSAGE_CARBON 2u         /* event: the user has sent it from another client (XEP-0280) */
#define PRISM_MESSAGE_RECEIPT_WANTED 4u /* request: the sender wants a receipt (XEP-0184). Answer by receipt() */

/* Request and event: a message between the user and a buddy, a room, or a participant of a room. */
typedef struct prism_message {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;    /* PRISM_MESSAGE_... */
  uint32_t reserved; /* 0 */

  prism_request_id request; /* request: its id; event: 0 */

  prism_str user;
  prism_str buddy; /* the other side, a buddy or a room, also with CARBON. Request: the user has joined the room */

  /* PRISM_CONVERSATION_PRIVATE: the participant. PRISM_CONVERSATION_ROOM: event: the author; empty: the room itself.
   * Request: empty. */
  prism_str nickname;
  prism_str text; /* without the quote of the message that it answers, if reply_to is given */

  /* The same text as a well-formed fragment of XHTML, if there is mark-up. In an event, the elements of XHTML-IM are
   * kept (XEP-0071 section 7), and so are b, i, u, s, strike, del, ins and tt, which become elements or styles of it.
   * Other elements are removed, but not their text. Images become attachments. A fragment that is not well-formed is
   * dropped. */
  prism_str xhtml;

  /* Event: the id that the network has given to the message, at most 1,023 bytes, or empty. It names one message of its
   * conversation for ever. With [prism] strict=1, a second one of these without a `time` is refused. Request: empty. */
  prism_str id;

  /* The message that this one answers (XEP-0461), or NULL. Event: the host adds the quote that clients show. Request:
   * only with PRISM_CHAT_CAN_REPLY (prism/chat.h); without it, the quote stays in the text. */
  const prism_reference* reply_to;

  /* The thread that the message belongs to, at most 255 bytes. Event: by the network's name of it. */
  prism_str thread;

  /* Event, in a room: an id of the author that stays when the nickname changes, at most 128 bytes (XEP-0421). */
  prism_str author_id;

  prism_time time; /* event: when it was sent, if that is in the past (XEP-0203) */

  /* Files, at most 100. Request: what the user has uploaded; the text is empty or a caption. */
  const prism_attachment* const* attachments;
  uint64_t attachments_count;
} prism_message;

/* The state of a request of the user. */
#define PRISM_RECEIPT_ACCEPTED 1u  /* the network has it */
#define PRISM_RECEIPT_DELIVERED 2u /* a client of the recipient has it */
#define PRISM_RECEIPT_DISPLAYED 3u /* the recipient has seen it */
#define PRISM_RECEIPT_FAILED 4u    /* it will not be delivered, or not be done */

/* Event: the state of one request of the user. The first state but FAILED answers PRISM_MESSAGE_RECEIPT_WANTED. On
 * success, a receipt is not needed, unless it is wanted or tells a network_id.
 *
 * FAILED reaches all clients of the user as a message of the recipient. A client marks its own message as failed only
 * by an error to its full JID with the id of the message. Spectrum never passes on the full JID with a request, and
 * the id only where a receipt is wanted. A stanza that comes by raw_xml() has both: answer it with an error
 * stanza of the plugin's own.
 *
 * Order of the states
 *   ACCEPTED, DELIVERED and DISPLAYED come in this order, and each may be left out. FAILED comes first, or after
 *   ACCEPTED, and is the last one. A state that has been told already, or that cannot come any more, is
 *   PRISM_ERR_ENDED, and nothing happens: that is no fault. ACCEPTED may come once more if only then the network_id is
 *   known.
 *
 * Checks
 *   The host remembers the last 32 requests of a user, and in a plugin without prism.chat no message for which no
 *   receipt is wanted. A receipt for one of these is checked whole. Of another one, the host checks only that the id
 *   has the mark of the session. There are 8,192 marks: sessions get them in turn. So the id of another user is
 *   refused (PRISM_ERR_STATE), while a wrong name or a state that is out of order is not noticed.
 *
 * Readers in a room
 *   With PRISM_CONVERSATION_ROOM, `nickname` says whose client has the message (DELIVERED), or who has seen it
 *   (DISPLAYED). Each reader has these two states, at most 100 readers for one message: PRISM_ERR_LIMIT, and no fault.
 *   A receipt without a nickname tells the state for the whole room. Clients get a receipt from the reader if the room
 *   has PRISM_CHAT_CAN_DELIVER, and a marker if it has PRISM_CHAT_CAN_MARK (prism/chat.h).
 *
 * DISPLAYED is for networks that tell it of each message. Where a network tells a position instead, so that everything
 * before it has been read too, call marked() of prism/chat.h. The second of both for one message is PRISM_ERR_ENDED. */
typedef struct prism_receipt {
  uint32_t struct_size;
  uint32_t kind;     /* as in the request */
  uint32_t state;    /* PRISM_RECEIPT_... */
  uint32_t reserved; /* 0 */

  prism_request_id request; /* of the request that it is about; never 0 */

  prism_str user;
  prism_str buddy;      /* as in the request */
  prism_str nickname;   /* _PRIVATE: as in the request; _ROOM: the reader, or empty */
  prism_str network_id; /* the id that the network has given to the message, if it has one. Once told, it stays */
  prism_str text;       /* FAILED: the reason, a sentence for the user. Empty with other states */
  prism_time time;      /* when it came to this, if that is in the past */
} prism_receipt;

/* Chat states (XEP-0085). */
#define PRISM_TYPING_ACTIVE 1u /* has stopped typing */
#define PRISM_TYPING_COMPOSING 2u
#define PRISM_TYPING_PAUSED 3u

/* Request: the user's typing state in a conversation. Event: the state of a buddy or a participant. Spectrum cannot
 * tell the user who types in a room: an event of the kind PRISM_CONVERSATION_ROOM is dropped. */
typedef struct prism_typing {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t state;    /* PRISM_TYPING_... */
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname;
} prism_typing;

/* Request: the user asks for attention (XEP-0224). Event: a buddy or a participant asks for the user's. */
typedef struct prism_attention {
  uint32_t struct_size;
  uint32_t kind;            /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  prism_request_id request; /* request: its id; event: 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname;
  prism_str text; /* may be empty */
} prism_attention;

#ifdef __cplusplus
}
#endif

#endif
