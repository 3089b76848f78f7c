/* SPDX-License-Identifier: MIT */
/*
 * Source of two libpurple modules: with PRISM_BASE a base module, without it a protocol that depends on the base
 * module.
 */
#define PURPLE_PLUGINS

#include <purple.h>

static PurplePluginInfo info = {.magic = PURPLE_PLUGIN_MAGIC,
                                .major_version = PURPLE_MAJOR_VERSION,
                                .minor_version = PURPLE_MINOR_VERSION,
#ifdef PRISM_BASE
                                .type = PURPLE_PLUGIN_STANDARD,
                                .id = "core-base",
                                .name = "Base"};

static void init(PurplePlugin* plugin) { (void)plugin; }
#else
                                .type = PURPLE_PLUGIN_PROTOCOL,
                                .id = "prpl-dependent",
                                .name = "Dependent"};

static const char* icon_of(PurpleAccount* account, PurpleBuddy* buddy) {
  (void)account;
  (void)buddy;
  return "dependent";
}

static void log_in(PurpleAccount* account) { (void)account; }
static void log_out(PurpleConnection* connection) { (void)connection; }

static PurplePluginProtocolInfo protocol = {.options = OPT_PROTO_NO_PASSWORD,
                                            .list_icon = icon_of,
                                            .login = log_in,
                                            .close = log_out,
                                            .struct_size = sizeof(PurplePluginProtocolInfo)};

static void init(PurplePlugin* plugin) {
  (void)plugin;
  info.extra_info = &protocol;
  info.dependencies = g_list_append(NULL, "core-base");
}
#endif

PURPLE_INIT_PLUGIN(dependent, init, info)
