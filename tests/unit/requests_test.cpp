#include "host/requests.h"

#include <gtest/gtest.h>

#include "tests/unit/captured_log.h"
#include "tests/unit/fake_plugin.h"
#include "tests/unit/wire_frames.h"

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;
using Lines = std::vector<std::string>;

class RequestsTest : public testing::Test {
 protected:
  RequestsTest() { plugin_.create(nullptr); }

  // Hands a message over, and returns what the plugin is asked for.
  Lines handle(int type, const google::protobuf::MessageLite& payload) {
    return handle(type, payload.SerializePartialAsString());
  }
  Lines handle(int type, const std::string& payload) {
    requests_.handle({type, payload});
    return fake_.take();
  }

  static pbnetwork::Login login(const std::string& user) {
    pbnetwork::Login login;
    login.set_user(user);
    login.set_legacyname("name");
    login.set_password("word");
    return login;
  }
  static pbnetwork::Logout logout(const std::string& user) {
    pbnetwork::Logout logout;
    logout.set_user(user);
    logout.set_legacyname("name");
    return logout;
  }
  static pbnetwork::ConversationMessage message(const std::string& user, const std::string& text) {
    pbnetwork::ConversationMessage message;
    message.set_username(user);
    message.set_buddyname("bob");
    message.set_message(text);
    return message;
  }

  tests::CapturedLog log_;
  FaultLog faults_{log_.logger(), ""};
  PluginBoundary boundary_{faults_};
  tests::FakePlugin fake_;
  Plugin plugin_{fake_.functions(), boundary_};
  SessionTable sessions_;
  wire::FrameWriter out_;
  Guard guard_{sessions_, out_, faults_, 100000};
  Requests requests_{sessions_, plugin_, guard_, faults_};
};

TEST_F(RequestsTest, LogsAUserInAndOut) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login("alice")), Lines{"login alice as name with word"});
  EXPECT_NE(sessions_.find("alice"), nullptr);
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGOUT, logout("alice")), Lines{"logout alice"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RequestsTest, HandsTheSettingsOver) {
  pbnetwork::Login with_settings = login("alice");
  (*with_settings.mutable_settings()->mutable_value())["stay_connected"] = "1";
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, with_settings), Lines{"login alice as name with word stay_connected=1"});
}

TEST_F(RequestsTest, ASecondLoginIsAFreshOne) {
  handle(WrapperMessage::TYPE_LOGIN, login("alice"));
  sessions_.find("alice")->connected = true;
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login("alice")),
            (Lines{"logout alice", "login alice as name with word"}));
  EXPECT_FALSE(sessions_.find("alice")->connected);
}

TEST_F(RequestsTest, ALogoutOfAStrangerIsNoFault) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGOUT, logout("alice")), Lines{});
  EXPECT_EQ(log_.take(), Lines{});
}

TEST_F(RequestsTest, LogsEverybodyOut) {
  handle(WrapperMessage::TYPE_LOGIN, login("alice"));
  handle(WrapperMessage::TYPE_LOGIN, login("bob"));
  requests_.logoutAll();
  Lines requests = fake_.take();
  std::sort(requests.begin(), requests.end());
  EXPECT_EQ(requests, (Lines{"logout alice", "logout bob"}));
  EXPECT_EQ(sessions_.size(), 0U);
}

TEST_F(RequestsTest, HandsMessagesOver) {
  handle(WrapperMessage::TYPE_LOGIN, login("alice"));
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message("alice", "hello")), Lines{"message alice to bob: hello"});
  pbnetwork::ConversationMessage with_id = message("alice", "");
  with_id.set_id("42");
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, with_id), Lines{"message alice to bob:  id 42"});
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message("alice", "again")), Lines{"message alice to bob: again"})
      << "nothing of the message before may be left";
}

TEST_F(RequestsTest, AMessageOfAStrangerCostsItselfOnly) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message("alice", "hello")), Lines{});
  EXPECT_EQ(log_.take(), Lines{"a CONV_MESSAGE for 'alice', who is not logged in, is ignored"});
}

TEST_F(RequestsTest, DamagedPayloadsCostThemselvesOnly) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, "\xff\xff"), Lines{});
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGOUT, "\xff\xff"), Lines{});
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, "\x0a\x7f"), Lines{});
  EXPECT_EQ(log_.take(),
            (Lines{"a damaged LOGIN is ignored", "a damaged LOGOUT is ignored", "a damaged CONV_MESSAGE is ignored"}));
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login("alice")), Lines{"login alice as name with word"});
}

TEST_F(RequestsTest, MissingFieldsCostTheirMessageOnly) {
  pbnetwork::Login no_password = login("alice");
  no_password.clear_password();
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, no_password), Lines{});
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGOUT, std::string()), Lines{});
  EXPECT_EQ(log_.take(), (Lines{"a LOGIN that lacks a required field is ignored",
                                "a LOGOUT that lacks a required field is ignored"}));
}

TEST_F(RequestsTest, AnEmptyUserIsNobody) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login("")), Lines{});
  EXPECT_EQ(log_.take(), Lines{"a LOGIN with an empty user is ignored"});
}

TEST_F(RequestsTest, ThePluginGetsTextOnly) {
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, login("al\xFFice")), Lines{});
  EXPECT_TRUE(tests::takeSent(&out_).empty());
  handle(WrapperMessage::TYPE_LOGIN, login("alice"));
  EXPECT_EQ(handle(WrapperMessage::TYPE_CONV_MESSAGE, message("alice", std::string("nul\0nul", 7))), Lines{});
  EXPECT_EQ(log_.take(), (Lines{"a LOGIN with characters that are no text is ignored",
                                "a CONV_MESSAGE with characters that are no text is ignored"}));
}

TEST_F(RequestsTest, ALoginThatCannotBePassedOnIsAnswered) {
  pbnetwork::Login bell = login("alice");
  bell.set_password("bell\a");
  EXPECT_EQ(handle(WrapperMessage::TYPE_LOGIN, bell), Lines{});
  const auto sent = tests::takeSent(&out_);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].type, WrapperMessage::TYPE_DISCONNECTED);
  EXPECT_EQ(sent[0].as<pbnetwork::Disconnected>().error(), pbnetwork::CONNECTION_ERROR_AUTHENTICATION_FAILED);
  EXPECT_EQ(log_.take(), Lines{"a LOGIN with characters that are no text is ignored"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(RequestsTest, ALoginThatThrowsIsAnsweredAndItsTextIsNotLogged) {
  fake_.throwNext("cannot parse 'word'");
  handle(WrapperMessage::TYPE_LOGIN, login("alice"));
  const auto sent = tests::takeSent(&out_);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].type, WrapperMessage::TYPE_DISCONNECTED);
  EXPECT_EQ(sent[0].as<pbnetwork::Disconnected>().error(), pbnetwork::CONNECTION_ERROR_OTHER_ERROR);
  EXPECT_EQ(log_.take(), Lines{"login: exception of the type std::runtime_error"});
  EXPECT_EQ(sessions_.find("alice"), nullptr);
}

TEST_F(RequestsTest, TypesThatAreNotSupportedAreToldOnce) {
  for (int i = 0; i < 2; ++i) {
    handle(WrapperMessage::TYPE_JOIN_ROOM, std::string());
    handle(WrapperMessage::TYPE_FT_DATA, std::string());
  }
  EXPECT_EQ(log_.take(), (Lines{"messages of the type 11 are ignored", "messages of the type 26 are ignored"}));
  for (const int unknown : {0, 5, 37, -1, 2147483647, -2147483647 - 1}) {
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(handle(unknown, std::string("x")), Lines{});
    }
    EXPECT_EQ(log_.take(), Lines{"messages of the unknown type " + std::to_string(unknown) + " are ignored"});
  }
}

}  // namespace
}  // namespace prism::host
