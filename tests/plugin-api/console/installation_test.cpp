// SPDX-License-Identifier: MIT
// An installed prism-console finds its host relative to itself.
#include "tests/plugin-api/console/pipe_test.h"

namespace prism::tests {
namespace {

namespace fs = std::filesystem;

class ConsoleInstallationTest : public PipeTest {
 protected:
  // Copies the console to PREFIX/bin, and the host to its installed location. Returns the console's path.
  std::string install(const std::string& prefix) const {
    const fs::path bin = directory_.path() / prefix / "bin";
    const fs::path libexec = (bin / PRISM_LIBEXEC_FROM_BIN).lexically_normal();
    fs::create_directories(bin);
    fs::create_directories(libexec);
    fs::copy_file(PRISM_TEST_CONSOLE, bin / "prism-console");
    fs::copy_file(PRISM_TEST_HOST, libexec / "spectrum2_prism_backend");
    return (bin / "prism-console").string();
  }
};

TEST_F(ConsoleInstallationTest, FindsItsHostWhereverBothWereMoved) {
  const std::string console = install("a prefix");
  fs::create_symlink(console, directory_.path() / "link");
  for (const std::string& program : {console, (directory_.path() / "link").string()}) {
    start({"--plugin=echo", "--plugin-dir", PRISM_PLUGINS}, program);
    enter("hi\n");
    const Ended ended = end();
    EXPECT_EQ(ended.status, testing::ExitStatus{}) << ended.error;
    EXPECT_EQ(ended.output,
              "* you@example.org is logged in\n"
              "* contact echo (Echo) is online [Echo]\n"
              "you → echo: hi\n"
              "echo → you: hi\n"
              "* you@example.org is logged out\n");
  }
}

TEST_F(ConsoleInstallationTest, SaysWhereItLooksForAHostThatIsNotThere) {
  const std::string console = install("usr");
  const fs::path host =
      (fs::path(console).parent_path() / PRISM_LIBEXEC_FROM_BIN / "spectrum2_prism_backend").lexically_normal();
  fs::remove(host);
  start({}, console);
  const Ended ended = end();
  EXPECT_EQ(ended.status, testing::ExitStatus{1});
  EXPECT_EQ(ended.error, "prism-console: cannot start " + host.string() + ": No such file or directory\n");
}

}  // namespace
}  // namespace prism::tests
