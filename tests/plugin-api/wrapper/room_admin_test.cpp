// SPDX-License-Identifier: MIT
// prism/room_admin.hpp: capabilities and answers that reach the host, and the requests that reach a plugin.
#include "tests/support/fake_host.h"
#include <prism/room_admin.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace prism::tests {
namespace {

constexpr prism_request_id kId = 7;
constexpr char kForgotten[] = "warning: kick() was not answered: the last copy of its responder is gone";

template <typename Request>
Request requestOf() {
  Request request{};
  request.struct_size = sizeof request;
  request.id = kId;
  request.user = PRISM_STR("alice");
  request.room = PRISM_STR("#tea");
  return request;
}

class Least : public Plugin {
 public:
  explicit Least(Host host) : Plugin(host), rooms(host) {}
  void login(const Login&) override {}
  void logout(std::string_view) override {}

  const Rooms rooms;
};

class Kicking : public Least, public RoomsHandler {
 public:
  using Least::Least;
  void kick(const RoomsChange& change, const RoomsResponder& answer) override {
    if (change.nickname == "throw") {
      throw std::runtime_error("no such thing");
    }
    if (change.nickname == "late") {
      kept_ = answer;
    } else if (change.nickname == "bob") {
      answer.done("bob is gone");
    }
  }
  void getSettings(const RoomsSettingsQuery&, const RoomsResponder& answer) override {
    answer.settings({{"roomname", {"The name", ValueKind::Text, {}, "Tea"}},
                     {"roomtype", {"The type", ValueKind::Choice, {{"green", "Green tea"}, "black"}, "green", false}}});
  }
  void listAffiliation(const RoomsQuery&, const RoomsResponder& answer) override {
    answer.members({{"bob@net", "Bob", Role::Moderator}, {"*@spam", "", Role::Unknown, "spam"}});
  }
  void configure(const RoomsConfiguration&, const RoomsResponder&) override { throw std::runtime_error("secret"); }

  RoomsResponder& kept() { return kept_; }

 private:
  RoomsResponder kept_;
};

// Notes each request in the answer's text.
class Complete : public Least, public RoomsHandler {
 public:
  using Least::Least;
  void kick(const RoomsChange& change, const RoomsResponder& answer) override { note("kick", change, answer); }
  void ban(const RoomsChange& change, const RoomsResponder& answer) override { note("ban", change, answer); }
  void unban(const RoomsChange& change, const RoomsResponder& answer) override { note("unban", change, answer); }
  void setRole(const RoomsChange& change, const RoomsResponder& answer) override { note("role", change, answer); }
  void setAffiliation(const RoomsChange& change, const RoomsResponder& answer) override {
    note("affiliation", change, answer);
  }
  void listAffiliation(const RoomsQuery& query, const RoomsResponder& answer) override {
    answer.done("list " + std::string(query.user) + " " + std::string(query.room) + " " +
                std::to_string(static_cast<std::uint32_t>(query.affiliation)));
  }
  void invite(const RoomsInvite& invite, const RoomsResponder& answer) override {
    answer.done("invite " + std::string(invite.user) + " " + std::string(invite.room) + " " +
                std::string(invite.invitee) + " " + std::string(invite.reason));
  }
  void getSettings(const RoomsSettingsQuery& query, const RoomsResponder& answer) override {
    answer.done("settings " + std::string(query.user) + " " + std::string(query.room));
  }
  void configure(const RoomsConfiguration& configuration, const RoomsResponder& answer) override {
    std::string line = "configure " + std::string(configuration.user) + " " + std::string(configuration.room);
    for (const auto& [name, value] : configuration.values) {
      line += " " + std::string(name) + "=" + std::string(value);
    }
    answer.done(line);
  }
  void destroyRoom(const RoomsDestroy& destroy, const RoomsResponder& answer) override {
    answer.done("destroy " + std::string(destroy.user) + " " + std::string(destroy.room) + " " +
                std::string(destroy.reason) + " " + std::string(destroy.alternative));
  }

 private:
  static void note(const std::string& what, const RoomsChange& change, const RoomsResponder& answer) {
    answer.done(what + " " + std::string(change.user) + " " + std::string(change.room) + " " +
                std::string(change.nickname) + " " + std::string(change.account) +
                " role=" + std::to_string(static_cast<std::uint32_t>(change.role)) + " affiliation=" +
                std::to_string(static_cast<std::uint32_t>(change.affiliation)) + " " + std::string(change.reason));
  }
};

template <typename Derived>
class Handler {
 public:
  Handler() : plugin_(functionsOf<Derived>("id", "1.0"), fake) {
    table_ = static_cast<const prism_rooms_plugin*>(plugin_->get_extension(plugin_.self(), PRISM_ROOMS));
    fake.take();
  }
  const prism_rooms_plugin* operator->() const { return table_; }
  void* self() const { return plugin_.self(); }
  Derived& plugin() const { return static_cast<Derived&>(*static_cast<Plugin*>(plugin_.self())); }
  const void* other() const { return plugin_->get_extension(plugin_.self(), "prism.other/1"); }

  void kick(const char* nickname) {
    auto change = requestOf<prism_rooms_change>();
    change.nickname = prism_str_from(nickname);
    table_->kick(self(), &change);
  }

  FakeHost fake;

 private:
  const Instance plugin_;
  const prism_rooms_plugin* table_ = nullptr;
};

TEST(RoomsTest, CapabilitiesReachTheHostWhole) {
  FakeHost fake;
  const Rooms rooms{Host(fake.table())};
  RoomsCapabilities can;
  can.user = "alice";
  can.room = "#tea";
  can.kick = can.set_role = can.list = can.configure = true;
  can.roles = {Role::Visitor, Role::Moderator};
  EXPECT_EQ(rooms.setCapabilities(can), Result::Ok);
  can = {};
  can.ban = can.set_affiliation = can.invite = can.destroy = true;
  can.affiliations = {Affiliation::Outcast, Affiliation::Owner};
  fake.answer(PRISM_ERR_STATE);
  EXPECT_EQ(rooms.setCapabilities(can), Result::WrongState);
  can.inherit = true;
  rooms.setCapabilities(can);
  EXPECT_EQ(fake.take(), (Lines{"rooms.set_capabilities alice #tea flags=85 roles=10 affiliations=0",
                                "rooms.set_capabilities   flags=170 roles=0 affiliations=36",
                                "rooms.set_capabilities   flags=2147483648 roles=0 affiliations=36"}));
}

TEST(RoomsTest, WithoutTheServiceNothingIsCalled) {
  FakeHost fake;
  fake.removeService(PRISM_ROOMS);
  const Rooms rooms{Host(fake.table())};
  EXPECT_FALSE(rooms);
  EXPECT_EQ(rooms.setCapabilities({}), Result::Unsupported);
  EXPECT_EQ(fake.take(), Lines{});
}

TEST(RoomsTest, TheTableHasWhatIsOverridden) {
  const Handler<Kicking> kicking;
  EXPECT_EQ(kicking->struct_size, sizeof(prism_rooms_plugin));
  EXPECT_TRUE(kicking->kick && kicking->get_settings && kicking->list && kicking->configure);
  EXPECT_FALSE(kicking->ban || kicking->unban || kicking->set_role || kicking->set_affiliation || kicking->invite ||
               kicking->destroy);
  EXPECT_EQ(kicking.other(), nullptr);
}

TEST(RoomsTest, AnAnswerIsGivenOnce) {
  Handler<Kicking> kicking;
  kicking.kick("bob");
  EXPECT_EQ(kicking.fake.take(), Lines{"rooms.answer 7 outcome=1 bob is gone"});
  kicking.kick("carol");
  EXPECT_EQ(kicking.fake.take(), (Lines{"rooms.answer 7 outcome=2", kForgotten}));
  kicking.kick("throw");
  EXPECT_EQ(kicking.fake.take(), (Lines{"rooms.answer 7 outcome=2", "fault: kick(): exception: no such thing"}));
}

TEST(RoomsTest, AnAnswerMayBeKept) {
  Handler<Kicking> kicking;
  kicking.kick("late");
  EXPECT_EQ(kicking.fake.take(), Lines{});
  RoomsResponder& kept = kicking.plugin().kept();
  EXPECT_TRUE(kept);
  kicking.fake.answer(PRISM_ERR_ARGUMENT);
  EXPECT_EQ(kept.done("x"), Result::BadArgument);
  EXPECT_TRUE(kept) << "the request stays open";
  kicking.fake.answer(PRISM_ERR_ENDED);
  EXPECT_EQ(kept.refuse(RoomsOutcome::NotFound, "nobody"), Result::Ended);
  EXPECT_FALSE(kept);
  EXPECT_EQ(kept.done(), Result::Ended);
  EXPECT_EQ(kicking.fake.take(), (Lines{"rooms.answer 7 outcome=1 x", "rooms.answer 7 outcome=4 nobody"}));
}

TEST(RoomsTest, CopiesAnswerTheSameRequest) {
  Handler<Kicking> kicking;
  kicking.kick("late");
  RoomsResponder copy = kicking.plugin().kept();
  kicking.plugin().kept() = RoomsResponder();
  EXPECT_EQ(kicking.fake.take(), Lines{});
  const RoomsResponder other = copy;
  EXPECT_EQ(other.done(), Result::Ok);
  EXPECT_FALSE(copy);
  EXPECT_EQ(copy.refuse(), Result::Ended);
  EXPECT_EQ(kicking.fake.take(), Lines{"rooms.answer 7 outcome=1"});
  kicking.kick("late");
  kicking.plugin().kept() = RoomsResponder();
  EXPECT_EQ(kicking.fake.take(), (Lines{"rooms.answer 7 outcome=2", kForgotten}));
}

TEST(RoomsTest, ListsReachTheHostWhole) {
  Handler<Kicking> kicking;
  const auto query = requestOf<prism_rooms_query>();
  kicking->list(kicking.self(), &query);
  const auto settings = requestOf<prism_rooms_settings_query>();
  kicking->get_settings(kicking.self(), &settings);
  EXPECT_EQ(kicking.fake.take(),
            (Lines{"rooms.answer 7 outcome=1 [bob@net Bob role=3 ] [*@spam  role=0 spam]",
                   "rooms.answer 7 outcome=1 [roomname kind=1 flags=1 The name Tea] "
                   "[roomtype kind=6 flags=0 The type green choice=green,Green tea choice=black,]"}));
}

TEST(RoomsTest, TheTextOfAnExceptionWithValuesIsNotLogged) {
  Handler<Kicking> kicking;
  const auto configuration = requestOf<prism_rooms_configuration>();
  kicking->configure(kicking.self(), &configuration);
  EXPECT_EQ(kicking.fake.take(),
            (Lines{"rooms.answer 7 outcome=2", "fault: configure(): exception of the type std::runtime_error"}));
}

TEST(RoomsTest, RequestsReachThePluginWhole) {
  Handler<Complete> complete;
  auto change = requestOf<prism_rooms_change>();
  change.nickname = PRISM_STR("Bob");
  change.account = PRISM_STR("bob@net");
  change.reason = PRISM_STR("spam");
  complete->kick(complete.self(), &change);
  complete->ban(complete.self(), &change);
  complete->unban(complete.self(), &change);
  change.role = PRISM_ROLE_VISITOR;
  complete->set_role(complete.self(), &change);
  change.role = 0;
  change.affiliation = PRISM_AFFILIATION_ADMIN;
  complete->set_affiliation(complete.self(), &change);
  auto query = requestOf<prism_rooms_query>();
  query.affiliation = PRISM_AFFILIATION_OUTCAST;
  complete->list(complete.self(), &query);
  auto invite = requestOf<prism_rooms_invite>();
  invite.invitee = PRISM_STR("carol");
  invite.reason = PRISM_STR("tea");
  complete->invite(complete.self(), &invite);
  const auto settings = requestOf<prism_rooms_settings_query>();
  complete->get_settings(complete.self(), &settings);
  const prism_pair values[] = {{PRISM_STR("roomname"), PRISM_STR("Tea")}, {PRISM_STR("maxusers"), {}}};
  auto configuration = requestOf<prism_rooms_configuration>();
  configuration.values = values;
  configuration.values_count = 2;
  complete->configure(complete.self(), &configuration);
  auto destroy = requestOf<prism_rooms_destroy>();
  destroy.reason = PRISM_STR("moved");
  destroy.alternative = PRISM_STR("#coffee");
  complete->destroy(complete.self(), &destroy);
  const std::string start = "rooms.answer 7 outcome=1 ";
  EXPECT_EQ(complete.fake.take(),
            (Lines{start + "kick alice #tea Bob bob@net role=0 affiliation=0 spam",
                   start + "ban alice #tea Bob bob@net role=0 affiliation=0 spam",
                   start + "unban alice #tea Bob bob@net role=0 affiliation=0 spam",
                   start + "role alice #tea Bob bob@net role=1 affiliation=0 spam",
                   start + "affiliation alice #tea Bob bob@net role=0 affiliation=4 spam", start + "list alice #tea 2",
                   start + "invite alice #tea carol tea", start + "settings alice #tea",
                   start + "configure alice #tea roomname=Tea maxusers=", start + "destroy alice #tea moved #coffee"}));
}

}  // namespace
}  // namespace prism::tests
