/* SPDX-License-Identifier: MIT */
/*
 * The functions of the host that a plugin calls: log, configuration, event loop, and events.
 */
#ifndef PRISM_HOST_H
#define PRISM_HOST_H

#include <prism/messages.h>
#include <prism/rooms.h>
#include <prism/roster.h>
#include <prism/session.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_LOG_TRACE 1u
#define PRISM_LOG_DEBUG 2u
#define PRISM_LOG_INFO 3u
#define PRISM_LOG_WARNING 4u
#define PRISM_LOG_ERROR 5u

/* A mask: the events that a watch waits for, or those that have occurred. */
#define PRISM_WATCH_READABLE 1u
#define PRISM_WATCH_WRITABLE 2u

typedef uint64_t prism_watch; /* never 0 */
typedef uint64_t prism_timer; /* never 0 */

/* Memory in units of 1,024 bytes, as Spectrum's statistics show it. */
typedef struct prism_memory {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  uint64_t resident_kb;
  uint64_t shared_kb;
} prism_memory;

/* When a timer is due, in milliseconds on the monotonic clock. */
typedef struct prism_schedule {
  uint32_t struct_size;
  uint32_t reserved;  /* 0 */
  uint64_t first_ms;  /* from the call until the first callback */
  uint64_t period_ms; /* between further callbacks; 0: there is one callback only */

  /* How much later the first callback may come, so that timers share a wake-up of the process. 0: the host decides. It
   * delays only a `first_ms` of whole seconds, four or more, and that by at most a sixteenth. 1: as exact as the clock.
   */
  uint64_t slack_ms;
} prism_schedule;

/* Callbacks of the plugin. `data` is the pointer that was passed together with the callback. The host does not use
 * `data` after the watch or timer has been removed, or after a callback that is called only once. */
typedef void (*prism_watch_fn)(void* data, prism_watch watch, int32_t fd, uint32_t ready);
typedef void (*prism_timer_fn)(void* data, prism_timer timer);
typedef void (*prism_post_fn)(void* data);
typedef void (*prism_value_fn)(void* data, prism_str value);
typedef void (*prism_pair_fn)(void* data, prism_str name, prism_str value);

/*
 * The host. create() gets it, and it is valid until the process ends. The parameter `host` is always the pointer that
 * create() has got. This table grows only at its end.
 */
typedef struct prism_host prism_host;
struct prism_host {
  uint32_t struct_size;
  uint32_t abi_version; /* of the host */

  /* --- Log. Never log a secret. A line is cut at 16 KiB, and control characters are written as \x1b. */

  /* [any] Writes a line in the category Plugin.<id>. `level` is a PRISM_LOG_... */
  void (*log)(const prism_host* host, uint32_t level, prism_str text);

  /* [any] Writes a line in the category Plugin.<id>.<area>, which has a level of its own in the log's configuration
   * (log4j.category.Plugin.<id>.<area>). `area` is 1 to 32 letters, digits, '-' and '_'; other characters become '-',
   * and a longer name is cut. If it is empty, or if there are 256 areas already, the category is Plugin.<id>. */
  void (*log_area)(const prism_host* host, uint32_t level, prism_str area, prism_str text);

  /* [any] Returns 1 if a line of this level would be written somewhere, else 0. `area` is as above; empty: Plugin.<id>.
   * Fast enough to be called before each line that is expensive to format. */
  int32_t (*log_enabled)(const prism_host* host, uint32_t level, prism_str area);

  /* --- Services. */

  /* [main] Returns the table of an optional service, such as "prism.name/1", or NULL if this host does not have it. The
   * table is valid until the process ends. Each service has a header of its own, such as prism/prompt.h. To be called
   * in create(), unless that header says otherwise: some services begin to work then. */
  const void* (*get_service)(const prism_host* host, const char* name);

  /* --- Configuration: the transport's .cfg file. An option --section.key=value of the command line overrides it. It
   * does not change while the process runs. Its strings are valid until destroy() returns. A key is "section.key". In
   * each value, $jid has been replaced by service.jid. These functions are complete: their parameters never change. */

  /* [main] If the key exists, sets *value and returns 1, else returns 0. The last of several values counts. */
  int32_t (*config_get)(const prism_host* host, prism_str key, prism_str* value);

  /* [main] Returns a value as a boolean, 0 or 1: 0/1, true/false, yes/no, on/off, in any case. Returns `fallback` if
   * the key does not exist. If the value is no boolean, logs a warning and returns `fallback`. */
  int32_t (*config_bool)(const prism_host* host, prism_str key, int32_t fallback);

  /* [main] Returns a value as a whole number in decimal. Returns `fallback` if the key does not exist. If the value is
   * no number of 64 bits, logs a warning and returns `fallback`. If it is below `least` or above `most`, logs a warning
   * and returns that limit. */
  int64_t (*config_int)(const prism_host* host, prism_str key, int64_t fallback, int64_t least, int64_t most);

  /* [main] Calls `visit` for each value of a key, in the order of the file. Returns their number. `visit` may be
   * NULL. */
  uint64_t (*config_list)(const prism_host* host, prism_str key, prism_value_fn visit, void* data);

  /* [main] Calls `visit` for each value of each key of a section, sorted by key. The names have no section. Returns the
   * number of values. `visit` may be NULL. */
  uint64_t (*config_section)(const prism_host* host, prism_str section, prism_pair_fn visit, void* data);

  /* --- Event loop. Callbacks are called on [main]. */

  /* [main] Calls `ready` whenever `fd` is ready for one of `events`, a mask of PRISM_WATCH_... (level-triggered). An
   * error or a hang-up on `fd` is reported as all of `events`: the next read or write shows it. The plugin keeps the
   * ownership of `fd`, and removes the watch before it closes `fd`. A descriptor has at most one watch.
   * PRISM_ERR_LIMIT if a million watches were not removed.
   *
   * The log names a descriptor that was closed while it was watched. It also names one whose callback is called
   * thousands of times within a second without reading or writing, as far as the kernel can prove that. */
  prism_result (*watch_add)(const prism_host* host, int32_t fd, uint32_t events, prism_watch_fn ready, void* data,
                            prism_watch* watch);

  /* [main] Changes the events of a watch; 0 pauses it. */
  prism_result (*watch_modify)(const prism_host* host, prism_watch watch, uint32_t events);

  /* [main] Removes a watch. Its callback is not called afterwards. Allowed within the callback, and after the watch was
   * removed. */
  prism_result (*watch_remove)(const prism_host* host, prism_watch watch);

  /* [main] Calls `due` as `schedule` says. If the main thread was busy for several periods, the calls are not made up
   * for. A timer without a period ends before its callback is called. PRISM_ERR_LIMIT beyond a million timers. */
  prism_result (*timer_add)(const prism_host* host, const prism_schedule* schedule, prism_timer_fn due, void* data,
                            prism_timer* timer);

  /* [main] Removes a timer. Its callback is not called afterwards. Allowed within the callback, and after the timer has
   * ended. */
  prism_result (*timer_remove)(const prism_host* host, prism_timer timer);

  /* [any] Calls `run` on the main thread soon. Allowed from create() on. The posts of one thread keep their order. A
   * post that is accepted is called once, at the latest before destroy(), or not at all if create() fails. Afterwards:
   * PRISM_ERR_STATE.
   *
   * If 65,536 posts wait, another thread blocks here until they have been called. That takes as long as Spectrum does
   * not read. So a [main] function must not wait for a thread that posts. Once the host has begun to log all users out,
   * no thread blocks here, and the result is PRISM_ERR_LIMIT. [main] gets PRISM_ERR_LIMIT if 131,072 posts wait. */
  prism_result (*post)(const prism_host* host, prism_post_fn run, void* data);

  /* [main] The plugin is done, after its stop() has returned PRISM_PENDING. */
  prism_result (*stopped)(const prism_host* host);

  /* --- Events. If `user` has no session, an event returns PRISM_ERR_NO_USER and does nothing. Such an event is a fault
   * of the plugin: forget what is under way for a user when logout() is called. Events that Spectrum has not read yet
   * are kept in order. If one callback produces more than some megabytes while Spectrum does not read, the event blocks
   * until Spectrum does. */

  /* [main] The user is logged in. Answers login(). PRISM_ERR_STATE if it was answered so before.
   *
   * In server mode, the user's client may come online later. For at most five seconds, the host keeps messages, calls
   * for attention, authorization requests, invitations and stanzas for it, and then sends them in order. */
  prism_result (*connected)(const prism_host* host, const prism_connected* connected);

  /* [main] The user could not be logged in, or is not logged in any more. The session ends without a logout(). */
  prism_result (*disconnected)(const prism_host* host, const prism_disconnected* disconnected);

  /* [main] A message for the user. PRISM_ERR_ARGUMENT if there is neither text nor xhtml nor an attachment, and if a
   * reply has no id to refer to. PRISM_ERR_STATE with PRISM_CONVERSATION_ROOM if the user has not joined the room. */
  prism_result (*message)(const prism_host* host, const prism_message* message);

  /* [main] The state of a request of the user has changed. PRISM_ERR_ENDED, and nothing happens, if the request is of
   * an earlier session of the user, or if this state cannot come any more (prism_receipt): that is no fault.
   * PRISM_ERR_STATE if the host has given no such id yet. PRISM_ERR_ARGUMENT if kind, buddy, nickname or network_id
   * differ from those of the request. The host remembers the last 32 requests of the user, or fewer if the ids of their
   * stanzas are long; of another one, it takes FAILED and the network_id, unchecked. */
  prism_result (*receipt)(const prism_host* host, const prism_receipt* receipt);

  /* [main] A buddy is new or has changed. PRISM_ERR_LIMIT if Spectrum sends all contacts in one stanza, and that one is
   * full: the user is told so once. */
  prism_result (*buddy_changed)(const prism_host* host, const prism_buddy* buddy);

  /* [main] A buddy is no contact any more. */
  prism_result (*buddy_removed)(const prism_host* host, const prism_buddy_removed* removed);

  /* [main] The plugin has reported every contact that the network has. The host removes those from Spectrum's roster
   * that were there at the login, and were not reported since. It can do so only if roster() is announced
   * (PRISM_FEATURE_ROSTER_ON_LOGIN), since it does not know the others. */
  prism_result (*roster_complete)(const prism_host* host, const prism_roster_complete* complete);

  /* [main] A buddy asks for permission to see the user's presence. authorization_answered() is the answer. */
  prism_result (*authorization_requested)(const prism_host* host, const prism_authorization* authorization);

  /* [main] The typing state of a buddy or a participant has changed. */
  prism_result (*typing)(const prism_host* host, const prism_typing* typing);

  /* [main] A buddy or a participant asks for the user's attention. */
  prism_result (*attention)(const prism_host* host, const prism_attention* attention);

  /* [main] The user is in the room, as the participant `self`. Answers join(). To be called after the participants who
   * are there have been reported by participant_changed(), and before subject_changed(). `nickname` is the one that the
   * network has given, which may not be that of join(); the flag ME is not needed. PRISM_ERR_STATE if the user has not
   * asked to join. */
  prism_result (*joined)(const prism_host* host, const prism_participant* self);

  /* [main] The user could not enter the room, could not get the nickname of the last join() there, or could not enter
   * it again after a connection was lost. Answers join(). PRISM_ERR_STATE if the user is not in the room, and has not
   * asked to join it. */
  prism_result (*join_failed)(const prism_host* host, const prism_join_failed* failed);

  /* [main] A participant of a room has entered, changed or left. PRISM_ERR_STATE if the user is not in the room, and
   * has not asked to join it. Before joined(), the participants may be reported in any order. The user need not be
   * among them. */
  prism_result (*participant_changed)(const prism_host* host, const prism_participant* participant);

  /* [main] The subject of a room, after a join or a change. An empty one is sent only if it removes another. */
  prism_result (*subject_changed)(const prism_host* host, const prism_subject* subject);

  /* [main] An invitation to a room. The user's client gets a direct invitation (XEP-0249). If the user accepts, join()
   * follows. */
  prism_result (*room_invited)(const prism_host* host, const prism_invitation* invitation);

  /* [main] The rooms of the network. They go in one stanza: the list is cut where that is full, and the title of the
   * last room says how many are missing. Rooms whose name cannot be part of a JID are left out. PRISM_ERR_STATE for
   * everybody's list before Spectrum's first frame, so in create() and start(). */
  prism_result (*room_list)(const prism_host* host, const prism_room_list* list);

  /* [main] A vCard. Answers all open vcard_wanted() for the same user, buddy and nickname, compared byte for byte.
   * PRISM_ERR_STATE if there is none. */
  prism_result (*vcard)(const prism_host* host, const prism_vcard* vcard);

  /* [main] Writes one stanza into the user's XMPP stream: a message, presence or iq in the namespace jabber:client,
   * which is also the namespace of a stanza without xmlns. `to` is a user with a session, and `from` a name of the
   * network, both as whole JIDs. An iq of the type 'result' or 'error' may lack `from`: it answers a request to the
   * transport itself.
   *
   * PRISM_ERR_ARGUMENT for anything else, and for what would end Spectrum or its stream: invalid characters, elements
   * deeper than 128 or more than 10,000, names over 1,000 bytes, more than 100 attributes, more bytes than
   * prism.max_stanza_size with the namespace of each element written out, and some payloads that Spectrum cannot parse
   * (the log names them). */
  prism_result (*raw_xml)(const prism_host* host, prism_str stanza);

  /* [main] What the plugin supports. Only within create() and start(). Without this call, the host announces passwords,
   * registration, and rooms if the plugin has join(). */
  prism_result (*set_features)(const prism_host* host, const prism_features* features);

  /* --- Faults and errors */

  /* [any] Reports a fault that the plugin has found in itself, such as an exception or a panic at its boundary. It is
   * logged, counted and, with prism.strict, made the exit code, like a fault that the host finds. `where` is the
   * function as the author of the plugin knows it, at most 64 bytes; `text` is the fault, at most 16 KiB. Never pass a
   * secret. */
  void (*fault)(const prism_host* host, prism_str where, prism_str text);

  /* [main] Returns the errno of the last call that has returned PRISM_ERR_SYSTEM, such as ENOSPC; 0 without one. Other
   * calls do not change it. */
  int32_t (*system_error)(const prism_host* host);
};

#ifdef __cplusplus
}
#endif

#endif
