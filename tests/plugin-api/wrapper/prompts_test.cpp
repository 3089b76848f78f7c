// SPDX-License-Identifier: MIT
// prism/prompt.hpp: the prompts that reach the host, and how they end.
#include "tests/support/fake_host.h"
#include <prism/prompt.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace prism::tests {
namespace {

class PromptsTest : public testing::Test {
 protected:
  // Opens a prompt that records its outcome.
  OpenPrompt ask() {
    return prompts_.ask({"alice", "Code", "", {{"Code?", ValueKind::Secret}}},
                        [this](const Answer& answer) { note(answer); });
  }

  void note(const Answer& answer) {
    std::string line = std::to_string(static_cast<std::uint32_t>(answer.outcome));
    for (const std::string_view value : answer.values) {
      line += " [" + std::string(value) + "]";
    }
    ended_.push_back(line);
  }

  static constexpr const char* kAsked = "ask alice title=Code 3 flags=1 label=Code?";

  FakeHost fake_;
  const Prompts prompts_{Host(fake_.table())};
  Lines ended_;
};

TEST_F(PromptsTest, AFormReachesTheHostWhole) {
  const OpenPrompt open = prompts_.ask({"alice",
                                        "Account",
                                        "Of yours.",
                                        {{"Well.", ValueKind::Note},
                                         {"Which?", ValueKind::Choice, {{"1", "one"}, {"2", "two"}}, "2"},
                                         {"Name", ValueKind::Text, {}, {}, false},
                                         {"Port", ValueKind::Integer, {}, {}, true, 1, 9}},
                                        {{"https://example.org/qr.png"}},
                                        std::chrono::minutes(2)},
                                       [this](const Answer& answer) { note(answer); });
  EXPECT_TRUE(open);
  EXPECT_EQ(open.result(), Result::Ok);
  EXPECT_EQ(fake_.take(), Lines{"ask alice title=Account text=Of yours. timeout=120000 8 label=Well. 6 flags=1 "
                                "label=Which? initial=2 choice=1 shown=one choice=2 shown=two 1 label=Name 4 flags=1 "
                                "label=Port least=1 most=9 "
                                "url=https://example.org/qr.png"});
  fake_.endPrompt(1, PRISM_PROMPT_ANSWERED, {"", "1", "", "7"});
  EXPECT_EQ(ended_, Lines{"1 [] [1] [] [7]"});
  EXPECT_FALSE(open);
}

TEST_F(PromptsTest, EachOutcomeIsTold) {
  prism_prompts_id id = 0;
  for (const auto outcome : {PRISM_PROMPT_CANCELLED, PRISM_PROMPT_TIMED_OUT, PRISM_PROMPT_ENDED}) {
    const OpenPrompt open = ask();
    fake_.endPrompt(++id, outcome);
  }
  EXPECT_EQ(ended_, (Lines{"2", "3", "4"}));
  EXPECT_EQ(fake_.take(), (Lines{kAsked, kAsked, kAsked})) << "nothing is cancelled that has ended";
}

TEST_F(PromptsTest, IsCancelledWithItsOwner) {
  { const OpenPrompt open = ask(); }
  EXPECT_EQ(fake_.take(), (Lines{kAsked, "cancel 1"}));
  OpenPrompt open = ask();
  open.cancel();
  EXPECT_FALSE(open);
  open.cancel();
  EXPECT_EQ(fake_.take(), (Lines{kAsked, "cancel 2"}));
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(PromptsTest, IsNotAnsweredAnyMoreOnceItHasEndedOnAnotherThread) {
  OpenPrompt open = ask();
  fake_.answer(PRISM_ERR_THREAD);
  open.cancel();
  EXPECT_FALSE(open);
  fake_.endPrompt(1, PRISM_PROMPT_ANSWERED, {"12345"});
  EXPECT_EQ(ended_, Lines{});
}

TEST_F(PromptsTest, CanBeReplacedInItsOwnCallback) {
  OpenPrompt open;
  open = prompts_.ask({"alice", "Code", "", {{"Code?", ValueKind::Secret}}}, [&](const Answer&) { open = ask(); });
  fake_.endPrompt(1, PRISM_PROMPT_ANSWERED, {"x"});
  EXPECT_TRUE(open);
  fake_.endPrompt(2, PRISM_PROMPT_ANSWERED, {"y"});
  EXPECT_EQ(ended_, Lines{"1 [y]"});
  EXPECT_EQ(fake_.take(), (Lines{kAsked, kAsked}));
}

TEST_F(PromptsTest, RefusedPromptIsNotOpen) {
  fake_.answer(PRISM_ERR_NO_USER);
  const OpenPrompt open = ask();
  EXPECT_FALSE(open);
  EXPECT_EQ(open.result(), Result::NoUser);
  EXPECT_EQ(prompts_.tell("alice", "hello"), Result::NoUser);
}

TEST_F(PromptsTest, AnExceptionIsLoggedWithoutTheAnswer) {
  const OpenPrompt open = prompts_.ask({"alice", "Code", "", {{"Code?", ValueKind::Secret}}}, [](const Answer& answer) {
    throw std::runtime_error(std::string(answer.values.at(0)));
  });
  fake_.take();
  fake_.endPrompt(1, PRISM_PROMPT_ANSWERED, {"canary"});
  EXPECT_EQ(fake_.take(), Lines{"fault: an answer: exception of the type std::runtime_error"});
}

TEST_F(PromptsTest, Tells) {
  EXPECT_EQ(prompts_.tell("alice", "hello", {{"https://example.org/a"}}), Result::Ok);
  EXPECT_EQ(fake_.take(), Lines{"tell alice text=hello url=https://example.org/a"});
}

}  // namespace
}  // namespace prism::tests
