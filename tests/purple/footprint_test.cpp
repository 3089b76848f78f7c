// SPDX-License-Identifier: MIT
// The host's footprint with libpurple: files that it leaves, and processor time while idle.
#include "tests/purple/jabber_test.h"
#include "tests/support/host_state.h"

#include <filesystem>
#include <iterator>

namespace prism::tests {
namespace {

class PurpleFootprintTest : public JabberTest {
 protected:
  std::size_t threads() {
    const std::filesystem::path tasks = "/proc/" + std::to_string(spectrum_->host().pid()) + "/task";
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(tasks), {}));
  }

  std::uint64_t ticks() { return processStat(std::to_string(spectrum_->host().pid())).processor_ticks; }
};

TEST_F(PurpleFootprintTest, NothingIsWrittenElsewhereAndNoPasswordAnywhere) {
  const testing::TemporaryDirectory home;
  for (const char* name :
       {"HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"}) {
    environment_.emplace_back(name, home.path().string());
  }
  logInBoth();
  subscribeBoth();
  publishVCard("juliet", "Jule");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* iconhash=\"[0-9a-f]{40}\"");
  spectrum_->exit();
  spectrum_->expectExit(0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(home.path())) {
    ADD_FAILURE() << entry.path();
  }
  EXPECT_FALSE(std::filesystem::is_empty(workingDir() / "accounts"));
  expectNowhereInFiles(kCanary);
  expectNowhereInFiles(kEscapedCanary);
}

TEST_F(PurpleFootprintTest, ThereAreNoMoreThreadsThanWithoutLibpurple) {
  launch("echo");
  loginToEcho("romeo");
  const std::size_t without = threads();
  spectrum_->exit();
  spectrum_->expectExit(0);
  logInBoth();
  subscribeBoth();
  EXPECT_EQ(threads(), without);
}

TEST_F(PurpleFootprintTest, WhileNothingHappensNothingRuns) {
  logInBoth();
  subscribeBoth();
  collect();
  const std::uint64_t before = ticks();
  EXPECT_THROW(await("^a second has passed$", testing::Milliseconds(1'000)), testing::Failure);
  EXPECT_LE(ticks() - before, 10U) << "of a hundred in a second; a busy machine charges some to anybody";
}

}  // namespace
}  // namespace prism::tests
