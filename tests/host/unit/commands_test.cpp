// SPDX-License-Identifier: MIT
// Commands of users (prism/commands.h): what the host answers, what the plugin is called with, and what it answers.
#include "host/commands/host_command.h"
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

#include <initializer_list>
#include <map>

namespace prism::tests {
namespace {

class CommandsTest : public RequestsTest {
 protected:
  CommandsTest() {
    connect("alice");
    define({"topic", "login", "reload", "here"});
  }

  // Defines these of the commands.
  void define(std::initializer_list<const char*> names, std::uint32_t flags = 0) {
    const prism_argument room = argument(PRISM_VALUE_ROOM, "room", PRISM_ARGUMENT_FLAG_OPTIONAL, "#");
    const prism_argument text = argument(PRISM_VALUE_LONG_TEXT, "text");
    const prism_argument password = argument(PRISM_VALUE_SECRET, "password");
    const prism_argument* topic_arguments[] = {&room, &text};
    const prism_argument* login_arguments[] = {&password};
    const prism_str aliases[] = {PRISM_STR("t")};
    std::map<std::string, prism_command> known;
    known["topic"] = command("topic", topic_arguments, 2);
    known["topic"].aliases = aliases;
    known["topic"].aliases_count = 1;
    known["login"] = command("login", login_arguments, 1);
    known["reload"] = command("reload", nullptr, 0);
    known["reload"].flags = PRISM_COMMAND_FLAG_ADMIN;
    known["here"] = command("here", nullptr, 0);
    known["here"].where = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_ROOM);
    known["edit"] = command("edit", nullptr, 0);
    known["gateway"] = command("gateway", nullptr, 0);
    known["gateway"].where = PRISM_CONVERSATION_BIT(PRISM_CONVERSATION_HOST);
    known["late"] = command("late", nullptr, 0);
    known["late"].timeout_ms = 1;
    std::vector<const prism_command*> commands;
    for (const char* name : names) {
      commands.push_back(&known.at(name));
    }
    prism_command_set set{};
    set.struct_size = sizeof set;
    set.flags = flags;
    set.commands = commands.data();
    set.commands_count = commands.size();
    set.run = &CommandsTest::onCommand;
    set.data = this;
    ASSERT_EQ(commands_.define(&set), PRISM_OK);
  }

  // Sends a message of alice, and returns the calls of the plugin.
  Lines say(const std::string& buddy, const std::string& text) { return sayAs("alice", buddy, text); }
  Lines sayAs(const std::string& user, const std::string& buddy, const std::string& text) {
    Lines calls = handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage(user, buddy, text));
    calls.insert(calls.end(), runs_.begin(), runs_.end());
    runs_.clear();
    return calls;
  }

  // Expects that a text is answered by the host, and does not reach the plugin.
  void expectAnswer(const std::string& text, const std::string& answer) {
    EXPECT_EQ(say("bob", text), Lines{}) << text;
    expectSaid("bob", answer);
  }
  void expectSaid(const std::string& buddy, const std::string& text) {
    EXPECT_EQ(takeFrames(), Lines{messageFrom(buddy, text)});
  }
  static std::string messageFrom(const std::string& buddy, const std::string& text, const std::string& user = "alice") {
    return ::prism::testing::describe(
        {WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage(user, buddy, text).SerializeAsString()});
  }

  prism_result answer(prism_request_id id, std::uint32_t outcome, prism_str text = {}) {
    const prism_command_answer answer{sizeof answer, outcome, id, text};
    return commands_.answer(&answer);
  }

  std::function<void(const prism_invocation&)> on_run_;
  Lines runs_;
  prism_request_id last_ = 0;

 private:
  static prism_argument argument(std::uint32_t kind, const char* name, std::uint32_t flags = 0,
                                 const char* first_characters = "") {
    prism_argument argument{};
    argument.struct_size = sizeof argument;
    argument.kind = kind;
    argument.flags = flags;
    argument.name = prism_str_from(name);
    argument.first_characters = prism_str_from(first_characters);
    return argument;
  }

  static prism_command command(const char* name, const prism_argument* const* arguments, std::uint64_t count) {
    prism_command command{};
    command.struct_size = sizeof command;
    command.name = prism_str_from(name);
    command.title = PRISM_STR("does it");
    command.arguments = arguments;
    command.arguments_count = count;
    return command;
  }

  static std::string text(prism_str str) {
    const std::string copy(host::view(str));
    return copy == str.data ? copy : copy + " (not terminated)";
  }

  static void onCommand(void* data, const prism_invocation* invocation) {
    auto& self = *static_cast<CommandsTest*>(data);
    EXPECT_EQ(invocation->struct_size, sizeof *invocation);
    std::string line = fmt::format("run {} kind={} user={} buddy={} nickname={} text={}", text(invocation->name),
                                   invocation->kind, text(invocation->user), text(invocation->buddy),
                                   text(invocation->nickname), text(invocation->text));
    for (std::uint64_t i = 0; i < invocation->values_count; ++i) {
      line += fmt::format(" [{}]", text(invocation->values[i]));
    }
    self.runs_.push_back(line);
    self.last_ = invocation->id;
    if (self.on_run_) {
      self.on_run_(*invocation);
    }
  }
};

TEST_F(CommandsTest, RunsACommand) {
  EXPECT_EQ(say("bob", "/Topic #lobby two  \"words\" "),
            Lines{"run topic kind=1 user=alice buddy=bob nickname= text=#lobby two  \"words\" [#lobby] "
                  "[two  \"words\"]"});
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(say("bob", "/t news"), Lines{"run topic kind=1 user=alice buddy=bob nickname= text=news [] [news]"});
}

TEST_F(CommandsTest, RunsACommandInARoomAndOfAParticipant) {
  join("alice", "lobby");
  takeFrames();
  EXPECT_EQ(say("lobby", "/here"), Lines{"run here kind=2 user=alice buddy=lobby nickname= text="});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("one\ntwo")), PRISM_OK);
  pbnetwork::ConversationMessage in_room = conversationMessage("alice", "lobby", "one\ntwo");
  in_room.set_nickname("lobby");
  EXPECT_EQ(takeFrames(),
            Lines{::prism::testing::describe({WrapperMessage::TYPE_CONV_MESSAGE, in_room.SerializeAsString()})});
  EXPECT_EQ(say("lobby/bob", "/t x"), Lines{"run topic kind=3 user=alice buddy=lobby nickname=bob text=x [] [x]"});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_FAILED), PRISM_OK);
  pbnetwork::ConversationMessage in_private = conversationMessage("alice", "lobby", "/topic has failed.");
  in_private.set_nickname("bob");
  in_private.set_pm(true);
  EXPECT_EQ(takeFrames(),
            Lines{::prism::testing::describe({WrapperMessage::TYPE_CONV_MESSAGE, in_private.SerializeAsString()})});
}

TEST_F(CommandsTest, AnswersComeFromARoomThatTheUserHasLeft) {
  join("alice", "lobby");
  takeFrames();
  say("lobby", "/here");
  handle(WrapperMessage::TYPE_LEAVE_ROOM, roomOf("alice", "lobby", "me"));
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("done")), PRISM_OK);
  expectSaid("lobby", "done");
}

TEST_F(CommandsTest, MessagesReachThePlugin) {
  EXPECT_EQ(say("bob", "hello /topic"), Lines{"message alice bob text=hello /topic"});
  EXPECT_EQ(say("bob", "/me waves"), Lines{"message alice bob text=/me waves"});
  EXPECT_EQ(say("bob", "/ x"), Lines{"message alice bob text=/ x"});
  EXPECT_EQ(say("bob", "."), Lines{"message alice bob text=."});
  EXPECT_EQ(say("bob", ".topic x"), Lines{"message alice bob text=.topic x"});
}

TEST_F(CommandsTest, AnEscapedSlashLosesOneSlashAndTheMarkUp) {
  pbnetwork::ConversationMessage message = conversationMessage("alice", "bob", "//topic x");
  message.set_xhtml("<b>//topic x</b>");
  message.set_id("id1");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message), Lines{"message alice bob flags=4 text=/topic x"});
  EXPECT_EQ(say("bob", "//"), Lines{"message alice bob text=/"});
}

TEST_F(CommandsTest, DotsDoWhatSlashesDoIfThePluginWantsIt) {
  define({"topic"}, PRISM_COMMAND_SET_DOTS);
  EXPECT_EQ(say("bob", ".topic x"), Lines{"run topic kind=1 user=alice buddy=bob nickname= text=x [] [x]"});
  EXPECT_EQ(say("bob", ".me waves"), Lines{"message alice bob text=/me waves"});
  EXPECT_EQ(say("bob", ".nothing"), Lines{"message alice bob text=.nothing"});
}

TEST_F(CommandsTest, UnknownNamesAreMessagesIfThePluginWantsIt) {
  define({"topic"}, PRISM_COMMAND_SET_PASS_UNKNOWN);
  EXPECT_EQ(say("bob", "/start"), Lines{"message alice bob text=/start"});
  EXPECT_EQ(say("bob", "//start"), Lines{"message alice bob text=//start"});
  EXPECT_EQ(say("bob", "//topic"), Lines{"message alice bob text=/topic"});
  EXPECT_EQ(say("bob", "/topic x"), Lines{"run topic kind=1 user=alice buddy=bob nickname= text=x [] [x]"});
  expectAnswer("/help tpoic", "There is no command /tpoic; did you mean /topic? /help lists those there are.");
}

TEST_F(CommandsTest, WithoutCommandsAllTextsAreMessages) {
  define({});
  for (const char* text : {"/topic x", "/help", "//x", "/nothing", "/me waves"}) {
    EXPECT_EQ(say("bob", text), Lines{std::string("message alice bob text=") + text});
  }
}

// A command of the host itself.
class OfHost final : public host::Commands::HostCommands {
 public:
  explicit OfHost(host::Commands& commands) : commands_(commands) {
    host::CommandDefinition shown = host::hostCommand(host::kOnNetwork, "edit", "edits");
    host::CommandDefinition hidden = host::hostCommand(host::kOnNetwork, "retract", "retracts");
    hidden.hidden = true;
    commands_.addHostCommands({shown, hidden}, this);
  }
  ~OfHost() { commands_.removeHostCommands(this); }

  std::string run(const host::Conversation&, std::string_view name, const SecretVector<SecretString>&) override {
    return "the host's " + std::string(name);
  }

 private:
  host::Commands& commands_;
};

TEST_F(CommandsTest, TheHostsCommandsNeedNoneOfThePlugin) {
  define({});
  {
    const OfHost of_host(commands_);
    expectAnswer("/edit", "the host's edit");
    expectAnswer("/retract", "the host's retract");
    expectAnswer("/edti x",
                 "There is no command /edti; did you mean /edit? /help lists those there are; to send the text itself, "
                 "write //edti");
    expectAnswer("/help",
                 "What you can type (//text sends a text that begins with a slash):\n"
                 "/me TEXT - says what you do\n"
                 "/edit - edits\n"
                 "/help [COMMAND] - shows this, or more about one command");
    EXPECT_EQ(say("bob", "//edit"), Lines{"message alice bob text=/edit"});
    define({}, PRISM_COMMAND_SET_PASS_UNKNOWN);
    EXPECT_EQ(say("bob", "/start"), Lines{"message alice bob text=/start"});
    expectAnswer("/edit", "the host's edit");
  }
  EXPECT_EQ(say("bob", "/edit"), Lines{"message alice bob text=/edit"});
}

TEST_F(CommandsTest, APluginsCommandReplacesOneOfTheHost) {
  const OfHost of_host(commands_);
  define({"edit"});
  EXPECT_EQ(say("bob", "/edit"), Lines{"run edit kind=1 user=alice buddy=bob nickname= text="});
}

TEST_F(CommandsTest, ACommandThatNobodyReachesIsAFault) {
  define({"topic", "gateway"});
  EXPECT_EQ(log_.take(), Lines{}) << "prompts may follow";
  commands_.onCreated();
  const Lines fault{
      "plugin misbehaving: fake: commands.define: command gateway: where has PRISM_CONVERSATION_HOST only, but the "
      "host's contact exists only if the plugin gets prism.prompts/1 in create()"};
  EXPECT_EQ(log_.take(), fault);
  define({"gateway"});
  EXPECT_EQ(log_.take(), fault);
  prompts_.start();
  define({"gateway"});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(CommandsTest, AnAnswerThatDoesNotComeIsLogged) {
  define({"late"});
  EXPECT_EQ(say("bob", "/late").size(), 1U);
  takeFrames();
  while (takeFrames().empty()) {
    runTimers();
  }
  EXPECT_EQ(log_.take(), Lines{"no answer to /late: the plugin had 1 ms for it"});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE), PRISM_ERR_ENDED);
}

TEST_F(CommandsTest, TheHostAnswersMistakes) {
  expectAnswer("/tpoic x",
               "There is no command /tpoic; did you mean /topic? /help lists those there are; to send the text itself, "
               "write //tpoic");
  expectAnswer("/topic", "TEXT is missing. It goes like this: /topic [ROOM] TEXT");
  expectAnswer("/me", "It goes like this: /me TEXT");
  expectAnswer("/here", "/here does not work here, but in a room.");
  expectAnswer("/reload", "/reload is for the administrators of this gateway.");
}

TEST_F(CommandsTest, TheHostAnswersHelp) {
  expectAnswer("/HELP",
               "What you can type (//text sends a text that begins with a slash):\n"
               "/me TEXT - says what you do\n"
               "/topic [ROOM] TEXT - does it\n"
               "/login PASSWORD - does it\n"
               "/help [COMMAND] - shows this, or more about one command");
  expectAnswer("/help /T", "/topic [ROOM] TEXT - does it\nAlso: /t");
  expectAnswer("/help nothing",
               "There is no command /nothing. /help lists those there are; to send the text itself, write //nothing");
  expectAnswer("/help reload",
               "There is no command /reload. /help lists those there are; to send the text itself, write //reload");
}

TEST_F(CommandsTest, AdministratorsHaveTheirCommands) {
  connect("admin@example.org");
  EXPECT_EQ(sayAs("admin@example.org", "bob", "/reload"),
            Lines{"run reload kind=1 user=admin@example.org buddy=bob nickname= text="});
}

TEST_F(CommandsTest, ACommandIsReceived) {
  pbnetwork::ConversationMessage message = conversationMessage("alice", "bob", "/t x");
  message.set_id("id1");
  handle(WrapperMessage::TYPE_CONV_MESSAGE, message);
  pbnetwork::ConversationMessage receipt = conversationMessage("alice", "bob", "");
  receipt.set_id("id1");
  EXPECT_EQ(takeFrames(),
            Lines{::prism::testing::describe({WrapperMessage::TYPE_CONV_MESSAGE_ACK, receipt.SerializeAsString()})});
}

TEST_F(CommandsTest, ThePayloadIsWipedAfterACommand) {
  std::string payload = conversationMessage("alice", "bob", "/login canary").SerializeAsString();
  requests_->handle(WrapperMessage::TYPE_CONV_MESSAGE, payload);
  EXPECT_EQ(payload, std::string(payload.size(), '\0'));
  EXPECT_EQ(runs_, Lines{"run login kind=1 user=alice buddy=bob nickname= text=canary [canary]"});
}

TEST_F(CommandsTest, NothingOfAFaultInACommandIsLogged) {
  on_run_ = [](const prism_invocation&) { throw std::runtime_error("the password is canary"); };
  say("bob", "/login canary");
  expectSaid("bob", "/login has failed because of a fault in the gateway.");
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: commands.run: exception of the type std::runtime_error"});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE), PRISM_ERR_ENDED);
  on_run_ = [this](const prism_invocation& invocation) {
    answer(invocation.id, PRISM_COMMAND_DONE, PRISM_STR("welcome"));
    throw std::runtime_error("too late");
  };
  say("bob", "/login canary");
  expectSaid("bob", "welcome");
}

TEST_F(CommandsTest, AnswersOnlyOnce) {
  say("bob", "/t x");
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE), PRISM_OK);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("again")), PRISM_ERR_ENDED);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(CommandsTest, RefusesAnswersToNothing) {
  EXPECT_EQ(answer(0, PRISM_COMMAND_DONE), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(answer(7, PRISM_COMMAND_DONE), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(), (Lines{"plugin misbehaving: fake: commands.answer: there was no invocation 0",
                                "plugin misbehaving: fake: commands.answer: there was no invocation 7"}));
  say("bob", "/t x");
  EXPECT_EQ(answer(last_, 9), PRISM_ERR_ARGUMENT);
  EXPECT_EQ(log_.take(), Lines{"plugin misbehaving: fake: commands.answer: outcome 9 does not exist"});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("still open")), PRISM_OK);
  expectSaid("bob", "still open");
}

TEST_F(CommandsTest, TheSessionEndsItsInvocations) {
  say("bob", "/t x");
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("late")), PRISM_ERR_ENDED);
  connect("alice");
  say("bob", "/t x");
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
  takeFrames();
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("late")), PRISM_ERR_ENDED);
  EXPECT_EQ(takeFrames(), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(CommandsTest, TheSessionMayEndWithinTheCommand) {
  on_run_ = [this](const prism_invocation& invocation) {
    disconnected(guard_, invocation.user, PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("bye"));
    EXPECT_EQ(answer(invocation.id, PRISM_COMMAND_DONE, PRISM_STR("late")), PRISM_ERR_ENDED);
  };
  say("bob", "/t x");
  EXPECT_EQ(takeFrames().size(), 1U);
}

TEST_F(CommandsTest, ThePluginMayReplaceItsCommandsWithinACommand) {
  on_run_ = [this](const prism_invocation& invocation) {
    define({"here"});
    EXPECT_EQ(host::view(invocation.name), "topic");
    EXPECT_EQ(answer(invocation.id, PRISM_COMMAND_DONE, PRISM_STR("gone")), PRISM_OK);
  };
  say("bob", "/t x");
  expectSaid("bob", "gone");
  expectAnswer("/topic x",
               "There is no command /topic. /help lists those there are; to send the text itself, write //topic");
}

TEST_F(CommandsTest, AUserHasOnlySoManyOpenInvocations) {
  connect("carol");
  for (int i = 0; i < 32; ++i) {
    EXPECT_EQ(say("bob", "/t x").size(), 1U);
  }
  expectAnswer("/t x", "Too many commands wait for their answers already. Try it again later.");
  EXPECT_EQ(sayAs("carol", "bob", "/t x").size(), 1U);
  EXPECT_EQ(answer(1, PRISM_COMMAND_DONE), PRISM_OK);
  EXPECT_EQ(say("bob", "/t x").size(), 1U);
}

TEST_F(CommandsTest, TheHostsContactTakesCommandsWhileItAsksNothing) {
  prompts_.start();
  EXPECT_EQ(say("prism", "/t x"), Lines{"run topic kind=4 user=alice buddy= nickname= text=x [] [x]"});
  EXPECT_EQ(answer(last_, PRISM_COMMAND_DONE, PRISM_STR("done")), PRISM_OK);
  expectSaid("prism", "done");
  EXPECT_EQ(say("prism", "/nothing"), Lines{});
  expectSaid("prism",
             "There is no command /nothing. /help lists those there are; to send the text itself, write //nothing");
  EXPECT_EQ(say("prism", "//t x"), Lines{});
  EXPECT_EQ(takeFrames().size(), 1U);  // there is no question
  ask(PRISM_VALUE_SECRET, [](void* data, prism_prompts_id, const prism_prompt_answer* answer) {
    EXPECT_EQ(data, nullptr);
    EXPECT_EQ(answer->outcome, PRISM_PROMPT_ANSWERED);
    EXPECT_EQ(host::view(answer->values[0]), "/t x");
  });
  takeFrames();
  EXPECT_EQ(say("prism", "/t x"), Lines{});
  const Lines frames = takeFrames();
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0], messageFrom("prism", "Thank you."));
  EXPECT_NE(frames[1].find("type='unavailable'"), std::string::npos) << "it has nothing more to ask: " << frames[1];
}

}  // namespace
}  // namespace prism::tests
