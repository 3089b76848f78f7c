/* SPDX-License-Identifier: MIT */
/*
 * Logging in and out. A session lasts from the login request until logout(), or until the plugin's disconnected().
 */
#ifndef PRISM_SESSION_H
#define PRISM_SESSION_H

#include <prism/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Request: a user wants to be logged in. Passwords and settings must not be logged. */
typedef struct prism_login {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;

  /* The account as it was registered. Without registration: the nickname of the first join, or the user's full JID. In
   * server mode: the node of the JID, with '@' in place of '%'. */
  prism_str legacy_name;
  prism_str password;

  /* The user's own settings as text, in no order. Spectrum 2.2.1 sends none. */
  const prism_pair* settings;
  uint64_t settings_count;
} prism_login;

/* Event: the user is logged in. */
typedef struct prism_connected {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
} prism_connected;

/* Request: the session has ended. */
typedef struct prism_logout {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
} prism_logout;

/* Why a login has failed or a session has ended.
 *
 * After PRISM_CONNECTION_ERROR_NETWORK and PRISM_CONNECTION_ERROR_OTHER, Spectrum logs the user in again at once, up to
 * three times. Use them for errors that may be gone then. Any other error is final, and the user gets the text. */
#define PRISM_CONNECTION_ERROR_NETWORK 1u
#define PRISM_CONNECTION_ERROR_INVALID_USERNAME 2u
#define PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED 3u
#define PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE 4u
#define PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT 5u
#define PRISM_CONNECTION_ERROR_ENCRYPTION 6u
#define PRISM_CONNECTION_ERROR_NAME_IN_USE 7u
#define PRISM_CONNECTION_ERROR_INVALID_SETTINGS 8u
#define PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED 9u
#define PRISM_CONNECTION_ERROR_CERT_UNTRUSTED 10u
#define PRISM_CONNECTION_ERROR_CERT_EXPIRED 11u
#define PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED 12u
#define PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH 13u
#define PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH 14u
#define PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED 15u
#define PRISM_CONNECTION_ERROR_CERT_OTHER 16u
#define PRISM_CONNECTION_ERROR_OTHER 17u

/* Event: a login has failed, or a session has ended. */
typedef struct prism_disconnected {
  uint32_t struct_size;
  uint32_t error; /* PRISM_CONNECTION_ERROR_...; another number counts as PRISM_CONNECTION_ERROR_OTHER */
  prism_str user;
  prism_str text; /* a sentence for the user */
} prism_disconnected;

/* Request: a stanza of the user, with PRISM_FEATURE_RAW_XML. It may hold a password, and must not be logged. */
typedef struct prism_stanza {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */
  prism_str user;
  prism_str xml; /* one element, in the namespace jabber:client */
} prism_stanza;

/* The plugin's abilities, and its wishes to Spectrum. The administrator can overrule each but RELOGIN in the
 * sections [registration] and [features] of the configuration; the key is in parentheses. */
#define PRISM_FEATURE_PASSWORD 1u         /* registration needs a password (needPassword) */
#define PRISM_FEATURE_REGISTRATION 2u     /* users register with the gateway before they log in (needRegistration) */
#define PRISM_FEATURE_RECEIPTS 4u         /* the plugin calls receipt() (receipts) */
#define PRISM_FEATURE_ROOMS 8u            /* the network has rooms (muc) */
#define PRISM_FEATURE_RAW_XML 16u         /* messages, presence and roster come as raw_xml() (rawxml) */
#define PRISM_FEATURE_UNESCAPED_JIDS 32u  /* '@' in a name becomes '%', not XEP-0106's \40 (disable_jid_escaping) */
#define PRISM_FEATURE_ROSTER_ON_LOGIN 64u /* roster() follows each login() (send_buddies_on_login) */
/* login() comes for a user with a session, without a logout() before. The session goes on with its rooms, and login()
 * is to be answered again. */
#define PRISM_FEATURE_RELOGIN 128u

typedef struct prism_features {
  uint32_t struct_size;
  uint32_t flags; /* PRISM_FEATURE_... */
} prism_features;

#ifdef __cplusplus
}
#endif

#endif
