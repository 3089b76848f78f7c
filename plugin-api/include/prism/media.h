/* SPDX-License-Identifier: MIT */
/*
 * Files on the web: the host's service "prism.media/1".
 *
 *   const prism_media* media = host->get_service(host, PRISM_MEDIA);
 *
 * XMPP clients show a file if they get its URL as an attachment (prism/messages.h). This service does both ways:
 *
 *   publish   A file from the network becomes a file of the web server. It needs service.web_directory and
 *             service.web_url in the transport's configuration.
 *   fetch     The URL of a file from the user becomes bytes for the network. It needs the host's network module, which
 *             links libcurl and may not be installed.
 *
 * prism_media.abilities says which of them work. get_service() returns NULL if neither does. The host logs why.
 *
 * When to call. The service may be got at any time. The first call loads the network module, and begins to remove old
 * files of publish(). So a plugin that seldom needs the service gets it when it needs it first, and keeps it.
 *
 * A plugin need not distrust a URL: the host fetches over http and https only, verifies TLS, sends no credentials, and
 * connects only to public addresses, after each redirect too. So no user reads the administrator's internal servers.
 *
 * A URL may be signed, so URLs of fetches are secrets: they are in no log and in no core dump, and the host wipes them.
 * For this, the host sets libcurl up with memory of its own. If the plugin links the same library (libcurl.so.4) and
 * has set it up before, libcurl's copies are in ordinary memory. If the host comes first, the plugin has to release
 * what libcurl has allocated by curl_free(), as libcurl's documentation demands, and not by free().
 */
#ifndef PRISM_MEDIA_H
#define PRISM_MEDIA_H

#include <prism/host.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_MEDIA "prism.media/1"

typedef uint64_t prism_media_id; /* of a publication or a fetch; never 0, and never reused */

/* prism_media.abilities */
#define PRISM_MEDIA_CAN_PUBLISH 1u
#define PRISM_MEDIA_CAN_FETCH 2u

/* prism_file.flags */
#define PRISM_FILE_FROM_DESCRIPTOR 1u /* the contents are those of the file `fd`, not `bytes` */

/* A file to publish. */
typedef struct prism_file {
  uint32_t struct_size;
  uint32_t flags;      /* PRISM_FILE_... */
  prism_str user;      /* the user that the file is for */
  prism_str name;      /* as the network calls the file; may be empty. At most 1,023 bytes */
  prism_str mime_type; /* may be empty: the extension of `name` decides. At most 255 bytes */
  prism_blob bytes;    /* the contents; may be empty */
  int32_t fd;          /* a regular file, open for reading. The host duplicates the descriptor, and reads the whole file
                          without moving its position. The contents must not change before the callback */
  uint32_t reserved;   /* 0 */
} prism_file;

/* How a publication has ended. */
#define PRISM_PUBLISH_DONE 1u
#define PRISM_PUBLISH_TOO_LARGE 2u /* the file is larger than prism.media_max_file */
#define PRISM_PUBLISH_FULL 3u      /* the disk, prism.media_max_total, or the user's quarter of it for a day */
#define PRISM_PUBLISH_FAILED 4u    /* the file cannot be read or written, or was not written within five minutes */
#define PRISM_PUBLISH_ENDED 5u     /* the process is about to end; comes before stop() */

/* The result of a publication. */
typedef struct prism_published {
  uint32_t struct_size;
  uint32_t outcome;    /* PRISM_PUBLISH_... */
  prism_str url;       /* for an attachment; empty after a failure */
  prism_str mime_type; /* that the extension of the published file stands for */
  prism_str error;     /* after a failure: why, as a part of a sentence to the user, such as "it is too large" */
} prism_published;

/* [main] Called once for each publication that is not cancelled, and never before publish() has returned. `published`
 * is borrowed until the callback returns. It may start and cancel others. It comes even if the session of the user has
 * ended. */
typedef void (*prism_publish_fn)(void* data, prism_media_id id, const prism_published* published);

/* prism_fetch.flags */
#define PRISM_FETCH_TO_DESCRIPTOR 1u /* write the bytes to the file `fd` instead of keeping them in memory */

/* A URL to fetch. */
typedef struct prism_fetch {
  uint32_t struct_size;
  uint32_t flags;      /* PRISM_FETCH_... */
  prism_str user;      /* the user that it is fetched for */
  prism_str url;       /* http or https, without a user name, of at most 4,096 bytes. Others are forbidden */
  uint64_t max_size;   /* bytes; 0, or more than prism.media_max_file: that limit */
  uint32_t timeout_ms; /* from this call on, the wait for other fetches included. At most 600,000; 0: 60,000 */
  int32_t fd;          /* a regular file, open for writing. The host duplicates the descriptor, and writes from its
                          position on. After a failure, a part may have been written */
} prism_fetch;

/* How a fetch has ended. */
#define PRISM_FETCH_DONE 1u
#define PRISM_FETCH_FORBIDDEN 2u /* the URL, or a redirect, is invalid, or its address or protocol is not allowed */
#define PRISM_FETCH_TOO_LARGE 3u
#define PRISM_FETCH_TIMED_OUT 4u /* also a server that sends less than 512 bytes a second for 30 seconds */
#define PRISM_FETCH_REFUSED 5u   /* the server's answer is no success; `http_status` has it */
#define PRISM_FETCH_FAILED 6u    /* for example, there is no such host, or its certificate is not valid */
#define PRISM_FETCH_ENDED 7u     /* the process is about to end; comes before stop() */

/* The result of a fetch. */
typedef struct prism_fetched {
  uint32_t struct_size;
  uint32_t outcome;     /* PRISM_FETCH_DONE and so on */
  uint32_t http_status; /* of the last answer; 0: there was none */
  uint32_t reserved;    /* 0 */
  prism_str error;      /* why it has failed, in English and without a full stop. Has no part of the URL but the host */
  prism_str url;        /* the URL after all redirects */
  prism_str mime_type;  /* as the server says, in lower case and without parameters; may be empty, and may be wrong */
  prism_blob bytes;     /* the body as the server sent it: no Content-Encoding is undone. Empty with a descriptor */
  uint64_t size;        /* of the body */
} prism_fetched;

/* [main] Called once for each fetch that is not cancelled, and never before fetch() has returned. `fetched` is borrowed
 * until the callback returns. It may start and cancel fetches. It comes even if the session of the user has ended. */
typedef void (*prism_fetch_fn)(void* data, prism_media_id id, const prism_fetched* fetched);

/* The service. This table grows only at its end. */
typedef struct prism_media {
  uint32_t struct_size;
  uint32_t abilities; /* PRISM_MEDIA_CAN_... */

  /* [main] Starts to write a file into the web server's directory, and sets *id. The host calls `done` with `data` when
   * the file is there, or when that has failed. A thread of the host writes one file after the other, those of
   * different users in turn, and those of one user in the order of the calls. A refusal may overtake them. The URL
   * cannot be guessed. Its name has only ASCII letters, digits, '-' and '_', and an extension that no web server runs
   * as a program. After a failure, no part of the file is left. The file is removed after prism.media_days.
   *
   * PRISM_ERR_NO_USER if the user has no session. PRISM_ERR_ARGUMENT if a member is invalid. PRISM_ERR_UNSUPPORTED
   * without PRISM_MEDIA_CAN_PUBLISH. PRISM_ERR_STATE once the process is about to end. PRISM_ERR_LIMIT if 16
   * publications of this user are open, or if the `bytes` of the open ones would exceed two times
   * prism.media_max_file. Also if 64 are open for all users, or the bytes would exceed four times that size: this is no
   * fault of the plugin. PRISM_ERR_SYSTEM if the descriptor cannot be duplicated, or the
   * thread cannot be started. */
  prism_result (*publish)(const prism_host* host, const prism_file* file, prism_publish_fn done, void* data,
                          prism_media_id* id);

  /* [main] Starts a fetch, and sets *id. The host calls `done` with `data` when the fetch has ended. At most 8 fetches
   * run at a time, and 2 of a user, the second one only while more than half of the places are free. The others wait.
   * The users take turns, and those of one user run in the order of the calls.
   *
   * PRISM_ERR_NO_USER if the user has no session. PRISM_ERR_ARGUMENT if another member than `url` is invalid. A URL
   * that is not allowed, an empty one and a long one are no fault of the plugin, since users type URLs: the outcome is
   * PRISM_FETCH_FORBIDDEN. PRISM_ERR_UNSUPPORTED without PRISM_MEDIA_CAN_FETCH. PRISM_ERR_STATE once the process is
   * about to end. PRISM_ERR_LIMIT if 16 fetches of this user are open. Also if 256 are open for all users: this is no
   * fault of the plugin. */
  prism_result (*fetch)(const prism_host* host, const prism_fetch* fetch, prism_fetch_fn done, void* data,
                        prism_media_id* id);

  /* [main] Cancels a publication or a fetch: its callback is not called afterwards, and no file is left. Allowed within
   * the callback, and after the end. PRISM_ERR_ARGUMENT if there never was one of this id. */
  prism_result (*cancel)(const prism_host* host, prism_media_id id);
} prism_media;

#ifdef __cplusplus
}
#endif

#endif
