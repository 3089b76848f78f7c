// SPDX-License-Identifier: MIT
#include "host/network/network_module.h"

#include "host/config/install_paths.h"
#include "host/plugin/version.h"

#include <Poco/Logger.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <utility>

namespace prism::host {

NetworkModule::NetworkModule(NetworkSettings settings, Functions functions, Poco::Logger& log)
    : settings_(std::move(settings)), functions_(std::move(functions)), log_(log) {}

NetworkModule::NetworkModule(std::unique_ptr<Network> network, Poco::Logger& log)
    : log_(log), tried_(true), network_(std::move(network)) {}

NetworkModule::~NetworkModule() = default;

Network* NetworkModule::get() {
  if (!tried_) {
    tried_ = true;
    if (const std::string error = open(); !error.empty()) {
      log_.warning("the plugin can neither resolve names nor fetch files: " + error);
    }
  }
  return network_.get();
}

// Returns why the module cannot be used; empty if it can. A module that was opened is never closed: its libraries
// register functions for the end of the process.
std::string NetworkModule::open() {
  const std::string path = networkModulePath();
  if (::access(path.c_str(), F_OK) != 0) {
    return fmt::format("{} is missing; it is in Debian's package prism-network", path);
  }
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    return fmt::format("{} cannot be loaded: {}", path, ::dlerror());
  }
  const auto open_network = reinterpret_cast<OpenNetwork>(::dlsym(library, kOpenNetwork));
  if (!open_network) {
    return fmt::format("{} does not export {}()", path, kOpenNetwork);
  }
  std::string error;
  network_.reset(open_network(networkBuild(hostVersion()), functions_(), settings_, &error));
  return network_ ? "" : fmt::format("{}: {}", path, error);
}

}  // namespace prism::host
