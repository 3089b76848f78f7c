// SPDX-License-Identifier: MIT
#include "host/plugin/plugin.h"

#include "host/plugin/abi_rule.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cerrno>
#include <string_view>
#include <vector>

namespace prism::host {
namespace {

constexpr const char* kQuery = "prism_plugin_query";
constexpr const char* kReplaced = "it has been changed since it was looked at";

constexpr prism_result kLowestResult = PRISM_ERR_ENDED;

std::string_view orNull(const char* text) { return text ? text : "(NULL)"; }

// Returns why the plugin cannot be used; nullopt if it can. `plugin` is the result of its query function.
std::optional<std::string> reject(const prism_plugin* plugin, const PluginNote& note) {
  if (!plugin) {
    return fmt::format("{}() declined to work with host ABI {}", kQuery, abiText(PRISM_ABI_VERSION));
  }
  if (plugin->struct_size < sizeof *plugin) {
    return fmt::format("its struct prism_plugin has {} bytes, expected at least {}", plugin->struct_size,
                       sizeof *plugin);
  }
  if (auto reason = rejectAbi(plugin->abi_version, plugin->min_host_minor)) {
    return reason;
  }
  if (plugin->abi_version != note.abi_version || plugin->min_host_minor != note.needs_minor) {
    return fmt::format("{}() says ABI {} and needs {}.{}, but its note says {} and needs {}.{}", kQuery,
                       abiText(plugin->abi_version), PRISM_ABI_GET_MAJOR(plugin->abi_version), plugin->min_host_minor,
                       abiText(note.abi_version), PRISM_ABI_GET_MAJOR(note.abi_version), note.needs_minor);
  }
  if (plugin->reserved != 0) {
    return fmt::format("'reserved' in its struct prism_plugin is {}, must be 0", plugin->reserved);
  }
  if (orNull(plugin->id) != note.id || orNull(plugin->version) != note.version) {
    return fmt::format("{}() says '{} {}', but its note says '{} {}'", kQuery, orNull(plugin->id),
                       orNull(plugin->version), note.id, note.version);
  }
  std::vector<const char*> missing;
  const auto require = [&missing](bool there, const char* name) {
    if (!there) {
      missing.push_back(name);
    }
  };
  require(plugin->create, "create");
  require(plugin->destroy, "destroy");
  require(plugin->login, "login");
  require(plugin->logout, "logout");
  if (!missing.empty()) {
    return fmt::format("it lacks the required {}", fmt::join(missing, ", "));
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<Plugin>> Plugin::load(const PluginFile& file, PluginBoundary& boundary) {
  const auto refuse = [&file](std::string_view reason) {
    return Error{ELIBBAD, fmt::format("cannot load the plugin {}: {}", file.path, reason)};
  };
  const PluginNote& note = *file.note;
  if (const auto reason = rejectAbi(note.abi_version, note.needs_minor)) {
    return refuse(*reason);
  }
  // Loads by the path, since that is the plugin's name in stack traces and for $ORIGIN. So the file at the path must be
  // the examined one, both before and after. In between, only somebody who can write to a directory above could replace
  // it.
  if (FileVersion::of(file.path) != file.version) {
    return refuse(kReplaced);
  }
  void* library = nullptr;
  boundary.call("dlopen", [&] { library = ::dlopen(file.path.c_str(), RTLD_NOW | RTLD_LOCAL); });
  if (library && FileVersion::of(file.path) != file.version) {
    return refuse(kReplaced);
  }
  if (!library) {
    const char* reason = ::dlerror();
    return refuse(reason ? reason : "an exception came out of its initialization");
  }
  const auto query = reinterpret_cast<prism_plugin_query_fn>(::dlsym(library, kQuery));
  if (!query) {
    return refuse(fmt::format("it does not export {}()", kQuery));
  }
  const prism_plugin* functions = nullptr;
  boundary.call(kQuery, [&] { functions = query(PRISM_ABI_VERSION); });
  if (const auto reason = reject(functions, note)) {
    return refuse(*reason);
  }
  return std::make_unique<Plugin>(*functions, boundary);
}

bool Plugin::create(const prism_host* host) {
  prism_result result = PRISM_ERR_FAILED;
  boundary_.callToStart(
      "create", [&] { result = functions_.create(host, &self_); }, &exception_);
  const bool created = isOk("create", result);
  if (created && !self_) {
    boundary_.report("create", "the result is PRISM_OK, but the instance is NULL");
  }
  return created;
}

bool Plugin::isOk(const char* function, prism_result result) {
  if (result > PRISM_OK || result < kLowestResult) {
    boundary_.report(function,
                     fmt::format("the result {} is neither PRISM_OK nor an error; it counts as an error", result));
  }
  return result == PRISM_OK;
}

bool Plugin::start() {
  if (!functions_.start) {
    return true;
  }
  prism_result result = PRISM_ERR_FAILED;
  boundary_.callToStart(
      "start", [&] { result = functions_.start(self_); }, &exception_);
  return isOk("start", result);
}

const void* Plugin::extension(const char* name) {
  const void* table = nullptr;
  if (functions_.get_extension) {
    boundary_.call("get_extension", [&] { table = functions_.get_extension(self_, name); });
  }
  return table;
}

bool Plugin::stop() {
  if (!functions_.stop) {
    return true;
  }
  prism_result result = PRISM_OK;
  boundary_.call("stop", [&] { result = functions_.stop(self_); });
  if (result != PRISM_OK && result != PRISM_PENDING) {
    boundary_.report("stop",
                     fmt::format("the result {} is neither PRISM_OK nor PRISM_PENDING; it counts as PRISM_OK", result));
  }
  return result != PRISM_PENDING;
}

void Plugin::destroy() {
  boundary_.call("destroy", [&] { functions_.destroy(self_); });
}

}  // namespace prism::host
