// Users of one host on one XMPP server, with the libpurple plugin between.
#pragma once

#include "purple_test.h"

namespace prism::tests {

class JabberTest : public PurpleTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoProsody());
    for (const char* name : {"romeo", "juliet", "tybalt"}) {
      prosody_.addUser(name, kCanary);
    }
    prosody_.start();
  }

  // Both are logged in.
  void logInBoth(const std::string& more = "", const std::string& service = "") {
    launchJabber(prosody_, more, service);
    logInTo("romeo");
    logInTo("juliet");
  }

  // Each is the other's contact, and sees the other's presence.
  void befriend() {
    watch("romeo", "juliet@localhost");
    await("^AUTH_REQUEST userName=\"juliet\" buddyName=\"romeo@localhost\"");
    watch("juliet", "romeo@localhost");
    await("^AUTH_REQUEST userName=\"romeo\" buddyName=\"juliet@localhost\"");
    watch("romeo", "juliet@localhost");
    await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* status=0");
    await("^BUDDY_CHANGED userName=\"juliet\" buddyName=\"romeo@localhost\".* status=0");
  }

  Prosody prosody_;
};

}  // namespace prism::tests
