// SPDX-License-Identifier: MIT
#include "console/host_location.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace prism::console {
namespace {

namespace fs = std::filesystem;

// Beside this test program's directory there is no host, so the installed location is expected.
TEST(HostLocation, IsInLibexecWhereNoneLiesBesideUs) {
  const fs::path here = fs::read_symlink("/proc/self/exe").parent_path();
  ASSERT_FALSE(fs::exists(here / "../host"));
  const HostLocation found = findHost();
  EXPECT_EQ(found.program, (here / PRISM_LIBEXEC_FROM_BIN / "spectrum2_prism_backend").lexically_normal().string());
  EXPECT_EQ(found.plugin_dir, "") << "an installed host knows";
}

}  // namespace
}  // namespace prism::console
