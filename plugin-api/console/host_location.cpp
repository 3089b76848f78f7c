// SPDX-License-Identifier: MIT
#include "console/host_location.h"

#include <filesystem>
#include <system_error>

namespace prism::console {

HostLocation findHost() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path built = (here / "../host/spectrum2_prism_backend").lexically_normal();
  if (fs::exists(built, error)) {
    return {built.string(), (here / "../plugins").lexically_normal().string()};
  }
  return {(here / PRISM_LIBEXEC_FROM_BIN / "spectrum2_prism_backend").lexically_normal().string(), ""};
}

}  // namespace prism::console
