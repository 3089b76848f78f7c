// SPDX-License-Identifier: MIT
#include "host/plugin/config_check.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using Sentences = std::vector<std::string>;

// Returns the warnings about a configuration, for a plugin that declares these keys.
Sentences check(std::string_view config, const char* keys) {
  const auto note = parsePluginNote(std::string("id=irc\nabi=0.5\nkeys=") + keys + "\n");
  const auto parsed = Config::parse(config, "x.cfg", {});
  EXPECT_TRUE(note && parsed);
  return findMisspeltKeys(*parsed, *note);
}

constexpr const char* kIrcKeys = "irc.nickname irc.tls_verify service.irc_server";

TEST(ConfigCheck, HasNothingToSayOfWhatIsRight) {
  EXPECT_EQ(check("[service]\njid = x\nirc_server = y\n[prism]\nplugin = irc\nplugin_dir = /a\nplugin_dir = /b\n"
                  "[irc]\nnickname = z\n[logging]\nconfig = l\n[my_notes]\nanything = goes\n",
                  kIrcKeys),
            Sentences{});
}

TEST(ConfigCheck, NamesTheNearestKeyOfTheSection) {
  EXPECT_EQ(check("[prism]\nping_timout = 3\n[irc]\nnicname = z\ntlsverify = on\n", kIrcKeys),
            (Sentences{"x.cfg: 'irc.nicname' is not known; is irc.nickname meant?",
                       "x.cfg: 'irc.tlsverify' is not known; is irc.tls_verify meant?",
                       "x.cfg: 'prism.ping_timout' is not known; is prism.ping_timeout meant?"}));
}

TEST(ConfigCheck, NamesKeysOfTheCommandLine) {
  EXPECT_EQ(check("[prism]\nconnect = stdio\nstrict_connect = 1\nlocal_pid = 3\nconfig = y.cfg\n", kIrcKeys),
            (Sentences{"x.cfg: prism.config has an effect on the command line only",
                       "x.cfg: prism.local_pid has an effect on the command line only"}));
}

TEST(ConfigCheck, NamesKeysThatAreLikeNoOther) {
  EXPECT_EQ(check("[prism]\nfrobnicate = 3\n[irc]\nwhatever = z\n", kIrcKeys),
            (Sentences{"x.cfg: 'irc.whatever' is not known", "x.cfg: 'prism.frobnicate' is not known"}));
}

TEST(ConfigCheck, NamesTheNearestSection) {
  EXPECT_EQ(check("[prsim]\nplugin = irc\n[ircc]\nnickname = z\n", kIrcKeys),
            (Sentences{"x.cfg: the section of 'ircc.nickname' is not known; is [irc] meant?",
                       "x.cfg: the section of 'prsim.plugin' is not known; is [prism] meant?"}));
}

TEST(ConfigCheck, LeavesSpectrumsOwnSectionsAloneUnlessAKeyOfThePluginIsNear) {
  EXPECT_EQ(check("[service]\nserver_mode = 1\nirc_sever = y\n[database]\ntype = none\n", kIrcKeys),
            Sentences{"x.cfg: 'service.irc_sever' is not known; is service.irc_server meant?"});
}

TEST(ConfigCheck, TakesAWholeSectionIfThePluginCannotTellItsKeys) {
  EXPECT_EQ(check("[purple]\nwhatever = 1\n", "purple.*"), Sentences{});
}

}  // namespace
}  // namespace prism::host
