/* SPDX-License-Identifier: MIT */
/*
 * The plugin's note: an ELF note (section .note.prism, owner "Prism", type 1) that says what the plugin is. The host
 * reads it without running any code of the plugin. `readelf -p .note.prism FILE` prints it.
 */
#ifndef PRISM_NOTE_H
#define PRISM_NOTE_H

#include <prism/types.h>

/*
 * PRISM_PLUGIN_NOTE(id, name, version, claims, keys), once in a plugin, outside of any function. All are string
 * literals:
 *
 *   id       the name in the configuration: 1 to 32 of a-z, 0-9, '-' and '_'
 *   name     the name for people
 *   version  the version of the plugin
 *   claims   the configurations that get this plugin without naming it, separated by spaces:
 *              protocol:NAME   service.protocol is NAME; it may have wildcards of fnmatch(3), such as prpl-*
 *              key:NAME        the configuration has the key NAME, such as service.irc_server
 *   keys     the keys of the configuration that the plugin reads, separated by spaces, such as "irc.nickname irc.tls".
 *            "irc.*" is a section whose keys are not known beforehand. --check reports other keys as misspelt.
 *
 * The note has the owner "Prism", the type 1, and a text that ends with a NUL, padded to four bytes. The text has a
 * line 'name=value' for each, one for the ABI version that the plugin is built with, and one for the ABI version that
 * it needs: hosts with a lower one do not load the plugin. These two are the same, unless PRISM_NEEDS_MINOR says that
 * the plugin works with a lower minor version too. To be defined before the first header of Prism is included, as a
 * plain number.
 */
#ifndef PRISM_NEEDS_MINOR
#define PRISM_NEEDS_MINOR PRISM_ABI_MINOR
#endif

#define PRISM_PLUGIN_NOTE(id, name, version, claims, keys)                                            \
  static const struct {                                                                               \
    uint32_t owner_size, text_size, type;                                                             \
    char owner[8];                                                                                    \
    char text[(sizeof(PRISM_NOTE_TEXT(id, name, version, claims, keys)) + 3) / 4 * 4];                \
  } prism_plugin_note __attribute__((section(".note.prism"), used, aligned(4))) = {                   \
      6, sizeof(PRISM_NOTE_TEXT(id, name, version, claims, keys)), PRISM_NOTE_TYPE, PRISM_NOTE_OWNER, \
      PRISM_NOTE_TEXT(id, name, version, claims, keys)}

#define PRISM_NOTE_OWNER "Prism"
#define PRISM_NOTE_TYPE 1
#define PRISM_NOTE_TEXT(id, name, version, claims, keys)                               \
  "id=" id "\nname=" name "\nversion=" version                                         \
  "\nabi=" PRISM_NOTE_ABI(PRISM_ABI_MAJOR, PRISM_ABI_MINOR) "\nneeds=" PRISM_NOTE_ABI( \
      PRISM_ABI_MAJOR, PRISM_NEEDS_MINOR) "\nclaims=" claims "\nkeys=" keys "\n"
#define PRISM_NOTE_ABI(major, minor) PRISM_NOTE_STRING(major) "." PRISM_NOTE_STRING(minor)
#define PRISM_NOTE_STRING(number) PRISM_NOTE_STRING_(number)
#define PRISM_NOTE_STRING_(number) #number

#endif
