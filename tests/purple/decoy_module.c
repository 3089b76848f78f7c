/* SPDX-License-Identifier: MIT */
/*
 * A libpurple module that is no protocol, although its description names some: a script loader, as for Perl and Tcl.
 * Opening it aborts the process.
 */
#define PURPLE_PLUGINS

#include <purple.h>
#include <stdlib.h>

__attribute__((constructor)) static void end_the_process(void) { abort(); }

static PurplePluginLoaderInfo loader = {.exts = NULL};

static PurplePluginInfo info = {.magic = PURPLE_PLUGIN_MAGIC,
                                .major_version = PURPLE_MAJOR_VERSION,
                                .minor_version = PURPLE_MINOR_VERSION,
                                .type = PURPLE_PLUGIN_LOADER,
                                .id = "core-decoy",
                                .name = "Decoy",
                                .summary = "prpl-asking",
                                .description = "prpl-nonesuch",
                                .extra_info = &loader};

static void init(PurplePlugin* plugin) { (void)plugin; }

PURPLE_INIT_PLUGIN(decoy, init, info)
