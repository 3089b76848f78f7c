// SPDX-License-Identifier: MIT
// The lobby in real processes, each of which a simulated Spectrum 2 has started.
#include "plugins/lobby/database.h"
#include <prism/testing/spectrum.h>
#include <prism/testing/temporary_directory.h>

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <memory>

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;
using testing::Spectrum;

class LobbyProcessesTest : public ::testing::Test {
 protected:
  std::unique_ptr<Spectrum> backend(const std::string& more = {}) {
    testing::SpectrumOptions options;
    options.host_program = PRISM_TEST_HOST;
    options.configuration =
        "[service]\njid = lobby.test\n[prism]\nplugin = lobby\nplugin_dir = " PRISM_PLUGINS "\n" + more;
    options.working_dir = directory_.path().string();
    options.backend_id = ++backends_;
    return std::make_unique<Spectrum>(options);
  }
  std::unique_ptr<Spectrum> launch() {
    auto spectrum = backend();
    spectrum->launch();
    spectrum->ping();
    return spectrum;
  }
  static void login(Spectrum& spectrum, const std::string& name) {
    spectrum.loginAndWait(name + "@x", {.legacy_name = name});
    spectrum.expect(WrapperMessage::TYPE_ROOM_LIST);
  }
  static std::string expectStanza(Spectrum& spectrum) { return spectrum.expect(WrapperMessage::TYPE_RAW_XML).payload; }
  // Returns the value of the first attribute `id` in the stanza.
  static std::string idOf(const std::string& stanza) {
    const std::size_t start = stanza.find(" id='") + 5;
    return stanza.substr(start, stanza.find('\'', start) - start);
  }

  testing::TemporaryDirectory directory_;
  const std::string log_ = directory_.path().string() + "/prism-lobby/lobby.test/log.sqlite";

 private:
  unsigned backends_ = 0;
};

TEST_F(LobbyProcessesTest, UsersOfTwoBackendsTalk) {
  const auto here = launch();
  const auto there = launch();
  login(*here, "alice");
  login(*there, "bob");
  here->expectBuddy("alice@x", "bob");
  there->expectBuddy("bob@x", "alice");

  here->say("alice@x", "bob", "helo", "stanza-1");
  const std::string message = expectStanza(*there);
  EXPECT_NE(message.find("<body>helo</body>"), std::string::npos) << message;
  here->expectAck("alice@x", "bob", "stanza-1");

  here->say("alice@x", "bob", "/edit hello");
  const std::string edit = expectStanza(*there);
  EXPECT_NE(edit.find("<body>hello</body>"), std::string::npos) << edit;
  EXPECT_NE(edit.find("<replace xmlns='urn:xmpp:message-correct:0' id='" + idOf(message) + "'/>"), std::string::npos)
      << edit;

  there->say("bob@x", "alice", "/react +");
  std::string reaction = expectStanza(*here);
  if (reaction.find("<displayed") != std::string::npos) {
    reaction = expectStanza(*here);
  }
  EXPECT_NE(reaction.find("<reactions xmlns='urn:xmpp:reactions:0' id='stanza-1'><reaction>+</reaction></reactions>"),
            std::string::npos)
      << reaction;
}

TEST_F(LobbyProcessesTest, WhoIsUnknownIsRemovedFromTheRoster) {
  const auto here = launch();
  const auto there = launch();
  login(*there, "bob");
  login(*here, "alice");
  here->expectBuddy("alice@x", "bob");
  pbnetwork::Buddies roster;
  for (const char* const name : {"bob", "nobody"}) {
    pbnetwork::Buddy& buddy = *roster.add_buddy();
    buddy.set_username("alice@x");
    buddy.set_buddyname(name);
  }
  here->send(WrapperMessage::TYPE_BUDDIES, roster);
  here->expectBuddy("alice@x", "bob");
  EXPECT_EQ(here->expect<pbnetwork::Buddy>(WrapperMessage::TYPE_BUDDY_REMOVED).buddyname(), "nobody");
  here->expectNothing();
}

TEST_F(LobbyProcessesTest, AKilledBackendsUsersAreOfflineAndMissNothing) {
  const auto here = launch();
  auto there = launch();
  login(*here, "alice");
  login(*there, "bob");
  EXPECT_EQ(here->expectBuddy("alice@x", "bob").status(), pbnetwork::STATUS_ONLINE);
  there->host().signal(SIGKILL);
  EXPECT_EQ(here->expectBuddy("alice@x", "bob").status(), pbnetwork::STATUS_NONE);
  here->say("alice@x", "bob", "are you there?", "stanza-1");

  const auto again = launch();
  login(*again, "bob");
  again->expectBuddy("bob@x", "alice");
  const std::string message = expectStanza(*again);
  EXPECT_NE(message.find("<body>are you there?</body>"), std::string::npos) << message;
  EXPECT_NE(message.find("<delay xmlns='urn:xmpp:delay' stamp='"), std::string::npos) << message;
  EXPECT_EQ(here->expectBuddy("alice@x", "bob").status(), pbnetwork::STATUS_ONLINE);
  here->expectAck("alice@x", "bob", "stanza-1");
}

TEST_F(LobbyProcessesTest, ALockedLogHarmsOnlyWhatIsWritten) {
  const auto here = launch();
  login(*here, "alice");
  login(*here, "bob");
  here->expect(WrapperMessage::TYPE_BUDDY_CHANGED);
  here->expect(WrapperMessage::TYPE_BUDDY_CHANGED);
  {
    lobby::Database other;
    ASSERT_EQ(other.open(log_), SQLITE_OK);
    ASSERT_EQ(other.run("BEGIN IMMEDIATE"), SQLITE_OK);
    here->say("alice@x", "bob", "hi", "stanza-1");
    here->awaitLog("Messages are refused until it can.");
    const std::string error = describe(here->next());
    EXPECT_NE(error.find("The gateway is busy. Please try again."), std::string::npos) << error;
  }
  here->say("alice@x", "bob", "hi", "stanza-2");
  EXPECT_NE(expectStanza(*here).find("<body>hi</body>"), std::string::npos);
  here->expectAck("alice@x", "bob", "stanza-2");
  here->exit();
  here->expectExit(0);
}

TEST_F(LobbyProcessesTest, ADamagedLogEndsTheBackendWithASentence) {
  std::filesystem::create_directories(std::filesystem::path(log_).parent_path());
  std::ofstream(log_) << std::string(5'000, 'x');
  const auto spectrum = backend();
  spectrum->start({"-n", spectrum->configurationFile()});
  EXPECT_EQ(spectrum->host().exitStatus(), (testing::ExitStatus{ECANCELED, 0}));
  EXPECT_NE(spectrum->log().find("The lobby cannot use its log " + log_ + ": file is not a database."),
            std::string::npos)
      << spectrum->log();
}

}  // namespace
}  // namespace prism::tests
