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

/* CONFLICT, NOT_AUTHORIZED and ROOM_NOT_FOUND refuse a join. They count only for the user's own nickname, and
 * status_text is the reason. The own nickname is, byte for byte, that of join(), or of own_nickname() after it, or the
 * last `new_nickname` of it. ME does not make a nickname the own one. */
#define PRISM_PARTICIPANT_MODERATOR 1u
#define PRISM_PARTICIPANT_CONFLICT 2u /* the nickname is in use */
#define PRISM_PARTICIPANT_BANNED 4u
#define PRISM_PARTICIPANT_NOT_AUTHORIZED 8u /* the user may not enter the room */
#define PRISM_PARTICIPANT_ME 16u            /* the user */
#define PRISM_PARTICIPANT_KICKED 32u
#define PRISM_PARTICIPANT_ROOM_NOT_FOUND 64u

/* Event: a participant has entered a room, has changed, or has left (PRISM_STATUS_OFFLINE).
 *
 * After a join, report every participant, then the user, then the subject. If the user has left without a request, for
 * example after a kick, status_text is the reason. The host makes Spectrum forget the room then, so that the user can
 * join it again. */
typedef struct prism_participant {
  uint32_t struct_size;
  uint32_t flags;    /* PRISM_PARTICIPANT_... */
  uint32_t status;   /* PRISM_STATUS_... */
  uint32_t reserved; /* 0 */
  prism_str user;    /* the user who is in the room */
  prism_str room;
  prism_str nickname;
  prism_str new_nickname; /* given if the participant changes its nickname to this one */
  prism_str status_text;
  prism_str icon_hash; /* as in prism_buddy */
  prism_str alias;
} prism_participant;

/* Event: the subject of a room. */
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

/* An entry in a list of rooms. This struct never changes. */
typedef struct prism_room {
  prism_str name;  /* the name for join() */
  prism_str title; /* to show; may be empty */
} prism_room;

#ifdef __cplusplus
}
#endif

#endif
