/* SPDX-License-Identifier: MIT */
/*
 * Pictures of contacts, participants and the user: the host's service "prism.avatar/1", and the plugin's extension of
 * the same name.
 *
 *   const prism_avatar* avatar = host->get_service(host, PRISM_AVATAR);
 *
 * The plugin says which picture somebody has. The host does the rest: it computes the SHA-1 that presences announce
 * (XEP-0153), sends the last presence again when the picture changes, and adds the picture to vCards.
 *
 *   - Where the `icon_hash` of buddy_changed(), participant_changed() or joined() is empty, the host fills it in.
 *   - Where the `photo` of vcard() is empty, the host adds the picture. If the plugin has no vcard_wanted(), the host
 *     answers with the picture alone.
 *
 * A picture comes from one of three sources: its bytes, a URL, or the plugin's function wanted(). The host fetches a
 * URL as prism.media/1 does (prism/media.h): over http and https, from public addresses only, with a limit of size and
 * time. It fetches each URL, or asks for each picture, once for all owners: 8 pictures at a time, and 2 of a user, of
 * which the second begins only while more than half of the places are free. Each has 30 seconds. The others wait. The
 * users take turns. Of the pictures of one user, those come first for which a client waits.
 *
 * Pictures are in memory, each once for all users, up to 32 MiB. The host removes the pictures that were unused for the
 * longest time, and fetches a removed one again, or asks the plugin again, once it is wanted. Pictures, ids and URLs
 * are in no log. The memory that keeps them is in no core dump, and the host wipes it. What prism/media.h says of
 * libcurl holds here, too. The last presences, with their status texts, are in ordinary memory.
 *
 * The host shows a picture that is a PNG, JPEG, GIF, WebP, BMP or AVIF file, and fits into a stanza
 * (prism.max_stanza_size: some 80 KB by default). Another picture is none for XMPP.
 */
#ifndef PRISM_AVATAR_H
#define PRISM_AVATAR_H

#include <prism/host.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_AVATAR "prism.avatar/1"

/* prism_picture.flags */
#define PRISM_PICTURE_NONE 1u /* the owner has no picture: id, url and bytes are empty */

/* The picture that somebody has. With `id` alone, the host asks for the bytes by prism_avatar_plugin.wanted(). */
typedef struct prism_picture {
  uint32_t struct_size;
  uint32_t flags;     /* PRISM_PICTURE_... */
  prism_str user;     /* who sees it */
  prism_str buddy;    /* the owner; empty: the user */
  prism_str nickname; /* given if the owner is this participant of the room `buddy` */

  /* The network's id of the picture. Pictures with the same id have the same bytes, whoever their owners are. At most
   * 1,023 bytes. Empty: the URL is the id, or the bytes are. An id that strangers choose, such as the photo hash of an
   * XMPP presence, needs the owner's name in it: otherwise the first stranger who uses an id gives everybody with that
   * id the wrong picture. The host does not compare ids with the bytes. */
  prism_str id;

  prism_str url;    /* http or https, without a user name. At most 4,096 bytes. Not together with `bytes` */
  prism_blob bytes; /* an image file */
} prism_picture;

/* The service. This table grows only at its end. */
typedef struct prism_avatar {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Says which picture somebody has. It holds until the next call for the same owner. It ends with the user's
   * session; for a contact, when the contact is removed; for a participant, when the participant or the user leaves the
   * room. It follows a participant to a new nickname. It may come before the first presence of the owner, and should:
   * the presence then has the hash. A picture that the host knows is neither fetched nor asked for again.
   *
   * A picture that the host could not get is tried again when it is set again, or when a client asks for the vCard.
   * An exception are 10 minutes after a URL has turned out to be useless: it is not allowed, the server has answered
   * with an HTTP status from 400 to 499 (but 408 and 429), or the file is too large or of no kind above. Until they
   * are over, the host does not try that URL again for the same id, and the owner has no picture. Another URL for the
   * same id is tried, whoever has set it.
   *
   * PRISM_ERR_NO_USER if the user has no session. PRISM_ERR_ARGUMENT if a member is invalid, or if `id` is alone and
   * the plugin has no wanted(). PRISM_ERR_STATE if the user is not in the room, or the process is about to end. After
   * these, the owner has the picture that it had.
   * PRISM_ERR_TOO_LARGE if the bytes fit into no stanza. PRISM_ERR_UNSUPPORTED if the bytes are no image file of a kind
   * above, or if there is a URL, and neither does this host have a network module nor the plugin wanted(). Both are no
   * fault of the plugin, and the owner has no picture then.
   * PRISM_ERR_LIMIT if the last presences, names, ids and URLs of the contacts of the user, or of the participants of
   * the room, take more than 4 MiB (some 8,000 of them). Also if 5,000 pictures of the user wait, or 50,000 of all:
   * this is no fault of the plugin. */
  prism_result (*set)(const prism_host* host, const prism_picture* picture);
} prism_avatar;

/* Request: the bytes of a picture are wanted. */
typedef struct prism_picture_request {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str buddy;    /* the owner; empty: the user */
  prism_str nickname; /* given if the owner is this participant of the room `buddy` */
  prism_str id;       /* of the last set() for this owner; may be empty */
} prism_picture_request;

/* The plugin's table, which get_extension() returns for PRISM_AVATAR. It may be absent. This table grows only at its
 * end. */
typedef struct prism_avatar_plugin {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Asks for a picture that was set without a URL, or, on a host without a network module, with one. Answer by
   * set() with the bytes, now or within 30 seconds; if the picture is gone, with PRISM_PICTURE_NONE. If NULL, or after
   * a late answer, vCards lack the picture. */
  void (*wanted)(void* self, const prism_picture_request* request);
} prism_avatar_plugin;

#ifdef __cplusplus
}
#endif

#endif
