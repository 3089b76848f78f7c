// SPDX-License-Identifier: MIT
// Each request reaches its override with every field.
#include "tests/support/fake_host.h"
#include <prism/plugin.hpp>

#include <gtest/gtest.h>

#include <string>

namespace prism::tests {
namespace {

// Records its calls.
class Recorder : public Plugin {
 public:
  using Plugin::Plugin;

  Result start() override {
    note({"start"});
    return result;
  }
  Result stop() override {
    note({"stop"});
    return result;
  }
  Memory memoryUsage() override { return {1000, 20}; }
  void login(const Login& login) override {
    note({"login", login.user, login.legacy_name, login.password});
    for (const auto& [name, value] : login.settings) {
      note({"setting", name, value});
    }
  }
  void logout(std::string_view user) override { note({"logout", user}); }
  void message(const Message& m) override {
    std::string more;
    if (m.reply_to) {
      more = "|reply to " + std::string(m.reply_to->id) + " " + std::to_string(m.reply_to->request) + " " +
             std::string(m.reply_to->nickname) + " " + std::string(m.reply_to->text) + (m.reply_to->own ? " own" : "");
    }
    more += m.thread.empty() ? "" : "|thread " + std::string(m.thread);
    for (const Attachment& file : m.attachments) {
      more += "|file " + std::string(file.url) + " " + std::string(file.name) + " " + std::to_string(file.size);
    }
    note({"message", m.user, m.buddy, m.text, m.nickname, number(m.kind), m.xhtml, std::to_string(m.request),
          (m.receipt_wanted ? "receipt" : "") + more});
  }
  void statusChanged(const Presence& p) override { note({"statusChanged", p.user, number(p.status), p.text}); }
  void roster(std::string_view user, const std::vector<Buddy>& buddies) override {
    note({"roster", user, std::to_string(buddies.size())});
    for (const Buddy& buddy : buddies) {
      buddyChanged(buddy);
    }
  }
  void buddyChanged(const Buddy& b) override {
    note({"buddy", b.user, b.buddy, number(b.status), b.status_text, b.alias, b.icon_hash, b.blocked ? "blocked" : ""});
    for (const std::string_view group : b.groups) {
      note({"group", group});
    }
  }
  void buddyRemoved(std::string_view user, std::string_view buddy) override { note({"buddyRemoved", user, buddy}); }
  void buddyBlocked(const Block& b) override { note({"buddyBlocked", b.user, b.buddy, b.blocked ? "yes" : "no"}); }
  void authorizationAnswered(const AuthorizationAnswer& a) override {
    note({"authorizationAnswered", a.user, a.buddy, a.accepted ? "yes" : "no"});
  }
  void typing(const Typing& t) override { note({"typing", t.user, t.buddy, t.nickname, number(t.state)}); }
  void attention(const Attention& a) override { note({"attention", a.user, a.buddy, a.nickname, a.text}); }
  void join(const Join& j) override { note({"join", j.user, j.room, j.nickname, j.password}); }
  void leave(const Leave& l) override { note({"leave", l.user, l.room}); }
  void setSubject(const Subject& s) override { note({"setSubject", s.user, s.room, s.nickname, s.subject}); }
  void vcardWanted(const VCardRequest& r) override { note({"vcardWanted", r.user, r.buddy, r.nickname}); }
  void ownVcard(const VCard& v) override {
    note({"ownVcard", v.user, v.buddy, v.full_name, v.vcard_nickname, v.photo});
  }
  void rawXml(std::string_view user, std::string_view stanza) override { note({"rawXml", user, stanza}); }

  Lines requests;
  Result result = Result::Ok;

 private:
  template <typename Enum>
  static std::string number(Enum value) {
    return std::to_string(static_cast<std::uint32_t>(value));
  }
  void note(std::initializer_list<std::string_view> words) {
    std::string line;
    for (const std::string_view word : words) {
      line += (line.empty() ? "" : "|") + std::string(word);
    }
    requests.push_back(line);
  }
};

class RequestsTest : public testing::Test {
 protected:
  static prism_str str(std::string_view text) { return Instance::str(text); }
  Recorder& recorder() { return static_cast<Recorder&>(*static_cast<Plugin*>(plugin_.self())); }
  Lines take() { return std::exchange(recorder().requests, {}); }

  template <typename Struct>
  static Struct sized() {
    Struct made{};
    made.struct_size = sizeof made;
    return made;
  }

  FakeHost host_;
  Instance plugin_{functionsOf<Recorder>("recorder", "1"), host_};
  void* self_ = plugin_.self();
};

TEST_F(RequestsTest, StartAndStopGiveTheirResults) {
  EXPECT_EQ(plugin_->start(self_), PRISM_OK);
  EXPECT_EQ(plugin_->stop(self_), PRISM_OK);
  recorder().result = Result::Pending;
  EXPECT_EQ(plugin_->stop(self_), PRISM_PENDING);
  recorder().result = Result::Failed;
  EXPECT_EQ(plugin_->start(self_), PRISM_ERR_FAILED);
  EXPECT_EQ(take(), (Lines{"start", "stop", "stop", "start"}));
}

TEST_F(RequestsTest, MemoryIsAddedToWhatIsThere) {
  auto memory = sized<prism_memory>();
  memory.resident_kb = 5;
  memory.shared_kb = 3;
  plugin_->memory_usage(self_, &memory);
  EXPECT_EQ(memory.resident_kb, 1005U);
  EXPECT_EQ(memory.shared_kb, 23U);
}

TEST_F(RequestsTest, LoginBringsSettings) {
  const prism_pair settings[] = {{str("b"), str("2")}, {str("a"), str("1")}};
  auto login = sized<prism_login>();
  login.user = str("alice@x");
  login.legacy_name = str("alice");
  login.password = str("secret");
  login.settings = settings;
  login.settings_count = 2;
  plugin_->login(self_, &login);
  EXPECT_EQ(take(), (Lines{"login|alice@x|alice|secret", "setting|a|1", "setting|b|2"}));
}

TEST_F(RequestsTest, MissingFieldsAreEmpty) {
  auto login = sized<prism_login>();
  login.user = str("alice@x");
  plugin_->login(self_, &login);
  auto message = sized<prism_message>();
  message.user = str("alice@x");
  plugin_->message(self_, &message);
  EXPECT_EQ(take(), (Lines{"login|alice@x||", "message|alice@x||||0||0|"}));
}

TEST_F(RequestsTest, LogoutNamesTheUser) {
  plugin_.logout("alice@x");
  EXPECT_EQ(take(), Lines{"logout|alice@x"});
}

TEST_F(RequestsTest, MessagesOfEachKind) {
  auto message = sized<prism_message>();
  message.user = str("alice@x");
  message.buddy = str("bob");
  message.text = str("hi");
  message.xhtml = str("<b>hi</b>");
  message.request = 17;
  message.kind = PRISM_CONVERSATION_CONTACT;
  message.flags = PRISM_MESSAGE_RECEIPT_WANTED;
  plugin_->message(self_, &message);
  message.flags = 0;
  message.buddy = str("lobby");
  message.kind = PRISM_CONVERSATION_ROOM;
  plugin_->message(self_, &message);
  message.nickname = str("bobby");
  message.kind = PRISM_CONVERSATION_PRIVATE;
  plugin_->message(self_, &message);
  EXPECT_EQ(take(),
            (Lines{"message|alice@x|bob|hi||1|<b>hi</b>|17|receipt", "message|alice@x|lobby|hi||2|<b>hi</b>|17|",
                   "message|alice@x|lobby|hi|bobby|3|<b>hi</b>|17|"}));
}

TEST_F(RequestsTest, AReplyWithAFile) {
  auto file = sized<prism_attachment>();
  file.url = str("https://x/a");
  file.name = str("a.png");
  file.size = 3;
  const prism_attachment* const files[] = {&file};
  auto target = sized<prism_reference>();
  target.flags = PRISM_REFERENCE_OWN;
  target.id = str("n1");
  target.request = 17;
  target.nickname = str("ally");
  target.text = str("hello");
  auto message = sized<prism_message>();
  message.kind = PRISM_CONVERSATION_CONTACT;
  message.text = str("hi");
  message.reply_to = &target;
  message.thread = str("t");
  message.attachments = files;
  message.attachments_count = 1;
  plugin_->message(self_, &message);
  EXPECT_EQ(take(), Lines{"message|||hi||1||0||reply to n1 17 ally hello own|thread t|file https://x/a a.png 3"});
}

TEST_F(RequestsTest, Presence) {
  plugin_.setStatus("alice@x", PRISM_STATUS_DO_NOT_DISTURB, "busy");
  EXPECT_EQ(take(), Lines{"statusChanged|alice@x|5|busy"});
}

TEST_F(RequestsTest, ContactsComeAlone) {
  const prism_str groups[] = {str("Friends"), str("Work")};
  auto buddy = sized<prism_buddy>();
  buddy.user = str("alice@x");
  buddy.buddy = str("bob");
  buddy.status = PRISM_STATUS_AWAY;
  buddy.status_text = str("out");
  buddy.alias = str("Bob");
  buddy.groups = groups;
  buddy.groups_count = 2;
  buddy.icon_hash = str("beef");
  buddy.blocked = 1;
  plugin_->buddy_changed(self_, &buddy);
  EXPECT_EQ(take(), (Lines{"buddy|alice@x|bob|2|out|Bob|beef|blocked", "group|Friends", "group|Work"}));
}

TEST_F(RequestsTest, ContactsComeAsARoster) {
  auto bob = sized<prism_buddy>();
  bob.user = str("alice@x");
  bob.buddy = str("bob");
  auto carol = bob;
  carol.buddy = str("carol");
  plugin_.sendRoster("alice@x", {&bob, &carol});
  plugin_.sendRoster("alice@x", {});
  EXPECT_EQ(take(),
            (Lines{"roster|alice@x|2", "buddy|alice@x|bob|0||||", "buddy|alice@x|carol|0||||", "roster|alice@x|0"}));
}

TEST_F(RequestsTest, OtherRequestsAboutContacts) {
  plugin_.removeBuddy("alice@x", "bob");
  plugin_.block("alice@x", "bob", true);
  plugin_.block("alice@x", "bob", false);
  plugin_.answerAuthorization("alice@x", "bob", true);
  plugin_.answerAuthorization("alice@x", "bob", false);
  plugin_.type("alice@x", "lobby", "bob", PRISM_TYPING_PAUSED);
  plugin_.callAttention("alice@x", "lobby", "bob", "hey");
  EXPECT_EQ(take(), (Lines{"buddyRemoved|alice@x|bob", "buddyBlocked|alice@x|bob|yes", "buddyBlocked|alice@x|bob|no",
                           "authorizationAnswered|alice@x|bob|yes", "authorizationAnswered|alice@x|bob|no",
                           "typing|alice@x|lobby|bob|3", "attention|alice@x|lobby|bob|hey"}));
}

TEST_F(RequestsTest, Rooms) {
  auto join = sized<prism_join>();
  join.user = str("alice@x");
  join.room = str("lobby");
  join.nickname = str("ally");
  join.password = str("sesame");
  plugin_->join(self_, &join);
  plugin_.setSubject("alice@x", "lobby", "tea");
  plugin_.leave("alice@x", "lobby");
  EXPECT_EQ(take(), (Lines{"join|alice@x|lobby|ally|sesame", "setSubject|alice@x|lobby||tea", "leave|alice@x|lobby"}));
}

TEST_F(RequestsTest, VCardsWithTheirBytes) {
  const std::string_view photo("\0png\0", 5);
  auto vcard = sized<prism_vcard>();
  vcard.user = str("alice@x");
  vcard.full_name = str("Alice A.");
  vcard.vcard_nickname = str("ally");
  vcard.photo = {photo.data(), photo.size()};
  plugin_->own_vcard(self_, &vcard);
  plugin_.requestVCard("alice@x", "lobby", "bob");
  EXPECT_EQ(take(), (Lines{"ownVcard|alice@x||Alice A.|ally|" + std::string(photo), "vcardWanted|alice@x|lobby|bob"}));
}

TEST_F(RequestsTest, RawStanzas) {
  plugin_.sendRawXml("alice@x", "<iq/>");
  EXPECT_EQ(take(), Lines{"rawXml|alice@x|<iq/>"});
}

}  // namespace
}  // namespace prism::tests
