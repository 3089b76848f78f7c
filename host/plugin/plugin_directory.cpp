// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_directory.h"

#include "host/base/nearest.h"
#include "host/config/install_paths.h"
#include "host/plugin/abi_rule.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <system_error>

namespace prism::host {
namespace {

namespace fs = std::filesystem;

bool claimsProtocol(const PluginNote& note, const std::string& protocol) {
  return std::any_of(note.protocol_claims.begin(), note.protocol_claims.end(), [&](const std::string& pattern) {
    return pattern != "*" && ::fnmatch(pattern.c_str(), protocol.c_str(), 0) == 0;
  });
}

bool claimsEveryProtocol(const PluginNote& note) {
  return std::count(note.protocol_claims.begin(), note.protocol_claims.end(), "*") > 0;
}

bool claimsKeyOf(const PluginNote& note, const Config& config) {
  return std::any_of(note.key_claims.begin(), note.key_claims.end(),
                     [&](const std::string& key) { return config.get(key) != nullptr; });
}

std::string join(const std::vector<std::string>& words, const char* separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

std::string claimsText(const PluginNote& note) {
  std::vector<std::string> claims;
  for (const std::string& pattern : note.protocol_claims) {
    claims.push_back("protocol:" + pattern);
  }
  for (const std::string& key : note.key_claims) {
    claims.push_back("key:" + key);
  }
  return claims.empty() ? "-" : join(claims, " ");
}

PluginFile lookAt(const std::string& path, const PluginPolicy& policy) {
  UniqueFd opened;
  PluginFile file{path, readPluginNote(path, &opened)};
  struct stat status {};
  if (file.note && ::fstat(opened.get(), &status) == 0) {
    file.version.emplace(status);
    file.trust = examinePlugin(opened.get(), path, policy);
  }
  return file;
}

}  // namespace

PluginDirectory::PluginDirectory(std::vector<std::string> paths, const PluginPolicy& policy)
    : paths_(std::move(paths)) {
  std::set<std::string> seen;
  for (const std::string& path : paths_) {
    std::error_code error;
    std::vector<std::string> found;
    const fs::path directory = fs::canonical(path, error);
    if (!error && !seen.insert(directory.string()).second) {
      continue;  // it is named twice
    }
    error.clear();
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      const fs::path& file = it->path();
      if (file.extension() == ".so" && file.filename().string().front() != '.') {
        found.push_back(file.string());
      }
    }
    if (error) {
      problems_.push_back(fmt::format("{}: {}", path, error.message()));
    }
    std::sort(found.begin(), found.end());
    for (const std::string& file : found) {
      const fs::path real = fs::canonical(file, error);
      if (error || seen.insert(real.string()).second) {  // else a link to a plugin that has been seen
        files_.push_back(lookAt(file, policy));
      }
      error.clear();
    }
  }
}

template <typename Predicate>
PluginDirectory::Matches PluginDirectory::matching(const Predicate& predicate) const {
  Matches matches;
  for (const PluginFile& file : files_) {
    if (file.note && predicate(*file.note)) {
      matches.push_back(&file);
    }
  }
  return matches;
}

Result<PluginFile> PluginDirectory::onlyMatch(const Matches& matches, const std::string& what) const {
  if (matches.size() == 1) {
    return byId((*matches.front()->note).id);
  }
  std::vector<std::string> names;
  for (const PluginFile* file : matches) {
    names.push_back(fmt::format("{} ({})", (*file->note).id, file->path));
  }
  return Error{ELIBBAD,
               fmt::format("several plugins {}: {}; choose one with [prism] plugin=ID", what, join(names, ", "))};
}

Result<PluginFile> PluginDirectory::requireTrusted(const PluginFile& file) {
  if (file.trust.refusal) {
    return Error{ELIBBAD, fmt::format("the plugin {} must not be loaded: {}", file.path, *file.trust.refusal)};
  }
  return file;
}

// Refuses an id that several files have: the order of their names must not decide which one runs.
Result<PluginFile> PluginDirectory::byId(const std::string& id) const {
  const Matches matches = matching([&](const PluginNote& note) { return note.id == id; });
  if (matches.size() == 1) {
    return requireTrusted(*matches.front());
  }
  if (matches.size() > 1) {
    return Error{ELIBBAD, fmt::format("two plugins have the id '{}': {} and {}; remove one of them", id,
                                      matches[0]->path, matches[1]->path)};
  }
  for (const PluginFile& file : files_) {
    if (!file.note && fs::path(file.path).stem() == id) {
      return file.note.error();
    }
  }
  return notFound(fmt::format("no plugin '{}'", id));
}

std::vector<std::string> PluginDirectory::ids() const {
  std::vector<std::string> ids;
  for (const PluginFile& file : files_) {
    if (file.note) {
      ids.push_back((*file.note).id);
    }
  }
  return ids;
}

Error PluginDirectory::notFound(const std::string& what) const {
  const std::vector<std::string> ids = this->ids();
  std::string sentence =
      fmt::format("{} in {}", what, paths_.empty() ? "an empty list of directories" : join(paths_, ", "));
  sentence += ids.empty() ? ", where there are none" : fmt::format(", where there are: {}", join(ids, ", "));
  for (const std::string& problem : problems_) {
    sentence += fmt::format(" (cannot read {})", problem);
  }
  for (const PluginFile& file : files_) {
    if (!file.note) {
      sentence += fmt::format(" ({})", file.note.error().sentence);
    }
  }
  return {ELIBACC, sentence};
}

Result<PluginFile> PluginDirectory::choose(const Config& config, const std::string& named) const {
  if (const Config::Value* id = config.get("prism.plugin"); id && !id->empty()) {
    return byId(std::string(*id));
  }
  if (!named.empty()) {
    return byId(named);
  }
  const Config::Value* configured = config.get("service.protocol");
  const std::string protocol(configured ? std::string_view(*configured) : "");
  if (!protocol.empty()) {
    if (!matching([&](const PluginNote& note) { return note.id == protocol; }).empty()) {
      return byId(protocol);
    }
    if (auto claims = matching([&](const PluginNote& note) { return claimsProtocol(note, protocol); });
        !claims.empty()) {
      return onlyMatch(claims, fmt::format("claim the protocol '{}'", protocol));
    }
  }
  if (auto claims = matching([&](const PluginNote& note) { return claimsKeyOf(note, config); }); !claims.empty()) {
    return onlyMatch(claims, "claim a key of this configuration");
  }
  if (auto claims = matching(claimsEveryProtocol); !protocol.empty() && !claims.empty()) {
    Result<PluginFile> file = onlyMatch(claims, "claim every protocol");
    if (file) {
      const std::vector<std::string> there = ids();
      const std::string meant = nearest(protocol, {there.begin(), there.end()});
      file->choice = fmt::format("it was chosen since no plugin is called '{}'; there are {}{}", protocol,
                                 join(there, ", "), meant.empty() ? "" : "; did you mean " + meant + "?");
    }
    return file;
  }
  const Matches all = matching([](const PluginNote&) { return true; });
  if (all.size() == 1) {
    return requireTrusted(*all.front());
  }
  return notFound(protocol.empty() ? "neither [prism] plugin nor [service] protocol says which plugin is to run"
                                   : fmt::format("no plugin for the protocol '{}'", protocol));
}

std::string PluginDirectory::listing() const {
  std::string text;
  for (const std::string& problem : problems_) {
    text += fmt::format("cannot read {}\n", problem);
  }
  std::string broken;
  std::set<std::string> doubts;  // several files may share one
  std::vector<const PluginFile*> plugins;
  for (const PluginFile& file : files_) {
    if (!file.note) {
      broken += fmt::format("{}\n", file.note.error().sentence);
      continue;
    }
    plugins.push_back(&file);
  }
  if (plugins.empty()) {
    text += fmt::format("no plugins in {}\n", join(paths_, ", "));
  } else {
    constexpr const char* kLine = "{:<16} {:<20} {:<10} {:<5} {:<28} {}\n";
    text += fmt::format(kLine, "ID", "NAME", "VERSION", "ABI", "CLAIMS", "FILE");
    for (const PluginFile* file : plugins) {
      const PluginNote& note = *file->note;
      text +=
          fmt::format(kLine, note.id, note.name, note.version, abiText(note.abi_version), claimsText(note), file->path);
      if (matching([&](const PluginNote& other) { return other.id == note.id; }).size() > 1) {
        broken += fmt::format("{} will not run: another file has the id '{}' too\n", file->path, note.id);
      }
      if (const auto reason = rejectAbi(note.abi_version, note.needs_minor)) {
        broken += fmt::format("{} will not run: {}\n", file->path, *reason);
      }
      if (file->trust.refusal) {
        broken += fmt::format("{} will not run: {}\n", file->path, *file->trust.refusal);
      }
      doubts.insert(file->trust.doubts.begin(), file->trust.doubts.end());
    }
  }
  for (const std::string& doubt : doubts) {
    broken += doubt + "\n";
  }
  return text + broken;
}

std::vector<std::string> pluginDirectoryPaths(const Config& config) {
  if (const auto configured = config.list("prism.plugin_dir"); !configured.empty()) {
    std::vector<std::string> paths;
    for (const Config::Value& path : configured) {
      paths.emplace_back(path);
    }
    return paths;
  }
  std::vector<std::string> paths;
  if (const char* variable = std::getenv("PRISM_PLUGIN_PATH")) {
    std::string_view rest = variable;
    while (!rest.empty()) {
      const std::string_view path = rest.substr(0, rest.find(':'));
      rest.remove_prefix(std::min(path.size() + 1, rest.size()));
      if (!path.empty()) {
        paths.emplace_back(path);
      }
    }
  }
  if (paths.empty()) {
    paths.push_back(installedPluginDirectory());
  }
  return paths;
}

}  // namespace prism::host
