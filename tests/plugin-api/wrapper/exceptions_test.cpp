// SPDX-License-Identifier: MIT
// No exception leaves the plugin, whichever function throws.
#include "tests/support/fake_host.h"
#include <prism/plugin.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace prism::tests {
namespace {

[[noreturn]] void fail() { throw std::runtime_error("on purpose"); }

class Thrower : public Plugin {
 public:
  using Plugin::Plugin;
  Result start() override { fail(); }
  Result stop() override { fail(); }
  Memory memoryUsage() override { fail(); }
  void login(const Login&) override { fail(); }
  void logout(std::string_view) override { fail(); }
  void message(const Message&) override { fail(); }
  void statusChanged(const Presence&) override { fail(); }
  void roster(std::string_view, const std::vector<Buddy>&) override { fail(); }
  void buddyChanged(const Buddy&) override { fail(); }
  void buddyRemoved(std::string_view, std::string_view) override { fail(); }
  void buddyBlocked(const Block&) override { fail(); }
  void authorizationAnswered(const AuthorizationAnswer&) override { fail(); }
  void typing(const Typing&) override { fail(); }
  void attention(const Attention&) override { fail(); }
  void join(const Join&) override { fail(); }
  void leave(const Leave&) override { fail(); }
  void setSubject(const Subject&) override { fail(); }
  void vcardWanted(const VCardRequest&) override { fail(); }
  void ownVcard(const VCard& vcard) override {
    if (vcard.full_name == "42") {
      throw 42;
    }
    fail();
  }
  void rawXml(std::string_view, std::string_view) override { fail(); }
};

class ExceptionsTest : public testing::Test {
 protected:
  ExceptionsTest() { host_.take(); }

  // Returns the log line of an exception in this call.
  template <typename Call>
  std::string logOf(const Call& call) {
    call();
    const Lines calls = host_.take();
    EXPECT_EQ(calls.size(), 1U);
    return calls.empty() ? "" : calls.front();
  }

  FakeHost host_;
  Instance plugin_{functionsOf<Thrower>("thrower", "1"), host_};
  void* self_ = plugin_.self();
  const prism_str text_ = Instance::str("alice@x");
};

TEST_F(ExceptionsTest, InALoginAnswerItAndAreNotQuoted) {
  prism_login login{};
  login.user = text_;
  plugin_->login(self_, &login);
  EXPECT_EQ(host_.take(), (Lines{"fault: login(): exception of the type std::runtime_error",
                                 "disconnected alice@x 17 The login has failed because of a fault in the gateway.",
                                 "fault: logout(): exception: on purpose"}));
  host_.answer(PRISM_ERR_NO_USER);
  plugin_->login(self_, &login);
  EXPECT_EQ(host_.take().size(), 2U) << "it has ended the session itself: there is nothing to log out";
}

TEST_F(ExceptionsTest, InAJoinAnswerItAndAreNotQuoted) {
  prism_join join{};
  join.user = text_;
  plugin_->join(self_, &join);
  const Lines calls = host_.take();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0], "fault: join(): exception of the type std::runtime_error");
  EXPECT_EQ(calls[1].rfind("join_failed alice@x", 0), 0U) << calls[1];
  EXPECT_NE(calls[1].find("Joining has failed because of a fault in the gateway."), std::string::npos) << calls[1];
}

TEST_F(ExceptionsTest, InAMessageMakeItFail) {
  plugin_.say("alice@x", "bob", "hello", PRISM_CONVERSATION_CONTACT, {}, 7);
  EXPECT_EQ(host_.take(), (Lines{"fault: message(): exception: on purpose",
                                 "receipt alice@x bob 7 state=4 text=There was a fault in the gateway."}));
  plugin_.callAttention("alice@x", "#room", "op", {});
  EXPECT_EQ(host_.take(),
            (Lines{"fault: attention(): exception: on purpose",
                   "receipt alice@x #room nickname=op 2 kind=3 state=4 text=There was a fault in the gateway."}));
}

TEST_F(ExceptionsTest, InARequestAreReported) {
  const prism_buddy buddy{};
  const prism_vcard vcard{};
  prism_memory memory{};
  EXPECT_EQ(logOf([&] { plugin_->memory_usage(self_, &memory); }), "fault: memoryUsage(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.logout({}); }), "fault: logout(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.setStatus({}, 0, {}); }), "fault: statusChanged(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.sendRoster({}, {}); }), "fault: roster(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_->buddy_changed(self_, &buddy); }), "fault: buddyChanged(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.removeBuddy({}, {}); }), "fault: buddyRemoved(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.block({}, {}, true); }), "fault: buddyBlocked(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.answerAuthorization({}, {}, true); }),
            "fault: authorizationAnswered(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.type({}, {}, {}, 0); }), "fault: typing(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.leave({}, {}); }), "fault: leave(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.setSubject({}, {}, {}); }), "fault: setSubject(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.requestVCard({}, {}, {}); }), "fault: vcardWanted(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_->own_vcard(self_, &vcard); }), "fault: ownVcard(): exception: on purpose");
  EXPECT_EQ(logOf([&] { plugin_.sendRawXml({}, {}); }), "fault: rawXml(): exception of the type std::runtime_error");
}

TEST_F(ExceptionsTest, OtherExceptionsAreReportedByTheirType) {
  prism_vcard vcard{};
  vcard.struct_size = sizeof vcard;
  vcard.full_name = PRISM_STR("42");
  EXPECT_EQ(logOf([&] { plugin_->own_vcard(self_, &vcard); }), "fault: ownVcard(): exception of the type int");
}

TEST_F(ExceptionsTest, APluginReportsItsOwnFaults) {
  Host(host_.table()).fault("the decoder", "a length is negative");
  EXPECT_EQ(host_.take(), Lines{"fault: the decoder: a length is negative"});
}

TEST_F(ExceptionsTest, InStartMeanFailureWithTheTextAsReason) {
  EXPECT_EQ(logOf([&] { EXPECT_EQ(plugin_->start(self_), PRISM_ERR_FAILED); }), "error: on purpose");
}

TEST_F(ExceptionsTest, InStopMeanThatThereIsNothingToWaitFor) {
  EXPECT_EQ(logOf([&] { EXPECT_EQ(plugin_->stop(self_), PRISM_OK); }), "fault: stop(): exception: on purpose");
}

struct Unborn : Thrower {
  explicit Unborn(Host host) : Thrower(host) { throw std::invalid_argument("irc.server is missing"); }
};
struct Featureless : Thrower {
  using Thrower::Thrower;
  Features features() override { throw 42; }
};

TEST(ExceptionsInCreateTest, MeanFailureWithTheTextAsReason) {
  FakeHost host;
  const Instance unborn(functionsOf<Unborn>("unborn", "1"), host);
  EXPECT_EQ(unborn.result(), PRISM_ERR_FAILED);
  EXPECT_EQ(unborn.self(), nullptr);
  EXPECT_EQ(host.take(), Lines{"error: irc.server is missing"});

  const Instance featureless(functionsOf<Featureless>("featureless", "1"), host);
  EXPECT_EQ(featureless.result(), PRISM_ERR_FAILED);
  EXPECT_EQ(featureless.self(), nullptr);
  EXPECT_EQ(host.take(), Lines{"error: an exception that is not a std::exception"});
}

TEST(ExceptionsInCreateTest, FeaturesThatTheHostRefusesAreAFailureToo) {
  FakeHost host;
  host.answer(PRISM_ERR_ARGUMENT);
  const Instance refused(functionsOf<Thrower>("thrower", "1"), host);
  EXPECT_EQ(refused.result(), PRISM_ERR_FAILED);
  const Lines calls = host.take();
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[1], "error: the host has refused what features() says");
}

}  // namespace
}  // namespace prism::tests
