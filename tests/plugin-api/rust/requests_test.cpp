// SPDX-License-Identifier: MIT
// The requests of services in Rust: chat, rooms and history.
#include "rust_test.h"

namespace prism::tests {
namespace {

class RustRequests : public ::testing::Test {
 protected:
  explicit RustRequests(const std::vector<std::string>& arguments = {"--prism.strict=1"})
      : probe_("services = 1\n", arguments) {
    probe_.launchAndLogIn();
  }

  // Lets the probe send a message with an id of the network.
  void hear(const std::string& id, const std::string& text) {
    probe_.say("alice", "probe", "send " + id + " " + text);
    probe_.expectStanza({"id='" + id + "'", "<body>" + text + "</body>"});
  }

  // Lets the user enter a room, in which bob is.
  void enter() {
    probe_.join("alice", "#tea", "ally");
    probe_.expectParticipant("alice", "#tea", "bob");
    probe_.expectParticipant("alice", "#tea", "ally");
  }

  RustProbe probe_;
};

class RustRequestFaults : public RustRequests {
 protected:
  RustRequestFaults() : RustRequests({}) {}
};

TEST_F(RustRequests, EventsAreAboutTheMessage) {
  hear("42", "hello");
  probe_.say("alice", "probe", "edit 42 goodbye");
  probe_.expectStanza({"<body>goodbye</body>", "<replace xmlns='urn:xmpp:message-correct:0' id='42'/>"});
  probe_.say("alice", "probe", "react 42 +");
  probe_.expectStanza({"<reactions xmlns='urn:xmpp:reactions:0' id='42'>", "<reaction>+</reaction>"});
  probe_.say("alice", "probe", "retract 42");
  probe_.expectStanza({"<retract xmlns='urn:xmpp:message-retract:1' id='42'/>"});
  probe_.end();
}

TEST_F(RustRequests, UsersEditReactAndRetract) {
  hear("42", "hello");
  probe_.say("alice", "probe", "/react +");
  probe_.expectMessage("alice", "probe", "reaction to 42: +");
  probe_.ask("a word", "a word");
  probe_.ask("/edit another word", "edit of 'a word': another word");
  probe_.say("alice", "probe", "/retract");
  probe_.expectMessage("alice", "probe", "retraction of 'another word'");
  probe_.end();
}

TEST_F(RustRequests, CapabilitiesAreTakenBack) {
  probe_.ask("inherit", "Ok(())");
  probe_.say("alice", "probe", "send 42 hello");
  probe_.expectMessage("alice", "probe", "hello");  // without capabilities, messages have no ids
  probe_.end();
}

TEST_F(RustRequestFaults, APanicFailsTheRequest) {
  probe_.ask("a word", "a word");
  probe_.say("alice", "probe", "/edit panic");
  probe_.awaitLog("plugin misbehaving: probe: edit(): panic at src/services.rs:");
  probe_.expectMessageWith("alice", "probe", {"There was a fault in the gateway."});
  probe_.end();
}

TEST_F(RustRequests, AParticipantIsKicked) {
  enter();
  probe_.say("alice", "#tea", "/kick bob too loud");
  const pbnetwork::Participant bob = probe_.expectParticipant("alice", "#tea", "bob");
  EXPECT_EQ(bob.status(), pbnetwork::STATUS_NONE);
  probe_.expectMessageWith("alice", "#tea", {"bob"});
  probe_.say("alice", "#tea", "/kick ghost");
  probe_.expectMessageWith("alice", "#tea", {"ghost"});
  probe_.end();
}

TEST_F(RustRequestFaults, APanicIsTheAnswerOfARoom) {
  enter();
  probe_.say("alice", "#tea", "/kick panic");
  probe_.awaitLog("plugin misbehaving: probe: kick(): panic at src/services.rs:");
  probe_.expectMessageWith("alice", "#tea", {"failed"});
  probe_.end();
}

TEST_F(RustRequests, AffiliationsAreListed) {
  enter();
  probe_.say("alice", "#tea", "/affiliations owner");
  probe_.expectMessageWith("alice", "#tea", {"Owner@x.org", "bob"});
  probe_.end();
}

TEST_F(RustRequests, SettingsOfARoomAreRead) {
  enter();
  probe_.say("alice", "#tea", "/configure");
  probe_.expectMessageWith("alice", "#tea", {"roomname", "Tea"});
  probe_.say("alice", "#tea", "/configure roomname Coffee");
  probe_.awaitLog("configured [(\"roomname\", \"Coffee\")]");
  probe_.end();
}

TEST_F(RustRequests, OldMessagesAreAPage) {
  probe_.say("alice", "probe", "/history");
  probe_.expectStanza({"<body>an old word</body>", "<delay xmlns='urn:xmpp:delay'"});
  probe_.expectStanza({"<reaction>+</reaction>", "<reaction>!</reaction>"});
  probe_.end();
}

TEST_F(RustRequestFaults, APanicOfAVisitorDoesNotUnwindThroughTheHost) {
  hear("42", "hello");
  probe_.ask("positions", "probe 42");
  probe_.say("alice", "probe", "visit-panic");
  probe_.awaitLog("plugin misbehaving: probe: message(): panic at src/services.rs:");
  probe_.end();
}

}  // namespace
}  // namespace prism::tests
