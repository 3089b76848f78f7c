// SPDX-License-Identifier: MIT
// Secrets reach the plugin in memory that is excluded from core dumps.
#include "tests/host/unit/requests_test.h"
#include "tests/support/memory_areas.h"

#include <unistd.h>

namespace prism::tests {
namespace {

// The last secret that the plugin got.
struct Told {
  std::string text;
  bool in_core = true;
};
Told told;

void take(prism_str secret) {
  told = {std::string(host::view(secret)), memoryAreaAt(::getpid(), secret.data).in_core};
  EXPECT_EQ(secret.data[secret.size], '\0');
}

class RequestsSecretsTest : public RequestsTest {
 protected:
  RequestsSecretsTest() {
    told = {};
    prism_plugin functions = fake_.functions();
    functions.login = [](void*, const prism_login* login) { take(login->password); };
    functions.join = [](void*, const prism_join* join) { take(join->password); };
    functions.raw_xml = [](void*, const prism_stanza* stanza) { take(stanza->xml); };
    plugin_.emplace(functions, boundary_);
    plugin_->create(nullptr);
  }

  void expectTold(const std::string& text) const {
    EXPECT_EQ(told.text, text);
    EXPECT_FALSE(told.in_core);
  }
};

TEST_F(RequestsSecretsTest, ThePasswordOfALogin) {
  for (const std::string password : {"short", "one that is too long to be within a string itself"}) {
    pbnetwork::Login login = loginOf("alice");
    login.set_password(password);
    handle(WrapperMessage::TYPE_LOGIN, login);
    expectTold(password);
  }
}

TEST_F(RequestsSecretsTest, ThePasswordOfARoom) {
  connect("alice");
  pbnetwork::Room join = roomOf("alice", "lobby", "me");
  join.set_password("secret");
  handle(WrapperMessage::TYPE_JOIN_ROOM, join);
  expectTold("secret");
}

TEST_F(RequestsSecretsTest, AnAnswer) {
  connect("alice");
  prompts_.start();
  const auto ended = [](void*, prism_prompts_id, const prism_prompt_answer* answer) {
    const prism_str* values = answer->values;
    take(values[0]);
  };
  for (const std::string secret : {"short", "one that is too long to be within a string itself"}) {
    ask(PRISM_VALUE_SECRET, ended);
    std::string payload = conversationMessage("alice", "prism", secret).SerializeAsString();
    requests_->handle(WrapperMessage::TYPE_CONV_MESSAGE, payload);
    expectTold(secret);
    EXPECT_EQ(payload, std::string(payload.size(), '\0')) << "where it came from, it is wiped";
  }
}

TEST_F(RequestsSecretsTest, AStanza) {
  connect("alice");
  const std::string stanza = "<message from='alice' to='bob'><body>hi</body></message>";
  handle(WrapperMessage::TYPE_RAW_XML, stanza);
  expectTold(stanza);
}

}  // namespace
}  // namespace prism::tests
