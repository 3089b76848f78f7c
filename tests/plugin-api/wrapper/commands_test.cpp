// SPDX-License-Identifier: MIT
// prism/commands.hpp: the definitions that reach the host, invocations, and answers.
#include "tests/support/fake_host.h"
#include <prism/commands.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <stdexcept>

namespace prism::tests {
namespace {

void doNothing(const Invocation&, const CommandResponder&) {}

class CommandsTest : public testing::Test {
 protected:
  // Defines one command, and takes the call.
  void define(const char* name, Command::Handler run) {
    ASSERT_EQ(commands_->define({{name, "does it", {}, std::move(run)}}), Result::Ok);
    fake_.take();
  }

  FakeHost fake_;
  std::optional<Commands> commands_{std::in_place, Host(fake_.table())};
};

TEST_F(CommandsTest, ADefinitionReachesTheHostWhole) {
  Command command{"history", "shows old messages"};
  command.where = CommandPlace::Contact | CommandPlace::Room;
  command.aliases = {"hist", "h"};
  command.description = "Newest first.";
  command.hidden = true;
  command.admin = true;
  command.timeout = std::chrono::minutes(5);
  Argument count{"count", ValueKind::Integer, false, "COUNT", "how many", "20"};
  count.least = 1;
  count.most = 100;
  Argument room{"room", ValueKind::Room, false};
  room.first_characters = "#&";
  command.arguments = {room, count, {"order", ValueKind::Choice, false, {}, {}, {}, {}, {"old", {"new", "Newest"}}}};
  command.run = doNothing;
  EXPECT_EQ(commands_->define({command, {"quit", "leaves", {}, doNothing}}, {true, true}), Result::Ok);
  EXPECT_EQ(fake_.take(),
            Lines{"define flags=3 /=history flags=3 where=6 timeout=300000 alias=hist alias=h title=shows old messages "
                  "description=Newest first. argument=room kind=10 flags=1 first_characters=#& argument=count kind=4 "
                  "flags=1 label=COUNT description=how many initial=20 least=1 most=100 argument=order kind=6 flags=1 "
                  "choice=old choice=new shown=Newest /=quit title=leaves"});
}

TEST_F(CommandsTest, AnInvocationReachesItsHandlerWhole) {
  std::string seen;
  const auto run = [&](const char* which) {
    return [&seen, which](const Invocation& invocation, const CommandResponder& responder) {
      seen = std::string(which) + " " + std::string(invocation.user) + " " + std::string(invocation.buddy) + " " +
             std::string(invocation.nickname) + " " + std::string(invocation.name) + " " +
             std::string(invocation.text) + " " + std::to_string(static_cast<std::uint32_t>(invocation.kind));
      EXPECT_EQ(responder.done("all right"), Result::Ok);
      EXPECT_FALSE(responder);
      EXPECT_EQ(responder.done("again"), Result::Ended);
    };
  };
  commands_->define({{"first", "", {}, run("1st")}, {"second", "", {}, run("2nd")}});
  fake_.take();
  fake_.runCommand("second", "alice", "lobby", {"a", "b"}, PRISM_CONVERSATION_PRIVATE, "bob");
  EXPECT_EQ(seen, "2nd alice lobby bob second a b 3");
  EXPECT_EQ(fake_.take(), Lines{"answer 1 1 text=all right"});
}

TEST_F(CommandsTest, ValuesAreReadByTheirKind) {
  define("x", [](const Invocation& invocation, const CommandResponder& responder) {
    responder.done();
    EXPECT_EQ(invocation.values, (std::vector<std::string_view>{"-9223372036854775808", "", "1", "0", ""}));
    EXPECT_EQ(invocation.integer(0), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(invocation.integer(1, 7), 7);
    EXPECT_TRUE(invocation.boolean(2));
    EXPECT_FALSE(invocation.boolean(3, true));
    EXPECT_TRUE(invocation.boolean(4, true));
    EXPECT_THROW(invocation.integer(5), std::out_of_range);
  });
  fake_.runCommand("x", "alice", "bob", {"-9223372036854775808", "", "1", "0", ""});
  EXPECT_EQ(fake_.take(), Lines{"answer 1 1"});
}

TEST_F(CommandsTest, AResponderThatEndsWithoutAnAnswerIsAFailure) {
  const Lines failed{"answer 1 2", "warning: /x was not answered: the last copy of its responder is gone"};
  define("x", doNothing);
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), failed);
  fake_.answer(PRISM_ERR_ENDED);
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), Lines{"answer 2 2"}) << "the invocation has ended, so nothing is missing";
}

TEST_F(CommandsTest, AnAnswerMayComeLater) {
  CommandResponder kept;
  EXPECT_FALSE(kept);
  EXPECT_EQ(kept.done(), Result::Ended);
  define("x", [&](const Invocation&, const CommandResponder& responder) { kept = responder; });
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), Lines{});
  EXPECT_TRUE(kept);
  const std::function<void()> later = [kept] { EXPECT_EQ(kept.failed("no such thing"), Result::Ok); };
  later();
  EXPECT_EQ(fake_.take(), Lines{"answer 1 2 text=no such thing"});
  EXPECT_FALSE(kept) << "copies share the answer";
  EXPECT_EQ(kept.done(), Result::Ended);
  EXPECT_EQ(fake_.take(), Lines{});
}

TEST_F(CommandsTest, ARefusedAnswerIsStillToBeGiven) {
  define("x", [this](const Invocation&, const CommandResponder& responder) {
    for (const prism_result refusal : {PRISM_ERR_ARGUMENT, PRISM_ERR_THREAD}) {
      fake_.answer(refusal);
      EXPECT_EQ(responder.done("too long"), Result(refusal));
      EXPECT_TRUE(responder);
    }
    fake_.answer(PRISM_OK);
    EXPECT_EQ(responder.done("short"), Result::Ok);
  });
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take().back(), "answer 1 1 text=short");
}

TEST_F(CommandsTest, AnExceptionIsAFailureAndItsTextIsNotLogged) {
  CommandResponder kept;
  define("x", [&](const Invocation&, const CommandResponder& responder) {
    kept = responder;
    throw std::runtime_error("the password is canary");
  });
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), (Lines{"fault: /x: exception of the type std::runtime_error", "answer 1 2"}));
  EXPECT_FALSE(kept);
}

TEST_F(CommandsTest, ACommandNeedsAHandler) {
  EXPECT_EQ(commands_->define({{"x", "does it"}}), Result::BadArgument);
  EXPECT_EQ(fake_.take(), Lines{"fault: Commands::define(): the command x has no handler"});
}

TEST_F(CommandsTest, ANegativeTimeLimitIsTooLongToBeAccepted) {
  Command command{"x", "does it", {}, doNothing};
  command.timeout = std::chrono::milliseconds(-1);
  commands_->define({command});
  EXPECT_EQ(fake_.take(), Lines{"define /=x timeout=4294967295 title=does it"});
}

TEST_F(CommandsTest, CommandsMayBeReplacedInTheirOwnHandler) {
  auto alive = std::make_shared<int>(1);
  define("x", [this, alive](const Invocation&, const CommandResponder& responder) {
    commands_->define({{"y", "is another", {}, doNothing}});
    EXPECT_EQ(*alive, 1);
    responder.done("replaced");
  });
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), (Lines{"define /=y title=is another", "answer 1 1 text=replaced"}));
  EXPECT_EQ(alive.use_count(), 1);
}

TEST_F(CommandsTest, ARefusedDefinitionLeavesTheOldOne) {
  define("x", [](const Invocation&, const CommandResponder& responder) { responder.done("still there"); });
  fake_.answer(PRISM_ERR_ARGUMENT);
  EXPECT_EQ(commands_->define({{"y", "is another", {}, doNothing}}), Result::BadArgument);
  fake_.answer(PRISM_OK);
  fake_.take();
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), Lines{"answer 1 1 text=still there"});
}

TEST_F(CommandsTest, EndWithTheirOwner) {
  define("x", doNothing);
  commands_.reset();
  EXPECT_EQ(fake_.take(), Lines{"define"});
}

TEST_F(CommandsTest, AreCalledOnIfTheyEndOnAnotherThread) {
  define("x", [](const Invocation&, const CommandResponder& responder) { responder.done("still there"); });
  fake_.answer(PRISM_ERR_THREAD);
  commands_.reset();
  fake_.answer(PRISM_OK);
  fake_.take();
  fake_.runCommand("x", "alice", "bob");
  EXPECT_EQ(fake_.take(), Lines{"answer 1 1 text=still there"});
}

}  // namespace
}  // namespace prism::tests
