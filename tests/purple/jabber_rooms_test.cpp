// SPDX-License-Identifier: MIT
// Rooms of a real XMPP server.
#include "tests/purple/jabber_test.h"
#include "tests/support/servers/xmpp_client.h"

namespace prism::tests {
namespace {

constexpr const char* kRoom = "verona@rooms.localhost";

class JabberRoomsTest : public JabberTest {
 protected:
  // Creates the room by entering it. It gets its default configuration.
  void createRoom(const std::string& user, const std::string& nickname) {
    enter(user, nickname);
    say(user, kRoom, "made");  // the server echoes it once the room is open to others
    await("^CONV_MESSAGE userName=\"" + user + "\" buddyName=\"verona@rooms.localhost\" message=\"made\"");
  }

  // Creates the room from a client outside. Sets the field `set` to 1, and adds `fields`.
  static void createRoomFrom(XmppClient& client, const std::string& set, const std::string& fields = "") {
    client.send("<presence to='verona@rooms.localhost/T'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
    client.expect("code=.201");
    client.send(
        "<iq type='set' id='make' to='verona@rooms.localhost'><query xmlns='http://jabber.org/protocol/muc#owner'>"
        "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        "<value>http://jabber.org/protocol/muc#roomconfig</value></field><field var='" +
        set + "'><value>1</value></field>" + fields + "</x></query></iq>");
    client.expect("<iq[^>]*type=.result");
  }

  void enter(const std::string& user, const std::string& nickname) {
    join(user, kRoom, nickname);
    await("^PARTICIPANT_CHANGED userName=\"" + user + "\" room=\"verona@rooms.localhost\" nickname=\"" + nickname +
          "\".* status=0");
  }
};

TEST_F(JabberRoomsTest, PeopleMeet) {
  logInBoth();
  createRoom("romeo", "Romeo");
  join("juliet", kRoom, "Jule");
  await("^PARTICIPANT_CHANGED userName=\"juliet\" room=\"verona@rooms.localhost\" nickname=\"Romeo\" flag=1 ");
  await("^PARTICIPANT_CHANGED userName=\"juliet\" room=\"verona@rooms.localhost\" nickname=\"Jule\"");
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Jule\"");
  say("romeo", kRoom, "hello all");
  await(
      "^CONV_MESSAGE userName=\"juliet\" buddyName=\"verona@rooms.localhost\" message=\"hello all\" "
      "nickname=\"Romeo\"$");
  await(
      "^CONV_MESSAGE userName=\"romeo\" buddyName=\"verona@rooms.localhost\" message=\"hello all\" "
      "nickname=\"Romeo\"$");
  setSubject("romeo", kRoom, "two households");
  await(
      "^ROOM_SUBJECT_CHANGED userName=\"juliet\" buddyName=\"verona@rooms.localhost\" message=\"two households\" "
      "nickname=\"Romeo\"");
  EXPECT_EQ(count("^CONV_MESSAGE .*two households"), 0U) << keptFrames();
  say("juliet", std::string(kRoom) + "/Romeo", "only you");
  await(
      "^CONV_MESSAGE userName=\"romeo\" buddyName=\"verona@rooms.localhost\" message=\"only you\" nickname=\"Jule\".* "
      "pm=true");
  leave("juliet", kRoom);
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Jule\".* status=5");
}

TEST_F(JabberRoomsTest, AJoinBeforeTheLoginIsDoneIsNotLost) {
  launchJabber(prosody_);
  spectrum_->login("romeo", {.legacy_name = "romeo@localhost", .password = kCanary});
  createRoom("romeo", "Romeo");
}

TEST_F(JabberRoomsTest, ATakenNicknameIsRefused) {
  logInBoth();
  createRoom("romeo", "Romeo");
  join("juliet", kRoom, "Romeo");
  await(
      "^PARTICIPANT_CHANGED userName=\"juliet\" room=\"verona@rooms.localhost\" nickname=\"Romeo\" flag=(2|8) "
      "status=5");
}

TEST_F(JabberRoomsTest, ParticipantsAreRenamedRankedAndKicked) {
  logInBoth();
  createRoom("romeo", "Romeo");
  enter("juliet", "Jule");
  say("juliet", kRoom, "/nick Juliet");
  await(
      "^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Jule\".* newname=\"Juliet\"");
  await("^ROOM_NICKNAME_CHANGED userName=\"juliet\" nickname=\"Juliet\" room=\"verona@rooms.localhost\"");
  say("romeo", kRoom, "/role moderator Juliet");
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Juliet\" flag=1 ");
  say("romeo", kRoom, "/role participant Juliet");
  say("romeo", kRoom, "/kick Juliet banished");
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Juliet\".* status=5");
  await(
      "^PARTICIPANT_CHANGED userName=\"juliet\" room=\"verona@rooms.localhost\" nickname=\"Juliet\" flag=48 "
      "status=5 .*banished");
  enter("juliet", "Juliet");
}

TEST_F(JabberRoomsTest, HelpListsTheCommandsOfRooms) {
  logInBoth();
  createRoom("romeo", "Romeo");
  enter("juliet", "Jule");
  const std::string from_room = "^CONV_MESSAGE userName=\"juliet\" buddyName=\"verona@rooms.localhost\" message=\"";
  say("juliet", kRoom, "/help");
  await(from_room + "What you can type .*/affiliate \\[<o");
  const std::pair<const char*, const char*> described[] = {
      {"kick", "/kick \\[<user> \\[reason\\]\\] - Kick a user from the room\\."},
      {"part", "/part \\[message\\] - Leave the room\\."},
      {"join", "/join \\[<room\\[@server\\]> \\[password\\]\\] - Join a chat\\."},
      {"nick", "/nick \\[<new nickname>\\] - Change your nickname\\."},
      {"config", "/config - Configure a chat room\\."},
  };
  for (const auto& [name, text] : described) {
    say("juliet", kRoom, std::string("/help ") + name);
    await(from_room + text + "\"");
  }
  say("juliet", kRoom, "//kick and rush");
  await("^CONV_MESSAGE userName=\"romeo\" .* message=\"/kick and rush\" nickname=\"Jule\"");
  say("juliet", std::string(kRoom) + "/Romeo", "/start");
  await("^CONV_MESSAGE userName=\"romeo\".* message=\"/start\" nickname=\"Jule\".* pm=true");
  say("juliet", std::string(kRoom) + "/Romeo", "/kick Romeo");
  await("^CONV_MESSAGE userName=\"juliet\".* message=\"/kick does not work here, but in a room\\.\".* pm=true");
}

TEST_F(JabberRoomsTest, ParticipantsTalkInPrivateBothWays) {
  logInBoth();
  createRoom("romeo", "Romeo");
  enter("juliet", "Jule");
  say("juliet", std::string(kRoom) + "/Romeo",
      "only you");  // libpurple sends chat states only to contacts that have written
  await("^CONV_MESSAGE userName=\"romeo\".* message=\"only you\" nickname=\"Jule\".* pm=true");
  say("romeo", std::string(kRoom) + "/Jule", "nobody else");
  await("^CONV_MESSAGE userName=\"juliet\".* message=\"nobody else\" nickname=\"Romeo\".* pm=true");
  pbnetwork::Buddy participant;
  participant.set_username("romeo");
  participant.set_buddyname(std::string(kRoom) + "/Jule");
  spectrum_->send(pbnetwork::WrapperMessage::TYPE_BUDDY_TYPING, participant);
  await("^BUDDY_TYPING userName=\"juliet\" buddyName=\"verona@rooms.localhost/Romeo\"");
}

TEST_F(JabberRoomsTest, AParticipantHasAVCard) {
  logInBoth();
  subscribeBoth();
  publishVCard("juliet", "Capulet");
  await("^BUDDY_CHANGED userName=\"romeo\" buddyName=\"juliet@localhost\".* iconhash=\"[0-9a-f]{40}\"");
  createRoom("romeo", "Romeo");
  enter("juliet", "Jule");
  requestVCard("romeo", std::string(kRoom) + "/Jule", 9);
  await("^VCARD userName=\"romeo\" buddyName=\"verona@rooms.localhost/Jule\" id=9 fullname=\"Capulet\"");
}

TEST_F(JabberRoomsTest, AnInvitationIsPassedOn) {
  logInBoth();
  createRoom("romeo", "Romeo");
  say("romeo", kRoom, "/invite juliet@localhost come");
  const std::string invitation = await("^RAW_XML .*<message");
  EXPECT_NE(invitation.find("jabber:x:conference"), std::string::npos) << invitation;
  enter("juliet", "Jule");
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Jule\"");
}

// The invitation lets the user in without the password.
TEST_F(JabberRoomsTest, AnInvitationFromOutsideOpensALockedRoom) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  createRoomFrom(tybalt, "muc#roomconfig_passwordprotectedroom",
                 "<field var='muc#roomconfig_roomsecret'><value>capulet</value></field>");
  launchJabber(prosody_);
  logInTo("romeo");
  join("romeo", kRoom, "Romeo");
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Romeo\".* status=5");
  tybalt.send(
      "<message to='verona@rooms.localhost'><x xmlns='http://jabber.org/protocol/muc#user'><invite "
      "to='romeo@localhost'><reason>a duel</reason></invite></x></message>");
  EXPECT_NE(await("^RAW_XML .*<message").find("a duel"), std::string::npos);
  enter("romeo", "Romeo");
  tybalt.expect("verona@rooms.localhost/Romeo");
}

TEST_F(JabberRoomsTest, ALockedRoomOpensToThePassword) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  createRoomFrom(tybalt, "muc#roomconfig_passwordprotectedroom",
                 "<field var='muc#roomconfig_roomsecret'><value>capulet</value></field>");
  launchJabber(prosody_);
  logInTo("romeo");
  join("romeo", kRoom, "Romeo", "capulet");
  await("^PARTICIPANT_CHANGED userName=\"romeo\" room=\"verona@rooms.localhost\" nickname=\"Romeo\".* status=0");
  tybalt.expect("verona@rooms.localhost/Romeo");
}

TEST_F(JabberRoomsTest, SomebodyOutsideIsInvited) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  launchJabber(prosody_);
  logInTo("romeo");
  createRoom("romeo", "Romeo");
  say("romeo", kRoom, "/invite tybalt@localhost peace");
  tybalt.expect("<invite[^>]*><reason>peace");
}

TEST_F(JabberRoomsTest, TheListOfRoomsIsTold) {
  XmppClient tybalt(prosody_.port(), "tybalt", kCanary);
  createRoomFrom(tybalt, "muc#roomconfig_publicroom");
  launchJabber(prosody_, "room_list = 1\n");
  logInTo("romeo");
  await("^ROOM_LIST .*verona@rooms.localhost");
}

TEST_F(JabberRoomsTest, WhatIsRefusedIsTold) {
  logInBoth();
  createRoom("romeo", "Romeo");
  enter("juliet", "Juliet");
  setSubject("juliet", kRoom, "mine");
  await(
      "^CONV_MESSAGE userName=\"juliet\" buddyName=\"verona@rooms.localhost\" message=\"The subject was not changed: ");
  say("juliet", std::string(kRoom) + "/Nobody", "are you there?");
  await(
      "^CONV_MESSAGE userName=\"juliet\" buddyName=\"verona@rooms.localhost\" message=\"The message was not delivered: "
      ".*nickname=\"Nobody\".* pm=true");
}

}  // namespace
}  // namespace prism::tests
