// SPDX-License-Identifier: MIT
#include "core/libpurple.h"

#include "core/account_settings.h"

#include <dlfcn.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace purple {
namespace {

// Some protocol plugins are not linked against libpurple, and expect its symbols in the global scope, as in Pidgin. The
// host loads this plugin, and libpurple with it, with RTLD_LOCAL.
void makeSymbolsGlobal() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<const void*>(&purple_core_init), &info) == 0 ||
      !::dlopen(info.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD)) {
    const char* error = ::dlerror();
    throw std::runtime_error(std::string("the symbols of libpurple cannot be made global: ") + (error ? error : ""));
  }
}

// Switches libpurple's D-Bus interface off: through it, each process of the same system user could read and send
// messages of all users.
void disableDbus() { ::setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1); }

// Keeps GStreamer from searching for its plugins, and from writing their list into the home directory: a gateway has no
// voice and video.
void disableGstreamer() { ::setenv("GST_REGISTRY_DISABLE", "yes", 1); }

GHashTable* uiInfo() {
  static GHashTable* const info = [] {
    GHashTable* table = g_hash_table_new(g_str_hash, g_str_equal);
    const auto set = [table](const char* name, const char* value) {
      g_hash_table_insert(table, const_cast<char*>(name), const_cast<char*>(value));
    };
    set("name", "Prism");
    set("version", PRISM_VERSION);
    set("client_type", "bot");
    return table;
  }();
  return info;
}

// A directory that cannot exist, so that no user, not even root, can read or write files in it.
constexpr char kNowhere[] = "/dev/null/prism";

PurpleCoreUiOps* coreOperations() {
  static PurpleCoreUiOps operations = {nullptr, nullptr, nullptr, nullptr, uiInfo, nullptr, nullptr, nullptr};
  return &operations;
}

// Returns operations that add nothing. In the plugin's destroy(), where libpurple would add timers to save its files
// later, the host refuses timers and watches, and has removed all that there were.
PurpleEventLoopUiOps* refusingOperations() {
  static PurpleEventLoopUiOps operations = {
      [](guint, GSourceFunc, gpointer) -> guint { return 0; },
      [](guint) -> gboolean { return TRUE; },
      [](int, PurpleInputCondition, PurpleInputFunction, gpointer) -> guint { return 0; },
      [](guint) -> gboolean { return TRUE; },
      nullptr,
      [](guint, GSourceFunc, gpointer) -> guint { return 0; },
      nullptr,
      nullptr,
      nullptr};
  return &operations;
}

}  // namespace

Libpurple::Libpurple(prism::Host host, const Configuration& configuration)
    : debug_(host), glib_(host), loop_(host, glib_), children_(host), modules_(configuration.plugin_directories) {
  makeSymbolsGlobal();
  disableDbus();
  disableGstreamer();
  // Keeps libpurple's core from reading files that it has stored for another program, and from creating files at start.
  // Later, files of libpurple and of the protocols are in the working directory.
  purple_util_set_user_dir(kNowhere);
  purple_debug_set_enabled(FALSE);  // it would go to stdout
  purple_debug_set_ui_ops(DebugLog::operations());
  purple_core_set_ui_ops(coreOperations());
  purple_eventloop_set_ui_ops(EventLoop::operations());
  purple_account_prefs_set_ui_ops(AccountSettings::operations());
  purple_cmds_set_ui_ops(CommandList::operations());
  for (const std::string& directory : configuration.plugin_directories) {
    purple_plugins_add_search_path(directory.c_str());
  }
  if (purple_core_init(kUi) == FALSE) {
    throw std::runtime_error("libpurple cannot be started");
  }
  modules_.onCoreStarted();
  purple_buddy_icons_set_cache_dir((configuration.working_directory + "/icons").c_str());
  // XMPP would read the capabilities of clients that it has stored, which have no limit.
  modules_.openProtocols(configuration.anyProtocol() ? "" : configuration.protocol);
  purple_util_set_user_dir(configuration.working_directory.c_str());
  purple_set_blist(purple_blist_new());
  purple_prefs_set_bool("/purple/logging/log_ims", FALSE);
  purple_prefs_set_bool("/purple/logging/log_chats", FALSE);
  purple_prefs_set_bool("/purple/logging/log_system", FALSE);
  purple_prefs_set_bool("/purple/away/away_when_idle", FALSE);
  purple_prefs_set_string("/purple/away/idle_reporting", "none");
  purple_prefs_set_string("/purple/away/auto_reply", "never");
  for (const std::string& name : configuration.plugins) {
    if (const std::string problem = modules_.loadPlugin(name); !problem.empty()) {
      host.warning("purple.plugins: " + problem);
    }
  }
}

Libpurple::~Libpurple() {
  if (!ready_) {
    // There was no login, so there is nothing to store. Suppresses the messages about files that cannot be written.
    purple_util_set_user_dir(kNowhere);
    purple_debug_set_ui_ops(nullptr);
  }
  purple_cmds_set_ui_ops(nullptr);
  purple_eventloop_set_ui_ops(refusingOperations());
  purple_core_quit();
}

void Libpurple::prepareForLogins() {
  ready_ = true;
  modules_.openForTls();
  loop_.limitTls();
}

PurplePlugin* findProtocol(const std::string& id) {
  PurplePlugin* found = purple_find_prpl(id.c_str());
  return found ? found : purple_find_prpl(("prpl-" + id).c_str());
}

const PurplePluginProtocolInfo& infoOf(const PurplePlugin* protocol) {
  return *static_cast<const PurplePluginProtocolInfo*>(protocol->info->extra_info);
}

std::string accountFormOf(const PurplePluginProtocolInfo& protocol) {
  std::string form = "NAME";
  for (GList* each = protocol.user_splits; each; each = each->next) {
    const auto* part = static_cast<const PurpleAccountUserSplit*>(each->data);
    const std::string_view usual = textOf(purple_account_user_split_get_default_value(part));
    form += purple_account_user_split_get_separator(part) +
            ("<" + std::string(textOf(purple_account_user_split_get_text(part)))) +
            (usual.empty() ? ">" : ", such as " + std::string(usual) + ">");
  }
  return form;
}

std::vector<const PurplePluginProtocolInfo*> allProtocols() {
  std::vector<const PurplePluginProtocolInfo*> all;
  for (GList* each = purple_plugins_get_protocols(); each; each = each->next) {
    all.push_back(&infoOf(static_cast<const PurplePlugin*>(each->data)));
  }
  return all;
}

}  // namespace purple
