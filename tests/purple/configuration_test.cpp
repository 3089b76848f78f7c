// SPDX-License-Identifier: MIT
// Keys of a spectrum2_libpurple_backend configuration that the plugin supports.
#include "tests/purple/jabber_test.h"
#include "tests/support/servers/xmpp_client.h"

#include <fstream>

namespace prism::tests {
namespace {

class PurpleConfigurationTest : public JabberTest {
 protected:
  // Writes kPicture with more bytes behind it: the same picture with another hash. Returns its path.
  std::string picture(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories((workingDir() / name).parent_path());
    std::ofstream(workingDir() / name, std::ios::binary) << kPicture << bytes;
    return (workingDir() / name).string();
  }

  // Returns Juliet's avatar hash as Romeo's client gets it: from `line`, or from a later presence if it has none.
  std::string hashOfAvatar(std::string line = "") {
    if (line.find("iconhash=\"\"") != std::string::npos || line.empty()) {
      line = await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* iconhash=\"[0-9a-f]{40}\"");
    }
    return line.substr(line.find("iconhash"));
  }
};

TEST_F(PurpleConfigurationTest, TheDefaultAvatarIsForUsersWhoHaveNone) {
  const std::string backend = "[backend]\ndefault_avatar = " + picture("default.png", "d") + "\n";
  logInBoth(backend);
  const std::string of_all = hashOfAvatar(subscribeBoth());  // the hash comes with her first presence or after it
  publishVCard("juliet", "Jule");
  EXPECT_NE(hashOfAvatar(), of_all);
  collect();
  dropKeptFrames();
  spectrum_->logout("juliet", "juliet@localhost");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* status=5");
  dropKeptFrames();
  logInTo("juliet");
  const std::string her_own = ".* nickname=\"Jule\".* photo=\"" + std::to_string(kPicture.size()) + " bytes\"";
  requestVCard("juliet", "", 8);
  await("^VCARD userName=\"juliet\" buddyName=\"\" id=8" + her_own);
  requestVCard("juliet", "juliet@localhost", 9);  // as in server mode
  await("^VCARD userName=\"juliet\" buddyName=\"juliet@localhost\" id=9" + her_own);
  spectrum_->exit();
  spectrum_->expectExit(0);
  launchJabber(prosody_, backend);
  logInTo("juliet");
  requestVCard("juliet", "", 9);
  await("^VCARD userName=\"juliet\" buddyName=\"\" id=9" + her_own);
}

TEST_F(PurpleConfigurationTest, AvatarsOfSingleUsersComeFirst) {
  picture("avatars/juliet@localhost", "j");
  logInBoth("[backend]\navatars_directory = " + (workingDir() / "avatars").string() +
            "\ndefault_avatar = " + picture("default.png", "d") + "\n");
  subscribeBoth();
  requestVCard("juliet", "", 8);
  await("^VCARD userName=\"juliet\" buddyName=\"\" id=8.* photo=\"" + std::to_string(kPicture.size() + 1) + " bytes\"");
}

TEST_F(PurpleConfigurationTest, WhereAnyProtocolGoesAvatarsAreNamedWithIt) {
  picture("avatars/prpl-jabber.juliet@localhost", "j");
  launchPurple("any", "connect_server = 127.0.0.1\nport = " + std::to_string(prosody_.port()) +
                          "\nauth_plain_in_clear = 1\nconnection_security = opportunistic_tls\n" +
                          "[backend]\navatars_directory = " + (workingDir() / "avatars").string() + "\n");
  spectrum_->login("juliet", {.legacy_name = "prpl-jabber.juliet@localhost", .password = kCanary});
  await("^CONNECTED user=\"juliet\"$");
  requestVCard("juliet", "", 8);
  await("^VCARD userName=\"juliet\" buddyName=\"\" id=8.* photo=\"" + std::to_string(kPicture.size() + 1) + " bytes\"");
}

TEST_F(PurpleConfigurationTest, WhereAnyProtocolGoesOptionsAreThoseOfAll) {
  launchPurple("any", "conection_security = none\nconnect_server = 127.0.0.1\nport = 5222\n");
  spectrum_->awaitLog(
      "purple.conection_security is no option of any protocol, and is ignored; is purple.connection_security meant?");
  EXPECT_EQ(spectrum_->log().find("purple.connect_server"), std::string::npos) << spectrum_->log();
  EXPECT_EQ(spectrum_->log().find("purple.port"), std::string::npos) << spectrum_->log();
}

TEST_F(PurpleConfigurationTest, ADefaultAvatarThatIsNotThereIsSaid) {
  launchJabber(prosody_, "[backend]\ndefault_avatar = /nowhere/default.png\n");
  logInTo("romeo");
  EXPECT_NE(spectrum_->log().find("/nowhere/default.png cannot be read: No such file"), std::string::npos);
}

TEST_F(PurpleConfigurationTest, CardsAreNotFetchedIfTheyShallNot) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  tybalt.send("<iq type='set' id='card'><vCard xmlns='vcard-temp'><FN>Prince of Cats</FN></vCard></iq>");
  tybalt.expect("<iq[^>]*type=.result");
  {
    XmppClient juliet(prosody_.port(), "juliet", kCanary);
    juliet.send("<iq type='set' id='card'><vCard xmlns='vcard-temp'><FN>Juliet Capulet</FN></vCard></iq>");
    juliet.expect("<iq[^>]*type=.result");
  }  // logs Juliet out: a logged-in client would have to answer requests
  launchJabber(prosody_);
  logInTo("romeo");
  requestVCard("romeo", "tybalt@localhost", 7);
  await("^VCARD userName=\"romeo\" buddyName=\"tybalt@localhost\" id=7 fullname=\"Prince of Cats\"");
  spectrum_->exit();
  spectrum_->expectExit(0);
  launchJabber(prosody_, "[backend]\nno_vcard_fetch = 1\n");
  logInTo("juliet");
  requestVCard("juliet", "tybalt@localhost", 8);
  const std::string card = await("^VCARD userName=\"juliet\" buddyName=\"tybalt@localhost\" id=8");
  EXPECT_EQ(card.find("Cats"), std::string::npos) << card;
  requestVCard("juliet", "", 9);
  await("^VCARD userName=\"juliet\" buddyName=\"\" id=9 fullname=\"Juliet Capulet\"");
}

TEST_F(PurpleConfigurationTest, ContactsStayOnTheNetworkIfTheyShall) {
  logInBoth("", "enable_remove_buddy = 0\n");
  subscribeBoth();
  removeContact("romeo", "juliet@localhost");
  spectrum_->logout("romeo", "romeo@localhost");
  collect();
  dropKeptFrames();
  logInTo("romeo");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\"");
}

TEST_F(PurpleConfigurationTest, NobodyIsBlockedWithoutPrivacyLists) {
  logInBoth("", "enable_privacy_lists = 0\n");
  subscribeBoth();
  pbnetwork::Buddy blocked = contact("romeo", "juliet@localhost", "", {});
  blocked.set_blocked(true);
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_CHANGED, blocked);
  collect();
  say("juliet", "romeo@localhost", "do you hear me?");
  await("^CONV_MESSAGE userName=\"romeo\".*do you hear me");
  EXPECT_NE(spectrum_->log().find("romeo cannot block anybody"), std::string::npos);
}

TEST_F(PurpleConfigurationTest, ADirectoryWithoutAnAddressIsAWarning) {
  launchPurple("asking", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n",
               "web_directory = " + webDir().string() + "\n");
  spectrum_->awaitLog("belong together, but only one is given: files are refused");
}

TEST_F(PurpleConfigurationTest, PicturesHaveALimit) {
  launchPurple("asking", std::string("plugins_dir = ") + PRISM_TEST_PROTOCOLS + "\n",
               "web_directory = " + webDir().string() + "\nweb_url = https://files.prism.test\nweb_maximgsize = 60\n");
  spectrum_->login("alice", {.legacy_name = "alice", .password = ""});
  await("^CONNECTED user=\"alice\"$");
  say("alice", "quiz", "inline picture");
  await(
      "^CONV_MESSAGE userName=\"alice\" buddyName=\"quiz\" message=\"See \\[a picture of [0-9]+ bytes, which is too "
      "large");
}

}  // namespace
}  // namespace prism::tests
