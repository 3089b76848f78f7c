// SPDX-License-Identifier: MIT
#include "host/requests/conversation_request.h"

#include "host/base/abi.h"
#include "proto/pbnetwork.pb.h"

#include <gtest/gtest.h>

namespace prism::host {
namespace {

using pbnetwork::ConversationMessage;
using Result = ConversationRequest::Result;

ConversationMessage messageOf(const std::string& text) {
  ConversationMessage message;
  message.set_username("alice@example.org");
  message.set_buddyname("bob");
  message.set_message(text);
  return message;
}

// Reads a payload inside a buffer, as in a frame. The reader may overwrite one byte behind the payload, to end a
// string with NUL.
class ConversationRequestTest : public testing::Test {
 protected:
  Result read(const std::string& payload) {
    buffer_ = payload + "behind";
    const Result result = request_.read({buffer_.data(), payload.size()});
    EXPECT_EQ(buffer_.substr(payload.size() + 1), "ehind") << "no more than one byte behind it may be written to";
    return result;
  }

  std::string buffer_;
  ConversationRequest request_;
};

TEST_F(ConversationRequestTest, EndsEveryStringWithANul) {
  for (const std::size_t size : {0U, 1U, 100U, 127U, 128U, 20000U}) {
    ConversationMessage message = messageOf(std::string(size, 'x'));
    message.set_xhtml("<b>hi</b>");
    message.set_id("42");
    ASSERT_EQ(read(message.SerializeAsString()), Result::kRead);
    EXPECT_EQ(view(request_.user), "alice@example.org");
    EXPECT_EQ(view(request_.buddy), "bob");
    EXPECT_TRUE(view(request_.text) == message.message()) << size;
    EXPECT_EQ(view(request_.xhtml), "<b>hi</b>");
    EXPECT_EQ(view(request_.id), "42");
    for (const prism_str& string : {request_.user, request_.buddy, request_.text, request_.xhtml, request_.id}) {
      EXPECT_EQ(string.data[string.size], '\0');
    }
  }
}

TEST_F(ConversationRequestTest, EndsTheLastStringWithTheByteBehind) {
  ASSERT_EQ(read(messageOf("hi").SerializeAsString()), Result::kRead);
  EXPECT_STREQ(request_.text.data, "hi");
  EXPECT_STREQ(request_.xhtml.data, "") << "it is not there";
  EXPECT_STREQ(request_.id.data, "");
}

TEST_F(ConversationRequestTest, KeepsNothingOfTheOneBefore) {
  ConversationMessage message = messageOf("hi");
  message.set_id("42");
  ASSERT_EQ(read(message.SerializeAsString()), Result::kRead);
  ASSERT_EQ(read(messageOf("ho").SerializeAsString()), Result::kRead);
  EXPECT_EQ(view(request_.id), "");
}

TEST_F(ConversationRequestTest, TakesTheLastOfSeveralAsProtobufDoes) {
  ASSERT_EQ(read(messageOf("first").SerializeAsString() + messageOf("second").SerializeAsString()), Result::kRead);
  EXPECT_STREQ(request_.text.data, "second");
}

TEST_F(ConversationRequestTest, TakesFieldsInAnyOrder) {
  ASSERT_EQ(read("\x1a\x02hi\x12\x03"
                 "bob\x0a\x05"
                 "alice"),
            Result::kRead);
  EXPECT_STREQ(request_.user.data, "alice");
  EXPECT_STREQ(request_.buddy.data, "bob");
  EXPECT_STREQ(request_.text.data, "hi");
}

TEST_F(ConversationRequestTest, TellsDamageFromWhatIsMissing) {
  const std::string whole = messageOf("hi").SerializeAsString();
  EXPECT_EQ(read(whole.substr(0, whole.size() - 1)), Result::kDamaged);
  EXPECT_EQ(read(""), Result::kIncomplete);
  for (const auto clear : {&ConversationMessage::clear_username, &ConversationMessage::clear_buddyname,
                           &ConversationMessage::clear_message}) {
    ConversationMessage message = messageOf("hi");
    (message.*clear)();
    EXPECT_EQ(read(message.SerializePartialAsString()), Result::kIncomplete);
  }
}

}  // namespace
}  // namespace prism::host
