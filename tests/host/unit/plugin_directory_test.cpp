// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_directory.h"

#include "host/plugin/plugin.h"
#include "tests/support/captured_log.h"
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace prism::host {
namespace {

// Returns the path of a test plugin (tests/support/plugins/CMakeLists.txt). The file has the id's name.
std::string testPlugin(const std::string& id) { return std::string(PRISM_TEST_PLUGINS) + "/" + id + ".so"; }

class PluginDirectoryTest : public ::testing::Test {
 protected:
  void add(const std::string& id) { copy(id, id + ".so"); }

  // Copies a test plugin into the directory. Returns its path there.
  std::string copy(const std::string& id, const std::string& name) {
    const std::string to = path_ + "/" + name;
    std::filesystem::copy_file(testPlugin(id), to);
    return to;
  }

  PluginDirectory directory() { return {{path_}, {::geteuid()}}; }

  // Returns the file name of the plugin that a configuration chooses, or the error.
  std::string choose(const std::string& config_text, const std::string& named = {}) {
    const auto config = Config::parse(config_text, "x.cfg", {});
    const auto file = directory().choose(*config, named);
    if (file) {
      return file->path.substr(path_.size() + 1);
    }
    code_ = file.error().code;
    return withoutPath(file.error().sentence);
  }

  std::string withoutPath(std::string text) {
    for (std::size_t at; (at = text.find(path_)) != std::string::npos;) {
      text.replace(at, path_.size(), "DIR");
    }
    return text;
  }

  testing::TemporaryDirectory directory_;
  const std::string path_ = directory_.path();
  int code_ = 0;
};

TEST_F(PluginDirectoryTest, ThePluginKeyComesFirst) {
  add("plain");
  add("claims-prpl");
  EXPECT_EQ(choose("[prism]\nplugin = plain\n[service]\nprotocol = prpl-jabber\n"), "plain.so");
}

TEST_F(PluginDirectoryTest, ThenTheNameOfTheProgram) {
  add("plain");
  add("claims-prpl");
  const std::string sample = "[service]\nprotocol = prpl-jabber\n";
  EXPECT_EQ(choose(sample, "plain"), "plain.so");
  EXPECT_EQ(choose(sample + "[prism]\nplugin = claims-prpl\n", "plain"), "claims-prpl.so");
  EXPECT_EQ(choose(sample, "irc"), "no plugin 'irc' in DIR, where there are: claims-prpl, plain");
  EXPECT_EQ(code_, ELIBACC);
}

TEST_F(PluginDirectoryTest, TheChoiceByAClaimOfEverythingNamesTheOthers) {
  add("plain");
  add("claims-all");
  const auto config = Config::parse("[service]\nprotocol = plian\n", "x.cfg", {});
  EXPECT_EQ(directory().choose(*config, {})->choice,
            "it was chosen since no plugin is called 'plian'; there are claims-all, plain; did you mean plain?");
}

TEST_F(PluginDirectoryTest, ADirectoryThatIsNamedTwiceCountsOnce) {
  add("plain");
  const auto config = Config::parse("", "x.cfg", {});
  EXPECT_TRUE(PluginDirectory({path_, path_ + "/"}, {::geteuid()}).choose(*config, {}));
}

TEST_F(PluginDirectoryTest, ThenTheProtocolAsAnId) {
  add("plain");
  add("claims-all");
  EXPECT_EQ(choose("[service]\nprotocol = plain\n"), "plain.so");
}

TEST_F(PluginDirectoryTest, ThenAClaimOfTheProtocol) {
  add("plain");
  add("claims-all");
  add("claims-key");
  add("claims-prpl");
  EXPECT_EQ(choose("[service]\nprotocol = prpl-jabber\nspecial_server = x\n"), "claims-prpl.so");
}

TEST_F(PluginDirectoryTest, ThenAClaimOfAKeyThenAClaimOfEverything) {
  add("plain");
  add("claims-all");
  add("claims-key");
  EXPECT_EQ(choose("[service]\nprotocol = other\nspecial_server = x\n"), "claims-key.so");
  EXPECT_EQ(choose("[service]\nspecial_server = x\n"), "claims-key.so");
  EXPECT_EQ(choose("[service]\nprotocol = other\n"), "claims-all.so");
}

TEST_F(PluginDirectoryTest, ThenTheOnlyOneThereIs) {
  add("plain");
  EXPECT_EQ(choose(""), "plain.so");
  EXPECT_EQ(choose("[service]\nprotocol = other\n"), "plain.so");
  directory_.write("broken.so", "no plugin");
  directory_.write("readme.txt", "no plugin");
  copy("claims-all", ".hidden.so");
  EXPECT_EQ(choose(""), "plain.so");
}

TEST_F(PluginDirectoryTest, SaysWhatIsThereIfNothingFits) {
  EXPECT_EQ(choose("[prism]\nplugin = echo\n"), "no plugin 'echo' in DIR, where there are none");
  EXPECT_EQ(code_, ELIBACC);
  add("plain");
  add("claims-prpl");
  EXPECT_EQ(choose("[prism]\nplugin = echo\n"), "no plugin 'echo' in DIR, where there are: claims-prpl, plain");
  EXPECT_EQ(choose("[service]\nprotocol = other\n"),
            "no plugin for the protocol 'other' in DIR, where there are: claims-prpl, plain");
  EXPECT_EQ(choose(""),
            "neither [prism] plugin nor [service] protocol says which plugin is to run in DIR, where there are: "
            "claims-prpl, plain");
  EXPECT_EQ(code_, ELIBACC);
}

TEST_F(PluginDirectoryTest, NamesADirectoryThatCannotBeRead) {
  const auto config = Config::parse("", "x.cfg", {});
  const auto file = PluginDirectory({"/no/such"}, {::geteuid()}).choose(*config, {});
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ELIBACC);
  EXPECT_EQ(
      file.error().sentence,
      "neither [prism] plugin nor [service] protocol says which plugin is to run in /no/such, where there are none "
      "(cannot read /no/such: No such file or directory)");
}

TEST_F(PluginDirectoryTest, RefusesAnIdThatTwoFilesHave) {
  add("plain");
  copy("plain", "plain2.so");
  EXPECT_EQ(choose("[prism]\nplugin = plain\n"),
            "two plugins have the id 'plain': DIR/plain.so and DIR/plain2.so; remove one of them");
  EXPECT_EQ(code_, ELIBBAD);
  EXPECT_EQ(choose("[service]\nprotocol = plain\n"),
            "two plugins have the id 'plain': DIR/plain.so and DIR/plain2.so; remove one of them");
}

TEST_F(PluginDirectoryTest, RefusesToGuessBetweenClaims) {
  add("claims-prpl");
  add("claims-prpl-too");
  EXPECT_EQ(choose("[service]\nprotocol = prpl-jabber\n"),
            "several plugins claim the protocol 'prpl-jabber': claims-prpl-too (DIR/claims-prpl-too.so), claims-prpl "
            "(DIR/claims-prpl.so); choose one with [prism] plugin=ID");
  EXPECT_EQ(code_, ELIBBAD);
}

TEST_F(PluginDirectoryTest, SaysWhyTheFileOfThatNameIsNoPlugin) {
  directory_.write("echo.so",
                   "no plugin, but long enough to be looked at as if it were an ELF header, which has 64 bytes");
  EXPECT_EQ(choose("[prism]\nplugin = echo\n"), "DIR/echo.so is not a plugin: it is not an ELF file");
  EXPECT_EQ(code_, ELIBBAD);
}

TEST_F(PluginDirectoryTest, TheListPointsOutAWrongAbi) {
  add("other-abi-in-note");
  EXPECT_EQ(
      withoutPath(directory().listing()),
      "ID               NAME                 VERSION    ABI   CLAIMS                       FILE\n"
      "other-abi-in-note A test plugin        1.0        0.999 -                            "
      "DIR/other-abi-in-note.so\n"
      "DIR/other-abi-in-note.so will not run: it is built for plugin ABI 0.999, this host has 0.9; rebuild it with "
      "this version of Prism\n");
}

TEST_F(PluginDirectoryTest, ListsWhatIsThere) {
  EXPECT_EQ(withoutPath(directory().listing()), "no plugins in DIR\n");
  add("claims-key");
  add("plain");
  copy("plain", "plain2.so");
  directory_.write("broken.so", "");
  EXPECT_EQ(withoutPath(directory().listing()),
            "ID               NAME                 VERSION    ABI   CLAIMS                       FILE\n"
            "claims-key       A test plugin        1.0        0.9   key:service.special_server   DIR/claims-key.so\n"
            "plain            A test plugin        1.0        0.9   -                            DIR/plain.so\n"
            "plain            A test plugin        1.0        0.9   -                            DIR/plain2.so\n"
            "DIR/broken.so is not a plugin: it is too short for an ELF file\n"
            "DIR/plain.so will not run: another file has the id 'plain' too\n"
            "DIR/plain2.so will not run: another file has the id 'plain' too\n");
}

TEST_F(PluginDirectoryTest, RefusesWhatOthersCanWriteTo) {
  add("plain");
  add("claims-key");
  const std::string plain = path_ + "/plain.so";
  ::chmod(plain.c_str(), 0666);
  EXPECT_EQ(choose("[prism]\nplugin = plain\n"),
            "the plugin DIR/plain.so must not be loaded: everybody may write to DIR/plain.so (chmod o-w)");
  EXPECT_EQ(code_, ELIBBAD);
  EXPECT_EQ(choose("[prism]\nplugin = claims-key\n"), "claims-key.so");
  EXPECT_NE(withoutPath(directory().listing())
                .find("\nDIR/plain.so will not run: everybody may write to DIR/plain.so (chmod o-w)\n"),
            std::string::npos);
  std::filesystem::remove(path_ + "/claims-key.so");
  EXPECT_EQ(choose(""), "the plugin DIR/plain.so must not be loaded: everybody may write to DIR/plain.so (chmod o-w)");
}

// The host must load the very file that it examined.
TEST_F(PluginDirectoryTest, AFileThatIsReplacedMeanwhileIsNotLoaded) {
  tests::CapturedLog log;
  FaultLog faults(log.logger(), "");
  WriteSide write_side;
  CallMonitor calls{write_side};
  PluginBoundary boundary(faults, calls);
  add("plain");
  const std::string plain = path_ + "/plain.so";
  const auto file = directory().choose(*Config::parse("", "x.cfg", {}), {});
  ASSERT_TRUE(file);
  std::filesystem::rename(copy("plain", "other"), plain);
  const auto plugin = Plugin::load(*file, boundary);
  ASSERT_FALSE(plugin);
  EXPECT_EQ(plugin.error().code, ELIBBAD);
  EXPECT_EQ(withoutPath(plugin.error().sentence),
            "cannot load the plugin DIR/plain.so: it has been changed since it was looked at");
  EXPECT_TRUE(Plugin::load(*directory().choose(*Config::parse("", "x.cfg", {}), {}), boundary));
}

TEST(PluginDirectoryPaths, ComeFromTheConfigurationThenTheEnvironmentThenTheInstallation) {
  const auto with = Config::parse("[prism]\nplugin_dir = /a\nplugin_dir = /b\n", "x.cfg", {});
  const auto without = Config::parse("", "x.cfg", {});
  using Paths = std::vector<std::string>;
  ::setenv("PRISM_PLUGIN_PATH", "/c::/d", 1);
  EXPECT_EQ(pluginDirectoryPaths(*with), (Paths{"/a", "/b"}));
  EXPECT_EQ(pluginDirectoryPaths(*without), (Paths{"/c", "/d"}));
  ::setenv("PRISM_PLUGIN_PATH", "", 1);
  const Paths installed = pluginDirectoryPaths(*without);
  ::unsetenv("PRISM_PLUGIN_PATH");
  EXPECT_EQ(pluginDirectoryPaths(*without), installed);
  ASSERT_EQ(installed.size(), 1U);
  EXPECT_TRUE(installed[0].ends_with("/prism/plugins")) << installed[0];
}

}  // namespace
}  // namespace prism::host
