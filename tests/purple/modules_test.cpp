// SPDX-License-Identifier: MIT
// The modules that libpurple opens. --check opens them, too, and writes nothing.
#include "tests/purple/purple_test.h"

#include <fstream>
#include <iterator>

namespace prism::tests {
namespace {

class ModulesTest : public PurpleTest {
 protected:
  // Runs --check for the protocol. Expects that the working directory and $HOME stay empty. Returns stdout and
  // stderr.
  std::string check(const std::string& protocol, int code, const std::string& more = "") {
    const testing::TemporaryDirectory here;
    const testing::TemporaryDirectory home;
    const std::string config =
        directory_.write("x.cfg", "[service]\njid = purple.prism.test\nprotocol = " + protocol +
                                      "\n[prism]\nplugin_dir = " + pluginDirectory() +
                                      "\n[purple]\nplugins_dir = " PRISM_TEST_PROTOCOLS "\n" + more);
    testing::HostProcess host({hostProgram(), "--check", config, backendOption(), kServerModeOption},
                              {.environment = {{"HOME", home.path().string()},
                                               {"LD_DEBUG", "files"},
                                               {"LD_DEBUG_OUTPUT", (directory_.path() / "linker").string()}},
                               .working_dir = here.path().string()});
    EXPECT_EQ(host.exitStatus(testing::Milliseconds(60'000)), testing::ExitStatus{code}) << host.standardError();
    EXPECT_TRUE(std::filesystem::is_empty(here.path())) << *std::filesystem::directory_iterator(here.path());
    EXPECT_TRUE(std::filesystem::is_empty(home.path())) << *std::filesystem::directory_iterator(home.path());
    std::ifstream linker(directory_.path() / ("linker." + std::to_string(host.pid())));
    linker_ = {std::istreambuf_iterator<char>(linker), {}};
    return host.standardOutput() + host.standardError();
  }

  bool isOpened(const std::string& module) const {
    return linker_.find("/" + module + " [0];  generating link map") != std::string::npos;
  }

  void expectNoOtherModules() const {
    for (const char* other : {"tcl.so", "perl.so", "log_reader.so", "joinpart.so", "decoy.so"}) {
      EXPECT_FALSE(isOpened(other)) << other;
    }
    EXPECT_EQ(linker_.find("destroying link map"), std::string::npos) << "a module has been unmapped";
  }

 private:
  std::string linker_;  // the dynamic linker's messages during the last check
};

TEST_F(ModulesTest, AProtocolThatIsNotThereIsSaidEachTime) {
  for (int i = 0; i < 20; ++i) {
    const std::string said = check("prpl-nonesuch", ECANCELED);
    EXPECT_NE(
        said.find("service.protocol is \"prpl-nonesuch\", which libpurple does not have here. It has prpl-asking, "
                  "prpl-bonjour, prpl-dependent, "),
        std::string::npos)
        << said;
    EXPECT_EQ(said.find("prpl-msn"), std::string::npos) << "only another module names it: " << said;
    expectNoOtherModules();
    EXPECT_FALSE(isOpened("libirc.so"));
  }
}

TEST_F(ModulesTest, OneProtocolIsOpenedAndNothingIsWritten) {
  EXPECT_NE(check("prpl-irc", 0).find("all is well"), std::string::npos);
  expectNoOtherModules();
  EXPECT_TRUE(isOpened("libirc.so"));
  EXPECT_FALSE(isOpened("libxmpp.so"));
  EXPECT_FALSE(isOpened("asking.so"));
}

TEST_F(ModulesTest, AnyOpensTheProtocolsAlone) {
  EXPECT_NE(check("any", 0).find("all is well"), std::string::npos);
  expectNoOtherModules();
  for (const char* protocol : {"libirc.so", "libxmpp.so", "libzephyr.so", "asking.so", "dependent.so", "base.so"}) {
    EXPECT_TRUE(isOpened(protocol)) << protocol;
  }
}

TEST_F(ModulesTest, AProtocolGetsTheModuleThatItDependsOn) {
  EXPECT_NE(check("dependent", 0).find("all is well"), std::string::npos);
  expectNoOtherModules();
  EXPECT_TRUE(isOpened("base.so"));
}

TEST_F(ModulesTest, PluginsThatAreNamedAreLoaded) {
  EXPECT_NE(check("prpl-jabber", 0, "plugins = companion\n").find("all is well"), std::string::npos);
  EXPECT_TRUE(isOpened("companion.so"));
  const std::string of_xmpp = check("prpl-irc", EINVAL, "plugins = companion\n");
  EXPECT_NE(of_xmpp.find("purple.plugins: a plugin cannot be opened: "), std::string::npos) << of_xmpp;
  const std::string others = check("prpl-irc", EINVAL, "plugins = nonesuch\nplugins = asking log_reader\n");
  EXPECT_NE(others.find("no directory of libpurple's modules has nonesuch.so"), std::string::npos) << others;
  EXPECT_NE(others.find("/asking.so is a plugin of another kind"), std::string::npos) << others;
  EXPECT_TRUE(isOpened("log_reader.so"));
}

}  // namespace
}  // namespace prism::tests
