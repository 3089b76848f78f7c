/* SPDX-License-Identifier: MIT */
/*
 * The Prism plugin ABI.
 *
 * A plugin is a shared object, <id>.so, that connects one network to Spectrum 2. The host, spectrum2_prism_backend,
 * does what every network needs: Spectrum 2 starts it, it reads the transport's configuration, speaks Spectrum's
 * protocol, and runs the event loop. The host calls the functions of the plugin (struct prism_plugin, below), and the
 * plugin calls the functions of the host (struct prism_host, prism/host.h).
 *
 * A plugin consists of
 *   - PRISM_PLUGIN_NOTE(...), its description (prism/note.h);
 *   - prism_plugin_query(), the one function that it exports. It returns the plugin's struct prism_plugin.
 *
 * Terms
 *   user         an XMPP bare JID, which identifies a session. One plugin serves all users of the process.
 *   legacy name  the user's account on the network.
 *   buddy        a contact of the user, by its name on the network.
 *   room         a chat room, by its name on the network. In events for a user, a room has the name of that user's
 *                join().
 *   participant  a person in a room, by nickname (XEP-0045). Functions that take `buddy` and `nickname` mean a
 *                participant if `nickname` is not empty: `buddy` is the room then.
 *   request      a call of the host for something that Spectrum wants.
 *   event        a call of the plugin for something that has happened on the network.
 *   session      from login() until logout() or until the plugin's disconnected().
 *
 * Threads
 *   Each function says in brackets where it may be called. [main] is the thread of the event loop. All requests and all
 *   callbacks of watches, timers and posts come on it, one at a time. [any] is any thread. A plugin needs no thread of
 *   its own. A [main] function on another thread returns PRISM_ERR_THREAD or, if it returns no prism_result, its value
 *   for 'nothing'; the host logs the call.
 *   Functions of the host do not call the plugin before they return, except for those that pass a list to a callback,
 *   such as config_list(), and say so. So a plugin may end a session, a watch or a timer within its own callback.
 *   A [main] function of the plugin must not wait for a network or a disk. After 5 s, the log names the function
 *   (prism.stall_warning); after 60 s, the process ends (prism.stall_timeout).
 *
 * Files
 *   A plugin keeps its data in the service prism.storage/1, or below service.working_dir. Nothing else is writable for
 *   certain. Files of the same name are shared by all backends of all transports with this directory.
 *
 * Names
 *   The name of a buddy or a room becomes the local part of a JID. A nickname or an alias becomes a resource (RFC
 *   6122). JIDs have no case (RFC 7622 section 3.3): the name of a buddy comes back as the last buddy_changed() or
 *   authorization_requested() has spelt it, and else as the user has typed it. Two names that XMPP compares as equal
 *   are one contact.
 *   The user, the buddy and the room of a request are never empty. The nickname of join() may be, with raw XML.
 *   PRISM_ERR_ARGUMENT if a name in an event cannot be part of a JID: if it has more than 1,023 bytes (buddies and
 *   rooms: once escaped by XEP-0106), or a character that the stringprep profiles nodeprep or resourceprep prohibit,
 *   such as a control character or U+FFFD. A plugin for a network with such names maps each to a fixed other name, and
 *   no two to the same.
 *
 * Limits
 *   Unknown flags and numbers are refused, unless a comment says otherwise. So are events with more bytes of strings
 *   than a frame may have (prism.max_frame_size, 16 MiB), and lists that are longer than their comment says. A stanza
 *   that Spectrum makes of an event has at most prism.max_stanza_size bytes (128 KiB) with its text escaped. The text
 *   of a longer message is sent in up to 16 pieces, then its attachments; mark-up that does not fit is left out. Other
 *   texts are cut, long aliases and names at 1 KiB. A picture that does not fit is left out.
 *
 * The process belongs to the host. The host handles SIGTERM, SIGINT, SIGHUP, SIGXCPU and the signals of crashes. Other
 * signals that would end or stop the process are ignored, unless the plugin handles them. SIGCHLD is free. The host's
 * descriptors are closed by exec(); those of the plugin should be, too. A plugin that closes or replaces a descriptor
 * of the host ends the process for all users, and so does a plugin that calls exit(), exec(), daemon() or the like. A
 * child of fork() must not return into the host: it calls exec() or _exit().
 *
 * No C++ exception may leave a plugin. The host catches it, and logs it as a fault of the plugin. A Rust panic that
 * unwinds into the host aborts the process. A plugin that catches either at its own boundary reports it by
 * prism_host.fault().
 */
#ifndef PRISM_PLUGIN_H
#define PRISM_PLUGIN_H

#include <prism/host.h>
#include <prism/messages.h>
#include <prism/note.h>
#include <prism/rooms.h>
#include <prism/roster.h>
#include <prism/session.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The functions of a plugin, and its life:
 *
 *   load     The host opens the file that the configuration chooses. Only initializers of static objects run.
 *   query    prism_plugin_query(). The host checks the versions, and that id and version are those of the note.
 *   create   One instance is made. It can use `host` from now on. After a failure, the process ends (ECANCELED), and
 *            nothing else is called.
 *   start    Requests may come from now on. After a failure, only destroy is called.
 *              ... requests, watches, timers, posts ...
 *   stop     The process is about to end, and logout() has ended every session. The plugin closes its connections.
 *            Watches, timers and posts go on for two seconds at most. 2.5 s after the cause of the end (EXIT, a
 *            signal), the process ends in any case.
 *   destroy  The instance ends with its threads and descriptors. Its watches and timers are removed already: removing
 *            them again does nothing, and adding some is refused. So are lookups, fetches and publications.
 *
 * create and start run before the host connects to Spectrum, so a fault of the configuration shows within a second.
 * After a start that failed, and with --check, which does not start, destroy comes without a stop. So start threads,
 * connections and helper processes in start.
 *
 * The host never unloads a plugin that was started. A function that is NULL is not supported, and the host does what
 * its comment says; functions marked 'required' must not be NULL. All functions are [main]. `self` is the instance that
 * create() has returned. This table grows only at its end.
 */
typedef struct prism_plugin {
  uint32_t struct_size;
  uint32_t abi_version;    /* PRISM_ABI_VERSION: what the plugin was built with */
  uint32_t min_host_minor; /* PRISM_NEEDS_MINOR: the lowest ABI minor of a host that the plugin works with */
  uint32_t reserved;       /* 0 */
  const char* id;          /* as in the note */
  const char* version;     /* as in the note */

  /* Required. Makes an instance, and sets *instance, not to NULL. If the configuration is invalid, logs an error and
   * returns PRISM_ERR_FAILED. */
  prism_result (*create)(const prism_host* host, void** instance);
  prism_result (*start)(void* self);

  /* Returns PRISM_OK if the plugin is done, or PRISM_PENDING and calls host->stopped() later. */
  prism_result (*stop)(void* self);

  /* Required. */
  void (*destroy)(void* self);

  /* Adds the memory of the plugin's other processes to *memory, which holds the host's own. */
  void (*memory_usage)(void* self, prism_memory* memory);

  /* Required. Answer by connected() or disconnected(), now or later. After three minutes without an answer
   * (prism.login_timeout), the host disconnects the user, and logout() follows. If the user has a session already, the
   * host calls logout() first, unless PRISM_FEATURE_RELOGIN is set. */
  void (*login)(void* self, const prism_login* login);

  /* Required. The session has ended. Further events for this user are refused. */
  void (*logout)(void* self, const prism_logout* logout);

  /* The user has written to a buddy, a room or a participant. If NULL, the user is told that the network takes no
   * messages. */
  void (*message)(void* self, const prism_message* message);

  /* The user's own presence. It may come before connected(). A presence that repeats the last one does not come. If a
   * new login brings none, the last known one comes again. */
  void (*status_changed)(void* self, const prism_presence* presence);

  /* The user's contacts, as Spectrum knows them. Comes right after login(), with PRISM_FEATURE_ROSTER_ON_LOGIN. */
  void (*roster)(void* self, const prism_roster* roster);

  /* The user has added a contact, or has changed its alias or groups. Repetitions do not come. */
  void (*buddy_changed)(void* self, const prism_buddy* buddy);

  /* The user has removed a contact. */
  void (*buddy_removed)(void* self, const prism_buddy_removed* removed);

  /* The user blocks or unblocks a contact. */
  void (*buddy_blocked)(void* self, const prism_block* block);

  /* The user has answered what authorization_requested() has asked. If the accepted buddy is a new contact,
   * buddy_changed() follows. buddy_removed() may follow a denial, even if the buddy was no contact. */
  void (*authorization_answered)(void* self, const prism_authorization* answer);

  /* The user's typing state has changed. */
  void (*typing)(void* self, const prism_typing* typing);

  /* The user asks for the attention of a buddy or a participant. */
  void (*attention)(void* self, const prism_attention* attention);

  /* The user wants to enter a room. Answer by joined(), after the participants, or by join_failed(). There is no
   * deadline. If another client of the user joins, or if the user wants another nickname, the request comes again for
   * the same room, and needs an answer again. If NULL, the user is told that there is no such room. */
  void (*join)(void* self, const prism_join* join);

  /* The user has left a room. Does not come after join_failed(), or after PRISM_STATUS_OFFLINE of the user in the room.
   * Need not come before logout(), which ends everything. */
  void (*leave)(void* self, const prism_leave* leave);

  /* The user wants to change the subject of a room. */
  void (*set_subject)(void* self, const prism_subject* subject);

  /* Asks for a vCard. Answer by vcard() within 40 seconds; then Spectrum answers with an empty vCard. If NULL, the host
   * answers so at once. */
  void (*vcard_wanted)(void* self, const prism_vcard_request* request);

  /* The user has changed the own vCard. */
  void (*own_vcard)(void* self, const prism_vcard* vcard);

  /* A stanza of the user. With PRISM_FEATURE_RAW_XML. A few kinds come without it, such as an iq to a contact. */
  void (*raw_xml)(void* self, const prism_stanza* stanza);

  /* Returns the table of a group of further requests, such as "prism.name/1", or NULL if the plugin does not have it.
   * `name` ends with a NUL. The table is valid until the process ends. The host asks for each name at most once, after
   * create() and before start(). A capability that the plugin has told of a service, and whose function is missing, is
   * logged then as a fault. */
  const void* (*get_extension)(void* self, const char* name);
} prism_plugin;

/*
 * The one function that a plugin exports. `host_abi_version` is the host's PRISM_ABI_VERSION. Returns a table that is
 * valid until the process ends, or NULL if the plugin cannot work with this host.
 */
#define PRISM_EXPORT __attribute__((visibility("default")))
PRISM_EXPORT const prism_plugin* prism_plugin_query(uint32_t host_abi_version);
typedef const prism_plugin* (*prism_plugin_query_fn)(uint32_t host_abi_version);

#ifdef __cplusplus
}
#endif

#endif
