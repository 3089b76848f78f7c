// SPDX-License-Identifier: MIT
// Fixture: Romeo and Juliet on one XMPP server, through one host with the libpurple plugin.
#pragma once

#include "tests/purple/purple_test.h"

namespace prism::tests {

// The smallest PNG: one transparent pixel.
inline const std::string kPicture(
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
    "c\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xae"
    "B`\x82",
    67);

inline pbnetwork::Buddy contact(const std::string& user, const std::string& name, const std::string& alias,
                                const std::vector<std::string>& groups) {
  pbnetwork::Buddy buddy;
  buddy.set_username(user);
  buddy.set_buddyname(name);
  buddy.set_alias(alias);
  for (const std::string& group : groups) {
    buddy.add_group(group);
  }
  return buddy;
}

class JabberTest : public PurpleTest {
 protected:
  void SetUp() override {
    PRISM_NEEDS(whyNoProsody());
    for (const char* name : {"romeo", "juliet", "tybalt"}) {
      prosody_.addUser(name, kCanary);
    }
    prosody_.start();
  }

  // Starts the host, and logs both in.
  void logInBoth(const std::string& more = "", const std::string& service = "") {
    launchJabber(prosody_, more, service);
    logInTo("romeo");
    logInTo("juliet");
  }

  // Subscribes both to each other's presence. Returns the frame with Juliet's presence for Romeo.
  std::string subscribeBoth() {
    addContact("romeo", "juliet@localhost");
    await("^AUTH_REQUEST userName=\"juliet\" buddyName=\"romeo@localhost\"");
    addContact("juliet", "romeo@localhost");
    await("^AUTH_REQUEST userName=\"romeo\" buddyName=\"juliet@localhost\"");
    addContact("romeo", "juliet@localhost");
    std::string juliet = await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* status=0");
    await("^BUDDY_CHANGED userName=\"juliet\" buddyName=\"romeo@localhost\".* status=0");
    return juliet;
  }

  // Publishes a vCard of the user with kPicture.
  void publishVCard(const std::string& user, const std::string& nickname) {
    pbnetwork::VCard own;
    own.set_username(user);
    own.set_buddyname("");
    own.set_id(0);
    own.set_nickname(nickname);
    own.set_photo(kPicture);
    spectrum_->send(pbnetwork::WrapperMessage::TYPE_VCARD, own);
  }

  Prosody prosody_;
};

}  // namespace prism::tests
