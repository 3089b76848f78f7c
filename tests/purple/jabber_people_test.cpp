// SPDX-License-Identifier: MIT
// Messages between two users.
#include "tests/purple/jabber_test.h"
#include "tests/support/servers/xmpp_client.h"

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;

TEST_F(JabberTest, PeopleTalkToEachOther) {
  logInBoth();
  say("romeo", "juliet@localhost", "But soft!\nWhat <light>?");
  await("^CONV_MESSAGE userName=\"juliet\" buddyName=\"romeo@localhost\" message=\"But soft!\\\\nWhat <light>\\?\"$");
  say("juliet", "romeo@localhost", "Ay me");
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"juliet@localhost\" message=\"Ay me\"$");
}

TEST_F(JabberTest, MarkupGoesBothWays) {
  logInBoth();
  pbnetwork::ConversationMessage message;
  message.set_username("romeo");
  message.set_buddyname("juliet@localhost");
  message.set_message("so bright");
  message.set_xhtml("<body xmlns='http://www.w3.org/1999/xhtml'>so <b>bright</b></body>");
  spectrum_->send(WrapperMessage::TYPE_CONV_MESSAGE, message);
  const std::string come =
      await("^CONV_MESSAGE userName=\"juliet\" buddyName=\"romeo@localhost\" message=\"so bright\"");
  EXPECT_NE(come.find("bright</"), std::string::npos) << come;
}

TEST_F(JabberTest, TypingIsSeenThreeWays) {
  logInBoth();
  subscribeBoth();
  // libpurple sends chat states only to contacts that have written.
  say("juliet", "romeo@localhost", "hello");
  await("^CONV_MESSAGE userName=\"romeo\".*hello");
  pbnetwork::Buddy buddy;
  buddy.set_username("romeo");
  buddy.set_buddyname("juliet@localhost");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_TYPING, buddy);
  await("^BUDDY_TYPING userName=\"juliet\" buddyName=\"romeo@localhost\"");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_TYPED, buddy);
  await("^BUDDY_TYPED userName=\"juliet\" buddyName=\"romeo@localhost\"");
  spectrum_->send(WrapperMessage::TYPE_BUDDY_STOPPED_TYPING, buddy);
  await("^BUDDY_STOPPED_TYPING userName=\"juliet\" buddyName=\"romeo@localhost\"");
}

TEST_F(JabberTest, AttentionIsCalledFor) {
  logInBoth();
  subscribeBoth();
  pbnetwork::ConversationMessage attention;
  attention.set_username("romeo");
  attention.set_buddyname("juliet@localhost");
  attention.set_message("");
  spectrum_->send(WrapperMessage::TYPE_ATTENTION, attention);
  await("^ATTENTION userName=\"juliet\" buddyName=\"romeo@localhost\"");
}

TEST_F(JabberTest, AnotherClientIsHeardAndHears) {
  launchJabber(prosody_);
  logInTo("romeo");
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  tybalt.send("<message to='romeo@localhost' type='chat'><body>Villain!</body></message>");
  await("^CONV_MESSAGE userName=\"romeo\" buddyName=\"tybalt@localhost\" message=\"Villain!\"$");
  say("romeo", "tybalt@localhost", "I love thee");
  tybalt.expect("<body>I love thee</body>");
}

TEST_F(JabberTest, AMessageFromThePastHasItsTime) {
  launchJabber(prosody_);
  logInTo("romeo");
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  tybalt.send(
      "<message to='romeo@localhost' type='chat'><body>long ago</body>"
      "<delay xmlns='urn:xmpp:delay' stamp='2020-02-03T04:05:06Z'/></message>");
  await(
      "^CONV_MESSAGE userName=\"romeo\" buddyName=\"tybalt@localhost\" message=\"long ago\" "
      ".*timestamp=\"20200203T040506\"");
}

TEST_F(JabberTest, AMessageThatIsNotDeliveredIsReported) {
  launchJabber(prosody_);
  logInTo("romeo");
  say("romeo", "nobody@localhost", "hello?");
  await(
      "^CONV_MESSAGE userName=\"romeo\" buddyName=\"nobody@localhost\" message=\"The message was not delivered: "
      "service "
      "unavailable\".* headline=true");
  spectrum_->ping();
  collect();
  EXPECT_EQ(count("^CONV_MESSAGE"), 0U) << keptFrames();
}

}  // namespace
}  // namespace prism::tests
