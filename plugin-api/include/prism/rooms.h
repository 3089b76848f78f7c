/* SPDX-License-Identifier: MIT */
/*
 * Chat rooms and their participants (XEP-0045).
 */
#ifndef PRISM_ROOMS_H
#define PRISM_ROOMS_H

#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Request: the user wants to enter a room. The password must not be logged. */
typedef struct prism_join {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;
  prism_str nickname;
  prism_str password;
} prism_join;

/* Why a join has failed. */
#define PRISM_JOIN_ERROR_ROOM_NOT_FOUND 1u
#define PRISM_JOIN_ERROR_NICKNAME_IN_USE 2u
#define PRISM_JOIN_ERROR_NOT_AUTHORIZED 3u /* the user may not enter the room, for example because it is for members */
#define PRISM_JOIN_ERROR_BANNED 4u
#define PRISM_JOIN_ERROR_PASSWORD 5u /* a password is wanted, or the given one is wrong */
#define PRISM_JOIN_ERROR_ROOM_FULL 6u
#define PRISM_JOIN_ERROR_OTHER 7u

/* Event: the user has not entered a room, or has not got a nickname in it. */
typedef struct prism_join_failed {
  uint32_t struct_size;
  uint32_t error; /* PRISM_JOIN_ERROR_...; another number counts as PRISM_JOIN_ERROR_OTHER */
  prism_str user;
  prism_str room;
  prism_str text; /* the reason, a sentence for the user */
} prism_join_failed;

/* Request: the user has left a room. */
typedef struct prism_leave {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;
} prism_leave;

/* The role of a participant: what it may do while it is in the room (XEP-0045 section 5.1). */
#define PRISM_ROLE_VISITOR 1u /* may not write where the room is moderated */
#define PRISM_ROLE_PARTICIPANT 2u
#define PRISM_ROLE_MODERATOR 3u /* may kick participants, and set the role of others */

/* The affiliation of an account with a room. It outlasts the participant's stay (XEP-0045 section 5.2). */
#define PRISM_AFFILIATION_NONE 1u
#define PRISM_AFFILIATION_OUTCAST 2u /* is banned */
#define PRISM_AFFILIATION_MEMBER 3u
#define PRISM_AFFILIATION_ADMIN 4u
#define PRISM_AFFILIATION_OWNER 5u

#define PRISM_PARTICIPANT_MODERATOR 1u
#define PRISM_PARTICIPANT_ME 2u     /* the user: `nickname` may be empty, else it is the own one */
#define PRISM_PARTICIPANT_KICKED 4u /* has been removed from the room: only with PRISM_STATUS_OFFLINE */
#define PRISM_PARTICIPANT_BANNED 8u /* has been removed, and may not come back: only with PRISM_STATUS_OFFLINE */

/* Event: a participant of a room, who may be the user.
 *
 * If the user has left without a request, for example after a kick, status_text is the reason. The host makes Spectrum
 * forget the room then, so that the user can join it again.
 *
 * Spectrum knows of roles only whether somebody is a moderator, and knows neither affiliations nor accounts. Clients
 * see the affiliation and the actor of the user's own kick or ban. The host sends it as a stanza, if Spectrum does not
 * change the name of the room in stanzas.
 *
 * PRISM_ERR_ARGUMENT if the participant is removed and does not leave, leaves under a new nickname, or has an actor
 * without being removed. */
typedef struct prism_participant {
  uint32_t struct_size;
  uint32_t flags;    /* PRISM_PARTICIPANT_... */
  uint32_t status;   /* PRISM_STATUS_...; OFFLINE: has left, so there is no new_nickname */
  uint32_t reserved; /* 0 */
  prism_str user;    /* the user who is in the room */
  prism_str room;
  prism_str nickname;
  prism_str new_nickname; /* given if the participant changes its nickname to this one */
  prism_str status_text;
  prism_str icon_hash; /* as in prism_buddy */
  prism_str alias;     /* the name to show, which Spectrum uses as a nickname */

  /* PRISM_ROLE_...; 0: unknown. PRISM_ROLE_MODERATOR and PRISM_PARTICIPANT_MODERATOR mean the same. */
  uint32_t role;
  uint32_t affiliation; /* PRISM_AFFILIATION_...; 0: unknown. With BANNED, the host takes it for OUTCAST */

  /* The participant outside of the room: the name of a buddy, or of an account. Empty: unknown. */
  prism_str account;

  /* Only with KICKED or BANNED: who has done it, by the nickname. Empty: the room, or unknown. */
  prism_str actor;
} prism_participant;

/* Request: the user wants to change the subject of a room; nickname and time are not given. Event: the subject. */
typedef struct prism_subject {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;
  prism_str nickname; /* the author */
  prism_str subject;
  prism_time time; /* when it was set, if that is in the past */
} prism_subject;

/* Event: an invitation to a room. The password must not be logged. */
typedef struct prism_invitation {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str room;    /* the name for join() */
  prism_str inviter; /* a buddy; empty: the invitation comes from the room */
  prism_str reason;
  prism_str password; /* of the room */
} prism_invitation;

/* Event: an entry in a list of rooms. */
typedef struct prism_room {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str name;    /* the name for join() */
  prism_str title;   /* to show; may be empty */
} prism_room;

/* Event: the rooms of the network. */
typedef struct prism_room_list {
  uint32_t struct_size;
  uint32_t reserved;              /* 0 */
  prism_str user;                 /* whose list it is; empty: everybody's */
  const prism_room* const* rooms; /* at most 100,000, the most popular first */
  uint64_t rooms_count;
} prism_room_list;

#ifdef __cplusplus
}
#endif

#endif
