// SPDX-License-Identifier: MIT
#include "host/config/install_paths.h"

#include <filesystem>
#include <system_error>

namespace prism::host {
namespace {

std::filesystem::path programDirectory() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

}  // namespace

std::string installedPluginDirectory() {
  return (programDirectory() / PRISM_PLUGINS_FROM_LIBEXEC).lexically_normal().string();
}

std::string networkModulePath() { return (programDirectory() / "spectrum2_prism_network.so").string(); }

}  // namespace prism::host
