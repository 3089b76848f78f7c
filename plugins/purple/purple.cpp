// SPDX-License-Identifier: MIT
// The libpurple plugin: passes Prism's requests to the users whom they concern.
#include "core/account_options.h"
#include "core/certificates.h"
#include "core/configuration.h"
#include "core/libpurple.h"
#include "core/limits.h"
#include "core/outgoing_directory.h"
#include "operations/operations.h"
#include "user/commands.h"
#include "user/user.h"
#include <prism/plugin.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace purple {
namespace {

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

class PurplePluginForPrism final : public prism::Plugin {
 public:
  explicit PurplePluginForPrism(prism::Host host)
      : Plugin(host),
        configuration_(readConfiguration(host)),
        libpurple_(host, configuration_),
        certificates_(configuration_.certificate_directories, configuration_.verify_certificates,
                      certificateDecision(host)),
        outgoing_(host, configuration_.working_directory),
        shared_{host, configuration_, libpurple_, prism::Prompts(host), Memory(host), outgoing_} {
    shared_.forget = [this](const std::string& user) { forgetSoon(user); };
    if (configuration_.anyProtocol()) {
      warn(allProtocols());
      return;
    }
    PurplePlugin* protocol = findProtocol(configuration_.protocol);
    if (!protocol) {
      throw std::runtime_error(whyNoProtocol());
    }
    protocol_ = protocol->info->id;
    warn({&infoOf(protocol)});
  }

  prism::Features features() override {
    prism::Features features;
    if (!protocol_.empty()) {
      const PurplePluginProtocolInfo& protocol = infoOf(findProtocol(protocol_));
      features.password = (protocol.options & OPT_PROTO_NO_PASSWORD) == 0;
      features.rooms = protocol.join_chat != nullptr;
    }
    return features;
  }

  prism::Result start() override {
    setConversationOperations();
    setContactOperations();
    setConnectionOperations();
    setRequestOperations(shared_);
    setNotifyOperations(shared_);
    setRoomListOperations();
    connectSignals();
    setTransferOperations();
    connectXmppSignals(libpurple_.loop());
    const auto tell = [](void (User::*function)()) {
      return [function](SessionMemory::Session session) {
        forEachUser([=](User& user) {
          const bool its = user.account() == session;
          if (its) {
            (user.*function)();
          }
          return its;
        });
      };
    };
    libpurple_.loop().memory().limit(kMostOfSession, tell(&User::onMemoryExceeded));
    libpurple_.loop().onSlowed(tell(&User::onSlowed));
    outgoing_.sweep();
    defineCommands();
    if (!protocol_.empty()) {
      host().info("the accounts of " + protocol_ + " are written " + accountFormOf(infoOf(findProtocol(protocol_))));
    }
    return prism::Result::Ok;
  }

  void login(const prism::Login& login) override {
    const GlibContext::Turn turn(libpurple_.glib());
    libpurple_.prepareForLogins();
    users_.erase(std::string(login.user));
    ending_users_.clear();  // it may contain the same user's last session
    std::string protocol = protocol_;
    std::string name(login.legacy_name);
    if (configuration_.anyProtocol() && !splitProtocol(&name, &protocol)) {
      host().disconnected(login.user, prism::ConnectionError::InvalidUsername,
                          "The name must begin with a protocol, as in prpl-jabber.romeo@example.org. There are " +
                              joined(libpurple_.protocolIds()) + ".");
      return;
    }
    auto user = std::make_unique<User>(shared_, login, protocol, name);
    User& added = *user;
    users_[std::string(login.user)] = std::move(user);
    added.start();
  }

  void logout(std::string_view name) override {
    const GlibContext::Turn turn(libpurple_.glib());
    const auto place = users_.find(name);
    if (place != users_.end()) {
      users_.erase(place);
      shared_.memory.trimSoon();
    }
  }

  void message(const prism::Message& message) override {
    with(message.user, [&](User& user) { user.message(message, Typed::kMessage); });
  }
  void statusChanged(const prism::Presence& presence) override {
    with(presence.user, [&](User& user) { user.setStatus(presence.status, presence.text); });
  }
  void roster(std::string_view name, const std::vector<prism::Buddy>& buddies) override {
    with(name, [&](User& user) { user.contacts().restore(buddies); });
  }
  void buddyChanged(const prism::Buddy& buddy) override {
    with(buddy.user, [&](User& user) { user.contacts().change(buddy); });
  }
  void buddyRemoved(std::string_view name, std::string_view buddy) override {
    with(name, [&](User& user) { user.removeContact(buddy); });
  }
  void buddyBlocked(const prism::Block& block) override {
    with(block.user, [&](User& user) { user.contacts().block(block.buddy, block.blocked); });
  }
  void authorizationAnswered(const prism::AuthorizationAnswer& answer) override {
    with(answer.user, [&](User& user) { user.contacts().answerAuthorization(answer.buddy, answer.accepted); });
  }
  void typing(const prism::Typing& typing) override {
    with(typing.user, [&](User& user) { user.typing(typing); });
  }
  void attention(const prism::Attention& attention) override {
    with(attention.user, [&](User& user) { user.attention(attention.buddy, attention.nickname); });
  }
  void join(const prism::Join& join) override {
    with(join.user, [&](User& user) { user.join(join); });
  }
  void leave(const prism::Leave& leave) override {
    with(leave.user, [&](User& user) { user.rooms().leave(leave.room); });
  }
  void setSubject(const prism::Subject& subject) override {
    with(subject.user, [&](User& user) { user.rooms().setSubject(subject.room, subject.subject); });
  }
  void vcardWanted(const prism::VCardRequest& request) override {
    with(request.user, [&](User& user) { user.vcardWanted(request.buddy, request.nickname); });
  }
  void ownVcard(const prism::VCard& card) override {
    with(card.user, [&](User& user) { user.cards().setOwn(card); });
  }

 private:
  std::string whyNoProtocol() const {
    const std::string sentence = "service.protocol is \"" + configuration_.protocol + "\", ";
    const std::set<std::string> ids = libpurple_.protocolIds();
    if (ids.count(configuration_.protocol) != 0 || ids.count("prpl-" + configuration_.protocol) != 0) {
      return sentence +
             "whose module is there, but cannot be loaded; what the log says of Plugin.purple.plugins tells why";
    }
    return sentence + "which libpurple does not have here. It has " + joined(ids) + " (or any)";
  }

  void warn(const std::vector<const PurplePluginProtocolInfo*>& protocols) const {
    for (const std::string& problem : problemsOf(configuration_.options, protocols)) {
      host().warning(problem);
    }
  }

  template <typename Do>
  void with(std::string_view name, const Do& what) {
    const GlibContext::Turn turn(libpurple_.glib());
    const auto place = users_.find(name);
    if (place != users_.end()) {
      place->second->jabberRooms().endStanza();
      what(*place->second);
    }
  }

  static Certificates::Decide certificateDecision(prism::Host host) {
    return [host](PurpleConnection* connection, const CertificateProblem& problem, Certificates::Decided decided) {
      User* user = connection ? userOf(purple_connection_get_account(connection)) : nullptr;
      if (user) {
        user->questions().askAboutCertificate(problem, std::move(decided));
        return;
      }
      host.warning("the certificate of " + problem.server + " is refused: " + problem.reason);
      decided(false);
    };
  }

  // Splits "prpl-jabber.romeo@example.org", also without the "prpl-". Returns false if there is no such protocol.
  static bool splitProtocol(std::string* name, std::string* protocol) {
    const std::size_t dot = name->find('.');
    PurplePlugin* found = dot == std::string::npos ? nullptr : findProtocol(name->substr(0, dot));
    if (!found) {
      return false;
    }
    *protocol = found->info->id;
    name->erase(0, dot + 1);
    return true;
  }

  void defineCommands() {
    Commands::Handlers handlers;
    handlers.menu = [this](const prism::Invocation& invocation) {
      with(invocation.user, [](User& user) { user.offerActions(); });
    };
    handlers.file = [this](const prism::Invocation& invocation, const prism::CommandResponder& responder) {
      bool found = false;
      with(invocation.user, [&](User& user) {
        found = true;
        user.sendFile(invocation, responder);
      });
      if (!found) {
        responder.failed("There is no connection to the network.");
      }
    };
    handlers.run = [this](const prism::Message& message) {
      with(message.user, [&](User& user) { user.message(message, Typed::kCommand); });
    };
    commands_.emplace(shared_, libpurple_.commands(), protocol_, std::move(handlers));
  }

  // Destroys a user in the next turn of the loop: libpurple still uses the account in this one. The user is moved away
  // at once, since a new login of the same user may come first.
  void forgetSoon(const std::string& name) {
    const auto place = users_.find(name);
    if (place == users_.end()) {
      return;
    }
    ending_users_.push_back(std::move(place->second));
    users_.erase(place);
    cleanup_timer_ = host().after(std::chrono::milliseconds(0), [this] {
      const GlibContext::Turn turn(libpurple_.glib());
      ending_users_.clear();
      shared_.memory.trimSoon();
    });
  }

  const Configuration configuration_;
  Libpurple libpurple_;
  Certificates certificates_;
  OutgoingDirectory outgoing_;
  Shared shared_;
  std::string protocol_;  // libpurple's id; empty if service.protocol is `any`
  std::map<std::string, std::unique_ptr<User>, std::less<>> users_;
  std::vector<std::unique_ptr<User>> ending_users_;
  prism::Timer cleanup_timer_;
  std::optional<Commands> commands_;
};

}  // namespace
}  // namespace purple

PRISM_PLUGIN(purple::PurplePluginForPrism, "purple", "libpurple", PRISM_VERSION,
             "protocol:prpl-* protocol:any protocol:*",
             "service.server_mode service.verify_certs service.enable_privacy_lists service.enable_remove_buddy "
             "service.web_directory service.web_url service.web_maximgsize service.working_dir "
             "backend.avatars_directory backend.default_avatar backend.no_vcard_fetch purple.* proxy.type proxy.host "
             "proxy.server proxy.port proxy.user proxy.username proxy.password");
