/* SPDX-License-Identifier: MIT */
/*
 * Old messages, and the messages that a user has missed: the service "prism.history/1".
 *
 *   const prism_history* history = host->get_service(host, PRISM_HISTORY);    the host's functions
 *   const void* get_extension(void* self, const char* name)                   the plugin's functions, for requests:
 *     { return strcmp(name, PRISM_HISTORY) == 0 ? &my_history_plugin : NULL; }  a prism_history_plugin
 *
 * Get the service in create(): later, there are no pages, and only positions are kept.
 *
 * Pages
 *   The plugin says by set_capabilities() which pages of its archive the network can give. The host asks for one by
 *   page(), and the plugin answers by answer(), now or later. A request ends without an answer when its time is over
 *   (30 seconds), which the host logs as a warning, and with the session. A later answer has no effect, and the result
 *   PRISM_ERR_ENDED. At most 8 requests of a user are open, and 10,000 of all users.
 *
 *   `part`, `after`, `before` and `around` of a request say which page it is:
 *
 *     page                                     part     after  before  around  capability
 *     the latest messages                      NEWEST                          PRISM_HISTORY_CAN_LATEST
 *     the latest since a message or a time     NEWEST   given                  PRISM_HISTORY_CAN_LATEST_AFTER
 *     those directly before a message          NEWEST          given           PRISM_HISTORY_CAN_BEFORE
 *     those directly after a message           OLDEST   given                  PRISM_HISTORY_CAN_AFTER
 *     those on both sides of a message         AROUND                  given   PRISM_HISTORY_CAN_AROUND
 *
 *   These are LATEST, BEFORE, AFTER and AROUND of IRCv3's chathistory. `after`, `before` and `limit` are those of
 *   XEP-0059.
 *
 * Use
 *   A user types /history, /history COUNT, /history TIME, /history around TIME or /history before in a chat or a room.
 *   A TIME is an age such as 2h, or a day such as 2026-11-30. Once the plugin uses this service, the host has this
 *   command, unless the plugin defines one of this name (prism/commands.h). Without page() or the capabilities, it
 *   answers that there are no old messages. Else the messages are sent to this user alone, with their times.
 *
 *   A capability that needs page() is logged once as a fault if the plugin does not have it.
 *
 *   The host shows an entry in its state at the time of the answer: a message that was edited with its last text, one
 *   that was retracted as a line that says so. Where messages are sent with ids (prism/chat.h), reactions follow as
 *   such, and an edited message is one with its last text: XMPP has no mark for it, and no place for the time of the
 *   edit. Elsewhere, a last line of the text has the reactions, and an edited text begins with "Correction: ", or, if
 *   its time is known, with "Correction of 2026-11-30 12:00 UTC: ". Later changes are told by edited(), retracted() and
 *   reacted() of prism/chat.h.
 *
 * Missed messages
 *   With PRISM_HISTORY_KEEPS_POSITION, the host keeps the position of the user in each conversation: the last message
 *   that the user was sent, by its id and time. The position is a stored value of the user (prism/storage.h): it
 *   outlives the process, and follows the user to another backend. The last 500 conversations of a user have one, for
 *   90 days. With PRISM_HISTORY_ASKS_MISSED, the host asks for the messages after the position itself: in a room after
 *   joined(), and in each conversation with a contact that has a position after connected(). catch_up() asks for them
 *   at other times, such as after a lost connection to the network.
 *
 *   The host leaves out messages of such a page that the user has been sent already: those with one of the last 64 ids
 *   that were sent, those before the time of the position, unless the page begins behind its id, and messages without
 *   ids that are not later than the position or that came while the user was there. With PRISM_HISTORY_OLDEST, the
 *   position moves on with each page. A message event without a time counts as sent now by the clock of this machine.
 *   If the network's clock differs and messages have no ids, report the exact time by set_position().
 *
 *   A message may come twice only in these cases:
 *     - more than 64 messages were sent while a page was awaited: those before the last 64;
 *     - the page begins at a time, and more than 64 messages are of just this time (16 after a new login): the others;
 *     - likewise, where message events have no time: more than 64 (16) in the 30 seconds before the position;
 *     - the host has crashed: those of the last 5 seconds, in which the position was not stored yet.
 *
 * All functions are [main]. Structs grow at their end, and are passed by pointers. All strings are borrowed until the
 * call returns. Times are in milliseconds (prism_time).
 */
#ifndef PRISM_HISTORY_H
#define PRISM_HISTORY_H

#include <prism/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_HISTORY "prism.history/1"

#define PRISM_HISTORY_MAX_PAGE 500u      /* entries */
#define PRISM_HISTORY_MAX_MISSED 1000u   /* messages */
#define PRISM_HISTORY_MAX_SENDERS 10000u /* of reactions, in all entries of a page */

/* ---------------------------------------------------------------------------------------------------- requests */

/* A message of the conversation, or a time. At least one member is given. */
typedef struct prism_history_point {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str id;      /* the network's id of a message; empty if it is not known */
  prism_time time;   /* of the message; 0 if it is not known */
} prism_history_point;

/* The part of the messages within all bounds that is wanted if there are more than `limit`. */
#define PRISM_HISTORY_NEWEST 1u
#define PRISM_HISTORY_OLDEST 2u
#define PRISM_HISTORY_AROUND 3u /* half of them before `around`, that message itself, and half of them after it */

/* Request: a page is wanted. */
typedef struct prism_history_request {
  uint32_t struct_size;
  uint32_t kind;     /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t part;     /* PRISM_HISTORY_NEWEST, _OLDEST or _AROUND */
  uint32_t limit;    /* entries; never 0, and at most the `longest_page` of the capabilities */
  uint32_t flags;    /* 0 */
  uint32_t reserved; /* 0 */
  prism_request_id id;
  prism_str user;
  prism_str buddy;    /* the contact or the room */
  prism_str nickname; /* of the participant, with PRISM_CONVERSATION_PRIVATE */

  /* Bounds; NULL: none. Neither the message of `after` nor that of `before` belongs to the page. The point of a message
   * has what the host knows, both id and time if possible. It has an id if the capabilities have only
   * PRISM_HISTORY_BY_ID, and a time if they have only PRISM_HISTORY_BY_TIME. */
  const prism_history_point* after;
  const prism_history_point* before;
  const prism_history_point* around;
} prism_history_request;

/* ----------------------------------------------------------------------------------------------------- answers */

#define PRISM_HISTORY_DONE 1u
#define PRISM_HISTORY_FAILED 2u

/* There are no more messages within the bounds: before a page of the part NEWEST or AROUND, or after one of OLDEST. */
#define PRISM_HISTORY_COMPLETE 1u

#define PRISM_HISTORY_REACTIONS_OWN 1u /* the user has reacted */

/* The reactions of one sender to a message, as in prism_chat_reactions. */
typedef struct prism_history_reactions {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_HISTORY_REACTIONS_OWN or 0 */

  /* In a room: the participant; with OWN, it may be empty. Elsewhere: empty, since the sender is the user or the other
   * side. */
  prism_str nickname;
  prism_str author_id;        /* in a room: as in prism_message; may be empty */
  const prism_str* reactions; /* the whole set of this sender: 1 to 20, of at most 64 bytes each */
  uint64_t reactions_count;
} prism_history_reactions;

#define PRISM_HISTORY_ENTRY_RETRACTED 1u /* the author, the room or a moderator has removed the message */
#define PRISM_HISTORY_ENTRY_EDITED 2u    /* `message` has the last text */

/* A message of the archive, in its state at the time of the answer. */
typedef struct prism_history_entry {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_HISTORY_ENTRY_... */

  /* As in message(); never NULL. `user`, `buddy`, kind and, in a private conversation, `nickname` are those of the
   * request. PRISM_MESSAGE_CARBON marks the user's own messages outside of rooms. `time` is given: when the message was
   * first sent. `id` is that of the first version. With RETRACTED, neither text nor files are needed or shown. */
  const prism_message* message;

  prism_time edited; /* with EDITED: the time of the last edit; 0: unknown */

  /* At most 100 senders, each once, and PRISM_HISTORY_MAX_SENDERS in all entries. With RETRACTED: none. */
  const prism_history_reactions* const* reactions;
  uint64_t reactions_count;
} prism_history_entry;

/* Event: the answer to a request. */
typedef struct prism_history_answer {
  uint32_t struct_size;
  uint32_t outcome;  /* PRISM_HISTORY_DONE or _FAILED */
  uint32_t flags;    /* PRISM_HISTORY_COMPLETE or 0 */
  uint32_t reserved; /* 0 */
  prism_request_id id;
  prism_str text; /* FAILED: the reason, a sentence for the user; may be empty */

  /* DONE: the page, at most `limit` entries, in the order of their messages' times, the oldest first. Each id appears
   * once. The host drops entries that are outside of the bounds of the request, as far as it can tell: a bound by an id
   * that is not in the page drops nothing. */
  const prism_history_entry* const* entries;
  uint64_t entries_count;

  /* The ends of the page, for the request of the next one; NULL: its first and last message. Needed if the archive has
   * rows that are no messages, such as joins: a page of them has no entries, and is not the end. */
  const prism_history_point* first;
  const prism_history_point* last;
} prism_history_answer;

/* ------------------------------------------------------------------------------------------------ capabilities */

#define PRISM_HISTORY_CAN_LATEST 1u
#define PRISM_HISTORY_CAN_LATEST_AFTER 2u
#define PRISM_HISTORY_CAN_BEFORE 4u
#define PRISM_HISTORY_CAN_AFTER 8u
#define PRISM_HISTORY_CAN_AROUND 16u
#define PRISM_HISTORY_BY_ID 32u           /* points may be messages by their ids */
#define PRISM_HISTORY_BY_TIME 64u         /* points may be times */
#define PRISM_HISTORY_KEEPS_POSITION 128u /* the host keeps the position of the user */
#define PRISM_HISTORY_ASKS_MISSED 256u    /* the host asks for missed messages; implies KEEPS_POSITION */
#define PRISM_HISTORY_ASKS_FIRST 512u     /* with ASKS_MISSED: for the latest messages of a room without a position */

/* The pages that the network can give of some conversations. Flags that make no request possible are refused:
 *
 *   PRISM_HISTORY_KEEPS_POSITION  may stand alone
 *   any other flag                needs one of PRISM_HISTORY_CAN_...
 *   PRISM_HISTORY_ASKS_MISSED     needs PRISM_HISTORY_CAN_LATEST, _CAN_LATEST_AFTER or _CAN_AFTER
 *   PRISM_HISTORY_ASKS_FIRST      needs PRISM_HISTORY_ASKS_MISSED and _CAN_LATEST
 *   a page at a point             needs PRISM_HISTORY_BY_ID or _BY_TIME
 *
 * The capabilities of a conversation are the first ones of these that the plugin has given:
 *
 *   user and buddy given   this user's conversation with `buddy`, or all of the kind in the room `buddy`
 *   user given             all conversations of this kind that this user has
 *   buddy given            the conversations of all users with `buddy`
 *   neither given          all conversations of this kind
 *
 * Those of a user are forgotten when the session ends, and those of the user's room or contact when the user leaves the
 * room, or when the contact is removed.
 */
typedef struct prism_history_capabilities {
  uint32_t struct_size;
  uint32_t kind;         /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  uint32_t flags;        /* PRISM_HISTORY_...; 0: nothing; or PRISM_CAPABILITIES_INHERIT */
  uint32_t longest_page; /* entries of one page, at most PRISM_HISTORY_MAX_PAGE; 0: 100 */
  uint32_t most_missed;  /* messages to send of those that were missed, at most PRISM_HISTORY_MAX_MISSED; 0: 100 */
  uint32_t reserved;     /* 0 */
  prism_str user;        /* empty: all users */
  prism_str buddy;       /* a contact or, with _ROOM and _PRIVATE, a room; empty: all of this kind */
} prism_history_capabilities;

/* --------------------------------------------------------------------------------------------------- positions */

/* The user's position in a conversation: the last message that the user was sent. */
typedef struct prism_history_position {
  uint32_t struct_size;
  uint32_t kind; /* PRISM_CONVERSATION_CONTACT, _ROOM or _PRIVATE */
  prism_str user;
  prism_str buddy;
  prism_str nickname; /* with PRISM_CONVERSATION_PRIVATE */
  prism_str id;       /* the network's id of the message; may be empty */
  prism_time time;    /* of the message; catch_up(): 0 if it is not known */
} prism_history_position;

/* Callback, which is called before list_positions() returns. It may call functions of the host. */
typedef void (*prism_history_position_fn)(void* data, const prism_history_position* position);

/* ------------------------------------------------------------------------------------------- the host's table */

/* This table grows only at its end. Each function returns PRISM_ERR_NO_USER if the user has no session, and
 * PRISM_ERR_ARGUMENT for a kind, flag or name that is not valid, and for a time that message() would drop: before 1980,
 * or more than a day ahead. */
typedef struct prism_history {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Replaces or removes the capabilities for the same kind, user and buddy. Call it in create(), before
   * connected(), or before joined().
   *
   * PRISM_ERR_LIMIT, and the old ones stay: beyond 2,000 contacts and rooms with capabilities of their own, or 512 KiB
   * for them; for one user, or told without a user. Also if all capabilities of the process together would need more
   * than 64 MiB. */
  prism_result (*set_capabilities)(const prism_host* host, const prism_history_capabilities* capabilities);

  /* [main] Answers a request. If the answer is not valid, the result is PRISM_ERR_ARGUMENT, no entry of it is sent, and
   * the request stays open. An attachment or a name that message() would refuse is logged, and its entry is dropped.
   * PRISM_ERR_LIMIT if the strings of all entries exceed the limit of one event (`max_frame_size`, 16 MiB), or the
   * senders of reactions PRISM_HISTORY_MAX_SENDERS: the request has ended, and the user is told to ask for fewer
   * messages. A page may have fewer entries than `limit`. The function blocks while Spectrum does not read, as an event
   * does.
   * PRISM_ERR_ENDED if the request has been answered, its time is over, or the session has ended: this is no fault. */
  prism_result (*answer)(const prism_host* host, const prism_history_answer* answer);

  /* [main] Asks for the messages after the position of the user in a conversation. If there is no position, `id` and
   * `time` are it; if they are not given either, the page is that of the latest messages. The request comes after this
   * function of the plugin has returned. Does nothing if the same conversation is being caught up already.
   * PRISM_ERR_UNSUPPORTED if the capabilities allow no such request: this is no fault. PRISM_ERR_LIMIT if 500
   * conversations of the user wait. */
  prism_result (*catch_up)(const prism_host* host, const prism_history_position* conversation);

  /* [main] The user has seen this message, or all messages until this time: for networks that keep a position
   * themselves, and for exact times. The time is needed, since the position moves forward only, unless its time is a
   * guess of the host. Needs PRISM_HISTORY_KEEPS_POSITION or _ASKS_MISSED, else PRISM_ERR_UNSUPPORTED, which is no
   * fault. */
  prism_result (*set_position)(const prism_host* host, const prism_history_position* position);

  /* [main] Calls `visit` for each position of the user, in no order. The strings are borrowed until it returns. This
   * function is complete: its parameters never change. */
  prism_result (*list_positions)(const prism_host* host, prism_str user, prism_history_position_fn visit, void* data);
} prism_history;

/* ----------------------------------------------------------------------------------------- the plugin's table */

/* The functions for requests, which prism_plugin.get_extension() returns for PRISM_HISTORY. This table grows only at
 * its end. */
typedef struct prism_history_plugin {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] A page is wanted. Answer by answer(). Only pages that the capabilities allow are asked for. */
  void (*page)(void* self, const prism_history_request* request);
} prism_history_plugin;

#ifdef __cplusplus
}
#endif

#endif
