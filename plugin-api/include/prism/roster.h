/* SPDX-License-Identifier: MIT */
/*
 * Contacts, their presence, and vCards.
 */
#ifndef PRISM_ROSTER_H
#define PRISM_ROSTER_H

#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The presence of the user, a buddy or a participant (XMPP's <show/>, RFC 6121 section 4.7.2.1). */
#define PRISM_STATUS_ONLINE 1u
#define PRISM_STATUS_AWAY 2u
#define PRISM_STATUS_FREE_FOR_CHAT 3u
#define PRISM_STATUS_EXTENDED_AWAY 4u
#define PRISM_STATUS_DO_NOT_DISTURB 5u
#define PRISM_STATUS_OFFLINE 6u
#define PRISM_STATUS_INVISIBLE 7u

/* Request: the user's own presence. */
typedef struct prism_presence {
  uint32_t struct_size;
  uint32_t status; /* PRISM_STATUS_... */
  prism_str user;
  prism_str text;
} prism_presence;

/* Request and event: a contact of the user.
 *
 * Event: it replaces what Spectrum knows of the buddy, but an empty alias keeps the old alias, and an empty list of
 * groups keeps the old groups. */
typedef struct prism_buddy {
  uint32_t struct_size;
  uint32_t status; /* event: PRISM_STATUS_...; request: 0 */
  prism_str user;
  prism_str buddy;
  prism_str alias;         /* the name to show */
  const prism_str* groups; /* of the roster; at most 1,000 */
  uint64_t groups_count;
  prism_str status_text;
  prism_str icon_hash; /* changes with the avatar. Usually its SHA-1 in hexadecimal (XEP-0153); at most 128 bytes */
  uint32_t blocked;    /* 0 or 1 */
  uint32_t reserved;   /* 0 */
} prism_buddy;

/* Request: the user's contacts, as Spectrum knows them. */
typedef struct prism_roster {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  const prism_buddy* const* buddies;
  uint64_t buddies_count;
} prism_roster;

/* Event: the plugin has reported every contact that the network has. */
typedef struct prism_roster_complete {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
} prism_roster_complete;

/* Request and event: a buddy is no contact any more. */
typedef struct prism_buddy_removed {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;
} prism_buddy_removed;

/* Event: a buddy asks for the user's permission to see the user's presence. Request: the user's answer. */
typedef struct prism_authorization {
  uint32_t struct_size;
  uint32_t accepted; /* request: 0 or 1; event: 0 */
  prism_str user;
  prism_str buddy;
} prism_authorization;

/* Request: the user blocks or unblocks a contact. */
typedef struct prism_block {
  uint32_t struct_size;
  uint32_t blocked; /* 0 or 1 */
  prism_str user;
  prism_str buddy;
} prism_block;

/* Request: a vCard is wanted. */
typedef struct prism_vcard_request {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;    /* the owner; empty: the user */
  prism_str nickname; /* given if the owner is this participant of the room `buddy` */
} prism_vcard_request;

/* Request and event: a vCard (XEP-0054). */
typedef struct prism_vcard {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;    /* the owner; empty: the user */
  prism_str nickname; /* given if the owner is this participant of the room `buddy` */
  prism_str full_name;
  prism_str vcard_nickname; /* the owner's nickname as the vCard states it (NICKNAME) */
  prism_blob photo;         /* an image file */
} prism_vcard;

#ifdef __cplusplus
}
#endif

#endif
