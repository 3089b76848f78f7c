// SPDX-License-Identifier: MIT
// Counts for the metrics: messages each way, and logins by their outcome.
#include "host/base/abi.h"
#include "tests/host/unit/requests_test.h"
#include "tests/support/guard_events.h"

#include <stdexcept>

namespace prism::tests {
namespace {

using host::LoginOutcome;

class RequestsCountsTest : public RequestsTest {
 protected:
  // Expects this many logins of each outcome, in the order of LoginOutcome.
  void expectLogins(const std::array<std::uint64_t, 8>& expected) const {
    EXPECT_EQ(guard_.traffic().logins, expected);
  }
};

TEST_F(RequestsCountsTest, ALoginCountsWhenItIsAnswered) {
  logIn("alice");
  expectLogins({});
  tests::connected(guard_, PRISM_STR("alice"));
  expectLogins({1});
  tests::connected(guard_, PRISM_STR("alice"));  // refused
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_NETWORK, {});
  expectLogins({1});
}

TEST_F(RequestsCountsTest, ARefusedLoginCountsByItsReason) {
  for (const std::uint32_t error : {PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, PRISM_CONNECTION_ERROR_CERT_EXPIRED,
                                    PRISM_CONNECTION_ERROR_NETWORK, PRISM_CONNECTION_ERROR_OTHER, 4711U}) {
    logIn("alice");
    disconnected(guard_, PRISM_STR("alice"), error, {});
  }
  disconnected(guard_, PRISM_STR("alice"), 1, {});  // not logged in
  expectLogins({0, 1, 1, 1, 2});
}

TEST_F(RequestsCountsTest, ALoginAfterAQuestionCountsByTheNetworksReason) {
  logIn("alice");
  guard_.connectForPrompt("alice");
  disconnected(guard_, PRISM_STR("alice"), PRISM_CONNECTION_ERROR_NETWORK, {});
  expectLogins({0, 0, 0, 1});
}

TEST_F(RequestsCountsTest, ALoginThatTakesTooLongIsATimeout) {
  setLoginTimeoutToZero();
  logIn("alice");
  runTimers();
  expectLogins({0, 0, 0, 0, 0, 1});
}

TEST_F(RequestsCountsTest, ALoginThatThrowsIsAFaultOfThePlugin) {
  fake_.onNextCall("login", [] { throw std::runtime_error("x"); });
  logIn("alice");
  expectLogins({0, 0, 0, 0, 0, 0, 1});
}

TEST_F(RequestsCountsTest, ALoginThatIsNotWaitedForIsCancelled) {
  logIn("alice");
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  logIn("alice");
  logIn("alice");
  expectLogins({0, 0, 0, 0, 0, 0, 0, 2});
  tests::connected(guard_, PRISM_STR("alice"));
  handle(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  expectLogins({1, 0, 0, 0, 0, 0, 0, 2});
}

TEST_F(RequestsCountsTest, MessagesCountEachWay) {
  connect("alice");
  handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("alice", "bob", "hi"));
  handle(WrapperMessage::TYPE_CONV_MESSAGE, conversationMessage("nobody", "bob", "hi"));
  EXPECT_EQ(requests_->messagesToNetwork(), 1U);
  prism_message message{};
  message.struct_size = sizeof message;
  message.kind = PRISM_CONVERSATION_CONTACT;
  message.user = PRISM_STR("alice");
  message.buddy = PRISM_STR("bob");
  message.text = PRISM_STR("hi");
  EXPECT_EQ(guard_.message(&message), PRISM_OK);
  EXPECT_EQ(guard_.hostMessage(&message), PRISM_OK);
  message.buddy = {};
  EXPECT_NE(guard_.message(&message), PRISM_OK);
  EXPECT_EQ(guard_.traffic().messages_to_users, 2U);
}

}  // namespace
}  // namespace prism::tests
