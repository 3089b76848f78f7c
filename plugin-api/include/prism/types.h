/* SPDX-License-Identifier: MIT */
/*
 * The common part of all headers of the plugin ABI: its version, strings, results, times.
 */
#ifndef PRISM_TYPES_H
#define PRISM_TYPES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------- version */

/* The version of the ABI: major in the upper 16 bits, minor in the lower ones. Until ABI 1.0, a plugin runs only on
 * hosts of exactly its own ABI version. */
#define PRISM_ABI_MAJOR 0
#define PRISM_ABI_MINOR 9
#define PRISM_ABI_VERSION 0x00000009 /* a plain number, for generators of bindings */

#define PRISM_ABI(major, minor) ((major)*UINT32_C(0x10000) + (minor))
#define PRISM_ABI_GET_MAJOR(version) ((version) >> 16)
#define PRISM_ABI_GET_MINOR(version) ((version)&0xffffu)

#ifdef __cplusplus
static_assert(PRISM_ABI_VERSION == PRISM_ABI(PRISM_ABI_MAJOR, PRISM_ABI_MINOR), "one version");
#else
_Static_assert(PRISM_ABI_VERSION == PRISM_ABI(PRISM_ABI_MAJOR, PRISM_ABI_MINOR), "one version");
#endif

/*
 * Compatibility. Structs grow only at their end, and a member that came later is marked 'since'. Every struct begins
 * with its size, as its writer knew it, but for those that never change.
 *
 *   The writer sets the whole struct to 0 first. A member of 0 is not given, unless its comment says otherwise.
 *   The reader uses PRISM_HAS() before it reads a member that is marked 'since'.
 *   A number that stands for something, such as a status, begins at 1: 0 is not given.
 *
 * The host passes no flag and no number to a plugin that the plugin's `abi_version` does not have. Before a plugin uses
 * a flag, a number or a member that is marked 'since', it compares the host's `abi_version`: an older host refuses an
 * unknown flag or number, and ignores an unknown member.
 */

/* True if the writer of *pointer, a struct of this type, knew this member. */
#define PRISM_HAS(type, pointer, member) ((pointer)->struct_size >= offsetof(type, member) + sizeof((pointer)->member))

/* Sets a struct to 0, and its struct_size:
 *
 *   prism_message message;
 *   PRISM_INIT(&message);
 *
 * An initializer such as prism_message message = {.struct_size = sizeof message, ...} does the same. */
#define PRISM_INIT(pointer) \
  (memset((pointer), 0, sizeof *(pointer)), (void)((pointer)->struct_size = (uint32_t)sizeof *(pointer)))

/* ------------------------------------------------------------------------------------------------- strings */

/*
 * Strings are UTF-8: a pointer, and a length in bytes. An empty string means 'not given'. Its `data` is not read and
 * may be NULL.
 *
 * Everything behind a pointer is borrowed until the call returns, in both directions, unless a comment says otherwise.
 * The side that allocates memory frees it.
 *
 * Strings of the host end with a NUL that `size` does not count. They contain only characters that XML 1.0 allows
 * (https://www.w3.org/TR/xml/#charsets), but for values of the configuration, which are as in the file.
 *
 * In strings of a plugin, each byte that is not UTF-8 and each character that XML 1.0 does not allow is replaced by
 * U+FFFD, because Spectrum writes the string into an XML stream. Names are not mended but refused: see prism/plugin.h.
 */

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

/* A string literal as a prism_str: an expression, and an initializer, which C allows for static objects too. */
#define PRISM_STR(literal) prism_str_of("" literal, sizeof(literal) - 1)
#define PRISM_STR_INIT(literal) \
  { "" literal, sizeof(literal) - 1 }

/* ------------------------------------------------------------------------------------------------- results */

/* PRISM_OK, PRISM_PENDING, or an error. Errors are negative. Treat an unknown negative number as PRISM_ERR_FAILED. */
typedef int32_t prism_result;

enum {
  PRISM_OK = 0,
  PRISM_PENDING = 1,           /* of stop(): the plugin is not done yet, and calls stopped() later */
  PRISM_ERR_FAILED = -1,       /* of create() and start(): the last error that was logged on [main] is the reason */
  PRISM_ERR_ARGUMENT = -2,     /* an argument is invalid; the host has logged which one */
  PRISM_ERR_NO_USER = -3,      /* the user has no session; the event was dropped, and the host has logged it */
  PRISM_ERR_THREAD = -4,       /* a [main] function was called on another thread */
  PRISM_ERR_STATE = -5,        /* the plugin, the session or the room is not in the state for this call */
  PRISM_ERR_SYSTEM = -6,       /* a system call has failed; system_error() is the reason */
  PRISM_ERR_MEMORY = -7,       /* out of memory */
  PRISM_ERR_LIMIT = -8,        /* too many objects of this kind are open, or the call comes too often */
  PRISM_ERR_TOO_LARGE = -9,    /* one object, such as a file, is larger than its limit */
  PRISM_ERR_UNSUPPORTED = -10, /* this host, or its configuration, does not have the function */
  PRISM_ERR_ENDED = -11        /* the object of this id has existed, and has ended. This is no fault */
};

/* ------------------------------------------------------------------------------------------------ requests */

/* Identifies a request that a plugin answers, whatever it is about. The host makes it. Never 0, below 2^53, and never
 * used again while the process runs. */
typedef uint64_t prism_request_id;

/* ------------------------------------------------------------------------------------------- conversations */

/* The kind of a conversation of a user. It says what the members `buddy` and `nickname` of a struct are. */
#define PRISM_CONVERSATION_CONTACT 1u /* with the buddy `buddy`; `nickname` is empty */
#define PRISM_CONVERSATION_ROOM 2u    /* in the room `buddy`. Event: `nickname` is who acts there; request: empty */
#define PRISM_CONVERSATION_PRIVATE 3u /* with the participant `nickname` of the room `buddy` */
#define PRISM_CONVERSATION_HOST 4u    /* with the host's own contact (prism/prompt.h); both are empty. Commands only */

/* The bit of a kind in a mask of several kinds. */
#define PRISM_CONVERSATION_BIT(kind) (1u << (kind))

/* A flag of set_capabilities(), the same in each service that has this function. It removes the capabilities that were
 * told for the same conversations or rooms, so that the next wider ones count there again. It stands alone: another
 * flag with it is refused, and the members for capabilities are not read. Flags of 0 remove nothing: they say that
 * the network can do nothing there. */
#define PRISM_CAPABILITIES_INHERIT 0x80000000u

/* --------------------------------------------------------------------------------------------------- times */

/* Milliseconds since 1970-01-01 00:00 UTC. Spectrum passes on whole seconds. 0 means 'now' or 'not given'. The host
 * drops a time before 1980, which was given in seconds, and one more than a day ahead, but sends the event. */
typedef int64_t prism_time;

#ifdef __cplusplus
}
#endif

#endif
