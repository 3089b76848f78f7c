/* SPDX-License-Identifier: MIT */
/*
 * Edits, retractions, reactions, replies, threads and read markers: the service "prism.chat/1".
 *
 *   const prism_chat* chat = host->get_service(host, PRISM_CHAT);             the host's functions, for events
 *   const void* get_extension(void* self, const char* name)                   the plugin's functions, for requests:
 *     { return strcmp(name, PRISM_CHAT) == 0 ? &my_chat_plugin : NULL; }      a prism_chat_plugin
 *
 * Messages with their replies and files go through prism_host.message() and prism_plugin.message(). This header has
 * what the network can do with a message, and what happens to it afterwards.
 *
 * Message ids
 *   A plugin uses the ids of its network, and for requests those of the host (prism/messages.h). The host keeps the map
 *   between them and the ids of XMPP stanzas: for each user, in memory, for the last messages of each conversation. So
 *   that a message can be referred to later, prism_host.message() needs prism_message.id, the network's id. The
 *   network's id of a user's own message is the `network_id` of its receipt.
 *
 * Capabilities
 *   The plugin says by set_capabilities() what its network can do: in each kind of conversation, for one user, in one
 *   room, or with one contact. The messages of a conversation have ids in XMPP if, and only if, the flags of its
 *   capabilities are not 0. With 0, or without capabilities, no request of this service comes for it, and
 *   prism_message.reply_to is NULL.
 *
 * Requests
 *   edit(), retract(), react() and mark() come only if the capabilities allow them. A capability whose function is NULL
 *   is logged once as a fault. Without the capability or the function, the host degrades the request: an edit becomes a
 *   message that begins with 'Correction:', a reply keeps its quote, and the user is told that a reaction or a
 *   retraction is not possible. Users type /edit, /retract and /react: a plugin that uses this service never gets these
 *   texts as messages, and prism/commands.h says what else begins with a slash. Each request but mark() has an id,
 *   `request`. If the network refuses the request, call receipt() with this id and PRISM_RECEIPT_FAILED: the user gets
 *   its text in a message of the recipient, as for any request (prism_receipt in prism/messages.h), and the host takes
 *   its change of the message back, so that the user can try again. Of a message that has been changed since, the
 *   later change stays. The host can do so for the last 8 requests of a user, for 10 minutes at least. On success, a
 *   receipt is not needed.
 *
 * Events
 *   The host drops an event about a message that the user cannot have seen: the result is PRISM_OK. Where a client
 *   cannot be told by a stanza of its own, the host degrades the event: an edit becomes a message that begins with
 *   'Correction:'. The limits of events in prism/plugin.h count here, too.
 *
 * All functions are [main]. Structs grow at their end, and are passed by pointers, also within other structs. All
 * strings are borrowed until the call returns.
 */
#ifndef PRISM_CHAT_H
#define PRISM_CHAT_H

#include <prism/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_CHAT "prism.chat/1"

/* ----------------------------------------------------------------------------------------------------- edits */

/* Request and event: a message has a new text. */
typedef struct prism_chat_edit {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* The message as it is now. `text` is the whole text. `nickname` in a room is the author. With PRISM_MESSAGE_CARBON,
   * the user has edited it in another client of the network. `request` is the id of this request.
   *
   * Event: `id` is that of the edit, if the network has one, and `time` is that of the edit. `reply_to`, `thread` and
   * `author_id` are those of the message: give them again, since clients replace all of it (XEP-0308). An edit changes
   * only the text, so there are no attachments: they are logged as a fault, and left out. */
  const prism_message* message;

  const prism_reference* target; /* the message as it was first sent; never NULL */
} prism_chat_edit;

/* ---------------------------------------------------------------------------------------------- retractions */

#define PRISM_CHAT_RETRACTION_MODERATED 1u /* event: not the author but the room, or a moderator, has removed it */
#define PRISM_CHAT_RETRACTION_CARBON 2u    /* event: the user has retracted it in another client of the network */

/* Request and event: a message is removed (XEP-0424, XEP-0425). */
typedef struct prism_chat_retraction {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;    /* event: PRISM_CHAT_RETRACTION_...; request: 0 */
  uint32_t reserved; /* 0 */

  prism_request_id request; /* request: its id; event: 0 */

  prism_str user;
  prism_str buddy;
  prism_str nickname;            /* event: the author, required in a room; MODERATED: the moderator, may be empty */
  const prism_reference* target; /* never NULL */
  prism_str reason;              /* may be empty */
  prism_time time;               /* event: when it was, if that is in the past */

  /* Event, in a room: as in prism_message, of the author, or with MODERATED of the moderator. May be empty. Ignored in
   * other conversations. */
  prism_str author_id;
} prism_chat_retraction;

/* ------------------------------------------------------------------------------------------------ reactions */

/* How the reactions of an event change those that this sender had on the message. */
#define PRISM_CHAT_REACTIONS_SET 1u     /* they replace them; none: all are gone */
#define PRISM_CHAT_REACTIONS_ADDED 2u   /* they are added */
#define PRISM_CHAT_REACTIONS_REMOVED 3u /* they are taken away */

#define PRISM_CHAT_REACTIONS_CARBON 1u /* event: by the user, in another client of the network */

/* Request and event: somebody reacts to a message (XEP-0444). A reaction is an emoji, or another short
 * text, of at most 64 bytes. One sender has at most 20 on one message.
 *
 * Clients know only whole sets. The host adds up those of each sender for the messages that it remembers: the last 64
 * of a conversation, for a day. For an older message, PRISM_CHAT_REACTIONS_ADDED counts as the whole set, and _REMOVED
 * is dropped, so use _SET where the network tells sets.
 *
 * A custom emoji of the network is the text ":name:", since XEP-0444 has only text. A later member of this struct may
 * carry its picture. */
typedef struct prism_chat_reactions {
  uint32_t struct_size;
  uint32_t kind;   /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t change; /* PRISM_CHAT_REACTIONS_SET, _ADDED or _REMOVED; request: always _SET */
  uint32_t flags;  /* event: 0 or PRISM_CHAT_REACTIONS_CARBON; request: 0 */

  prism_request_id request; /* request: its id; event: 0 */

  prism_str user;
  prism_str buddy;
  prism_str nickname;            /* event, in a room or private: the participant who reacts */
  const prism_reference* target; /* never NULL */
  prism_str author_id;           /* event, in a room: as in prism_message, of the one who reacts */

  const prism_str* reactions; /* request: the user's whole set */
  uint64_t reactions_count;

  /* Request: the difference to the set before, for networks that take single reactions. A request that was refused
   * (PRISM_RECEIPT_FAILED) does not count, unless a later one for the message was open or accepted by then: the set of
   * the later one counts instead. A network of single reactions may then have another set. It tells its set by
   * reacted() with _SET and PRISM_CHAT_REACTIONS_CARBON. Event: none. */
  const prism_str* added;
  uint64_t added_count;
  const prism_str* removed;
  uint64_t removed_count;
} prism_chat_reactions;

/* ------------------------------------------------------------------------------------------------- markers */

#define PRISM_CHAT_MARKER_CARBON 1u /* event: by the user, in another client of the network. A room needs no nickname */

/* Request and event: a conversation has been read up to this message (XEP-0333). */
typedef struct prism_chat_marker {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;    /* event: 0 or PRISM_CHAT_MARKER_CARBON; request: 0 */
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname;            /* event, in a room or private: the participant who has read it */
  const prism_reference* target; /* the last message that has been read; never NULL */
  prism_time time;               /* event: when it was, if that is in the past */
} prism_chat_marker;

/* -------------------------------------------------------------------------------------------- capabilities */

#define PRISM_CHAT_CAN_EDIT 1u
#define PRISM_CHAT_CAN_RETRACT 2u
#define PRISM_CHAT_CAN_REPLY 4u
#define PRISM_CHAT_CAN_REACT 8u
#define PRISM_CHAT_CAN_THREAD 16u
#define PRISM_CHAT_CAN_MARK 32u    /* the network tells others what the user has read */
#define PRISM_CHAT_CAN_DELIVER 64u /* the network tells whether a message has reached its recipient */

/* The abilities of the network in some conversations. The capabilities of a conversation are the first ones of these
 * that the plugin has given:
 *
 *   user and buddy given   this user's conversation with `buddy`, or all of the kind in the room `buddy`
 *   user given             all conversations of this kind that this user has
 *   buddy given            the conversations of all users with `buddy`
 *   neither given          all conversations of this kind
 *
 * Those of a user are forgotten when the session ends, and those of the user's room or contact when the user leaves the
 * room, or when the contact is removed.
 *
 * A limit of 0 is no limit. The host refuses what is beyond a limit, and the user is told why. */
typedef struct prism_chat_capabilities {
  uint32_t struct_size;
  uint32_t kind;                  /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;                 /* PRISM_CHAT_CAN_...; 0: nothing; or PRISM_CAPABILITIES_INHERIT */
  uint32_t edit_seconds;          /* the age at which the user's message can no longer be edited */
  uint32_t retract_seconds;       /* likewise, retracted */
  uint32_t reactions_per_user;    /* on one message; with 1, a new reaction replaces the old one */
  uint32_t reactions_per_message; /* different ones on one message, of all users */
  uint32_t longest_text;          /* bytes of UTF-8; the host splits a longer message of the user */
  prism_str user;                 /* empty: all users */
  prism_str buddy;                /* a contact or, with _ROOM and _PRIVATE, a room; empty: all of this kind */

  /* The reactions that the network takes, at most 1,000; none: any. */
  const prism_str* reactions;
  uint64_t reactions_count;
} prism_chat_capabilities;

/* ------------------------------------------------------------------------------------------- the host's table */

/* This table grows only at its end. Each event returns PRISM_ERR_NO_USER if the user has no session, and
 * PRISM_ERR_ARGUMENT for a kind, flag or name that is not valid, for a reference that is NULL or has no id, and for a
 * member that only requests have. With PRISM_CONVERSATION_ROOM, an event returns PRISM_ERR_STATE if the user has not
 * joined the room. In private with a participant of a room that the user has left, an event is dropped. */
typedef struct prism_chat {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Replaces or removes the capabilities for the same kind, user and buddy. Usually called in create(), or
   * before connected(). A message that was sent before without an id cannot be referred to.
   *
   * PRISM_ERR_LIMIT, and the old ones stay: beyond 1,000 buddies, 512 KiB for them, or 1 MiB of different sets of
   * reactions, which equal sets share; for one user, or told without a user. Also if all capabilities of the process
   * together would need more than 64 MiB. */
  prism_result (*set_capabilities)(const prism_host* host, const prism_chat_capabilities* capabilities);

  /* [main] A message has been edited by its author. */
  prism_result (*edited)(const prism_host* host, const prism_chat_edit* edit);

  /* [main] A message has been retracted by its author, or removed by a moderator. A message with text and files, which
   * clients get as several messages, is removed whole while the host remembers it; later, only its first part is. */
  prism_result (*retracted)(const prism_host* host, const prism_chat_retraction* retraction);

  /* [main] A buddy or a participant has reacted to a message. A set that changes nothing is not sent.
   *
   * With PRISM_CHAT_REACTIONS_CARBON, the host keeps the reactions, so that `added` and `removed` of the next react()
   * are right. It sends nothing, since Spectrum makes carbons of texts only. In a room, clients show the reactions that
   * come under the own nickname without this flag. */
  prism_result (*reacted)(const prism_host* host, const prism_chat_reactions* reactions);

  /* [main] A buddy or a participant has read up to a message. With PRISM_CONVERSATION_CONTACT, the message is the
   * user's. For networks that tell a position; others call receipt() with PRISM_RECEIPT_DISPLAYED. PRISM_ERR_ENDED, and
   * nothing happens, if a receipt or a marker has told that of this reader and of one of the user's last messages
   * already: that is no fault.
   *
   * With PRISM_CHAT_MARKER_CARBON, mark() does not come for the messages that have been read. In a room, the user's
   * clients get the marker, from the own nickname. In other conversations, Spectrum cannot tell them. */
  prism_result (*marked)(const prism_host* host, const prism_chat_marker* marker);
} prism_chat;

/* ----------------------------------------------------------------------------------------- the plugin's table */

/* The functions for requests, which prism_plugin.get_extension() returns for PRISM_CHAT. A function that is NULL is not
 * supported, and needs no capability. This table grows only at its end. */
typedef struct prism_chat_plugin {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] The user has edited a message of the own. */
  void (*edit)(void* self, const prism_chat_edit* edit);

  /* [main] The user has retracted a message of the own. */
  void (*retract)(void* self, const prism_chat_retraction* retraction);

  /* [main] The user's reactions to a message have changed. */
  void (*react)(void* self, const prism_chat_reactions* reactions);

  /* [main] The user has read up to a message of others, which has an id. Spectrum passes on no markers in typed
   * requests: there, the user has read the conversation on becoming active in it (XEP-0085), or on writing. Comes again
   * only for a later message, and not if the administrator has set chat=typed. */
  void (*mark)(void* self, const prism_chat_marker* marker);
} prism_chat_plugin;

#ifdef __cplusplus
}
#endif

#endif
