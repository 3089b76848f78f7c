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
  EXPECT_EQ(host_.take(), (Lines{"error: exception in login(): its text may hold a secret, and is not shown",
                                 "disconnected alice@x 17 The login has failed because of a fault in the gateway.",
                                 "error: exception in logout(): on purpose"}));
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
  EXPECT_EQ(calls[0], "error: exception in join(): its text may hold a secret, and is not shown");
  EXPECT_EQ(calls[1].rfind("join_failed alice@x", 0), 0U) << calls[1];
  EXPECT_NE(calls[1].find("Joining has failed because of a fault in the gateway."), std::string::npos) << calls[1];
}

TEST_F(ExceptionsTest, InARequestAreLogged) {
  const prism_message message{};
  const prism_buddy buddy{};
  const prism_vcard vcard{};
  prism_memory memory{};
  EXPECT_EQ(logOf([&] { plugin_->memory_usage(self_, &memory); }), "error: exception in memoryUsage(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.logout({}); }), "error: exception in logout(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_->message(self_, &message); }), "error: exception in message(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.setStatus({}, 0, {}); }), "error: exception in statusChanged(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.sendRoster({}, {}); }), "error: exception in roster(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_->buddy_changed(self_, &buddy); }), "error: exception in buddyChanged(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.removeBuddy({}, {}); }), "error: exception in buddyRemoved(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.block({}, {}, true); }), "error: exception in buddyBlocked(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.answerAuthorization({}, {}, true); }),
            "error: exception in authorizationAnswered(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.type({}, {}, {}, 0); }), "error: exception in typing(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.callAttention({}, {}, {}, {}); }), "error: exception in attention(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.leave({}, {}); }), "error: exception in leave(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.setSubject({}, {}, {}); }), "error: exception in setSubject(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.requestVCard({}, {}, {}); }), "error: exception in vcardWanted(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_->own_vcard(self_, &vcard); }), "error: exception in ownVcard(): on purpose");
  EXPECT_EQ(logOf([&] { plugin_.sendRawXml({}, {}); }),
            "error: exception in rawXml(): its text may hold a secret, and is not shown");
}

TEST_F(ExceptionsTest, NonStandardExceptionsAreLoggedToo) {
  prism_vcard vcard{};
  vcard.struct_size = sizeof vcard;
  vcard.full_name = PRISM_STR("42");
  EXPECT_EQ(logOf([&] { plugin_->own_vcard(self_, &vcard); }), "error: exception in ownVcard(): not a std::exception");
}

TEST_F(ExceptionsTest, InStartMeanFailureWithTheTextAsReason) {
  EXPECT_EQ(logOf([&] { EXPECT_EQ(plugin_->start(self_), PRISM_ERR_FAILED); }), "error: on purpose");
}

TEST_F(ExceptionsTest, InStopMeanThatThereIsNothingToWaitFor) {
  EXPECT_EQ(logOf([&] { EXPECT_EQ(plugin_->stop(self_), PRISM_OK); }), "error: exception in stop(): on purpose");
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
