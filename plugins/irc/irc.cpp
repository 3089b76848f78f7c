// SPDX-License-Identifier: MIT
// The IRC plugin: dispatches Prism's requests to the users.
#include "mapping/commands.h"
#include "mapping/configuration.h"
#include "mapping/positions.h"
#include "mapping/user.h"
#include <prism/chat.hpp>
#include <prism/commands.hpp>
#include <prism/history.hpp>
#include <prism/plugin.hpp>
#include <prism/room_admin.hpp>

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t kConnecting = 8;  // attempts to one server at once: the shortest listen queues have ten places

class IrcPlugin final : public prism::Plugin,
                        public prism::ChatHandler,
                        public prism::HistoryHandler,
                        public prism::RoomsHandler {
 public:
  explicit IrcPlugin(prism::Host host)
      : Plugin(host),
        configuration_(irc::readConfiguration(host)),
        resolver_(host),
        network_{host, resolver_, configuration_.proxy, configuration_.bind_address, configuration_.connect_timeout},
        gate_(kConnecting),
        sts_(host, configuration_.working_directory + "/irc.sts"),
        metrics_(prism::Metrics(host)),
        environment_{network_, configuration_.settings, gate_, memory_, sts_, metrics_},
        shared_{host, configuration_, environment_} {
    shared_.quit_session = [this](std::unique_ptr<irc::Session> session, const std::string& reason) {
      quitSession(std::move(session), reason);
    };
    shared_.forget = [this](const std::string& user) { users_.erase(user); };
    const auto run = [this](const prism::Invocation& invocation, const prism::CommandResponder& responder) {
      withUser(invocation.user, [&](irc::User& user) { user.command(invocation); });
      responder.done();
    };
    irc::keepPositions(host);
    announceModeration();
    commands_.define(irc::defineCommands(run), {configuration_.settings.dot_commands});
  }

  prism::Result start() override {
    sts_.takeOldFileOver();
    irc::deleteOldSeenTimes(configuration_.working_directory);
    return prism::Result::Ok;
  }

  prism::Features features() override {
    prism::Features features;
    features.registration = false;
    features.unescaped_jids = true;
    return features;
  }

  prism::Result stop() override {
    stopping_ = true;
    return leaving_.empty() ? prism::Result::Ok : prism::Result::Pending;
  }

  void login(const prism::Login& login) override {
    logout(login.user);  // of an earlier session, which saves what the new one reads
    auto user = std::make_unique<irc::User>(shared_, login);
    irc::User& added = *user;
    users_.insert_or_assign(std::string(login.user), std::move(user));
    added.start();
  }

  void logout(std::string_view user) override {
    const auto place = users_.find(user);
    if (place != users_.end()) {
      place->second->logOut();
      users_.erase(place);
    }
  }

  void message(const prism::Message& message) override {
    withUser(message.user, [&](irc::User& user) { user.message(message); });
  }
  void typing(const prism::Typing& typing) override {
    withUser(typing.user, [&](irc::User& user) { user.typing(typing); });
  }
  void reactTo(const prism::ChatReactions& reactions) override {
    withUser(reactions.user, [&](irc::User& user) { user.react(reactions); });
  }
  void retractMessage(const prism::ChatRetraction& retraction) override {
    withUser(retraction.user, [&](irc::User& user) { user.retract(retraction); });
  }
  void markRead(const prism::ChatMarker& marker) override {
    withUser(marker.user, [&](irc::User& user) { user.markRead(marker); });
  }
  void historyPage(const prism::HistoryRequest& request, const prism::HistoryResponder& responder) override {
    withUser(request.user, [&](irc::User& user) { user.historyPage(request, responder); });
  }
  void kick(const prism::RoomsChange& change, const prism::RoomsResponder& answer) override {
    moderate(change, answer, &irc::Bridge::kick);
  }
  void ban(const prism::RoomsChange& change, const prism::RoomsResponder& answer) override {
    moderate(change, answer, &irc::Bridge::ban);
  }
  void unban(const prism::RoomsChange& change, const prism::RoomsResponder& answer) override {
    moderate(change, answer, &irc::Bridge::unban);
  }
  void setRole(const prism::RoomsChange& change, const prism::RoomsResponder& answer) override {
    moderate(change, answer, &irc::Bridge::setRole);
  }
  void listAffiliation(const prism::RoomsQuery& query, const prism::RoomsResponder& answer) override {
    moderate(query, answer, &irc::Bridge::listBans);
  }
  void invite(const prism::RoomsInvite& invite, const prism::RoomsResponder& answer) override {
    moderate(invite, answer, &irc::Bridge::invite);
  }
  void getSettings(const prism::RoomsSettingsQuery& query, const prism::RoomsResponder& answer) override {
    moderate(query, answer, &irc::Bridge::getSettings);
  }
  void configure(const prism::RoomsConfiguration& configuration, const prism::RoomsResponder& answer) override {
    moderate(configuration, answer, &irc::Bridge::configure);
  }
  void statusChanged(const prism::Presence& presence) override {
    withUser(presence.user, [&](irc::User& user) { user.statusChanged(presence.status, presence.text); });
  }
  void buddyChanged(const prism::Buddy& buddy) override {
    withUser(buddy.user, [&](irc::User& user) { user.watch(buddy.buddy); });
  }
  // After the login, Spectrum names all contacts at once.
  void roster(std::string_view name, const std::vector<prism::Buddy>& buddies) override {
    withUser(name, [&](irc::User& user) {
      for (const prism::Buddy& buddy : buddies) {
        user.watch(buddy.buddy);
      }
    });
  }
  void buddyRemoved(std::string_view name, std::string_view buddy) override {
    withUser(name, [&](irc::User& user) { user.unwatch(buddy); });
  }
  void join(const prism::Join& join) override {
    withUser(join.user, [&](irc::User& user) { user.join(join); });
  }
  void leave(const prism::Leave& leave) override {
    withUser(leave.user, [&](irc::User& user) { user.leave(leave.room); });
  }
  void setSubject(const prism::Subject& subject) override {
    withUser(subject.user, [&](irc::User& user) { user.setSubject(subject.room, subject.subject); });
  }
  void vcardWanted(const prism::VCardRequest& request) override {
    withUser(request.user, [&](irc::User& user) { user.vcardWanted(request.buddy, request.nickname); });
  }

 private:
  template <typename Do>
  void withUser(std::string_view name, const Do& what) {
    const auto place = users_.find(name);
    if (place != users_.end()) {
      what(*place->second);
    }
  }

  template <typename Request>
  void moderate(const Request& request, const prism::RoomsResponder& answer,
                void (irc::Bridge::*what)(const Request& request, const prism::RoomsResponder& answer)) {
    withUser(request.user, [&](irc::User& user) {
      user.moderate(request.room, answer, [&](irc::Bridge& bridge, const prism::RoomsResponder& to_give) {
        (bridge.*what)(request, to_give);
      });
    });
  }

  void announceModeration() {
    prism::RoomsCapabilities can;
    can.kick = can.ban = can.set_role = can.list = can.invite = can.configure = true;
    can.affiliations = {prism::Affiliation::Outcast};
    prism::Rooms(host()).setCapabilities(can);
  }

  // A session that quits outlives its user.
  void quitSession(std::unique_ptr<irc::Session> session, const std::string& reason) {
    leaving_.push_front(std::move(session));
    leaving_.front()->quit(reason, [this, place = leaving_.begin()] {
      leaving_.erase(place);
      if (stopping_ && leaving_.empty()) {
        host().stopped();
      }
    });
  }

  const irc::Configuration configuration_;
  net::Resolver resolver_;
  const net::Network network_;
  irc::ConnectGate gate_;
  irc::ProcessMemory memory_;
  irc::StsPolicies sts_;
  const irc::Metrics metrics_;
  const irc::Environment environment_;
  irc::Shared shared_;
  std::list<std::unique_ptr<irc::Session>> leaving_;
  std::map<std::string, std::unique_ptr<irc::User>, std::less<>> users_;
  prism::Commands commands_{host()};
  bool stopping_ = false;
};

}  // namespace

PRISM_PLUGIN(
    IrcPlugin, "irc", "IRC", PRISM_VERSION, "protocol:irc key:service.irc_server",
    "service.working_dir service.irc_server service.irc_identify service.irc_send_pass service.irc_away_timeout "
    "irc.tls irc.tls_verify "
    "irc.tls_fingerprint irc.tls_ca_file irc.tls_certificate irc.tls_key irc.sasl irc.sasl_account irc.username "
    "irc.realname irc.server_password irc.bind_address irc.webirc_password irc.webirc_gateway irc.encoding "
    "irc.encoding_out irc.flood_burst irc.flood_interval irc.reconnect_attempts irc.reconnect_delay "
    "irc.reconnect_max_delay irc.ping_interval irc.ping_timeout irc.connect_timeout irc.join_timeout irc.history "
    "irc.quit_message irc.sasl_timeout irc.identify_timeout irc.idle_disconnect irc.motd irc.dot_commands irc.raw "
    "irc.private_messages irc.nick_regain_interval irc.queue_limit irc.room_list proxy.type proxy.host "
    "proxy.server proxy.port proxy.user proxy.username proxy.password");
