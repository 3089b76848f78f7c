// SPDX-License-Identifier: MIT
// SASL with servers that are dishonest or deviate from the usual sequence.
#include "net/base64.h"
#include "tests/irc/servers/scripted_test.h"

namespace prism::tests {
namespace {

class ScriptedSasl : public ScriptedTest {
 protected:
  // Logs in up to the client's first AUTHENTICATE.
  LineSocket& beginSasl(const std::string& mechanisms, const std::string& password = kCanary,
                        const std::string& more = "") {
    launchIrc(serverAddress(), more);
    startLogin(password);
    LineSocket& irc = accept();
    irc.expect("^USER ");
    irc.send("CAP * LS :sasl=" + mechanisms);
    irc.send("CAP * ACK" + irc.expect("^CAP REQ ").substr(7));
    return irc;
  }

  // Returns the client's next message: joins its chunks, and decodes base64.
  std::string clientMessage() {
    std::string text;
    while (true) {
      const std::string piece = irc_->expect("^AUTHENTICATE ").substr(13);
      text += piece == "+" ? "" : piece;
      if (piece.size() < 400) {
        return net::fromBase64(text).value();
      }
    }
  }

  void serverMessage(const std::string& message) { irc_->send("AUTHENTICATE " + net::toBase64(message)); }

  // Returns the client's SCRAM nonce.
  std::string scramNonce() {
    irc_->expect("^AUTHENTICATE SCRAM-SHA-256$");
    irc_->send("AUTHENTICATE +");
    const std::string first = clientMessage();
    return first.substr(first.find(",r=") + 3);
  }

  void expectNoPasswordInClear() {
    EXPECT_EQ(irc_->count("^AUTHENTICATE PLAIN"), 0U);
    for (const std::string& line : irc_->lines()) {
      EXPECT_EQ(line.find(kCanary), std::string::npos) << line;
      EXPECT_EQ(line.find(net::toBase64(kCanary)), std::string::npos) << line;
    }
  }
};

TEST_F(ScriptedSasl, AServerThatDoesNotKnowThePasswordIsNotGivenIt) {
  LineSocket& irc = beginSasl("SCRAM-SHA-256,PLAIN");
  const std::string nonce = scramNonce();
  serverMessage("r=" + nonce + "server,s=" + net::toBase64("saltsaltsaltsalt") + ",i=4096");
  clientMessage();
  serverMessage("v=" + net::toBase64(std::string(32, 'x')));
  irc.expect("^AUTHENTICATE \\*$");
  await("^DISCONNECTED user=\"alice\" error=2 message=");
  irc.expectEnd();
  expectNoPasswordInClear();
}

TEST_F(ScriptedSasl, AnotherNonceIsNotAnswered) {
  LineSocket& irc = beginSasl("SCRAM-SHA-256,PLAIN");
  scramNonce();
  serverMessage("r=somebodyelses,s=" + net::toBase64("saltsaltsaltsalt") + ",i=4096");
  irc.expect("^AUTHENTICATE \\*$");
  await("^DISCONNECTED user=\"alice\" error=2 message=");
  irc.expectEnd();
  expectNoPasswordInClear();
}

TEST_F(ScriptedSasl, SuccessWithoutTheServersProofIsNoSuccess) {
  LineSocket& irc = beginSasl("SCRAM-SHA-256,PLAIN");
  const std::string nonce = scramNonce();
  serverMessage("r=" + nonce + "server,s=" + net::toBase64("saltsaltsaltsalt") + ",i=4096");
  clientMessage();
  irc.send(":irc.prism.test 903 alice :SASL authentication successful");
  await("^DISCONNECTED user=\"alice\" error=2 message=");
  expectNoPasswordInClear();
}

TEST_F(ScriptedSasl, AWelcomeWithoutTheLoginThatIsConfigured) {
  LineSocket& irc = beginSasl("PLAIN", kCanary, "sasl = plain\n");
  irc.expect("^AUTHENTICATE PLAIN$");
  irc.send(":irc.prism.test 001 alice :Welcome, alice");  // the plugin must send nothing after this
  await("^DISCONNECTED user=\"alice\" error=3 message=\".*SASL");
}

TEST_F(ScriptedSasl, WrongPasswordHasTheServersWords) {
  LineSocket& irc = beginSasl("PLAIN");
  irc.expect("^AUTHENTICATE PLAIN$");
  irc.send("AUTHENTICATE +");
  EXPECT_EQ(clientMessage(), std::string("\0alice\0", 7) + kCanary);
  irc.send(":irc.prism.test 904 alice :That is not the password");
  irc.expect("^CAP END$");
  irc.close();
  await("^DISCONNECTED user=\"alice\" error=2 message=\"That is not the password\"");
}

TEST_F(ScriptedSasl, TheNextMechanismIsTried) {
  LineSocket& irc = beginSasl("SCRAM-SHA-256,PLAIN");
  irc.expect("^AUTHENTICATE SCRAM-SHA-256$");
  irc.send(":irc.prism.test 908 alice PLAIN :are available SASL mechanisms");
  irc.send(":irc.prism.test 904 alice :SASL authentication failed");
  irc.expect("^AUTHENTICATE PLAIN$");
  irc.send("AUTHENTICATE +");
  clientMessage();
  irc.send(":irc.prism.test 900 alice alice!~a@h alice :You are now logged in as alice");
  irc.send(":irc.prism.test 903 alice :SASL authentication successful");
  irc.expect("^CAP END$");
  welcome(irc);
  await("^CONNECTED");
}

TEST_F(ScriptedSasl, LongAnswersComeInPieces) {
  for (const std::size_t size :
       {100U, 293U, 593U, 700U}) {  // with 293 and 593 bytes the base64 text is a multiple of 400 characters
    SCOPED_TRACE(size);
    const std::string password(size, 'p');
    beginSasl("PLAIN", password);
    irc_->expect("^AUTHENTICATE PLAIN$");
    irc_->send("AUTHENTICATE +");
    EXPECT_EQ(clientMessage(), std::string("\0alice\0", 7) + password);
    irc_->send(":irc.prism.test 903 alice :SASL authentication successful");
    irc_->expect("^CAP END$");
    welcome(*irc_);
    await("^CONNECTED");
    irc_.reset();
    dropKeptFrames();
  }
}

TEST_F(ScriptedSasl, OnlyWhatIsConfiguredIsUsed) {
  LineSocket& irc = beginSasl("EXTERNAL,PLAIN,SCRAM-SHA-256", kCanary, "sasl = plain\n");
  irc.expect("^AUTHENTICATE PLAIN$");
}

TEST_F(ScriptedSasl, ConfiguredMechanismThatIsNotOfferedIsAnError) {
  launchIrc(serverAddress(), "sasl = scram-sha-256\n");
  startLogin(kCanary);
  LineSocket& irc = accept();
  irc.expect("^USER ");
  irc.send("CAP * LS :sasl=PLAIN");
  irc.send("CAP * ACK" + irc.expect("^CAP REQ ").substr(7));
  await("^DISCONNECTED user=\"alice\" error=3 message=\".*SASL");
  expectNoPasswordInClear();
}

TEST_F(ScriptedSasl, AnotherAccountThanTheNickname) {
  LineSocket& irc = beginSasl("PLAIN", kCanary, "sasl_account = queen\n");
  irc.expect("^AUTHENTICATE PLAIN$");
  irc.send("AUTHENTICATE +");
  EXPECT_EQ(clientMessage(), std::string("\0queen\0", 7) + kCanary);
}

TEST_F(ScriptedSasl, AfterItNickServIsNotTold) {
  LineSocket& irc = beginSasl("PLAIN");
  irc.expect("^AUTHENTICATE PLAIN$");
  irc.send("AUTHENTICATE +");
  clientMessage();
  irc.send(":irc.prism.test 903 alice :SASL authentication successful");
  irc.expect("^CAP END$");
  welcome(irc);
  await("^CONNECTED");
  awaitRoundTrip();
  EXPECT_EQ(irc.count("NickServ"), 0U);
}

TEST_F(ScriptedSasl, SwitchedOffNickServIsTold) {
  launchIrc(serverAddress(), "sasl = off\n");
  startLogin(kCanary);
  greet(accept(), {.capabilities = "sasl=PLAIN"});
  irc_->expect("^PRIVMSG NickServ :identify " + std::string("canary-Tr0ub4dor&3$"));
  EXPECT_EQ(irc_->count("AUTHENTICATE"), 0U);
}

}  // namespace
}  // namespace prism::tests
