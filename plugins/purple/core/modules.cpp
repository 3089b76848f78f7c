#include "core/modules.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace purple {
namespace {

// What offers TLS is called so: ssl.so, ssl-nss.so, ssl-gnutls.so.
bool isForTls(const std::filesystem::path& module) { return module.filename().native().compare(0, 3, "ssl") == 0; }

// One that cannot be read is for libpurple to complain of. The buffer is for all of them: fresh memory costs more than to
// read them.
bool mayHave(const std::filesystem::path& module, const std::string& text, std::vector<char>& buffer) {
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(module, problem);
  if (problem) {
    return true;
  }
  buffer.resize(std::max<std::size_t>(buffer.size(), size));
  std::ifstream file(module, std::ios::binary);
  return !file.read(buffer.data(), static_cast<std::streamsize>(size)) ||
         ::memmem(buffer.data(), size, text.data(), text.size()) != nullptr;
}

// What is known under a path already, libpurple does not open.
PurplePlugin* registered(const std::filesystem::path& module) {
  static PurplePluginInfo info = [] {
    PurplePluginInfo made{};
    made.magic = PURPLE_PLUGIN_MAGIC;
    made.major_version = PURPLE_MAJOR_VERSION;
    made.minor_version = PURPLE_MINOR_VERSION;
    made.type = PURPLE_PLUGIN_STANDARD;
    made.id = const_cast<char*>("prism-passed-over");
    made.name = const_cast<char*>("a module that is not needed");
    return made;
  }();
  PurplePlugin* plugin = purple_plugin_new(TRUE, module.c_str());
  plugin->info = &info;
  purple_plugin_register(plugin);
  return plugin;
}

}  // namespace

Modules::Modules(const std::vector<std::string>& directories, const std::string& text) {
  std::vector<std::string> all = directories;
  all.emplace_back(PRISM_PURPLE_MODULES);
  std::vector<char> buffer;
  for (const std::string& directory : all) {
    std::error_code problem;  // a directory that is not there has no modules
    for (const auto& entry : std::filesystem::directory_iterator(directory, problem)) {
      if (entry.path().extension() == "." G_MODULE_SUFFIX && !isForTls(entry.path()) &&
          !mayHave(entry.path(), text, buffer)) {
        passed_over_.push_back(registered(entry.path()));
      }
    }
  }
}

void Modules::openAll() {
  for (PurplePlugin* plugin : passed_over_) {
    purple_plugin_destroy(plugin);
  }
  passed_over_.clear();
  purple_plugins_probe(G_MODULE_SUFFIX);
}

}  // namespace purple
