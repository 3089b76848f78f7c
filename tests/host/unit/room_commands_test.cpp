// SPDX-License-Identifier: MIT
// What users may do in rooms (prism/room_admin.h): the host's commands, the requests that the plugin gets, and what its
// answers become.
#include "host/rooms/room_commands.h"

#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

#include <chrono>

namespace prism::tests {
namespace {

constexpr std::uint32_t kAll = PRISM_ROOMS_CAN_KICK | PRISM_ROOMS_CAN_BAN | PRISM_ROOMS_CAN_SET_ROLE |
                               PRISM_ROOMS_CAN_SET_AFFILIATION | PRISM_ROOMS_CAN_LIST | PRISM_ROOMS_CAN_INVITE |
                               PRISM_ROOMS_CAN_CONFIGURE | PRISM_ROOMS_CAN_DESTROY;

// The plugin's side: what its table has got, a line for each request, and the id of the last one.
struct Requested {
  Lines lines;
  prism_request_id id = 0;
  std::function<void()> action;  // runs in the next request
};

Requested& requested() {
  static Requested all;
  return all;
}

std::string text(prism_str str) {
  EXPECT_EQ(str.data[str.size], '\0') << "each string of the host has a NUL behind it";
  return std::string(host::view(str));
}

template <typename Request>
void note(const char* what, const Request& request, const std::string& more) {
  EXPECT_EQ(request.struct_size, sizeof request);
  EXPECT_EQ(text(request.user), "alice");
  EXPECT_GT(request.id, requested().id) << "ids are never reused";
  requested().id = request.id;
  requested().lines.push_back(fmt::format("{} {}{}", what, text(request.room), more));
  if (const auto action = std::exchange(requested().action, nullptr)) {
    action();
  }
}

void noteChange(const char* what, const prism_rooms_change& change) {
  note(what, change,
       fmt::format(" nickname={} account={} role={} affiliation={} reason={}", text(change.nickname),
                   text(change.account), change.role, change.affiliation, text(change.reason)));
}

const prism_rooms_plugin kTable{
    sizeof(prism_rooms_plugin),
    0,
    [](void*, const prism_rooms_change* change) { noteChange("kick", *change); },
    [](void*, const prism_rooms_change* change) { noteChange("ban", *change); },
    [](void*, const prism_rooms_change* change) { noteChange("unban", *change); },
    [](void*, const prism_rooms_change* change) { noteChange("set_role", *change); },
    [](void*, const prism_rooms_change* change) { noteChange("set_affiliation", *change); },
    [](void*, const prism_rooms_query* query) {
      note("list", *query, fmt::format(" affiliation={}", query->affiliation));
    },
    [](void*, const prism_rooms_invite* invite) {
      note("invite", *invite, fmt::format(" invitee={} reason={}", text(invite->invitee), text(invite->reason)));
    },
    [](void*, const prism_rooms_settings_query* query) { note("get_settings", *query, ""); },
    [](void*, const prism_rooms_configuration* configuration) {
      std::string values;
      for (std::uint64_t i = 0; i < configuration->values_count; ++i) {
        values += fmt::format(" {}={}", text(configuration->values[i].name), text(configuration->values[i].value));
      }
      note("configure", *configuration, values);
    },
    [](void*, const prism_rooms_destroy* destroy) {
      note("destroy", *destroy,
           fmt::format(" reason={} alternative={}", text(destroy->reason), text(destroy->alternative)));
    },
};

const prism_rooms_plugin* table = nullptr;  // what get_extension() returns

class RoomCommandsTest : public RequestsTest {
 protected:
  RoomCommandsTest() {
    table = &kTable;
    requested() = {};
  }

  // Gives the plugin its table, and takes alice into the room tea@net.
  void start(std::uint32_t flags = kAll) {
    prism_plugin functions = fake_.functions();
    functions.get_extension = [](void*, const char* name) -> const void* {
      return std::string(name) == PRISM_ROOMS ? table : nullptr;
    };
    plugin_.emplace(functions, boundary_);
    plugin_->create(nullptr);
    rooms_.start(*plugin_);
    room_commands_.start();
    connect("alice");
    join("alice", "tea@net");
    EXPECT_EQ(joined(guard_, PRISM_STR("alice"), PRISM_STR("tea@net"), PRISM_STR("me")), PRISM_OK);
    setCapabilities(flags);
    takeFrames();
    fake_.take();
  }

  // The plugin tells of a participant of the room.
  void tellParticipant(const char* nickname, const char* account, std::uint32_t status = PRISM_STATUS_ONLINE,
                       prism_str new_nickname = {}) {
    prism_participant event{};
    event.struct_size = sizeof event;
    event.status = status;
    event.user = PRISM_STR("alice");
    event.room = PRISM_STR("tea@net");
    event.nickname = prism_str_from(nickname);
    event.new_nickname = new_nickname;
    event.account = prism_str_from(account);
    EXPECT_EQ(guard_.participantChanged(&event), PRISM_OK);
  }

  void setCapabilities(std::uint32_t flags, std::uint32_t roles = 0, std::uint32_t affiliations = 0) {
    prism_rooms_capabilities can{};
    can.struct_size = sizeof can;
    can.flags = flags;
    can.roles = roles;
    can.affiliations = affiliations;
    EXPECT_EQ(rooms_.setCapabilities(&can), PRISM_OK);
  }

  // Alice types a text in the room. Returns the requests that the plugin gets.
  Lines type(const std::string& typed, const std::string& where = "tea@net") {
    EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", where, typed)), Lines{});
    return std::exchange(requested().lines, {});
  }

  // Expects that the host answers without a request, with this text in the room.
  void expectRefused(const std::string& typed, const std::string& answer) {
    EXPECT_EQ(type(typed), Lines{}) << typed;
    expectSaid(answer);
  }
  void expectSaid(const std::string& answer) {
    pbnetwork::ConversationMessage message = conversationMessage("alice", "tea@net", answer);
    message.set_nickname("tea@net");
    EXPECT_EQ(takeFrames(),
              Lines{::prism::testing::describe({WrapperMessage::TYPE_CONV_MESSAGE, message.SerializeAsString()})});
  }

  static prism_rooms_answer answerOf(std::uint32_t outcome, const char* said = "") {
    prism_rooms_answer answer{};
    answer.struct_size = sizeof answer;
    answer.outcome = outcome;
    answer.id = requested().id;
    answer.text = prism_str_from(said);
    return answer;
  }
  prism_result answer(std::uint32_t outcome, const char* said = "") {
    const prism_rooms_answer answer = answerOf(outcome, said);
    return rooms_.answer(&answer);
  }

  // Answers with the configuration of the room.
  void answerSettings() {
    const prism_choice green{sizeof green, 0, PRISM_STR("green"), PRISM_STR("Green tea")};
    const prism_choice black{sizeof black, 0, PRISM_STR("black"), {}};
    const prism_choice* const choices[] = {&green, &black};
    prism_field fields[4]{};
    for (prism_field& field : fields) {
      field.struct_size = sizeof field;
    }
    fields[0].kind = PRISM_VALUE_TEXT;
    fields[0].flags = PRISM_FIELD_FLAG_REQUIRED;
    fields[0].label = PRISM_STR("The name");
    fields[0].initial = PRISM_STR("Tea");
    fields[1].kind = PRISM_VALUE_SECRET;
    fields[1].initial = PRISM_STR("canary");
    fields[2].kind = PRISM_VALUE_CHOICE;
    fields[2].choices = choices;
    fields[2].choices_count = 2;
    fields[3].kind = PRISM_VALUE_BOOLEAN;
    fields[3].initial = PRISM_STR("0");
    const char* const names[] = {"roomname", "roomsecret", "type", "membersonly"};
    prism_rooms_setting settings[4];
    const prism_rooms_setting* pointers[4];
    for (std::size_t i = 0; i < 4; ++i) {
      settings[i] = {sizeof settings[i], 0, prism_str_from(names[i]), &fields[i]};
      pointers[i] = &settings[i];
    }
    prism_rooms_answer answer = answerOf(PRISM_ROOMS_DONE);
    answer.settings = pointers;
    answer.settings_count = 4;
    EXPECT_EQ(rooms_.answer(&answer), PRISM_OK);
  }

  // Answers with `count` members.
  void answerMembers(std::size_t count) {
    prism_rooms_member bob{};
    bob.struct_size = sizeof bob;
    bob.role = PRISM_ROLE_MODERATOR;
    bob.account = PRISM_STR("bob@net");
    bob.nickname = PRISM_STR("Bob");
    prism_rooms_member mask{};
    mask.struct_size = sizeof mask;
    mask.account = PRISM_STR("*@spam");
    mask.reason = PRISM_STR("spam");
    std::vector<const prism_rooms_member*> pointers(count, &mask);
    if (count > 0) {
      pointers.front() = &bob;
    }
    prism_rooms_answer answer = answerOf(PRISM_ROOMS_DONE);
    answer.members = pointers.data();
    answer.members_count = count;
    EXPECT_EQ(rooms_.answer(&answer), PRISM_OK);
  }

  host::RoomCommands room_commands_{rooms_, commands_};
};

TEST_F(RoomCommandsTest, ChangesAreRequestedAndAnswered) {
  start();
  struct Case {
    const char* typed;
    const char* request;
    const char* answer;
  };
  for (const auto& [typed, request, said] : {
           Case{"/kick Bob too loud", "kick tea@net nickname=Bob account= role=0 affiliation=0 reason=too loud",
                "Bob is removed from this room."},
           Case{"/ban Bob", "ban tea@net nickname=Bob account=Bob role=0 affiliation=0 reason=", "Bob is banned."},
           Case{"/unban *@spam", "unban tea@net nickname=*@spam account=*@spam role=0 affiliation=0 reason=",
                "*@spam is not banned any more."},
           Case{"/role \"Bob C\" MODERATOR well done",
                "set_role tea@net nickname=Bob C account= role=3 affiliation=0 reason=well done",
                "Bob C is now a moderator."},
           Case{"/role Bob participant",
                "set_role tea@net nickname=Bob account= role=2 affiliation=0 reason=", "Bob is now a participant."},
           Case{
               "/affiliation Bob owner",
               "set_affiliation tea@net nickname=Bob account=Bob role=0 affiliation=5 reason=", "Bob is now an owner."},
           Case{"/affiliation Bob none",
                "set_affiliation tea@net nickname=Bob account=Bob role=0 affiliation=1 reason=",
                "Bob has no affiliation any more."},
           Case{"/affiliation Bob outcast spam",
                "ban tea@net nickname=Bob account=Bob role=0 affiliation=0 reason=spam", "Bob is banned."},
           Case{"/invite carol for tea", "invite tea@net invitee=carol reason=for tea", "carol is invited."},
           Case{"/destroy TEA@net moved", "destroy tea@net reason=moved alternative=", "This room is destroyed."},
       }) {
    EXPECT_EQ(type(typed), Lines{request});
    EXPECT_EQ(takeFrames(), Lines{}) << "the answer is the plugin's";
    EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_OK) << typed;
    expectSaid(said);
  }
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RoomCommandsTest, TheTypedNameIsThatOfAParticipantOrItsAccount) {
  start();
  tellParticipant("Bob", "bob@x");
  tellParticipant("Ann", "");
  const std::string bob = " tea@net nickname=Bob account=bob@x role=0 affiliation=";
  for (const char* typed : {"Bob", "bob", "bob@x", "BOB@X"}) {
    EXPECT_EQ(type(fmt::format("/kick {}", typed)), Lines{"kick" + bob + "0 reason="}) << typed;
    EXPECT_EQ(type(fmt::format("/ban {}", typed)), Lines{"ban" + bob + "0 reason="}) << typed;
    EXPECT_EQ(type(fmt::format("/affiliation {} member", typed)), Lines{"set_affiliation" + bob + "3 reason="})
        << typed;
  }
  EXPECT_EQ(type("/kick Ann"), Lines{"kick tea@net nickname=Ann account= role=0 affiliation=0 reason="})
      << "her account is unknown";
  EXPECT_EQ(type("/ban Ann"), Lines{"ban tea@net nickname=Ann account=Ann role=0 affiliation=0 reason="});
}

TEST_F(RoomCommandsTest, AccountsFollowTheirParticipants) {
  start();
  tellParticipant("Bob", "bob@x");
  tellParticipant("Bob", "");
  EXPECT_EQ(type("/kick bob@x"), Lines{"kick tea@net nickname=Bob account=bob@x role=0 affiliation=0 reason="})
      << "an event without an account says nothing about it";
  tellParticipant("Bob", "", PRISM_STATUS_ONLINE, PRISM_STR("Robert"));
  EXPECT_EQ(type("/kick bob@x"), Lines{"kick tea@net nickname=Robert account=bob@x role=0 affiliation=0 reason="});
  EXPECT_EQ(type("/kick Bob"), Lines{"kick tea@net nickname=Bob account= role=0 affiliation=0 reason="});
  tellParticipant("Robert", "", PRISM_STATUS_OFFLINE);
  EXPECT_EQ(type("/kick bob@x"), Lines{"kick tea@net nickname=bob@x account= role=0 affiliation=0 reason="});
  tellParticipant("Bob", "bob@x");
  takeFrames();
  sessions_.find("alice")->leaveRoom("tea@net");
  join("alice", "tea@net");
  EXPECT_EQ(joined(guard_, PRISM_STR("alice"), PRISM_STR("tea@net"), PRISM_STR("me")), PRISM_OK);
  EXPECT_EQ(type("/kick Bob"), Lines{"kick tea@net nickname=Bob account= role=0 affiliation=0 reason="})
      << "another stay";
}

TEST_F(RoomCommandsTest, EachCapabilityWithoutItsFunctionIsOneFault) {
  prism_rooms_plugin incomplete = kTable;
  incomplete.unban = nullptr;
  incomplete.get_settings = nullptr;
  incomplete.list = nullptr;
  table = &incomplete;
  start(PRISM_ROOMS_CAN_KICK);
  EXPECT_EQ(log_.take(), Lines{});
  const std::string prefix = "plugin misbehaving: fake: rooms.set_capabilities: flags have PRISM_ROOMS_CAN_";
  const Lines faults{prefix + "BAN, but the plugin's table prism.rooms/1 has no ban and unban",
                     prefix + "LIST, but the plugin's table prism.rooms/1 has no list",
                     prefix + "CONFIGURE, but the plugin's table prism.rooms/1 has no get_settings and configure"};
  setCapabilities(kAll);
  EXPECT_EQ(log_.take(), faults);
  setCapabilities(kAll);
  EXPECT_EQ(log_.take(), Lines{}) << "each once";
  expectRefused("/unban Bob", "That is not possible in this room.");
  expectRefused("/configure", "That is not possible in this room.");
  expectRefused("/affiliations owner", "That is not possible in this room.");
}

TEST_F(RoomCommandsTest, WithoutATableTheHostKeepsItsCommands) {
  table = nullptr;
  rooms_.noteUse();
  start(PRISM_ROOMS_CAN_KICK);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: rooms.set_capabilities: flags have PRISM_ROOMS_CAN_KICK, but "
                               "the plugin has no table prism.rooms/1 (get_extension) with kick"});
  expectRefused("/kick Bob", "That is not possible in this room.");
  expectRefused("/destroy", "ROOM is missing. It goes like this: /destroy ROOM [REASON]");
  expectRefused("/destroy attic", "That is not possible in this room.");
  expectRefused("/kik Bob",
                "There is no command /kik. /help lists those there are; to send the text itself, write //kik");
}

TEST_F(RoomCommandsTest, ThePluginsTextGoesFirst) {
  start();
  type("/kick Bob");
  answer(PRISM_ROOMS_DONE, "Bob has gone.");
  expectSaid("Bob has gone.");
  type("/kick Bob");
  answer(PRISM_ROOMS_FORBIDDEN, "You need to be an operator.");
  expectSaid("You need to be an operator.");
}

TEST_F(RoomCommandsTest, EachOutcomeHasASentence) {
  start();
  const std::pair<std::uint32_t, const char*> sentences[] = {
      {PRISM_ROOMS_FAILED, "/kick has failed."},
      {PRISM_ROOMS_FORBIDDEN, "You are not allowed to do that in this room."},
      {PRISM_ROOMS_NOT_FOUND, "Bob is not known here."},
      {PRISM_ROOMS_CONFLICT, "That conflicts with the state of this room: it needs an owner, for example."},
      {PRISM_ROOMS_UNSUPPORTED, "That is not possible in this room."},
      {77, "/kick has failed."},
  };
  for (const auto& [outcome, sentence] : sentences) {
    type("/kick Bob");
    EXPECT_EQ(answer(outcome), PRISM_OK);
    expectSaid(sentence);
  }
}

TEST_F(RoomCommandsTest, MembersAreListed) {
  start();
  EXPECT_EQ(type("/affiliations outcast"), Lines{"list tea@net affiliation=2"});
  answerMembers(2);
  expectSaid("Banned:\nbob@net (here as Bob; a moderator)\n*@spam (spam)");
  EXPECT_EQ(type("/affiliations owner"), Lines{"list tea@net affiliation=5"});
  answerMembers(0);
  expectSaid("Owners: nobody.");
  type("/affiliations member");
  answerMembers(201);
  const Lines frames = takeFrames();
  ASSERT_EQ(frames.size(), 1U);
  type("/affiliations admin");
  answer(PRISM_ROOMS_FAILED);
  expectSaid("/affiliations has failed.");
}

TEST_F(RoomCommandsTest, TheConfigurationIsShown) {
  start();
  EXPECT_EQ(type("/configure"), Lines{"get_settings tea@net"});
  answerSettings();
  expectSaid(
      "The configuration of this room:\nroomname: Tea - The name\nroomsecret: (hidden)\ntype: (nothing)\n"
      "membersonly: no\n/configure NAME VALUE changes a value, and /configure NAME shows what it can be.");
  type("/configure Type");
  answerSettings();
  expectSaid("type: (nothing)\nThe value: one of Green tea, black, or \"\" for nothing.");
  type("/configure roomname");
  answerSettings();
  expectSaid("roomname: Tea - The name\nThe value: a text.");
}

TEST_F(RoomCommandsTest, ASettingIsChanged) {
  start();
  struct Case {
    const char* typed;
    const char* request;
    const char* answer;
  };
  for (const auto& [typed, request, said] : {
           Case{"/configure roomname Tea and cake", "configure tea@net roomname=Tea and cake", "roomname is changed."},
           Case{"/configure roomsecret open sesame", "configure tea@net roomsecret=open sesame",
                "roomsecret is changed."},
           Case{"/configure roomsecret \"\"", "configure tea@net roomsecret=", "roomsecret is changed."},
           Case{"/configure type green tea", "configure tea@net type=green", "type is changed."},
           Case{"/configure membersonly yes", "configure tea@net membersonly=1", "membersonly is changed."},
       }) {
    EXPECT_EQ(type(typed), Lines{"get_settings tea@net"});
    answerSettings();
    EXPECT_EQ(requested().lines, Lines{}) << "the host does not call the plugin within the plugin's call";
    runTimers();
    EXPECT_EQ(std::exchange(requested().lines, {}), Lines{request});
    EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_OK);
    expectSaid(said);
  }
}

TEST_F(RoomCommandsTest, ASettingIsChecked) {
  start();
  const std::pair<const char*, const char*> cases[] = {
      {"/configure roomnmae x", "This room has no such setting; did you mean roomname?"},
      {"/configure qqqqqqqqqqqq x", "This room has no such setting; /configure lists those there are."},
      {"/configure type pink", "type: (nothing)\nThe value: one of Green tea, black, or \"\" for nothing."},
      {"/configure roomname \"\"", "roomname needs a value."},
  };
  for (const auto& [typed, said] : cases) {
    EXPECT_EQ(type(typed), Lines{"get_settings tea@net"});
    answerSettings();
    runTimers();
    EXPECT_EQ(std::exchange(requested().lines, {}), Lines{}) << typed;
    expectSaid(said);
  }
}

TEST_F(RoomCommandsTest, DestroyingNeedsTheName) {
  start();
  expectRefused("/destroy coffee", "To end this room for everybody, repeat its name: /destroy tea@net");
}

TEST_F(RoomCommandsTest, CapabilitiesDecide) {
  start(0);
  expectRefused("/kick Bob", "That is not possible in this room.");
  setCapabilities(PRISM_ROOMS_CAN_SET_ROLE | PRISM_ROOMS_CAN_LIST, PRISM_ROOMS_BIT(PRISM_ROLE_MODERATOR),
                  PRISM_ROOMS_BIT(PRISM_AFFILIATION_OUTCAST));
  EXPECT_EQ(type("/role Bob moderator").size(), 1U);
  expectRefused("/role Bob visitor", "That is not possible in this room.");
  EXPECT_EQ(type("/affiliations outcast").size(), 1U);
  expectRefused("/affiliations owner", "That is not possible in this room.");
  prism_rooms_capabilities here{};
  here.struct_size = sizeof here;
  here.flags = PRISM_ROOMS_CAN_KICK;
  here.user = PRISM_STR("alice");
  here.room = PRISM_STR("tea@net");
  EXPECT_EQ(rooms_.setCapabilities(&here), PRISM_OK);
  EXPECT_EQ(type("/kick Bob").size(), 1U);
  expectRefused("/role Bob moderator", "That is not possible in this room.");
  here.flags = 0;
  EXPECT_EQ(rooms_.setCapabilities(&here), PRISM_OK);
  expectRefused("/kick Bob", "That is not possible in this room.");
  here.flags = PRISM_CAPABILITIES_INHERIT;
  EXPECT_EQ(rooms_.setCapabilities(&here), PRISM_OK);
  EXPECT_EQ(type("/role Bob moderator").size(), 1U) << "those of all rooms count again";
  setCapabilities(PRISM_CAPABILITIES_INHERIT);
  expectRefused("/role Bob moderator", "That is not possible in this room.");
}

TEST_F(RoomCommandsTest, CapabilitiesOfARoomEndWithTheStay) {
  start(0);
  prism_rooms_capabilities here{};
  here.struct_size = sizeof here;
  here.flags = PRISM_ROOMS_CAN_KICK;
  here.user = PRISM_STR("alice");
  here.room = PRISM_STR("tea@net");
  EXPECT_EQ(rooms_.setCapabilities(&here), PRISM_OK);
  handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "tea@net"));
  join("alice", "tea@net");
  EXPECT_EQ(joined(guard_, PRISM_STR("alice"), PRISM_STR("tea@net"), PRISM_STR("me")), PRISM_OK);
  takeFrames();
  expectRefused("/kick Bob", "That is not possible in this room.");
}

TEST_F(RoomCommandsTest, ACommandOfThePluginGoesFirst) {
  start();
  prism_command kick{};
  kick.struct_size = sizeof kick;
  kick.name = PRISM_STR("kick");
  kick.title = PRISM_STR("kicks in the plugin's way");
  const prism_command* const commands[] = {&kick};
  prism_command_set set{};
  set.struct_size = sizeof set;
  set.commands = commands;
  set.commands_count = 1;
  set.run = [](void*, const prism_invocation* invocation) {
    requested().lines.push_back("the plugin's " + text(invocation->name));
  };
  EXPECT_EQ(commands_.define(&set), PRISM_OK);
  EXPECT_EQ(type("/kick"), Lines{"the plugin's kick"});
  EXPECT_EQ(type("/ban Bob").size(), 1U) << "the other commands stay";
}

TEST_F(RoomCommandsTest, OnlyWhatTheTableHasIsRequested) {
  prism_rooms_plugin few{};
  few.struct_size = sizeof few;
  few.kick = kTable.kick;
  few.configure = kTable.configure;
  few.set_affiliation = kTable.set_affiliation;
  table = &few;
  start();
  EXPECT_EQ(type("/kick Bob").size(), 1U);
  EXPECT_EQ(type("/affiliation Bob outcast"),
            Lines{"set_affiliation tea@net nickname=Bob account=Bob role=0 affiliation=2 reason="})
      << "there is no ban()";
  expectRefused("/configure", "That is not possible in this room.");  // configure() needs get_settings()
}

TEST_F(RoomCommandsTest, ATableThatIsTooSmallIsAFault) {
  prism_rooms_plugin small = kTable;
  small.struct_size = sizeof small - 1;
  table = &small;
  start(0);
  EXPECT_EQ(log_.take(), Lines{fmt::format(
                             "plugin misbehaving: fake: get_extension: struct_size of prism.rooms/1 is {}, expected at "
                             "least {}",
                             sizeof small - 1, sizeof small)});
  EXPECT_FALSE(rooms_.has(host::RoomAction::kKick));
}

TEST_F(RoomCommandsTest, AnUnaskedAnswerIsAFault) {
  start();
  const prism_rooms_answer never = answerOf(PRISM_ROOMS_DONE);
  EXPECT_EQ(rooms_.answer(&never), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: rooms.answer: there was no request 0"});
  type("/kick Bob");
  prism_rooms_answer later = answerOf(PRISM_ROOMS_DONE);
  ++later.id;
  EXPECT_EQ(rooms_.answer(&later), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take().size(), 1U);
  EXPECT_EQ(answer(0), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: rooms.answer: outcome is 0"});
  EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_OK) << "the request has stayed open";
  EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_ERR_ENDED);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RoomCommandsTest, AnAnswerWithinTheRequestIsFine) {
  start();
  requested().action = [this] { EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_OK); };
  type("/kick Bob");
  expectSaid("Bob is removed from this room.");
}

TEST_F(RoomCommandsTest, AnExceptionIsAnswered) {
  start();
  requested().action = [] { throw std::runtime_error("thrown"); };
  type("/kick Bob");
  expectSaid("/kick has failed because of a fault in the gateway.");
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: rooms.kick: exception 'thrown'"});
  type("/configure roomsecret canary");
  requested().action = [] { throw std::runtime_error("canary"); };
  answerSettings();
  runTimers();
  expectSaid("/configure has failed because of a fault in the gateway.");
  for (const std::string& line : log_.take()) {
    EXPECT_EQ(line.find("canary"), std::string::npos) << line;
  }
}

TEST_F(RoomCommandsTest, TheSessionEndsItsRequests) {
  start();
  type("/kick Bob");
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_ERR_ENDED);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RoomCommandsTest, TheSessionEndsPostponedRequests) {
  start();
  type("/configure roomname Tea");
  answerSettings();
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  runTimers();
  EXPECT_EQ(requested().lines, Lines{});
}

TEST_F(RoomCommandsTest, ThePluginMayEndTheSessionWithinARequest) {
  start();
  requested().action = [this] {
    disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
  };
  type("/kick Bob");
  EXPECT_EQ(answer(PRISM_ROOMS_DONE), PRISM_ERR_ENDED);
}

TEST_F(RoomCommandsTest, OpenRequestsAreBounded) {
  start();
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(type("/kick Bob").size(), 1U);
  }
  expectRefused("/kick Bob", "Too many requests wait for their answers already. Try it again later.");
  answer(PRISM_ROOMS_DONE);
  takeFrames();
  EXPECT_EQ(type("/kick Bob").size(), 1U);
}

TEST_F(RoomCommandsTest, OnlyInARoomThatTheUserIsIn) {
  start();
  join("alice", "coffee@net");
  EXPECT_EQ(type("/kick Bob", "coffee@net"), Lines{}) << "the network has not let alice in";
  EXPECT_EQ(takeFrames().size(), 1U);
  EXPECT_EQ(type("/kick Bob", "bob@net"), Lines{});
  EXPECT_EQ(
      takeFrames(),
      Lines{"CONV_MESSAGE userName=\"alice\" buddyName=\"bob@net\" message=\"/kick does not work here, but in a room, "
            "or in a private chat with a participant of a room.\""});
}

TEST_F(RoomCommandsTest, AnAnswerInPrivateGoesThere) {
  start();
  EXPECT_EQ(type("/kick Bob", "tea@net/Carol").size(), 1U);
  answer(PRISM_ROOMS_DONE);
  EXPECT_EQ(takeFrames(), Lines{"CONV_MESSAGE userName=\"alice\" buddyName=\"tea@net\" message=\"Bob is removed from "
                                "this room.\" nickname=\"Carol\" pm=true"});
}

class RoomTimeoutTest : public RoomCommandsTest {};

TEST_F(RoomTimeoutTest, ARequestWithoutAnAnswerEnds) {
  host::RoomRequests hasty(sessions_, guard_, timers_, log_.logger(), std::chrono::milliseconds(0));
  start();
  hasty.start(*plugin_);
  prism_rooms_capabilities can{};
  can.struct_size = sizeof can;
  can.flags = kAll;
  EXPECT_EQ(hasty.setCapabilities(&can), PRISM_OK);
  std::vector<host::RoomsOutcome> outcomes;
  hasty.send({.action = host::RoomAction::kKick, .user = "alice", .room = "tea@net", .nickname = "Bob"},
             [&](const host::RoomsAnswer& answer) { outcomes.push_back(answer.outcome); });
  EXPECT_EQ(outcomes.size(), 0U);
  runTimers();
  EXPECT_EQ(outcomes, std::vector{host::RoomsOutcome::kTimedOut});
  const prism_rooms_answer late = answerOf(PRISM_ROOMS_DONE);
  EXPECT_EQ(hasty.answer(&late), PRISM_ERR_ENDED);
  EXPECT_EQ(log_.take(), Lines{"the plugin has not answered rooms.kick within 0 seconds; the request has ended"});
}

}  // namespace
}  // namespace prism::tests
