// Two users of one host on one XMPP server: what people say to each other.
#include "purple_test.h"

namespace prism::tests {
namespace {

class JabberPeopleTest : public PurpleTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoProsody());
    prosody_.addUser("romeo", kCanary);
    prosody_.addUser("juliet", kCanary);
    prosody_.start();
    launchJabber(prosody_);
    logInTo("romeo");
    logInTo("juliet");
  }

  Prosody prosody_;
};

TEST_F(JabberPeopleTest, TalkToEachOther) {
  say("romeo", "juliet@localhost", "But soft!\nWhat <light>?");
  await("^CONV_MESSAGE userName=\"juliet\" buddyName=\"romeo@localhost\" message=\"But soft!\\\\nWhat <light>\\?\"$");
}

}  // namespace
}  // namespace prism::tests
