/* SPDX-License-Identifier: MIT */
/*
 * The Prism plugin ABI.
 *
 * A plugin is a shared object, <id>.so, that puts one network behind Spectrum 2. The host, spectrum2_prism_backend,
 * does everything that every network needs: it is launched by Spectrum, reads the transport's configuration, talks
 * Spectrum's protocol, and owns the event loop. The plugin gets decoded requests as calls of its functions (struct
 * prism_plugin) and answers by calling the host's (struct prism_host).
 *
 * A plugin consists of
 *   - PRISM_PLUGIN_NOTE(...): who it is, readable without running it;
 *   - prism_plugin_query():   the one function that it exports, which returns its struct prism_plugin.
 *
 * Terms
 *   user         an XMPP bare JID; the key of a session. One plugin serves all users of the process.
 *   legacy name  the user's account on the network.
 *   buddy        a contact of the user on the network, by its name there.
 *   room         a chat room of the network, by its name there; its participants go by nicknames (XEP-0045). In events
 *                for a user, call a room what that user's join() called it. Names of rooms and buddies come out of JIDs,
 *                which have no case (RFC 7622 section 3.3), and so may come in lower case: compare them as the network
 *                does.
 *   participant  somebody in a room that the user has joined. Where a function takes `buddy` and `nickname`, a
 *                participant is the room in `buddy` and the `nickname`; whoever else has an empty nickname.
 *   request      something Spectrum wants: the host calls the plugin.
 *   event        something that happened on the network: the plugin calls the host.
 *   session      from the login request until the logout request or the plugin's own disconnected event.
 *
 * Threads
 *   Each function carries in brackets where it may be called: [main] is the thread that runs the host's event loop,
 *   on which all requests, watches, timers and posts arrive, one at a time; [any] is any thread. A plugin needs no
 *   thread of its own. Whoever calls a [main] function elsewhere gets PRISM_ERR_THREAD or, from those that return no
 *   prism_result, what they return where there is nothing; both are logged.
 *   Calls of the host do not call back into the plugin before they return, but for the `visit` of config_list() and
 *   config_section().
 *   On [main], nothing may wait for a network or a disk: a call that has run for 5 s is named in the log, one that has run
 *   for 60 s ends the process (prism.stall_warning, prism.stall_timeout).
 *
 * The process is the host's. It handles SIGTERM, SIGINT, SIGHUP, SIGXCPU and the signals of crashes; other signals whose
 * default action ends or stops a process do nothing, unless the plugin handles them. SIGCHLD is free. The host's
 * descriptors are closed by exec(); those of the plugin should be, too. A plugin that closes or replaces a descriptor of
 * the host, or calls exit(), exec(), daemon() or the like in the host's process, ends it for all users. A process that
 * it makes by fork() must not return into the host: it calls exec() or _exit().
 *
 * Ownership
 *   Everything behind a pointer is borrowed until the call returns, in both directions, unless said otherwise. Who
 *   wants to keep it, copies it. Whoever allocates, frees.
 *
 * Strings are UTF-8, a pointer and a length in bytes. Those that the host hands out are also NUL-terminated, and
 * contain only characters that XML 1.0 allows, but for the configuration's: these are as the file has them. In those
 * that a plugin hands in, what is not UTF-8, or not allowed in XML 1.0 (https://www.w3.org/TR/xml/#charsets), is
 * replaced by U+FFFD, since Spectrum writes it into an XML stream, unless a comment says otherwise.
 * An empty string means 'not given'; then `data` is not looked at and may be NULL.
 *
 * Names of buddies and rooms become the local part of a JID, nicknames, new nicknames and aliases of participants its
 * resource (RFC 6122). An event is refused with PRISM_ERR_ARGUMENT if a name in it cannot be one: it has more than 1,023
 * bytes (a name of a buddy or a room once it is escaped, XEP-0106), or a character that stringprep's profiles nodeprep or
 * resourceprep prohibit, such as a control character or U+FFFD. A network whose names may be such has to be given others
 * by its plugin: each the same every time, and another for each.
 *
 * Flags and numbers that this header does not know are refused, unless a comment says otherwise, as is an event whose
 * strings have more bytes together than a frame may have (prism.max_frame_size, 16 MiB), or whose list is longer than its
 * comment says. A line of the log is cut at 16 KiB, and its control characters are written as \x1b.
 *
 * Each stanza that Spectrum makes of an event has prism.max_stanza_size bytes at most (128 KiB), once its text is escaped.
 * The text of a message that does not fit goes in up to 16 pieces, its attachments after it; mark-up that does not fit is
 * left out. Other texts are cut, aliases and names at 1 KiB if they are long; a picture that does not fit is left out.
 *
 * No exception may leave a plugin. The host catches those that do, and logs the plugin as misbehaving.
 *
 * Compatibility: structs grow only at their end, each member that came later is marked 'since'. Every struct but those
 * that never change starts with its own size, as its writer knew it; whoever reads one written by the other side asks
 * PRISM_HAS() first about members that are marked, and does not look at what comes behind those that it knows. Whoever
 * writes one sets all of it to 0 first: then what has no meaning for it, and what comes with a later header, is not given.
 * The host gives a plugin no flag and no number that the plugin's `abi_version` does not have; a plugin that uses one
 * marked 'since', or a member that was `reserved` before, looks at the host's `abi_version` first, since older ones refuse
 * it. Until ABI 1.0 there are no marks: a plugin runs on hosts of exactly its own ABI version.
 */
#ifndef PRISM_PLUGIN_H
#define PRISM_PLUGIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_ABI_MAJOR 0
#define PRISM_ABI_MINOR 4
#define PRISM_ABI_VERSION PRISM_ABI(PRISM_ABI_MAJOR, PRISM_ABI_MINOR)

#define PRISM_ABI(major, minor) ((major)*UINT32_C(0x10000) + (minor))
#define PRISM_ABI_GET_MAJOR(version) ((version) >> 16)
#define PRISM_ABI_GET_MINOR(version) ((version)&0xffffu)

/* True if the writer of *pointer, a struct of this type, knew this member. */
#define PRISM_HAS(type, pointer, member) ((pointer)->struct_size >= offsetof(type, member) + sizeof((pointer)->member))

/* ------------------------------------------------------------------------------------------------- strings */

/* A borrowed string. This struct never changes. */
typedef struct prism_str {
  const char* data;
  uint64_t size; /* bytes, without any NUL */
} prism_str;

/* A borrowed name with its value. This struct never changes. */
typedef struct prism_pair {
  prism_str name;
  prism_str value;
} prism_pair;

/* Borrowed bytes of any kind. This struct never changes. */
typedef struct prism_blob {
  const void* data;
  uint64_t size;
} prism_blob;

static inline prism_str prism_str_of(const char* data, size_t size) {
  prism_str str;
  str.data = data;
  str.size = size;
  return str;
}

static inline prism_str prism_str_from(const char* nul_terminated) {
  return prism_str_of(nul_terminated, nul_terminated ? strlen(nul_terminated) : 0);
}

/* PRISM_STR("a literal"), and the same as an initializer, which C allows for static objects too. */
#define PRISM_STR(literal) prism_str_of("" literal, sizeof(literal) - 1)
#define PRISM_STR_INIT(literal) \
  { "" literal, sizeof(literal) - 1 }

/* ------------------------------------------------------------------------------------------------- results */

typedef int32_t prism_result;

#define PRISM_OK 0
#define PRISM_PENDING 1         /* stop(): not done yet, stopped() will follow */
#define PRISM_ERR_FAILED (-1)   /* create(), start(): did not work; the last error that was logged on [main] is why */
#define PRISM_ERR_ARGUMENT (-2) /* an argument is not acceptable; the host has logged which */
#define PRISM_ERR_NO_USER \
  (-3) /* that user has no session (any more); the event was dropped, and the host has logged it */
#define PRISM_ERR_THREAD (-4) /* a [main] function was called on another thread */
#define PRISM_ERR_STATE (-5)  /* not now: of the plugin's life, the session or the room */
#define PRISM_ERR_SYSTEM (-6) /* the operating system refused; errno says why */
#define PRISM_ERR_MEMORY (-7) /* out of memory, or too many of the same already */

/* -------------------------------------------------------------------------------------- requests and events */

/* Times are milliseconds since 1970-01-01 00:00 UTC, of which users see the seconds; 0 means 'now', or 'not given'. An
 * event goes out without a time that is not within the years 1970 to 9999. */
typedef int64_t prism_time;

/* The presence of somebody (XMPP's <show/>, RFC 6121 section 4.7.2.1). */
#define PRISM_STATUS_ONLINE 0u
#define PRISM_STATUS_AWAY 1u
#define PRISM_STATUS_FREE_FOR_CHAT 2u
#define PRISM_STATUS_EXTENDED_AWAY 3u
#define PRISM_STATUS_DO_NOT_DISTURB 4u
#define PRISM_STATUS_OFFLINE 5u
#define PRISM_STATUS_INVISIBLE 6u

/* Why a session could not begin, or has ended, in the numbers of Spectrum's ConnectionError; no prism_result is one of
 * these. After PRISM_CONNECTION_ERROR_NETWORK and PRISM_CONNECTION_ERROR_OTHER, Spectrum logs the user in again at once,
 * up to three times: they are for what that can heal. Every other reason is final, and the user is shown the text. */
#define PRISM_CONNECTION_ERROR_NETWORK 0u
#define PRISM_CONNECTION_ERROR_INVALID_USERNAME 1u
#define PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED 2u
#define PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE 3u
#define PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT 4u
#define PRISM_CONNECTION_ERROR_ENCRYPTION 5u
#define PRISM_CONNECTION_ERROR_NAME_IN_USE 6u
#define PRISM_CONNECTION_ERROR_INVALID_SETTINGS 7u
#define PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED 8u
#define PRISM_CONNECTION_ERROR_CERT_UNTRUSTED 9u
#define PRISM_CONNECTION_ERROR_CERT_EXPIRED 10u
#define PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED 11u
#define PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH 12u
#define PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH 13u
#define PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED 14u
#define PRISM_CONNECTION_ERROR_CERT_OTHER 15u
#define PRISM_CONNECTION_ERROR_OTHER 16u

/* Request: a user wants to be logged in. */
typedef struct prism_login {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str
      legacy_name;    /* what was registered; without registration, the nickname of the first join or the full JID; in
                            server mode the node of the JID, with '@' for each '%' */
  prism_str password; /* not to be logged */
  const prism_pair*
      settings; /* the user's own, as text ("1"), in no order; not to be logged; none from Spectrum 2.2.1 */
  uint64_t settings_count;
  const prism_str*
      extra_fields; /* of the registration form, in its order; not to be logged. Today's Spectrum sends none. */
  uint64_t extra_fields_count;
} prism_login;

/* Event: something at an address on the web that came with a message (XEP-0066). */
typedef struct prism_attachment {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str url;
  prism_str mime_type;
  prism_str description;
} prism_attachment;

#define PRISM_MESSAGE_ROOM \
  1u                              /* in the room `buddy`, in a request one that has been joined; in an event,
                                     `nickname` is the participant who wrote it */
#define PRISM_MESSAGE_PRIVATE 2u  /* between the user and the participant `nickname` of the room `buddy` */
#define PRISM_MESSAGE_HEADLINE 4u /* event: a notice that expects no answer (RFC 6121 section 5.2.2) */
#define PRISM_MESSAGE_CARBON 8u   /* event: the user has sent this to `buddy` from another client (XEP-0280) */

/* Request and event: a message between a user and a buddy or a room. */
typedef struct prism_message {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_MESSAGE_..., of the first two one at most */
  prism_str user;
  prism_str buddy;    /* whom a request goes to, whom an event comes from: a contact or a room */
  prism_str nickname; /* of the participant, with PRISM_MESSAGE_ROOM (events only) and PRISM_MESSAGE_PRIVATE */
  prism_str text;
  prism_str xhtml; /* the same text with mark-up, if there is any: a well-formed fragment. In an event, one that is not
                      well-formed is left out, and the plain text goes alone; of the others, what XHTML-IM allows passes
                      (XEP-0071), and images become attachments. */
  prism_str id;    /* request: given if the sender asked for a receipt (XEP-0184), to be answered by message_ack() once
                      the network has the message. Event: leave it empty. */
  prism_time time; /* event: when it was sent, if that is in the past (XEP-0203) */
  const prism_attachment* const* attachments; /* event; 100 at most */
  uint64_t attachments_count;
} prism_message;

/* Request and event: a contact of the user, or what has changed about it. As an event it replaces what Spectrum knew of
 * the buddy: only an empty alias and an empty list of groups leave the old ones standing. As a request it says nothing of
 * the buddy's presence: its status is PRISM_STATUS_OFFLINE. */
typedef struct prism_buddy {
  uint32_t struct_size;
  uint32_t status; /* PRISM_STATUS_... */
  prism_str user;
  prism_str buddy;
  prism_str alias;         /* the name to show */
  const prism_str* groups; /* of the roster; 1,000 at most */
  uint64_t groups_count;
  prism_str status_text;
  prism_str icon_hash; /* changes when the avatar does, usually its SHA-1 in hexadecimal (XEP-0153) */
  uint32_t blocked;    /* 0 or 1 */
  uint32_t reserved;   /* 0 */
} prism_buddy;

/* What somebody who is writing is doing (XEP-0085). */
#define PRISM_TYPING_ACTIVE 0u /* nothing is being typed (any more) */
#define PRISM_TYPING_COMPOSING 1u
#define PRISM_TYPING_PAUSED 2u

/* Request: the user wants to enter a room. */
typedef struct prism_join {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;
  prism_str nickname;
  prism_str password; /* not to be logged */
} prism_join;

/* What is known of a participant. CONFLICT, NOT_AUTHORIZED and ROOM_NOT_FOUND count only on the user's own nickname: they
 * refuse the join, with status_text as the reason. Own is, byte for byte, the nickname of join(), of own_nickname() after
 * it, or the last `new_nickname` of that one; ME does not make it so, and informs only. */
#define PRISM_PARTICIPANT_MODERATOR 1u
#define PRISM_PARTICIPANT_CONFLICT 2u /* the nickname is taken */
#define PRISM_PARTICIPANT_BANNED 4u
#define PRISM_PARTICIPANT_NOT_AUTHORIZED 8u /* the room does not let the user in */
#define PRISM_PARTICIPANT_ME 16u            /* the user */
#define PRISM_PARTICIPANT_KICKED 32u
#define PRISM_PARTICIPANT_ROOM_NOT_FOUND 64u

/* Event: a participant has entered a room, changed, or left (PRISM_STATUS_OFFLINE). After a join: everybody who is
 * there, the user last, then the subject. If the user has left without having asked for it, such as after a kick,
 * status_text says why; the host makes Spectrum forget the room, so that the user can join it again. */
typedef struct prism_participant {
  uint32_t struct_size;
  uint32_t flags;    /* PRISM_PARTICIPANT_... */
  uint32_t status;   /* PRISM_STATUS_... */
  uint32_t reserved; /* 0 */
  prism_str user;    /* whose room it is */
  prism_str room;
  prism_str nickname;
  prism_str new_nickname; /* if the participant goes by this from now on */
  prism_str status_text;
  prism_str icon_hash;
  prism_str alias;
} prism_participant;

/* Event: the subject of a room. */
typedef struct prism_subject {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;
  prism_str nickname; /* who has set it */
  prism_str subject;
  prism_time time; /* when, if that is in the past */
} prism_subject;

/* Event: somebody asks the user to come into a room. */
typedef struct prism_invitation {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;     /* as join() is to call it */
  prism_str inviter;  /* a buddy; empty if nobody in particular has invited: then it comes from the room */
  prism_str reason;   /* may be empty */
  prism_str password; /* of the room, may be empty; not to be logged */
} prism_invitation;

/* A room in a list of rooms. This struct never changes. */
typedef struct prism_room {
  prism_str name;  /* as join() is to call it */
  prism_str title; /* to show; may be empty */
} prism_room;

/* Request and event: a vCard (XEP-0054). */
typedef struct prism_vcard {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;       /* whose it is; empty where it is the user's own */
  prism_str participant; /* by what nickname, if it is a participant's of the room `buddy` */
  prism_str full_name;
  prism_str nickname; /* the one in the vCard */
  prism_blob photo;   /* an image file, as it is */
} prism_vcard;

/* What a plugin can do, and wants Spectrum or the host to do. Each of the first seven can be overruled by the
 * administrator, in the sections [registration] and [features] of the configuration. */
#define PRISM_FEATURE_PASSWORD 1u         /* registering takes a password (needPassword) */
#define PRISM_FEATURE_REGISTRATION 2u     /* users register with the gateway before they log in (needRegistration) */
#define PRISM_FEATURE_RECEIPTS 4u         /* message_ack() will come (receipts) */
#define PRISM_FEATURE_ROOMS 8u            /* there are rooms (muc) */
#define PRISM_FEATURE_RAW_XML 16u         /* messages come as raw_xml() only, presence and roster both ways (rawxml) */
#define PRISM_FEATURE_UNESCAPED_JIDS 32u  /* in names '@' becomes '%', not XEP-0106's \40 (disable_jid_escaping) */
#define PRISM_FEATURE_ROSTER_ON_LOGIN 64u /* roster() follows each login() (send_buddies_on_login) */
#define PRISM_FEATURE_REFLECT_ROOM_MESSAGES \
  128u                             /* the network does not send the user's own room messages back: the host
                                                    does it, once message() has returned */
#define PRISM_FEATURE_RELOGIN 256u /* a login for a user who has a session comes as it is, without a logout before */

typedef struct prism_features {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_FEATURE_... */
  const prism_str*
      extra_fields; /* more fields of the registration form (extraField), 100 at most: a line of 1,000 bytes
                                    at most each, without '#'. Today's Spectrum does not show them. */
  uint64_t extra_fields_count;
} prism_features;

/* ---------------------------------------------------------------------------------------------------- host */

/* What a watch waits for, and what has come. */
#define PRISM_WATCH_READABLE 1u
#define PRISM_WATCH_WRITABLE 2u

#define PRISM_LOG_TRACE 0u
#define PRISM_LOG_DEBUG 1u
#define PRISM_LOG_INFO 2u
#define PRISM_LOG_WARNING 3u
#define PRISM_LOG_ERROR 4u

typedef uint64_t prism_watch; /* never 0 */
typedef uint64_t prism_timer; /* never 0 */

/* Memory in kB, as Spectrum's statistics show it. */
typedef struct prism_memory {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  uint64_t resident_kb;
  uint64_t shared_kb;
} prism_memory;

/* The plugin's functions that the host calls back. `data` is what was handed in with them: the host uses it no more once
 * they have been removed or, where they are called once only, from when they are called. */
typedef void (*prism_watch_fn)(void* data, int32_t fd, uint32_t ready);
typedef void (*prism_timer_fn)(void* data, prism_timer timer);
typedef void (*prism_post_fn)(void* data);
typedef void (*prism_value_fn)(void* data, prism_str value);
typedef void (*prism_pair_fn)(void* data, prism_str name, prism_str value);

/*
 * What the host does for a plugin. It is given to create() and stays valid until the process ends. `host` is always
 * the pointer given to create().
 *
 * This table grows only at its end.
 */
typedef struct prism_host prism_host;
struct prism_host {
  uint32_t struct_size;
  uint32_t abi_version; /* of the host */

  /* [any] Writes a line to the log, under the category Plugin.<id>. `level` is a PRISM_LOG_... Never log a secret. */
  void (*log)(const prism_host* host, uint32_t level, prism_str text);

  /* [any] The same under the category Plugin.<id>.<area>, for a part of the plugin, or of a library, that deserves a
   * level of its own (log4j.category.Plugin.<id>.<area>). `area` is 1 to 32 of letters, digits, '-' and '_', and needs
   * no registration. Every other character becomes '-', what is longer is cut; if it is empty, or if there are 256
   * areas already, the line goes to Plugin.<id>. */
  void (*log_area)(const prism_host* host, uint32_t level, prism_str area, prism_str text);

  /* [any] Returns 1 if a line of this level would be written somewhere, else 0; `area` as above, or empty for the
   * category Plugin.<id>. Costs little: ask before you format what is seldom read, each time anew. */
  int32_t (*log_enabled)(const prism_host* host, uint32_t level, prism_str area);

  /* [main] Optional services of the host, by names such as "prism.name/1". Returns a table that stays valid until the
   * process ends, or NULL: this host does not have it. There is one so far: prism/prompt.h. */
  const void* (*get_service)(const prism_host* host, const char* name);

  /* --- Configuration: the transport's .cfg file with the command line's --section.key=value over it. It does not
   * change while the process runs, and its strings stay valid until destroy() returns. Keys are "section.key".
   * In every value $jid has been replaced by service.jid. */

  /* [main] Finds a value; of a key given several times, the last. Returns 1 and sets *value, or 0 and leaves it. */
  int32_t (*config_get)(const prism_host* host, prism_str key, prism_str* value);

  /* [main] Reads a value as a boolean: 0/1, true/false, yes/no, on/off, in any case. Returns 0 or 1; `fallback` if the
   * key is not there, or, with a warning in the log, if it is no boolean. */
  int32_t (*config_bool)(const prism_host* host, prism_str key, int32_t fallback);

  /* [main] Reads a value as a whole number in decimal. Returns `fallback` if the key is not there. With a warning in the
   * log, returns `fallback` too if the value is no number of 64 bits, and the nearest that is allowed if it is not within
   * `least` and `most`. */
  int64_t (*config_int)(const prism_host* host, prism_str key, int64_t fallback, int64_t least, int64_t most);

  /* [main] Calls `visit`, unless it is NULL, for each value of a key, in the order of the file. Returns their number. */
  uint64_t (*config_list)(const prism_host* host, prism_str key, prism_value_fn visit, void* data);

  /* [main] Calls `visit`, unless it is NULL, for each key of a section, named without the section, and each of its values,
   * sorted by key. Returns the number of values. */
  uint64_t (*config_section)(const prism_host* host, prism_str section, prism_pair_fn visit, void* data);

  /* --- Event loop. Callbacks come on [main]. */

  /* [main] Calls `ready` whenever `fd` is ready for one of `events`, a mask of PRISM_WATCH_READABLE and PRISM_WATCH_WRITABLE
   * (level-triggered). An error or a hang-up on it shows as every event that was asked for: read or write, and see.
   * The plugin goes on owning `fd`, and removes the watch before it closes it. One watch for each descriptor.
   * PRISM_ERR_MEMORY if a million watches have been left behind. */
  prism_result (*watch_add)(const prism_host* host, int32_t fd, uint32_t events, prism_watch_fn ready, void* data,
                            prism_watch* watch);

  /* [main] Waits for other events from now on; 0 pauses the watch. */
  prism_result (*watch_modify)(const prism_host* host, prism_watch watch, uint32_t events);

  /* [main] Ends a watch; allowed inside its own callback, and where it has ended already. No call of it comes after this. */
  prism_result (*watch_remove)(const prism_host* host, prism_watch watch);

  /* [main] Calls `due` once after `first_ms` milliseconds on the monotonic clock, and then, unless `period_ms` is 0,
   * each `period_ms`. The first call of a timer of 4,000 ms or more comes up to a sixteenth later, so that timers share
   * a wake-up of the process. Calls that are missed because something else took long are not made up for. A timer that
   * is not periodic has ended when its callback starts. PRISM_ERR_MEMORY if there are a million already. */
  prism_result (*timer_add)(const prism_host* host, uint64_t first_ms, uint64_t period_ms, prism_timer_fn due,
                            void* data, prism_timer* timer);

  /* [main] Ends a timer; allowed inside its own callback, and where it has ended already. No call of it comes after this. */
  prism_result (*timer_remove)(const prism_host* host, prism_timer timer);

  /* [any] Has `run` called on the main thread soon; from create() on. Posts of one thread keep their order. Each one
   * that was accepted is called once, before destroy() at the latest, or, if create() fails, not at all. PRISM_ERR_STATE
   * from then on.
   *
   * Where 65,536 posts wait already, another thread waits in here until they have been called, which may take as long as
   * Spectrum does not read: so [main] functions must not wait for a thread that posts, but for those at the end: once
   * the host has begun to log all users out, nobody waits here any more, but gets PRISM_ERR_MEMORY. So does [main]
   * itself at any time, where 131,072 posts wait. */
  prism_result (*post)(const prism_host* host, prism_post_fn run, void* data);

  /* [main] Ends what stop() began when it returned PRISM_PENDING. */
  prism_result (*stopped)(const prism_host* host);

  /* --- Events. All of them return PRISM_ERR_NO_USER, and do nothing, if `user` has no session: after logout(), what is
   * still under way is to be dropped. What Spectrum has not read yet is kept, in order. Only where one callback hands over
   * more than some megabytes while Spectrum does not read, the event waits until it does: so memory stays bounded. */

  /* [main] The user is logged in. Answers the login request; PRISM_ERR_STATE if it has been answered so already. In server
   * mode, the user's client can be written to only some time later: until then, five seconds at most, the host keeps
   * messages, calls for attention, requests for authorization, invitations and stanzas for it, and sends them in order. */
  prism_result (*connected)(const prism_host* host, prism_str user);

  /* [main] The user could not be logged in, or is not any more. `error` is a PRISM_CONNECTION_ERROR_... (another number
   * counts as _OTHER), `text` a sentence for the user. Ends the session: no logout request comes for it. */
  prism_result (*disconnected)(const prism_host* host, prism_str user, uint32_t error, prism_str text);

  /* [main] A message has come in for the user. */
  prism_result (*message)(const prism_host* host, const prism_message* message);

  /* [main] The network has the message that the user sent with this id: the other three are those of the message. */
  prism_result (*message_ack)(const prism_host* host, prism_str user, prism_str buddy, prism_str nickname,
                              prism_str id);

  /* [main] A buddy has appeared or changed. */
  prism_result (*buddy_changed)(const prism_host* host, const prism_buddy* buddy);

  /* [main] A buddy is no contact any more. */
  prism_result (*buddy_removed)(const prism_host* host, prism_str user, prism_str buddy);

  /* [main] `buddy` asks to see the user's presence; authorization_answered() tells the answer. */
  prism_result (*authorization_requested)(const prism_host* host, prism_str user, prism_str buddy);

  /* [main] A buddy or a participant is typing to the user, or not. `state` is a PRISM_TYPING_... */
  prism_result (*typing)(const prism_host* host, prism_str user, prism_str buddy, prism_str nickname, uint32_t state);

  /* [main] A buddy or a participant wants the user's attention (XEP-0224); `text` may be empty. */
  prism_result (*attention)(const prism_host* host, prism_str user, prism_str buddy, prism_str nickname,
                            prism_str text);

  /* [main] A participant of a room has come, changed or gone. */
  prism_result (*participant_changed)(const prism_host* host, const prism_participant* participant);

  /* [main] The network has given the user another nickname than join() asked for. To be told before the participants are;
   * PRISM_ERR_STATE once the user is in the room: then participant_changed() with `new_nickname` says it all. */
  prism_result (*own_nickname)(const prism_host* host, prism_str user, prism_str room, prism_str nickname);

  /* [main] The subject of a room, after a join or a change. */
  prism_result (*subject_changed)(const prism_host* host, const prism_subject* subject);

  /* [main] Somebody asks the user to come into a room. The user's client gets a direct invitation (XEP-0249), which it
   * shows with a button to enter; join() follows if the user wants to. */
  prism_result (*room_invited)(const prism_host* host, const prism_invitation* invitation);

  /* [main] The rooms that there are, 100,000 at most: those for one user or, if `user` is empty, for everybody; the
   * latter is PRISM_ERR_STATE as long as Spectrum has not spoken, as in create() and start(). The most popular come first:
   * the list goes in one stanza, and is cut where that is full; the title of the last room then says how many are missing.
   * Rooms whose names cannot be part of a JID are left out. */
  prism_result (*room_list)(const prism_host* host, prism_str user, const prism_room* rooms, uint64_t count);

  /* [main] A vCard that was asked for. It answers all vcard_wanted() that are open for this user, buddy and participant,
   * in the very bytes in which they came; if there is none, PRISM_ERR_STATE. */
  prism_result (*vcard)(const prism_host* host, const prism_vcard* vcard);

  /* [main] One XMPP stanza, written into the user's stream as it is: message, presence or iq, in the namespace
   * jabber:client (which is also what one without xmlns is in), `to` a user who has a session, `from` a name on the
   * network; both are JIDs, as a whole. An iq of the type result or error may have no `from`: it answers one to the
   * transport itself. Anything else is refused with PRISM_ERR_ARGUMENT: broken characters, elements more than 128 deep or
   * more than 10,000, names of more than 1,000 bytes, more than 100 attributes, more than prism.max_stanza_size bytes with
   * the namespace of each element, and payloads that end Spectrum (block sizes of XEP-0047 that are none, profiles of
   * XEP-0095 other than file transfer, and some more: the log says which). */
  prism_result (*raw_xml)(const prism_host* host, prism_str stanza);

  /* [main] A command to Spectrum itself, as its administrator types it; query_answered() brings the answer. Answers
   * do not say what they are to: they come in the order of the queries, so ask one at a time if it matters.
   * PRISM_ERR_STATE as long as Spectrum has not spoken, as in create() and start(). */
  prism_result (*query)(const prism_host* host, prism_str command);

  /* [main] What the plugin can do. Only within create() and start(); without it, the host announces passwords,
   * registration, and rooms if the plugin has a `join`. */
  prism_result (*set_features)(const prism_host* host, const prism_features* features);
};

/* -------------------------------------------------------------------------------------------------- plugin */

/*
 * What a plugin does for the host, and its life cycle:
 *
 *   load     the host opens the file that the configuration chooses; no other code of the plugin but initializers of
 *            static objects runs
 *   query    prism_plugin_query(): the host checks versions, and that id and version are those of the note
 *   create   one instance comes to life; it can use `host` from here on. On failure the process ends (ECANCELED), and
 *            nothing else is called
 *   start    all is set up, requests may come from now on. On failure as above, but destroy is called
 *              ... requests, watches, timers, posts ...
 *   stop     the process is about to end. Every session has been ended by logout before. The plugin says goodbye to
 *            the network; watches, timers and posts go on for that, two seconds at most. 2.5 s after the cause
 *            of the end (EXIT, a signal), the process is ended, whatever still runs
 *   destroy  the instance ends, together with its threads and descriptors. Watches and timers are gone already;
 *            removing them does nothing, adding some is refused
 *
 * create and start run before Spectrum is connected: what is wrong with the configuration shows there, in a second.
 * After a start that failed, and with --check, which does not start, destroy comes without a stop: what begins to work
 * (threads, connections, helpers) belongs into start.
 *
 * A function left NULL means 'not supported' or 'nothing to do'; those marked 'required' may not be NULL. All of them
 * are [main]. `self` is what create() returned through `instance`. This table grows only at its end.
 */
typedef struct prism_plugin {
  uint32_t struct_size;
  uint32_t abi_version;    /* PRISM_ABI_VERSION: what the plugin was built with */
  uint32_t min_host_minor; /* the lowest ABI minor of a host that the plugin can live with */
  uint32_t reserved;       /* 0 */
  const char* id;          /* as in the note */
  const char* version;     /* as in the note */

  /* Required. Logs an error and returns PRISM_ERR_FAILED if the configuration does not allow it to work. */
  prism_result (*create)(const prism_host* host, void** instance);
  prism_result (*start)(void* self);

  /* Returns PRISM_OK if there is nothing to wait for, or PRISM_PENDING and calls host->stopped() later. */
  prism_result (*stop)(void* self);

  /* Required. */
  void (*destroy)(void* self);

  /* Adds what other processes that the plugin runs (helpers, bridges) take up: the host's own is in *memory already. */
  void (*memory_usage)(void* self, prism_memory* memory);

  /* Required. Always to be answered, soon or later, by connected() or disconnected(); after three minutes the host
   * gives up waiting (prism.login_timeout), and logout() follows. If the user has a session already, the host calls
   * logout first, unless PRISM_FEATURE_RELOGIN is set. */
  void (*login)(void* self, const prism_login* login);

  /* Required. The session has ended; no event for this user is accepted from here on. */
  void (*logout)(void* self, prism_str user);

  /* The user has written to a buddy or a room. If NULL, the user is told that this network takes no messages. */
  void (*message)(void* self, const prism_message* message);

  /* The user's own presence has changed. It can come before connected(); a status that repeats the last one does not
   * come. After a login that brings none, the last one known is given again. */
  void (*status_changed)(void* self, prism_str user, uint32_t status, prism_str text);

  /* The user's contacts as Spectrum knows them, right after login. With PRISM_FEATURE_ROSTER_ON_LOGIN. */
  void (*roster)(void* self, prism_str user, const prism_buddy* const* buddies, uint64_t count);

  /* The user has added a contact, or changed its alias or groups. What repeats does not come. */
  void (*buddy_changed)(void* self, const prism_buddy* buddy);

  /* The user has removed a contact. */
  void (*buddy_removed)(void* self, prism_str user, prism_str buddy);

  /* The user blocks a contact (1), or does not any more (0). */
  void (*buddy_blocked)(void* self, prism_str user, prism_str buddy, uint32_t blocked);

  /* The user has accepted (1) or denied (0) what authorization_requested() asked. buddy_changed() follows if the accepted
   * one is a new contact, and buddy_removed() may follow a denial, even of somebody who was no contact. */
  void (*authorization_answered)(void* self, prism_str user, prism_str buddy, uint32_t accepted);

  /* The user is typing to a buddy, a participant or a room, or not. `state` is a PRISM_TYPING_... */
  void (*typing)(void* self, prism_str user, prism_str buddy, prism_str nickname, uint32_t state);

  /* The user wants the attention of a buddy or a participant (XEP-0224); `text` may be empty. */
  void (*attention)(void* self, prism_str user, prism_str buddy, prism_str nickname, prism_str text);

  /* The user wants to enter a room. To be answered by participant_changed(): with everybody who is there, or with the
   * own nickname and why not; the host does not give up waiting. It can come for a room that the user is in (another
   * client has joined), and is to be answered again then. If NULL, the user is told that there is no such room. */
  void (*join)(void* self, const prism_join* join);

  /* The user has left a room that was joined before. Does not come after a refusal, nor after the user's own
   * PRISM_STATUS_OFFLINE, nor need it come before logout(), which ends all. */
  void (*leave)(void* self, prism_str user, prism_str room);

  /* The user wants a room to have another subject. */
  void (*set_subject)(void* self, prism_str user, prism_str room, prism_str subject);

  /* The vCard of a buddy or a participant is wanted or, if `buddy` is empty, the user's own. To be answered by vcard(), in
   * 40 seconds: then Spectrum answers with an empty one. If NULL, the host does that at once. */
  void (*vcard_wanted)(void* self, prism_str user, prism_str buddy, prism_str nickname);

  /* The user has a new vCard. */
  void (*own_vcard)(void* self, const prism_vcard* vcard);

  /* A stanza that the user has sent, as it is. With PRISM_FEATURE_RAW_XML; a few, such as an iq for a contact, may come
   * without it. */
  void (*raw_xml)(void* self, prism_str user, prism_str stanza);

  /* Spectrum's answer to a query(). */
  void (*query_answered)(void* self, prism_str answer);

  /* The version of Spectrum's own API. Today's Spectrum never tells it. */
  void (*api_version)(void* self, int32_t version);
} prism_plugin;

/*
 * The one function that a plugin exports. `host_abi_version` is the host's PRISM_ABI_VERSION. Returns a table that
 * stays valid until the process ends, or NULL if the plugin cannot live with this host.
 */
#define PRISM_EXPORT __attribute__((visibility("default")))
PRISM_EXPORT const prism_plugin* prism_plugin_query(uint32_t host_abi_version);
typedef const prism_plugin* (*prism_plugin_query_fn)(uint32_t host_abi_version);

#ifdef __cplusplus
}
#endif

/* ---------------------------------------------------------------------------------------------------- note */

/*
 * PRISM_PLUGIN_NOTE(id, name, version, claims, keys), once in a plugin, outside of any function; all are string literals:
 *
 *   id       what the configuration calls it: 1 to 32 of a-z, 0-9, '-' and '_'
 *   name     what people call it
 *   version  of the plugin
 *   claims   which configurations it is for, beside those that name it; separated by spaces:
 *              protocol:NAME   service.protocol is NAME; it may have the wildcards of fnmatch(3), such as prpl-*
 *              key:NAME        the configuration has the key NAME, such as service.irc_server
 *   keys     the keys of the configuration that it reads, separated by spaces, such as "irc.nickname irc.tls"; "irc.*"
 *            for a section whose keys it cannot tell beforehand. So --check finds keys that are misspelt.
 *
 * It becomes an ELF note (section .note.prism, owner "Prism", type 1) of lines 'name=value', which the host reads
 * without running a line of the plugin; `readelf -p .note.prism` shows it.
 */
#define PRISM_PLUGIN_NOTE(id, name, version, claims, keys)                                            \
  static const struct {                                                                               \
    uint32_t owner_size, text_size, type;                                                             \
    char owner[8];                                                                                    \
    char text[(sizeof(PRISM_NOTE_TEXT(id, name, version, claims, keys)) + 3) / 4 * 4];                \
  } prism_plugin_note __attribute__((section(".note.prism"), used, aligned(4))) = {                   \
      6, sizeof(PRISM_NOTE_TEXT(id, name, version, claims, keys)), PRISM_NOTE_TYPE, PRISM_NOTE_OWNER, \
      PRISM_NOTE_TEXT(id, name, version, claims, keys)}

#define PRISM_NOTE_OWNER "Prism"
#define PRISM_NOTE_TYPE 1
#define PRISM_NOTE_TEXT(id, name, version, claims, keys)                                                               \
  "id=" id "\nname=" name "\nversion=" version                                                                         \
  "\nabi=" PRISM_NOTE_STRING(PRISM_ABI_MAJOR) "." PRISM_NOTE_STRING(PRISM_ABI_MINOR) "\nclaims=" claims "\nkeys=" keys \
                                                                                     "\n"
#define PRISM_NOTE_STRING(number) PRISM_NOTE_STRING_(number)
#define PRISM_NOTE_STRING_(number) #number

#endif
