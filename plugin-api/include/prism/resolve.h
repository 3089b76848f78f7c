/* SPDX-License-Identifier: MIT */
/*
 * Names to addresses: the host's service "prism.resolve/1".
 *
 *   const prism_resolve* resolver = host->get_service(host, PRISM_RESOLVE);
 *
 * getaddrinfo() blocks, and a [main] function must not. This service asks the name servers of the system on the host's
 * event loop. It reads /etc/hosts and /etc/resolv.conf, and notices when the latter changes. The administrator can name
 * other servers (prism.name_servers). Internationalized names are converted to their ASCII form (IDNA2008, UTS #46).
 *
 * The service is part of the host's network module, which needs c-ares and libcurl and may not be installed.
 * get_service() returns NULL then, and the host logs which package is missing.
 *
 * An address may be a private one: this service does not judge it.
 *
 * The service gives addresses only. Other records of DNS, such as SRV and TXT, would be further functions at the end of
 * the table, with answers of their own.
 */
#ifndef PRISM_RESOLVE_H
#define PRISM_RESOLVE_H

#include <prism/host.h>
#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_RESOLVE "prism.resolve/1"

typedef uint64_t prism_resolve_id; /* never 0, and never reused */

/* Families of addresses. */
#define PRISM_FAMILY_IPV4 1u
#define PRISM_FAMILY_IPV6 2u

/* A question to the name servers. */
typedef struct prism_lookup {
  uint32_t struct_size;
  uint32_t family;     /* PRISM_FAMILY_...; 0: both */
  uint32_t port;       /* 0 to 65535; it becomes part of the addresses */
  uint32_t timeout_ms; /* at most 60,000; 0: 10,000 */
  prism_str name;      /* a host name, or an address as text. Nothing is found for more than 1,023 bytes */
} prism_lookup;

/* One address. */
typedef struct prism_address {
  uint32_t struct_size;
  uint32_t family;     /* PRISM_FAMILY_... */
  prism_str text;      /* without the port: "192.0.2.1", "2001:db8::1", "fe80::1%eth0" */
  prism_blob sockaddr; /* a struct sockaddr_in or sockaddr_in6 with the port, aligned for connect() */
} prism_address;

/* How a lookup has ended. */
#define PRISM_LOOKUP_FOUND 1u
#define PRISM_LOOKUP_NOT_FOUND 2u /* there is no such name, or it has no address of the family */
#define PRISM_LOOKUP_TIMED_OUT 3u
#define PRISM_LOOKUP_FAILED 4u /* for example, no name server can be reached */
#define PRISM_LOOKUP_ENDED 5u  /* the process is about to end; comes before stop() */

/* The answer to a lookup. */
typedef struct prism_lookup_answer {
  uint32_t struct_size;
  uint32_t outcome; /* PRISM_LOOKUP_... */
  prism_str error;  /* why there is no address, in English and without a full stop; empty with PRISM_LOOKUP_FOUND */
  const prism_address* const* addresses; /* IPv6 and IPv4 interleaved, in the order to try them (RFC 8305 section 4) */
  uint64_t addresses_count;              /* at least 1 with PRISM_LOOKUP_FOUND, else 0 */
} prism_lookup_answer;

/* [main] Called once for each lookup that is not cancelled, and never before resolve() has returned. `answer` is
 * borrowed until the callback returns. The callback may start and cancel lookups. */
typedef void (*prism_lookup_fn)(void* data, prism_resolve_id id, const prism_lookup_answer* answer);

/* The service. This table grows only at its end. */
typedef struct prism_resolve {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Starts a lookup, and sets *id. The host calls `answered` with `data` when the lookup has ended.
   *
   * PRISM_ERR_ARGUMENT if another member than `name` is invalid. A name that cannot exist, such as an empty or a long
   * one, is no fault of the plugin, since users type names: its answer is PRISM_LOOKUP_NOT_FOUND. PRISM_ERR_LIMIT if
   * 1,000 lookups are open. PRISM_ERR_STATE once the process is about to end. */
  prism_result (*resolve)(const prism_host* host, const prism_lookup* lookup, prism_lookup_fn answered, void* data,
                          prism_resolve_id* id);

  /* [main] Cancels a lookup: its callback is not called afterwards. Allowed within the callback, and after the lookup
   * has ended. PRISM_ERR_ARGUMENT if there never was such a lookup. */
  prism_result (*cancel)(const prism_host* host, prism_resolve_id id);
} prism_resolve;

#ifdef __cplusplus
}
#endif

#endif
