#include "core/modules.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace purple {
namespace {

// What offers TLS is called so: ssl.so, ssl-nss.so, ssl-gnutls.so.
bool isForTls(const std::filesystem::path& module) { return module.filename().native().compare(0, 3, "ssl") == 0; }

// What the entry of every module is called.
constexpr std::string_view kEntry = "purple_init_plugin";

constexpr std::size_t kPiece = 65536;

// A module with this text in it. Libraries that modules stand upon lie in the same directories, and may have the text, but
// not the entry. What cannot be read is for libpurple to complain of.
bool mayBeWanted(const std::filesystem::path& module, std::string_view text) {
  std::ifstream file(module, std::ios::binary);
  const std::size_t overlap = std::max(text.size(), kEntry.size());
  std::vector<char> piece(kPiece + overlap);
  std::size_t kept = 0;
  bool has_text = false;
  bool has_entry = false;
  while (file && !(has_text && has_entry)) {
    file.read(piece.data() + kept, static_cast<std::streamsize>(piece.size() - kept));
    const std::size_t size = kept + static_cast<std::size_t>(file.gcount());
    const auto has = [&piece, size](std::string_view wanted) {
      return ::memmem(piece.data(), size, wanted.data(), wanted.size()) != nullptr;
    };
    has_text = has_text || has(text);
    has_entry = has_entry || has(kEntry);
    kept = std::min(size, overlap);
    std::copy_n(piece.data() + size - kept, kept, piece.data());
  }
  return (has_text && has_entry) || !file.eof();
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
  // As purple_plugin_new() would, but that asks for libpurple's side of D-Bus, which is not there before libpurple is.
  PurplePlugin* plugin = g_new0(PurplePlugin, 1);
  plugin->native_plugin = TRUE;
  plugin->path = g_strdup(module.c_str());
  plugin->info = &info;
  purple_plugin_register(plugin);
  return plugin;
}

// All that libpurple knows is looked through for that.
void open(std::vector<PurplePlugin*>& modules) {
  if (modules.empty()) {
    return;
  }
  for (PurplePlugin* module : modules) {
    purple_plugin_destroy(module);
  }
  modules.clear();
  purple_plugins_probe(G_MODULE_SUFFIX);
}

}  // namespace

Modules::Modules(const std::vector<std::string>& directories, const std::string& text) {
  std::vector<std::string> all = directories;
  all.emplace_back(PRISM_PURPLE_MODULES);
  for (const std::string& directory : all) {
    std::error_code problem;  // a directory that is not there has no modules
    for (const auto& entry : std::filesystem::directory_iterator(directory, problem)) {
      if (entry.path().extension() != "." G_MODULE_SUFFIX) {
        continue;
      }
      if (isForTls(entry.path())) {
        for_tls_.push_back(registered(entry.path()));
      } else if (!mayBeWanted(entry.path(), text)) {
        passed_over_.push_back(registered(entry.path()));
      }
    }
  }
}

void Modules::openForTls() { open(for_tls_); }

void Modules::openAll() {
  passed_over_.insert(passed_over_.end(), for_tls_.begin(), for_tls_.end());
  for_tls_.clear();
  open(passed_over_);
}

}  // namespace purple
