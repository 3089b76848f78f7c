// SPDX-License-Identifier: MIT
// Searches the host's memory for secrets: a core dump may contain none. The test builds each secret only when it
// sends it, so that the host cannot have inherited it.
#include "tests/support/host_test.h"
#include "tests/support/memory_areas.h"
#include "tests/support/payloads.h"

#include <string_view>

namespace prism::tests {
namespace {

using pbnetwork::WrapperMessage;

class SecretsInMemoryTest : public HostTest {
 protected:
  void SetUp() override {
    if (kSanitized) {
      GTEST_SKIP() << "the memory of a sanitizer is too large to be searched";
    }
  }

  std::size_t count(std::string_view text, Where where) { return countInMemory(spectrum_->host().pid(), text, where); }

  // Expects no copy of the secret in memory, or none in a core dump.
  void expectGone(const std::string& secret, Where where = Where::kAnywhere) {
    EXPECT_EQ(count(secret, where), 0U) << secret.substr(0, 8);
  }

  static std::string secret(const std::string& end) { return "canary-" + end; }
};

TEST_F(SecretsInMemoryTest, PasswordsAreWipedWhenTheyHaveBeenUsed) {
  launch("echo");
  for (const std::string& password : {secret("short"), secret("that-is-too-long-to-be-within-a-string-itself")}) {
    spectrum_->login("alice@example.org", {.legacy_name = "alice-on-the-network", .password = password});
    spectrum_->expectConnected("alice@example.org");
    spectrum_->expectBuddy("alice@example.org", "echo");
    spectrum_->ping();
    expectGone(password);
    EXPECT_GT(count("alice@example.org", Where::kInCore), 0U) << "what is no secret is found";
    spectrum_->logout("alice@example.org");
  }
}

TEST_F(SecretsInMemoryTest, OfADamagedLoginToo) {
  launch("echo");
  pbnetwork::Login login = loginOf("alice");
  login.set_password(secret("in-a-damaged-login"));
  login.add_extrafields("x");
  const std::string payload = login.SerializeAsString();
  spectrum_->sendRaw(WrapperMessage::TYPE_LOGIN, payload.substr(0, payload.size() - 1));
  spectrum_->sendFrame(payload);
  spectrum_->sendRaw(static_cast<testing::Type>(99), payload);
  spectrum_->ping();
  expectGone(login.password());
}

TEST_F(SecretsInMemoryTest, ExtraFieldsAndSettingsOfALogin) {
  launch("echo");
  pbnetwork::Login login = loginOf("alice");
  login.add_extrafields(secret("extra-field-of-some-length"));
  (*login.mutable_settings()->mutable_value())["token"] = secret("setting-of-some-length");
  spectrum_->send(WrapperMessage::TYPE_LOGIN, login);
  spectrum_->expectConnected("alice");
  spectrum_->expectBuddy("alice", "echo");
  spectrum_->ping();
  expectGone(secret("extra-field-of-some-length"));
  expectGone(secret("setting-of-some-length"));
}

TEST_F(SecretsInMemoryTest, ThePasswordOfARoom) {
  launch("echo");
  loginToEcho("alice");
  pbnetwork::Room join = roomOf("alice", "lobby", "me");
  join.set_password(secret("of-a-room-that-is-locked"));
  spectrum_->send(WrapperMessage::TYPE_JOIN_ROOM, join);
  spectrum_->expect(WrapperMessage::TYPE_PARTICIPANT_CHANGED);  // the echo plugin has no rooms, so joining fails
  spectrum_->ping();
  expectGone(join.password());
}

// When the end of the reader's buffer cuts a frame, the frame is moved to the beginning of the buffer.
TEST_F(SecretsInMemoryTest, PasswordAtAnyOffsetOfTheStream) {
  launch("echo");
  const std::string password = secret("across-the-end-of-the-buffer");
  pbnetwork::Login login = loginOf("alice");
  login.set_password(password);
  const std::string login_frame = testing::frameBytes(WrapperMessage::TYPE_LOGIN, login);
  const std::string logout_frame = testing::frameBytes(WrapperMessage::TYPE_LOGOUT, logoutOf("alice"));
  const std::string ping = testing::frameBytes(WrapperMessage::TYPE_PING);
  std::string bytes;
  for (int i = 0; i < 2000; ++i) {
    bytes += login_frame + logout_frame;
  }
  spectrum_->sendSplit(bytes, {50'000, 50'060, 100'003, 116'040, 116'070});
  for (int i = 0; i < 2000; ++i) {
    spectrum_->expectConnected("alice");
    spectrum_->expectBuddy("alice", "echo");
  }
  spectrum_->ping();
  expectGone(password);
}

// The configuration stays in memory, since the plugin may read any key while the host runs; a core dump excludes it.
TEST_F(SecretsInMemoryTest, TheConfigurationIsInNoCore) {
  const std::string short_one = secret("pw");
  const std::string long_one = secret("the-password-of-a-component-of-the-server");
  launch("echo", "[service]\npassword = " + short_one + "\n[database]\npassword = " + long_one + "\n");
  loginToEcho("alice");
  for (const std::string& password : {short_one, long_one}) {
    expectGone(password, Where::kInCore);
    EXPECT_GT(count(password, Where::kAnywhere), 0U) << "it is there for the plugin";
  }
}

}  // namespace
}  // namespace prism::tests
