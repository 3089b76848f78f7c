// SPDX-License-Identifier: MIT
#include "core/modules.h"

#include "core/module_file.h"

#include <dlfcn.h>
#include <purple.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace purple {
namespace {

// The modules that offer TLS are ssl.so, ssl-nss.so and ssl-gnutls.so.
bool isForTls(const std::filesystem::path& module) { return module.filename().native().compare(0, 3, "ssl") == 0; }

// Debian's libpurple searches this directory, too: packages that are not for several architectures have modules there.
constexpr char kOldDirectory[] = "/usr/lib/purple-2";

constexpr char kStandInId[] = "prism-closed-module";

// Registers a stand-in for a module: purple_plugins_probe() does not open a file that is registered already.
void registerStandIn(const std::filesystem::path& module) {
  static PurplePluginInfo info = [] {
    PurplePluginInfo made{};
    made.magic = PURPLE_PLUGIN_MAGIC;
    made.major_version = PURPLE_MAJOR_VERSION;
    made.minor_version = PURPLE_MINOR_VERSION;
    made.type = PURPLE_PLUGIN_STANDARD;
    made.id = const_cast<char*>(kStandInId);
    made.name = const_cast<char*>("a module that is not open");
    return made;
  }();
  // Does what purple_plugin_new() does, which cannot be used: it needs libpurple's D-Bus server, which is not there
  // before purple_core_init().
  PurplePlugin* plugin = g_new0(PurplePlugin, 1);
  plugin->native_plugin = TRUE;
  plugin->path = g_strdup(module.c_str());
  plugin->info = &info;
  purple_plugin_register(plugin);
}

// Keeps the module and its libraries mapped after libpurple has closed the module. Errors are ignored: libpurple
// reports them when it opens the module.
void keepMapped(const std::filesystem::path& module) {
  ::dlopen(module.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
}

// Plugins for XMPP call functions of libjabber, often without being linked against it.
void makeLibjabberGlobal() { ::dlopen("libjabber.so.0", RTLD_LAZY | RTLD_GLOBAL | RTLD_NOLOAD); }

bool isNamed(const std::filesystem::path& module, const std::string& name) {
  const std::filesystem::path stem = module.stem();
  return stem == name || stem == "lib" + name;
}

// The ids of dependencies of probed modules that libpurple has not probed.
std::set<std::string> missingDependencies() {
  std::set<std::string> missing;
  for (GList* each = purple_plugins_get_all(); each; each = each->next) {
    const auto* plugin = static_cast<const PurplePlugin*>(each->data);
    for (GList* id = plugin->info ? plugin->info->dependencies : nullptr; id; id = id->next) {
      if (!purple_plugins_find_with_id(static_cast<const char*>(id->data))) {
        missing.emplace(static_cast<const char*>(id->data));
      }
    }
  }
  return missing;
}

}  // namespace

Modules::Modules(const std::vector<std::string>& directories) {
  std::vector<std::string> all = directories;
  all.emplace_back(PRISM_PURPLE_MODULES);
  all.emplace_back(kOldDirectory);
  std::set<std::filesystem::path> seen;
  for (const std::string& directory : all) {
    std::error_code problem;  // a directory that is not there has no modules
    if (!seen.insert(std::filesystem::weakly_canonical(directory, problem)).second) {
      continue;
    }
    for (const auto& entry : std::filesystem::directory_iterator(directory, problem)) {
      if (entry.path().extension() == "." G_MODULE_SUFFIX) {
        registerStandIn(entry.path());
        found_.push_back(entry.path());
      }
    }
  }
  closed_ = found_;
}

void Modules::onCoreStarted() {
  while (PurplePlugin* stand_in = purple_plugins_find_with_id(kStandInId)) {
    purple_plugin_destroy(stand_in);
  }
}

// Has libpurple probe the wanted modules. Returns false if there is none.
bool Modules::probe(const Wanted& wanted) {
  const auto rest = std::stable_partition(closed_.begin(), closed_.end(), [&wanted](const auto& path) {
    const ModuleFile file(path);
    return !file.isModule() || !wanted(path, file);
  });
  const std::vector<std::filesystem::path> chosen(rest, closed_.end());
  closed_.erase(rest, closed_.end());
  for (const std::filesystem::path& path : chosen) {
    keepMapped(path);
    purple_plugin_probe(path.c_str());
  }
  return !chosen.empty();
}

void Modules::open(const Wanted& wanted) {
  if (!probe(wanted)) {
    return;
  }
  const auto isMissing = [](const std::filesystem::path&, const ModuleFile& file) {
    const std::set<std::string> missing = missingDependencies();
    return std::any_of(missing.begin(), missing.end(), [&file](const auto& id) { return file.hasString(id); });
  };
  while (probe(isMissing)) {
  }
  // libpurple loads the probed protocols at the end of a search in the directories. No file has this suffix.
  purple_plugins_probe("none");
}

void Modules::openProtocols(const std::string& id) {
  open([&id](const std::filesystem::path&, const ModuleFile& file) {
    return file.mayBeProtocol() && (id.empty() ? !file.protocolIds().empty() : file.hasString(id));
  });
}

void Modules::openForTls() {
  open([](const std::filesystem::path& path, const ModuleFile&) { return isForTls(path); });
}

std::string Modules::loadPlugin(const std::string& name) {
  makeLibjabberGlobal();
  const auto place = std::find_if(found_.begin(), found_.end(),
                                  [&name](const std::filesystem::path& path) { return isNamed(path, name); });
  if (place == found_.end()) {
    return "no directory of libpurple's modules has " + name + "." G_MODULE_SUFFIX;
  }
  // A function that is missing shows now, and not when it is called, which would end the process.
  if (!::dlopen(place->c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE)) {
    return "a plugin cannot be opened: " + std::string(::dlerror());
  }
  open([&name](const std::filesystem::path& path, const ModuleFile&) { return isNamed(path, name); });
  PurplePlugin* plugin = purple_plugins_find_with_filename(place->c_str());
  if (!plugin) {
    return place->native() + " is no plugin of libpurple";
  }
  if (plugin->info->type != PURPLE_PLUGIN_STANDARD || plugin->info->ui_requirement) {
    return place->native() + " is a plugin of another kind, for a graphical client or a protocol";
  }
  if (purple_plugin_load(plugin) == FALSE) {
    return place->native() + " does not load: " + (plugin->error ? plugin->error : "it does not say why");
  }
  return {};
}

std::set<std::string> Modules::protocolIds() const {
  std::set<std::string> ids;
  for (const std::filesystem::path& path : found_) {
    const ModuleFile file(path);
    if (file.isModule() && file.mayBeProtocol()) {
      ids.merge(file.protocolIds());
    }
  }
  return ids;
}

}  // namespace purple
