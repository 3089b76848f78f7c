// SPDX-License-Identifier: MIT
// Logins to a real XMPP server, and the causes of failed ones.
#include "tests/purple/jabber_test.h"
#include "tests/support/servers/xmpp_client.h"

#include <fcntl.h>

#include <filesystem>
#include <fstream>

namespace prism::tests {
namespace {

// Like JabberTest, with a TLS certificate.
class JabberTlsTest : public PurpleTest {
 protected:
  void start(const Certificate& certificate) {
    prosody_.emplace(certificate);
    prosody_->addUser("romeo", kCanary);
    prosody_->start();
  }

  void SetUp() override { PRISM_NEEDS(whyNoProsody()); }

  // Connects to the server by its address, for which the certificates are issued.
  void launchTls(const std::string& more = "", const std::string& service = "") {
    launchJabber(*prosody_, more, service);
  }

  void tryToLogIn(const std::string& user = "romeo") {
    spectrum_->login(user, {.legacy_name = "romeo@localhost", .password = kCanary});
  }

  void awaitQuestion(const std::string& user = "romeo") {
    await("^CONV_MESSAGE userName=\"" + user + "\" buddyName=\"prism\" message=\"The certificate of 127.0.0.1");
  }

  CertificateAuthority authority_;
  std::optional<Prosody> prosody_;
};

TEST_F(JabberTest, AnnouncedFeaturesAreThoseOfTheProtocol) {
  launchJabber(prosody_);
  for (const char* line : {"needPassword=1", "needRegistration=1", "muc=1"}) {
    EXPECT_NE(spectrum_->backendConfig().value_or("").find(line), std::string::npos) << *spectrum_->backendConfig();
  }
}

TEST_F(JabberTest, AWrongPasswordIsFinal) {
  launchJabber(prosody_);
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = "not the one"});
  await("^DISCONNECTED user=\"romeo\" error=2 message=\"");
}

TEST_F(JabberTest, APasswordThatIsNotSaidIsFinal) {
  launchJabber(prosody_);
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = ""});
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"prism\" message=\"Enter password");
  say("romeo", "prism", "cancel");
  await("^DISCONNECTED user=\"romeo\" error=2 message=\"The login was given up");
}

TEST_F(JabberTest, APasswordThatIsNotSaidIsFinalInServerModeToo) {
  launchJabber(prosody_, "", "server_mode = 1\n");
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = ""});
  await("^CONNECTED user=\"romeo\"$");
  setPresence("romeo", pbnetwork::STATUS_ONLINE);  // the client comes online
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"prism\" message=\"Enter password");
  say("romeo", "prism", "cancel");
  await("^DISCONNECTED user=\"romeo\" error=2 message=\"The login was given up");
}

TEST_F(JabberTest, APasswordThatIsSaidLogsIn) {
  launchJabber(prosody_);
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = ""});
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"prism\" message=\"Enter password");
  say("romeo", "prism", kCanary);
  await("^CONNECTED user=\"romeo\"$");
  EXPECT_EQ(count("Save password"), 0U) << keptFrames();
}

TEST_F(JabberTest, AServerThatIsNotThereIsAMatterOfTheNetwork) {
  prosody_.kill();
  launchJabber(prosody_);
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = kCanary});
  await("^DISCONNECTED user=\"romeo\" error=0 message=\"Unable to connect");
}

TEST_F(JabberTest, AServerThatComesBackHasItsUsersAgain) {
  const std::string log = directory_.write("log.cfg",
                                           "log4j.rootLogger=INFO, E\n"
                                           "log4j.category.Plugin.purple=DEBUG\n"
                                           "log4j.appender.E=org.apache.log4j.ConsoleAppender\n"
                                           "log4j.appender.E.Target=System.err\n");
  launchJabber(prosody_,
               "reconnect_delay = 100\nreconnect_max_delay = 200\nreconnect_attempts = 1000\n"
               "[logging]\nbackend_config = " +
                   log + "\n");
  for (const char* name : {"romeo", "juliet"}) {
    logInTo(name);
  }
  prosody_.kill();
  spectrum_->awaitLog("romeo: the connection of romeo@localhost is lost, and will be made again");
  spectrum_->awaitLog("romeo: romeo@localhost is not connected again yet: ");
  prosody_.start();
  for (const char* name : {"romeo", "juliet"}) {
    spectrum_->awaitLog(std::string(name) + ": " + name + "@localhost is connected again");
  }
  say("romeo", "juliet@localhost", "still there?");
  await("^CONV_MESSAGE userName=\"juliet\" buddyName=\"romeo@localhost\" message=\"still there\\?\"");
  EXPECT_EQ(count("^DISCONNECTED"), 0U) << keptFrames();
}

TEST_F(JabberTest, AServerThatWasGivenUpIsThereForTheNextLogin) {
  launchJabber(prosody_, "reconnect_attempts = 0\n");
  logInTo("romeo");
  prosody_.kill();
  await("^DISCONNECTED user=\"romeo\" error=0 message=\"");
  prosody_.start();
  logInTo("romeo");
}

// libpurple forks a helper to resolve a name, and keeps it for later names. The helper may have only the descriptors
// that survive exec: libpurple's pipes.
TEST_F(JabberTest, AHelperHasNoDescriptorOfTheHost) {
  launchJabber(prosody_, "connect_server = localhost\n");
  logInTo("romeo");
  const std::string host = std::to_string(spectrum_->host().pid());
  std::ifstream children("/proc/" + host + "/task/" + host + "/children");
  std::string helper;
  ASSERT_TRUE(children >> helper);
  const std::filesystem::path process = "/proc/" + helper;
  int pipes = 0;
  for (const auto& descriptor : std::filesystem::directory_iterator(process / "fd")) {
    const std::string what = std::filesystem::read_symlink(descriptor).string();
    pipes += what.starts_with("pipe:") ? 1 : 0;
    EXPECT_FALSE(what.starts_with("anon_inode:")) << what;
    std::ifstream facts(process / "fdinfo" / descriptor.path().filename());
    std::string flags;
    while (facts >> flags && flags != "flags:") {
    }
    ASSERT_TRUE(facts >> flags);
    EXPECT_EQ(std::stoul(flags, nullptr, 8) & O_CLOEXEC, 0U) << what;
  }
  EXPECT_GE(pipes, 2);
}

TEST_F(JabberTest, TwoUsersWhoGiveTheSameNameHaveAccountsOfTheirOwn) {
  launchJabber(prosody_);
  logInTo("romeo");
  spectrum_->login("impostor", {.legacy_name = "romeo@localhost", .password = "guessed"});
  await("^DISCONNECTED user=\"impostor\" error=2");
  spectrum_->login("other", {.legacy_name = "romeo@localhost", .password = kCanary});
  await("^CONNECTED user=\"other\"");
  say("romeo", "romeo@localhost", "still here");
  await("^CONV_MESSAGE userName=\"romeo\".*still here");
}

TEST_F(JabberTest, NothingIsKeptForWhoeverOnlyTriesAName) {
  launchJabber(prosody_);
  spectrum_->login("impostor", {.legacy_name = "romeo@localhost", .password = "guessed"});
  await("^DISCONNECTED user=\"impostor\" error=2");
  spectrum_->exit();
  spectrum_->expectExit(0);
  EXPECT_FALSE(std::filesystem::exists(workingDir() / "accounts"));
  EXPECT_FALSE(std::filesystem::exists(workingDir() / "accounts.xml"));
}

// Returns a log configuration with these levels, which writes to `file`.
std::string logTo(const std::string& file, const std::string& levels) {
  return levels +
         "log4j.appender.R=org.apache.log4j.FileAppender\n"
         "log4j.appender.R.File=" +
         file +
         "\n"
         "log4j.appender.R.layout=org.apache.log4j.PatternLayout\n"
         "log4j.appender.R.layout.ConversionPattern=%p %c: %m%n\n";
}

// Debian's backend-logging.cfg writes DEBUG.
TEST_F(JabberTest, WhatUsersWriteIsInNoLineOfTheLogAtDebug) {
  const std::string file = (workingDir() / "x.log").string();
  const std::string config = directory_.write("log.cfg", logTo(file, "log4j.rootLogger=DEBUG, R\n"));
  logInBoth("[logging]\nbackend_config = " + config + "\n");
  say("romeo", "juliet@localhost", "a canary in a body");
  await("^CONV_MESSAGE userName=\"juliet\" buddyName=\"romeo@localhost\" message=\"a canary in a body\"");
  join("romeo", "hall@rooms.localhost", "Romeo");
  await("^PARTICIPANT_CHANGED .*room=\"hall@rooms.localhost\" nickname=\"Romeo\"");
  say("romeo", "hall@rooms.localhost", "a canary in a room");
  await("^CONV_MESSAGE .*buddyName=\"hall@rooms.localhost\" message=\"a canary in a room\"");
  spectrum_->exit();
  spectrum_->expectExit(0);
  std::ifstream stream(file);
  std::size_t debug_lines = 0;
  for (std::string line; std::getline(stream, line);) {
    EXPECT_EQ(line.find("canary"), std::string::npos) << line;
    debug_lines += line.starts_with("DEBUG ") ? 1U : 0U;
  }
  EXPECT_GT(debug_lines, 0U);
}

// TRACE logs everything that is sent, new passwords of rooms and accounts included.
TEST_F(JabberTest, TheLogOfOneOfItsPartsCanBeReadAloneAndShowsNoSecrets) {
  const std::string file = (workingDir() / "x.log").string();
  const std::string config =
      directory_.write("log.cfg", logTo(file, "log4j.rootLogger=INFO, R\nlog4j.category.Plugin.purple.jabber=TRACE\n"));
  launchJabber(prosody_, "[logging]\nbackend_config = " + config + "\n");
  logInTo("romeo");
  join("romeo", "hall@rooms.localhost", "Romeo", "room & key");
  await("^PARTICIPANT_CHANGED .*room=\"hall@rooms.localhost\" nickname=\"Romeo\"");
  say("romeo", "juliet@localhost", "/menu");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*Change Password");
  say("romeo", "prism", "change password...");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*\\(1/2\\)");
  say("romeo", "prism", "new & secret");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*\\(2/2\\)");
  say("romeo", "prism", "new & secret");
  await("^CONV_MESSAGE .*buddyName=\"prism\".*assword");
  spectrum_->exit();
  spectrum_->expectExit(0);
  std::ifstream stream(file);
  std::size_t stanzas = 0;
  std::size_t hidden = 0;
  for (std::string line; std::getline(stream, line);) {
    for (const std::string secret : {"Tr0ub4dor", "room &", "& key", "& secret", "new &", "amp; key", "amp; secret"}) {
      EXPECT_EQ(line.find(secret), std::string::npos) << line;
    }
    if (line.starts_with("DEBUG ") || line.starts_with("TRACE ")) {
      EXPECT_NE(line.find(" Plugin.purple.jabber: "), std::string::npos) << line;
      stanzas += line.find("<stream:stream") != std::string::npos ? 1U : 0U;
      hidden += line.find("<password>***</password>") != std::string::npos ? 1U : 0U;
    }
  }
  EXPECT_GT(stanzas, 0U);
  EXPECT_GE(hidden, 2U);
}

TEST_F(JabberTest, AnOptionThatIsMisspeltIsPointedOut) {
  launchJabber(prosody_,
               "conection_security = none\nport = many\nauth_plain_in_clear = perhaps\nconnection_security = tls\n");
  spectrum_->awaitLog(
      "purple.conection_security is no option of this protocol, and is ignored; is purple.connection_security meant?");
  spectrum_->awaitLog("purple.port must be a whole number, but is \"many\", and is ignored");
  spectrum_->awaitLog("purple.auth_plain_in_clear must be 0 or 1, but is \"perhaps\", and is ignored");
  spectrum_->awaitLog(
      "purple.connection_security must be one of require_tls, opportunistic_tls, old_ssl, but is \"tls\", and is "
      "ignored");
}

TEST_F(JabberTlsTest, ACertificateOfAKnownAuthorityIsTrusted) {
  start(authority_.issue("server", "IP:127.0.0.1"));
  const std::filesystem::path directory = directory_.path() / "ca";
  std::filesystem::create_directory(directory);
  std::filesystem::copy_file(authority_.caFile(), directory / "ca.pem");
  launchTls("cacerts_dir = " + directory.string() + "\n");
  tryToLogIn();
  await("^CONNECTED user=\"romeo\"$");
  EXPECT_EQ(count("prism"), 0U) << keptFrames();
}

TEST_F(JabberTlsTest, AnUnknownCertificateIsAskedAboutAndRefusedWithAReason) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls();
  tryToLogIn();
  awaitQuestion();
  say("romeo", "prism", "no");
  const std::string refused =
      await("^DISCONNECTED user=\"romeo\" error=(9|14) message=\"The certificate of 127.0.0.1 is not");
  EXPECT_NE(refused.find("SHA-256"), std::string::npos) << refused;
}

TEST_F(JabberTlsTest, ACertificateForAnotherNameIsRefusedForThat) {
  start(authority_.issue("server", "DNS:elsewhere.example"));
  launchTls();
  tryToLogIn();
  awaitQuestion();
  say("romeo", "prism", "no");
  await(
      "^DISCONNECTED user=\"romeo\" error=12 message=\"The certificate of 127.0.0.1 is not to be trusted: it is for "
      "another name");
}

TEST_F(JabberTlsTest, OneThatTheUserTrustsIsNotAskedAboutAgain) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls();
  tryToLogIn();
  awaitQuestion();
  say("romeo", "prism", "yes");
  await("^CONNECTED user=\"romeo\"$");
  spectrum_->logout("romeo", "romeo@localhost");
  tryToLogIn();
  await("^CONNECTED user=\"romeo\"$");
  EXPECT_EQ(count("The certificate of"), 0U) << keptFrames();
  spectrum_->exit();
  spectrum_->expectExit(0);
  launchTls();
  tryToLogIn();
  await("^CONNECTED user=\"romeo\"$");
  EXPECT_EQ(count("The certificate of"), 0U) << keptFrames();
  tryToLogIn("other");
  awaitQuestion("other");
}

TEST_F(JabberTlsTest, LoginDuringAnOpenPromptAsksAnew) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls();
  tryToLogIn();
  awaitQuestion();
  tryToLogIn();
  awaitQuestion();
  say("romeo", "prism", "yes");
  await("^CONNECTED user=\"romeo\"$");
  EXPECT_EQ(count("^DISCONNECTED"), 0U) << keptFrames();
}

TEST_F(JabberTlsTest, LogoutDuringAnOpenPromptEndsThePrompt) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls();
  tryToLogIn();
  awaitQuestion();
  tryToLogIn("other");
  awaitQuestion("other");
  spectrum_->logout("other", "romeo@localhost");
  collect();
  say("romeo", "prism", "yes");
  await("^CONNECTED user=\"romeo\"$");
}

TEST_F(JabberTlsTest, AServerThatGoesWhileAQuestionIsOpenIsLeftAlone) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls();
  tryToLogIn();
  awaitQuestion();
  prosody_->kill();
  say("romeo", "prism", "yes");
  await("^DISCONNECTED user=\"romeo\" error=");
}

TEST_F(JabberTlsTest, AnAdministratorCanSwitchTheCheckOff) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls("", "verify_certs = 0\n");
  tryToLogIn();
  await("^CONNECTED user=\"romeo\"$");
}

// In server mode a client is online only after the login, so the login succeeds before the prompt.
TEST_F(JabberTlsTest, InServerModeTheUserIsLetInToBeAsked) {
  start(authority_.selfSigned("server", "IP:127.0.0.1"));
  launchTls("", "server_mode = 1\n");
  tryToLogIn();
  await("^CONNECTED user=\"romeo\"$");
  setPresence("romeo", pbnetwork::STATUS_ONLINE);  // the client comes online
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"prism\" message=\"The certificate of");
  say("romeo", "prism", "no");
  await("^DISCONNECTED user=\"romeo\" error=(9|14)");
}

}  // namespace
}  // namespace prism::tests
