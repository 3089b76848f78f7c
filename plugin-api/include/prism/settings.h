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

#ifdef __cplusplus
extern "C" {
#endif

#define PRISM_SETTINGS "prism.settings.draft/1"

/* The kind of a setting, and its values. */
#define PRISM_SETTING_BOOLEAN 1u /* "1" or "0"; of a login also true/false, yes/no, on/off, which the host translates */
#define PRISM_SETTING_TEXT 2u    /* one line of at most 1,024 bytes */
#define PRISM_SETTING_INTEGER 3u /* a whole number in decimal, from `least` to `most` */
#define PRISM_SETTING_CHOICE 4u  /* one of `choices` */

/* One setting. All strings are valid text, of 1,024 bytes at most. */
typedef struct prism_setting {
  uint32_t struct_size;
  uint32_t kind;         /* PRISM_SETTING_... */
  prism_str key;         /* its name in prism_login.settings: 1 to 64 letters, digits, '_', '-' and '.' of ASCII */
  prism_str title;       /* a few words for the user; required */
  prism_str description; /* may be empty */
  prism_str initial;     /* a value of the kind; may be empty for a text only */
  int64_t least;         /* of an integer; 0 for other kinds */
  int64_t most;
  const prism_str* choices; /* of a choice, 1 to 100; NULL for other kinds */
  uint64_t choices_count;
} prism_setting;

/* The service. This table grows only at its end. */
typedef struct prism_settings {
  uint32_t struct_size;
  uint32_t reserved; /* 0 */

  /* [main] Describes all settings, at most 100. Only once, within create() or start(). PRISM_ERR_STATE later.
   * PRISM_ERR_ARGUMENT if one of them is invalid, or if two have the same key; then none is described. */
  prism_result (*define)(const prism_host* host, const prism_setting* const* settings, uint64_t count);

  /* [main] Sets *value to the value of a setting in the user's session. It is valid until the session ends, or until
   * the next login of the user. PRISM_ERR_NO_USER if the user has no session. PRISM_ERR_ARGUMENT if there is no such
   * setting. */
  prism_result (*get)(const prism_host* host, prism_str user, prism_str key, prism_str* value);
} prism_settings;

#ifdef __cplusplus
}
#endif

#endif
