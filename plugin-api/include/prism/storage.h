/* SPDX-License-Identifier: MIT */
/*
 * Small values that outlive the process: the host's service "prism.storage/1".
 *
 *   const prism_storage* storage = host->get_service(host, PRISM_STORAGE);
 *
 * A value belongs to a user, or to the transport as a whole: `user` is empty then. It has a key. Each plugin has keys
 * of its own: another plugin that serves the same transport later does not see them.
 *
 * Sharing. The values are those of the transport, which service.jid names. All backends of the transport that have the
 * same service.working_dir share them, and a user finds them on each backend. They are files below
 * service.working_dir/prism-storage, with the mode 0600 in directories with the mode 0700. So secrets may be stored,
 * such as the token of a device. The files are not encrypted.
 *
 * The last login wins. If a user has logged in at another backend since, set() and remove() for this user return
 * PRISM_ERR_STATE here, until the user's next login here. So values of the older session do not replace those of the
 * newer one. The same holds once the administrator has removed the user's values (--forget). Values of the transport
 * have no such order: each set() replaces one key, and leaves the others as they are.
 *
 * Durability. When set() has returned PRISM_OK, other backends see the value, and a crash of the process does not lose
 * it. A crash of the machine may lose the values of the last seconds. The values before them are there then.
 *
 * Age. The values of a user are removed once the user has not logged in for `[prism] storage_days` (365 days). Values
 * of the transport have no age.
 *
 * Time. A function reads or writes one small file. It waits for another process that holds the lock of the same user
 * for at most 100 ms, then the result is PRISM_ERR_SYSTEM, and system_error() is ETIMEDOUT. A value that changes often,
 * such as the time of the last message, is best kept in memory, and stored every few seconds and in logout().
 *
 * When to call. Get the service in create(): a user who has logged in before that has no values until the next login.
 * In create(), values can be read; set() and remove() work from start() on, and return PRISM_ERR_STATE before, since
 * `--check` creates the plugin too, and changes no file. Values of a user can be used from login() on, until logout()
 * has returned or, after disconnected(), until the function that has called it has returned. At other times:
 * PRISM_ERR_NO_USER.
 *
 * All functions are [main]. Arguments are borrowed until the call returns. The functions are complete: their parameters
 * never change.
 */
#ifndef PRISM_STORAGE_H
#define PRISM_STORAGE_H

#include <prism/host.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_STORAGE "prism.storage/1"

/* Limits. A plugin has each of the last two for each user, and once more for the transport. */
#define PRISM_STORAGE_MAX_KEY 255u       /* bytes of a key */
#define PRISM_STORAGE_MAX_VALUE 262144u  /* bytes of a value: 256 KiB */
#define PRISM_STORAGE_MAX_KEYS 2048u     /* keys */
#define PRISM_STORAGE_MAX_BYTES 1048576u /* bytes of all keys and values together: 1 MiB */

/* Callbacks, which are called before the function returns. `data` is the pointer that was passed to the function. They
 * may call functions of the host. */
typedef void (*prism_storage_value_fn)(void* data, prism_blob value);
typedef void (*prism_storage_key_fn)(void* data, prism_str key);

/* The service. This table grows only at its end.
 *
 * Each function returns
 *   PRISM_ERR_ARGUMENT if an argument is invalid. A key is text that XML allows, of 1 to PRISM_STORAGE_MAX_KEY bytes.
 *     It is not mended, and it is compared byte for byte;
 *   PRISM_ERR_NO_USER and PRISM_ERR_STATE as above;
 *   PRISM_ERR_SYSTEM if a file cannot be read or written. prism_host.system_error() is the reason, such as ENOSPC,
 *     EROFS, EACCES or ETIMEDOUT. The host has logged the file and the remedy. A set() that fails changes nothing.
 *
 * A file that is damaged is not lost silently: the host renames it, logs the new name, and goes on with the version
 * before it, or without values. */
typedef struct prism_storage {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Calls `visit` once with the value of `key`, which is borrowed until `visit` returns, and is wiped then. Does
   * not call it if there is no such value: that is PRISM_OK, too. */
  prism_result (*get)(const prism_host* host, prism_str user, prism_str key, prism_storage_value_fn visit, void* data);

  /* [main] Stores a value, any bytes, in place of the last one. An empty value is a value. Storing the same value again
   * writes nothing. PRISM_ERR_TOO_LARGE for more than PRISM_STORAGE_MAX_VALUE bytes; PRISM_ERR_LIMIT if the user, or
   * the transport, would exceed one of the other limits. */
  prism_result (*set)(const prism_host* host, prism_str user, prism_str key, prism_blob value);

  /* [main] Removes a value. PRISM_OK if there is none. */
  prism_result (*remove)(const prism_host* host, prism_str user, prism_str key);

  /* [main] Calls `visit` for each key that begins with `prefix`, sorted by bytes. An empty prefix: each key. */
  prism_result (*list)(const prism_host* host, prism_str user, prism_str prefix, prism_storage_key_fn visit,
                       void* data);
} prism_storage;

#ifdef __cplusplus
}
#endif

#endif
