// SPDX-License-Identifier: MIT
#include "host/config/install_paths.h"

#include <filesystem>
#include <system_error>

namespace prism::host {

std::string installedPluginDirectory() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return (program.parent_path() / PRISM_PLUGINS_FROM_LIBEXEC).lexically_normal().string();
}

}  // namespace prism::host
