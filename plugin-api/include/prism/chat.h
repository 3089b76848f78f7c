/* SPDX-License-Identifier: MIT */
/*
 * Edits, retractions, reactions, replies, threads, read markers and files: the service "prism.chat.draft/1".
 *
 *   const prism_chat* chat = host->get_service(host, PRISM_CHAT);             the host's functions, for events
 *   const void* get_extension(void* self, const char* name)                   the plugin's functions, for requests:
 *     { return strcmp(name, PRISM_CHAT) == 0 ? &my_chat_plugin : NULL; }      a prism_chat_plugin
 *
 * prism_message (prism/messages.h) stays the message, and prism_receipt (prism/host.h) its delivery. This header has
 * what happens to a message afterwards, and what a message may carry in addition.
 *
 * Message ids
 *   A plugin uses the ids of its network only. The host keeps the map between them and the ids of XMPP stanzas: for
 *   each user, in memory, for the last messages of each conversation. So that a message can be referred to later,
 *   message() needs prism_message.id, the network's id. The network's id of a user's own message is the `network_id` of
 *   its receipt. With a prism_chat_plugin and capabilities, each message of a user has an id: the host makes one
 *   where the client tells none. An id has at most 1,023 bytes. It names one message of its conversation for ever.
 *
 * Capabilities
 *   The plugin says by set_capabilities() what its network can do in each kind of conversation. Without capabilities
 *   for a kind, messages of this kind have no ids in XMPP, and no request of this service comes for it.
 *
 * Requests
 *   edit(), retract(), react() and mark() come only if the capabilities allow them. Otherwise the host degrades them:
 *   an edit becomes a message that begins with 'Correction:', a reply keeps its quote, and the user is told that a
 *   reaction or a retraction is not possible. Each request but mark() has an `id`. If the network refuses the request,
 *   call receipt() with this id and the state 'failed': the user gets its text as the error of this one request. On
 *   success, a receipt is not needed.
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

#define PRISM_CHAT "prism.chat.draft/1"

/* ------------------------------------------------------------------------------------------- conversations */

/* The kind of a conversation. It says what `buddy` and `nickname` are. */
#define PRISM_CHAT_CONTACT 1u /* with the buddy `buddy`; `nickname` is empty */
#define PRISM_CHAT_ROOM 2u    /* in the room `buddy`. Event: `nickname` is the participant who acts. Request: empty */
#define PRISM_CHAT_PRIVATE 3u /* with the participant `nickname` of the room `buddy` */

/* The flags of a prism_message for such a conversation are 0, PRISM_MESSAGE_ROOM and PRISM_MESSAGE_PRIVATE. */

/* A message of the same conversation that an event or a request refers to. */
#define PRISM_CHAT_REFERENCE_OWN 1u /* the user has written it */

typedef struct prism_chat_reference {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_CHAT_REFERENCE_... */

  /* The network's id. Request: empty if the message is the user's own and no receipt has told its id yet. */
  prism_str id;

  /* Request: the id of a message of the user, as its request had it, if the host knows it. Event: empty. */
  prism_str request_id;

  /* In a room: the author's nickname at that time. Event: may be empty if unknown. Else empty. */
  prism_str nickname;

  /* The text of the message, or its beginning. Event: for the quote of a reply; if it is empty, the host quotes what it
   * remembers. Request: what the host remembers, at most 200 bytes; may be empty. */
  prism_str text;
} prism_chat_reference;

/* ------------------------------------------------------------------------------------------------ messages */

/* A file at a web address (XEP-0066, XEP-0447). */
typedef struct prism_chat_file {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str url;     /* http or https */
  prism_str name;    /* the file name, without a path */
  prism_str mime_type;
  prism_str description; /* what a picture shows, for those who cannot see it */
  uint64_t size;         /* bytes; 0: unknown */
} prism_chat_file;

/* Request and event: a message with what prism_message has no place for. */
typedef struct prism_chat_message {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  const prism_message* message;

  /* The message that this one answers (XEP-0461), or NULL. `message->text` has no quote: the host adds it for clients,
   * and has removed it from a request. */
  const prism_chat_reference* reply_to;

  prism_str thread; /* the thread that the message belongs to; in an event by the network's name of it */

  /* Event, in a room: an id of the author that stays when the nickname changes (XEP-0421). At most 128 bytes. */
  prism_str author_id;

  /* Files, at most 100. Event: each is sent as a message of its own, after the text. The first one of a message without
   * text has the id of the message. Request: what the user has uploaded; the text is empty or a caption. */
  const prism_chat_file* const* files;
  uint64_t files_count;
} prism_chat_message;

/* Request and event: a message has a new text. */
typedef struct prism_chat_edit {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* The message as it is now: the whole text. `nickname` in a room is the author. With PRISM_MESSAGE_CARBON, the user
   * has edited it in another client of the network. `id` is the id of the request or, in an event, that of the edit, if
   * the network has one. `time` is that of the edit. */
  const prism_message* message;

  const prism_chat_reference* target; /* the message as it was first sent; never NULL */
} prism_chat_edit;

/* ---------------------------------------------------------------------------------------------- retractions */

#define PRISM_CHAT_RETRACTION_MODERATED 1u /* event: not the author but the room, or a moderator, has removed it */
#define PRISM_CHAT_RETRACTION_CARBON 2u    /* event: the user has retracted it in another client of the network */

/* Request and event: a message is removed (XEP-0424, XEP-0425). */
typedef struct prism_chat_retraction {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CHAT_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;    /* event: PRISM_CHAT_RETRACTION_...; request: 0 */
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname;                 /* event, MODERATED: the moderator; may be empty */
  const prism_chat_reference* target; /* never NULL */
  prism_str id;                       /* request: its id; event: empty */
  prism_str reason;                   /* may be empty */
  prism_time time;                    /* event: when it was, if that is in the past */
} prism_chat_retraction;

/* ------------------------------------------------------------------------------------------------ reactions */

/* How the reactions of an event change those that this sender had on the message. */
#define PRISM_CHAT_REACTIONS_SET 1u     /* they replace them; none: all are gone */
#define PRISM_CHAT_REACTIONS_ADDED 2u   /* they are added */
#define PRISM_CHAT_REACTIONS_REMOVED 3u /* they are taken away */

#define PRISM_CHAT_REACTIONS_CARBON 1u /* event: by the user, in another client of the network */

/* Request and event: somebody reacts to a message (XEP-0444). The host keeps the sum for each sender. A reaction is an
 * emoji, or another short text, of at most 64 bytes. One sender has at most 20 on one message. */
typedef struct prism_chat_reactions {
  uint32_t struct_size;
  uint32_t kind;   /* PRISM_CHAT_CONTACT, _ROOM or _PRIVATE */
  uint32_t change; /* PRISM_CHAT_REACTIONS_SET, _ADDED or _REMOVED; request: always _SET */
  uint32_t flags;  /* event: 0 or PRISM_CHAT_REACTIONS_CARBON; request: 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname;
  const prism_chat_reference* target; /* never NULL */
  prism_str id;                       /* request: its id; event: empty */
  prism_str author_id;                /* event, in a room: as in prism_chat_message, of the one who reacts */

  const prism_str* reactions; /* request: the user's whole set */
  uint64_t reactions_count;

  /* Request: the difference to the set before, for networks that take single reactions. Event: none. */
  const prism_str* added;
  uint64_t added_count;
  const prism_str* removed;
  uint64_t removed_count;
} prism_chat_reactions;

/* ------------------------------------------------------------------------------------------------- markers */

/* Request and event: a conversation has been read up to this message (XEP-0333). */
typedef struct prism_chat_marker {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CHAT_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;    /* 0 */
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;
  prism_str nickname;
  const prism_chat_reference* target; /* the last message that has been read; never NULL */
  prism_time time;                    /* event: when it was, if that is in the past */
} prism_chat_marker;

/* -------------------------------------------------------------------------------------------- capabilities */

#define PRISM_CHAT_CAN_EDIT 1u
#define PRISM_CHAT_CAN_RETRACT 2u
#define PRISM_CHAT_CAN_REPLY 4u
#define PRISM_CHAT_CAN_REACT 8u
#define PRISM_CHAT_CAN_THREAD 16u
#define PRISM_CHAT_CAN_MARK 32u    /* the network tells others what the user has read */
#define PRISM_CHAT_CAN_DELIVER 64u /* the network tells whether a message has reached its recipient */

/* What the network can do in one kind of conversation. A limit of 0 is no limit. The host refuses what is beyond a
 * limit, and the user is told why. */
typedef struct prism_chat_capabilities {
  uint32_t struct_size;
  uint32_t kind;                  /* PRISM_CHAT_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;                 /* PRISM_CHAT_CAN_... */
  uint32_t edit_seconds;          /* the age at which the user's message can no longer be edited */
  uint32_t retract_seconds;       /* likewise, retracted */
  uint32_t reactions_per_user;    /* on one message; with 1, a new reaction replaces the old one */
  uint32_t reactions_per_message; /* different ones on one message, of all users */
  uint32_t longest_text;          /* bytes; the host splits a longer message of the user */
  prism_str user;                 /* for this user until the session ends; empty: for all users */

  /* The reactions that the network takes, at most 1,000; none: any. */
  const prism_str* reactions;
  uint64_t reactions_count;
} prism_chat_capabilities;

/* ------------------------------------------------------------------------------------------- the host's table */

/* This table grows only at its end. Each event returns PRISM_ERR_NO_USER if the user has no session, and
 * PRISM_ERR_ARGUMENT for a kind, flag or name that is not valid, and for a reference that is NULL or has no id. */
typedef struct prism_chat {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Replaces the capabilities for a kind of conversation, of one user or of all. A user's own count before those
   * for all users. Usually called in create(), or before connected(). A message that was sent before without an id
   * cannot be referred to. */
  prism_result (*set_capabilities)(const prism_host* host, const prism_chat_capabilities* capabilities);

  /* [main] A message for the user, like prism_host.message(), with its reply, thread, author or files. */
  prism_result (*message)(const prism_host* host, const prism_chat_message* message);

  /* [main] A message has been edited by its author. */
  prism_result (*edited)(const prism_host* host, const prism_chat_edit* edit);

  /* [main] A message has been retracted by its author, or removed by a moderator. */
  prism_result (*retracted)(const prism_host* host, const prism_chat_retraction* retraction);

  /* [main] A buddy or a participant has reacted to a message. A set that changes nothing is not sent. */
  prism_result (*reacted)(const prism_host* host, const prism_chat_reactions* reactions);

  /* [main] A buddy or a participant has read up to a message. In a conversation of the kind PRISM_CHAT_CONTACT, the
   * message is the user's. */
  prism_result (*marked)(const prism_host* host, const prism_chat_marker* marker);
} prism_chat;

/* ----------------------------------------------------------------------------------------- the plugin's table */

/* The functions for requests, which prism_plugin.get_extension() returns for PRISM_CHAT. A function that is NULL is not
 * supported, whatever the capabilities say. This table grows only at its end. */
typedef struct prism_chat_plugin {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] The user has written. If it is not NULL, all messages of the user come here, with or without a reply, and
   * prism_plugin.message() is not called. */
  void (*message)(void* self, const prism_chat_message* message);

  /* [main] The user has edited a message of the own. */
  void (*edit)(void* self, const prism_chat_edit* edit);

  /* [main] The user has retracted a message of the own. */
  void (*retract)(void* self, const prism_chat_retraction* retraction);

  /* [main] The user's reactions to a message have changed. */
  void (*react)(void* self, const prism_chat_reactions* reactions);

  /* [main] The user has read up to a message of the buddy. Comes again only for a later message. */
  void (*mark)(void* self, const prism_chat_marker* marker);
} prism_chat_plugin;

#ifdef __cplusplus
}
#endif

#endif
