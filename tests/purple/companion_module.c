/* SPDX-License-Identifier: MIT */
/* A plugin for XMPP that is not linked against libjabber, whose functions it calls. */
#define PURPLE_PLUGINS

#include <purple.h>

typedef gboolean JabberFeatureEnabled(void* stream, const gchar* name);
void jabber_add_feature(const gchar* name, JabberFeatureEnabled* enabled);

static gboolean load(PurplePlugin* plugin) {
  (void)plugin;
  jabber_add_feature("urn:prism:companion", NULL);
  return TRUE;
}

static PurplePluginInfo info = {.magic = PURPLE_PLUGIN_MAGIC,
                                .major_version = PURPLE_MAJOR_VERSION,
                                .minor_version = PURPLE_MINOR_VERSION,
                                .type = PURPLE_PLUGIN_STANDARD,
                                .id = "core-companion",
                                .name = "Companion",
                                .load = load};

static void init(PurplePlugin* plugin) { (void)plugin; }

PURPLE_INIT_PLUGIN(companion, init, info)
