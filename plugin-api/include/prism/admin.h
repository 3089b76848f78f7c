/* SPDX-License-Identifier: MIT */
/*
 * Commands to Spectrum 2 as its administrator types them: the host's service "prism.admin.draft/1".
 *
 *   const prism_admin* admin = host->get_service(host, PRISM_ADMIN);
 *
 * Examples are `online_users_count` and `has_online_user alice@example.org`. Spectrum's answer is a text for people. It
 * answers the commands in their order. This service is a draft: a later host may lack it, or have another form of it.
 */
#ifndef PRISM_ADMIN_H
#define PRISM_ADMIN_H

#include <prism/host.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_ADMIN "prism.admin.draft/1"

typedef uint64_t prism_admin_id; /* never 0, and never reused */

/* The outcome of a command. */
#define PRISM_ADMIN_ANSWERED 1u  /* Spectrum has answered */
#define PRISM_ADMIN_TIMED_OUT 2u /* there was no answer within 60 seconds */
#define PRISM_ADMIN_ENDED 3u     /* the process is about to end; comes before stop() */

/* How a command has ended. */
typedef struct prism_admin_answer {
  uint32_t struct_size;
  uint32_t outcome; /* PRISM_ADMIN_... */
  prism_str text;   /* Spectrum's answer, with PRISM_ADMIN_ANSWERED; else empty */
} prism_admin_answer;

/* [main] A command has ended. Called once for each command that was sent and not cancelled, and never before send()
 * returns. `answer` is borrowed until this returns. `data` is that of send(). */
typedef void (*prism_admin_fn)(void* data, prism_admin_id id, const prism_admin_answer* answer);

/* The service. This table grows only at its end. */
typedef struct prism_admin {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Sends a command, one line of at least one byte, and sets *id. PRISM_ERR_ARGUMENT for a line break in it, so
   * that a name in a command is never a second command. PRISM_ERR_STATE before Spectrum's first frame, so in
   * create() and start(), and once the process is about to end. PRISM_ERR_LIMIT if 32 commands wait for Spectrum's
   * answer; one that has timed out or was cancelled still counts until Spectrum has answered it. */
  prism_result (*send)(const prism_host* host, prism_str command, prism_admin_fn ended, void* data, prism_admin_id* id);

  /* [main] Drops the answer: `ended` is not called any more. Spectrum executes the command all the same. Allowed after
   * the command has ended. PRISM_ERR_ARGUMENT if there never was such a command. */
  prism_result (*cancel)(const prism_host* host, prism_admin_id id);
} prism_admin;

#ifdef __cplusplus
}
#endif

#endif
