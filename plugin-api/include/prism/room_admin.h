/* SPDX-License-Identifier: MIT */
/*
 * Moderation and administration of rooms: the service "prism.rooms/1".
 *
 *   const prism_rooms* rooms = host->get_service(host, PRISM_ROOMS);        the host's functions, for answers
 *   const void* get_extension(void* self, const char* name)                 the plugin's functions, for requests:
 *     { return strcmp(name, PRISM_ROOMS) == 0 ? &my_rooms_plugin : NULL; }   a prism_rooms_plugin
 *
 * Users kick, ban, invite, set roles and configure a room. prism/rooms.h has what everybody does in a room: joining,
 * participants, subjects. A room is created by join(), if the network allows it.
 *
 * Capabilities
 *   The plugin says by set_capabilities() which requests the network has. Without capabilities, no request comes. A
 *   capability whose function is NULL in the plugin's table is logged once as a fault, and does not count.
 *
 * Requests
 *   The host calls a function of the plugin's table with a struct that has an `id`. The plugin answers each request
 *   once by answer(), within the call or later. After two minutes without an answer, the host ends the request, and
 *   logs a warning. A request ends without an answer when the session of its user ends. The network decides whether the
 *   user is allowed to do it: the host does not check that.
 *   A request may be repeated, and may ask for what is so already: then the answer is PRISM_ROOMS_DONE.
 *   The host calls no function for a room that the user has not joined.
 *
 * Origin of the requests
 *   Users type commands in the room: /kick, /ban, /unban, /role, /affiliation, /affiliations, /invite, /configure and
 *   /destroy. Once the plugin uses this service, the host has all of them, but for those that the plugin defines itself
 *   (prism/commands.h). Where the network lacks one, the user is told so. The structs can carry the requests of XMPP
 *   clients, too (XEP-0045 sections 8 to 10). Spectrum 2 does not pass those on in typed requests.
 *
 * Events
 *   The answer is for the user who has asked. What has changed is told to everybody in the room by
 *   participant_changed(), with the members role, affiliation, actor and status_text of prism_participant.
 *
 * All functions are [main]. Structs grow at their end, and are passed by pointers. All strings are borrowed until the
 * call returns.
 */
#ifndef PRISM_ROOM_ADMIN_H
#define PRISM_ROOM_ADMIN_H

#include <prism/plugin.h>
#include <prism/prompt.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_ROOMS "prism.rooms/1"

/* -------------------------------------------------------------------------------------------- capabilities */

#define PRISM_ROOMS_CAN_KICK 1u
#define PRISM_ROOMS_CAN_BAN 2u /* and unban */
#define PRISM_ROOMS_CAN_SET_ROLE 4u
#define PRISM_ROOMS_CAN_SET_AFFILIATION 8u
#define PRISM_ROOMS_CAN_LIST 16u /* the accounts with an affiliation */
#define PRISM_ROOMS_CAN_INVITE 32u
#define PRISM_ROOMS_CAN_CONFIGURE 64u /* get and set */
#define PRISM_ROOMS_CAN_DESTROY 128u

/* A role or an affiliation as a bit of a mask. */
#define PRISM_ROOMS_BIT(number) (1u << (number))

/* The abilities of the network, in all rooms of all users or in one room of one user. For that room, this counts
 * instead of what is told for all rooms, until the user leaves it. */
typedef struct prism_rooms_capabilities {
  uint32_t struct_size;
  uint32_t flags;        /* PRISM_ROOMS_CAN_...; 0: nothing; or PRISM_CAPABILITIES_INHERIT */
  uint32_t roles;        /* the roles that users can set: PRISM_ROOMS_BIT(PRISM_ROLE_...); 0: all of them */
  uint32_t affiliations; /* those that users can set and list: PRISM_ROOMS_BIT(PRISM_AFFILIATION_...); 0: all of them */
  prism_str user;        /* empty: all users */
  prism_str room;        /* a room of the user, who has asked to join it; empty if `user` is empty */
} prism_rooms_capabilities;

/* ------------------------------------------------------------------------------------------------ requests */

/* Request: somebody is to be kicked, banned or unbanned, or gets a role or an affiliation.
 *
 * The user types one name. The host looks it up among the participants of the room whose accounts are known by joined()
 * and participant_changed(): as a nickname, then as an account. Both are compared exactly first, and then without
 * regard to the case of ASCII letters. For bob with the account bob@x:
 *
 *   the user types         nickname         account
 *   the nickname bob       bob              bob@x
 *   the account bob@x      bob              bob@x
 *   another name, carol    carol            kick(), set_role(): empty; the others: carol
 *
 * So a nickname whose account is unknown comes as the user has typed it. If several participants have one account, the
 * nickname is that of one of them. The host keeps the accounts of at most 2,000 participants of a room. It looks up no
 * alias: as in all requests, a participant with an alias comes by the alias, which users see as its nickname. */
typedef struct prism_rooms_change {
  uint32_t struct_size;
  uint32_t role;        /* set_role(): PRISM_ROLE_...; else 0 */
  uint32_t affiliation; /* set_affiliation(): PRISM_AFFILIATION_...; else 0 */
  uint32_t reserved;    /* 0 */
  prism_request_id id;
  prism_str user;
  prism_str room;
  prism_str nickname;
  prism_str account;
  prism_str reason; /* may be empty */
} prism_rooms_change;

/* Request: the accounts with this affiliation are wanted. Answer by prism_rooms_answer.members. */
typedef struct prism_rooms_query {
  uint32_t struct_size;
  uint32_t affiliation; /* PRISM_AFFILIATION_..., never NONE */
  prism_request_id id;
  prism_str user;
  prism_str room;
} prism_rooms_query;

/* Request: a contact or an account is to be invited. */
typedef struct prism_rooms_invite {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_request_id id;
  prism_str user;
  prism_str room;
  prism_str invitee;
  prism_str reason; /* may be empty */
} prism_rooms_invite;

/* Request: the configuration of a room is wanted. Answer by prism_rooms_answer.settings. */
typedef struct prism_rooms_settings_query {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_request_id id;
  prism_str user;
  prism_str room;
} prism_rooms_settings_query;

/* Request: settings of a room are to be changed. A value may be a secret, and must not be logged. */
typedef struct prism_rooms_configuration {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_request_id id;
  prism_str user;
  prism_str room;
  const prism_pair* values; /* the names of settings with their new values, in the form of prism/values.h */
  uint64_t values_count;    /* at least 1; settings that are not named stay */
} prism_rooms_configuration;

/* Request: the room is to end for everybody. */
typedef struct prism_rooms_destroy {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_request_id id;
  prism_str user;
  prism_str room;
  prism_str reason;      /* may be empty */
  prism_str alternative; /* the name of a room that takes its place; may be empty */
} prism_rooms_destroy;

/* The plugin's functions. One that is NULL is not supported. `self` is the instance that create() has returned. This
 * table grows only at its end. */
typedef struct prism_rooms_plugin {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Removes a participant, who may join again. The nickname is given. */
  void (*kick)(void* self, const prism_rooms_change* change);

  /* [main] Removes a participant if it is there, and keeps it out. */
  void (*ban)(void* self, const prism_rooms_change* change);

  /* [main] Ends a ban. `account` is given. */
  void (*unban)(void* self, const prism_rooms_change* change);

  /* [main] Gives a participant a role. The nickname is given. */
  void (*set_role)(void* self, const prism_rooms_change* change);

  /* [main] Gives an account an affiliation. OUTCAST comes only if there is no ban(). NONE also ends a ban. */
  void (*set_affiliation)(void* self, const prism_rooms_change* change);

  /* [main] Lists accounts. */
  void (*list)(void* self, const prism_rooms_query* list);

  /* [main] Invites somebody. */
  void (*invite)(void* self, const prism_rooms_invite* invite);

  /* [main] Reads the configuration. Comes before each configure(), too. */
  void (*get_settings)(void* self, const prism_rooms_settings_query* request);

  /* [main] Changes the configuration. The values fit the kinds of their settings, as get_settings() has told them. */
  void (*configure)(void* self, const prism_rooms_configuration* configuration);

  /* [main] Destroys the room. The user has confirmed it. */
  void (*destroy)(void* self, const prism_rooms_destroy* destroy);
} prism_rooms_plugin;

/* ------------------------------------------------------------------------------------------------- answers */

/* An account with an affiliation. */
typedef struct prism_rooms_member {
  uint32_t struct_size;
  uint32_t role;      /* PRISM_ROLE_..., if it is in the room; may be 0 */
  prism_str account;  /* what ban(), unban() and set_affiliation() take; a name, an address or a mask */
  prism_str nickname; /* in the room; may be empty */
  prism_str reason;   /* of a ban; may be empty */
} prism_rooms_member;

/* A setting of a room. */
typedef struct prism_rooms_setting {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* Identifies the setting: 1 to 64 of a-z, 0-9, '-' and '_', unique in the room. Settings of XEP-0045 section 15.5.3
   * have its names without "muc#roomconfig_", such as "roomname", "membersonly" or "maxusers". */
  prism_str name;

  /* Never NULL. `initial` is the present value; the host does not show that of a SECRET. NOTE is not allowed. */
  const prism_field* field;
} prism_rooms_setting;

/* How a request has ended. Any other number but 0 counts as PRISM_ROOMS_FAILED. */
#define PRISM_ROOMS_DONE 1u
#define PRISM_ROOMS_FAILED 2u      /* for another reason, which `text` tells */
#define PRISM_ROOMS_FORBIDDEN 3u   /* the user may not do this */
#define PRISM_ROOMS_NOT_FOUND 4u   /* there is no such participant, account or setting */
#define PRISM_ROOMS_CONFLICT 5u    /* it would leave the room without an owner, or the like */
#define PRISM_ROOMS_UNSUPPORTED 6u /* the network cannot do this here */

/* The answer to a request. All strings together have at most 256 KiB. */
typedef struct prism_rooms_answer {
  uint32_t struct_size;
  uint32_t outcome; /* PRISM_ROOMS_DONE, or why not */
  prism_request_id id;
  prism_str text; /* one or more sentences for the user; empty: the host has some */

  /* DONE of list(). At most 10,000. */
  const prism_rooms_member* const* members;
  uint64_t members_count;

  /* DONE of get_settings(). At most 100. */
  const prism_rooms_setting* const* settings;
  uint64_t settings_count;
} prism_rooms_answer;

/* The service: the host's functions. This table grows only at its end. */
typedef struct prism_rooms {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Replaces or removes the capabilities of all rooms, or of one room. Allowed from create() on, and also while
   * a request is open. PRISM_ERR_STATE if the user has not asked to join the room. */
  prism_result (*set_capabilities)(const prism_host* host, const prism_rooms_capabilities* capabilities);

  /* [main] Answers a request, and ends it. PRISM_ERR_ENDED if the request has ended already, at its time limit or with
   * the session; that is no fault. PRISM_ERR_ARGUMENT if the host has given no such id yet, or if another argument is
   * invalid; then the request stays open.
   *
   * A user has at most 32 open requests, and all users together have 10,000. The host refuses further ones. */
  prism_result (*answer)(const prism_host* host, const prism_rooms_answer* answer);
} prism_rooms;

#ifdef __cplusplus
}
#endif

#endif
