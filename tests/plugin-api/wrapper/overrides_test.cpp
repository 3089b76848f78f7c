// SPDX-License-Identifier: MIT
// The table contains exactly the callbacks that a plugin overrides.
#include "tests/support/fake_host.h"
#include <prism/chat.hpp>
#include <prism/commands.h>
#include <prism/history.hpp>
#include <prism/plugin.hpp>
#include <prism/room_admin.hpp>

#include <gtest/gtest.h>

namespace prism::tests {
namespace {

class Least : public Plugin {
 public:
  using Plugin::Plugin;
  void login(const Login&) override {}
  void logout(std::string_view) override {}
};

// Returns the names of the table's callbacks.
Lines entriesOf(const prism_plugin& table) {
  Lines names;
  const auto entry = [&](const char* name, bool there) {
    if (there) {
      names.emplace_back(name);
    }
  };
  entry("create", table.create);
  entry("start", table.start);
  entry("stop", table.stop);
  entry("destroy", table.destroy);
  entry("memory_usage", table.memory_usage);
  entry("login", table.login);
  entry("logout", table.logout);
  entry("message", table.message);
  entry("status_changed", table.status_changed);
  entry("roster", table.roster);
  entry("buddy_changed", table.buddy_changed);
  entry("buddy_removed", table.buddy_removed);
  entry("buddy_blocked", table.buddy_blocked);
  entry("authorization_answered", table.authorization_answered);
  entry("typing", table.typing);
  entry("attention", table.attention);
  entry("join", table.join);
  entry("leave", table.leave);
  entry("set_subject", table.set_subject);
  entry("vcard_wanted", table.vcard_wanted);
  entry("own_vcard", table.own_vcard);
  entry("raw_xml", table.raw_xml);
  entry("get_extension", table.get_extension);
  return names;
}

// Returns the callbacks beyond the required ones.
template <typename Derived>
Lines added() {
  static constexpr prism_plugin table = functionsOf<Derived>("id", "1.0");
  Lines names;
  for (const std::string& name : entriesOf(table)) {
    if (name != "create" && name != "destroy" && name != "login" && name != "logout") {
      names.push_back(name);
    }
  }
  return names;
}

TEST(OverridesTest, TheLeastPluginHasWhatIsRequired) {
  const prism_plugin table = functionsOf<Least>("least", "1.2.3");
  EXPECT_EQ(entriesOf(table), (Lines{"create", "destroy", "login", "logout"}));
  EXPECT_EQ(table.struct_size, sizeof table);
  EXPECT_EQ(table.abi_version, PRISM_ABI_VERSION);
  EXPECT_EQ(table.min_host_minor, std::uint32_t{PRISM_NEEDS_MINOR});
  EXPECT_STREQ(table.id, "least");
  EXPECT_STREQ(table.version, "1.2.3");
}

struct Starts : Least {
  using Least::Least;
  Result start() override { return Result::Ok; }
};
struct Stops : Least {
  using Least::Least;
  Result stop() override { return Result::Ok; }
};
struct UsesMemory : Least {
  using Least::Least;
  Memory memoryUsage() override { return {}; }
};
struct Messages : Least {
  using Least::Least;
  void message(const Message&) override {}
};
struct StatusChanges : Least {
  using Least::Least;
  void statusChanged(const Presence&) override {}
};
struct Rosters : Least {
  using Least::Least;
  void roster(std::string_view, const std::vector<Buddy>&) override {}
};
struct BuddyChanges : Least {
  using Least::Least;
  void buddyChanged(const Buddy&) override {}
};
struct BuddyRemovals : Least {
  using Least::Least;
  void buddyRemoved(std::string_view, std::string_view) override {}
};
struct Blocks : Least {
  using Least::Least;
  void buddyBlocked(const Block&) override {}
};
struct Answers : Least {
  using Least::Least;
  void authorizationAnswered(const AuthorizationAnswer&) override {}
};
struct Types : Least {
  using Least::Least;
  void typing(const Typing&) override {}
};
struct Attentions : Least {
  using Least::Least;
  void attention(const Attention&) override {}
};
struct Joins : Least {
  using Least::Least;
  void join(const Join&) override {}
};
struct Leaves : Least {
  using Least::Least;
  void leave(const Leave&) override {}
};
struct Subjects : Least {
  using Least::Least;
  void setSubject(const Subject&) override {}
};
struct Cards : Least {
  using Least::Least;
  void vcardWanted(const VCardRequest&) override {}
};
struct OwnCards : Least {
  using Least::Least;
  void ownVcard(const VCard&) override {}
};
struct Stanzas : Least {
  using Least::Least;
  void rawXml(std::string_view, std::string_view) override {}
};

struct Archives : Least, HistoryHandler {
  using Least::Least;
  void historyPage(const HistoryRequest&, const HistoryResponder&) override {}
};
struct Extended : Archives, ChatHandler, RoomsHandler {
  using Archives::Archives;
  void reactTo(const ChatReactions&) override {}
};

TEST(OverridesTest, TheHandlersOfAPluginAreItsExtensions) {
  const auto extensionsOf = [](const prism_plugin& table) {
    Lines names;
    for (const char* name : {PRISM_CHAT, PRISM_HISTORY, PRISM_ROOMS, PRISM_COMMANDS}) {
      if (table.get_extension(nullptr, name)) {
        names.emplace_back(name);
      }
    }
    return names;
  };
  EXPECT_EQ(extensionsOf(functionsOf<Archives>("id", "1.0")), Lines{PRISM_HISTORY});
  const prism_plugin table = functionsOf<Extended>("id", "1.0");
  EXPECT_EQ(extensionsOf(table), (Lines{PRISM_CHAT, PRISM_HISTORY, PRISM_ROOMS}));
  EXPECT_TRUE(static_cast<const prism_chat_plugin*>(table.get_extension(nullptr, PRISM_CHAT))->react);
}

TEST(OverridesTest, EachOverrideSetsItsEntryAndNoOther) {
  EXPECT_EQ(added<Starts>(), Lines{"start"});
  EXPECT_EQ(added<Stops>(), Lines{"stop"});
  EXPECT_EQ(added<UsesMemory>(), Lines{"memory_usage"});
  EXPECT_EQ(added<Messages>(), Lines{"message"});
  EXPECT_EQ(added<StatusChanges>(), Lines{"status_changed"});
  EXPECT_EQ(added<Rosters>(), Lines{"roster"});
  EXPECT_EQ(added<BuddyChanges>(), Lines{"buddy_changed"});
  EXPECT_EQ(added<BuddyRemovals>(), Lines{"buddy_removed"});
  EXPECT_EQ(added<Blocks>(), Lines{"buddy_blocked"});
  EXPECT_EQ(added<Answers>(), Lines{"authorization_answered"});
  EXPECT_EQ(added<Types>(), Lines{"typing"});
  EXPECT_EQ(added<Attentions>(), Lines{"attention"});
  EXPECT_EQ(added<Joins>(), Lines{"join"});
  EXPECT_EQ(added<Leaves>(), Lines{"leave"});
  EXPECT_EQ(added<Subjects>(), Lines{"set_subject"});
  EXPECT_EQ(added<Cards>(), Lines{"vcard_wanted"});
  EXPECT_EQ(added<OwnCards>(), Lines{"own_vcard"});
  EXPECT_EQ(added<Stanzas>(), Lines{"raw_xml"});
  EXPECT_EQ(added<Extended>(), Lines{"get_extension"});
}

// An override in an intermediate class counts, also beside an overload of the same name.
struct Between : Messages {
  using Messages::Messages;
  void typing(const Typing&) override {}
  void typing(int) {}
};

TEST(OverridesTest, AnOverrideOfABaseClassCounts) { EXPECT_EQ(added<Between>(), (Lines{"message", "typing"})); }

template <typename Derived>
Lines announcedBy() {
  FakeHost host;
  const Instance plugin(functionsOf<Derived>("id", "1.0"), host);
  return host.take();
}

struct Featured : Joins {
  using Joins::Joins;
  Features features() override {
    Features features;
    features.password = false;
    features.registration = false;
    features.receipts = true;
    features.raw_xml = true;
    features.unescaped_jids = true;
    features.relogin = true;
    return features;
  }
};

TEST(OverridesTest, AnnouncesPasswordsAndRegistrationAndWhatTheOverridesTell) {
  EXPECT_EQ(announcedBy<Least>(), Lines{"set_features 3"});
  EXPECT_EQ(announcedBy<Joins>(), Lines{"set_features 11"});
  EXPECT_EQ(announcedBy<Rosters>(), Lines{"set_features 67"});
}

TEST(OverridesTest, AnnouncesEachFeature) { EXPECT_EQ(announcedBy<Featured>(), Lines{"set_features 188"}); }

}  // namespace
}  // namespace prism::tests
