/* SPDX-License-Identifier: MIT */
/*
 * The settings of a user: the host's service "prism.settings.draft/1".
 *
 *   const prism_settings* settings = host->get_service(host, PRISM_SETTINGS);
 *
 * The plugin describes its settings once. From then on, the host checks those of each login (prism_login.settings): a
 * missing one is added with its initial value, and an invalid one is replaced by it and named in the log, without its
 * value. Settings that the plugin has not described are passed on as they are.
 *
 * Spectrum 2.2.1 sends no settings, so each has its initial value there. This service is a draft: a later host may lack
 * it, or have another form of it.
 */
#ifndef PRISM_SETTINGS_H
#define PRISM_SETTINGS_H

#include <prism/host.h>
#include <prism/types.h>
#include <prism/values.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_SETTINGS "prism.settings.draft/1"

/* One setting. All strings are valid text, of 1,024 bytes at most. */
typedef struct prism_setting {
  uint32_t struct_size;

  /* PRISM_VALUE_TEXT, _LONG_TEXT, _SECRET, _INTEGER, _BOOLEAN or _CHOICE. A login may have true, false, yes, no, on and
   * off for a boolean: the host converts them to "1" and "0". */
  uint32_t kind;
  prism_str key;         /* its name in prism_login.settings: 1 to 64 letters, digits, '_', '-' and '.' of ASCII */
  prism_str title;       /* a few words for the user; required */
  prism_str description; /* may be empty */
  prism_str initial;     /* a value of the kind; may be empty for a text or a secret only */

  /* For PRISM_VALUE_INTEGER: the lowest and the highest value. Both 0: any. Must be 0 for other kinds. */
  int64_t least;
  int64_t most;

  const prism_choice* const* choices; /* for PRISM_VALUE_CHOICE; else none */
  uint64_t choices_count;
} prism_setting;

/* All settings of a plugin. */
typedef struct prism_setting_set {
  uint32_t struct_size;
  uint32_t reserved;                    /* 0 */
  const prism_setting* const* settings; /* 1 to 100 */
  uint64_t settings_count;
} prism_setting_set;

/* The service. This table grows only at its end. */
typedef struct prism_settings {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Describes all settings. Only once, within create() or start(). PRISM_ERR_STATE later. PRISM_ERR_ARGUMENT if
   * one of them is invalid, or if two have the same key; then none is described. */
  prism_result (*define)(const prism_host* host, const prism_setting_set* set);

  /* [main] Sets *value to the value of a setting in the user's session. It is valid until the session ends, or until
   * the next login of the user. PRISM_ERR_NO_USER if the user has no session. PRISM_ERR_ARGUMENT if there is no such
   * setting. */
  prism_result (*get)(const prism_host* host, prism_str user, prism_str key, prism_str* value);
} prism_settings;

#ifdef __cplusplus
}
#endif

#endif
