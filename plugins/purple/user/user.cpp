// SPDX-License-Identifier: MIT
#include "user/user.h"

#include "core/account_options.h"
#include "core/limits.h"
#include "net/backoff.h"
#include "text/markup.h"
#include "text/shortened.h"
#include "user/actions.h"
#include "user/spellings.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace purple {
namespace {

// Creates an account. purple_account_new() returns an existing account with the same name on the network, but here each
// user has a separate account. So it is created with an unused name, and renamed.
PurpleAccount* makeAccount(const std::string& protocol, const std::string& name) {
  std::string unused = name;
  for (int number = 1; purple_accounts_find(unused.c_str(), protocol.c_str()); ++number) {
    unused = std::to_string(number) + name;
  }
  PurpleAccount* account = purple_account_new(unused.c_str(), protocol.c_str());
  purple_account_set_username(account, name.c_str());
  purple_accounts_add(account);
  return account;
}

prism::Conversation kindOf(const Rooms::Place& place) {
  return place.nickname.empty() ? prism::Conversation::Contact : prism::Conversation::Private;
}

std::set<User*> all_users;

// The setting in holder_.
constexpr const char* kHolder = "holder";

// After such a time the connection was a good one.
constexpr std::chrono::minutes kSettled{1};

void setProxy(PurpleAccount* account, const Proxy& proxy) {
  PurpleProxyInfo* info = purple_proxy_info_new();
  purple_proxy_info_set_type(info, proxy.type);
  purple_proxy_info_set_host(info, proxy.host.c_str());
  purple_proxy_info_set_port(info, proxy.port);
  purple_proxy_info_set_username(info, proxy.user.empty() ? nullptr : proxy.user.c_str());
  purple_proxy_info_set_password(info, proxy.password.empty() ? nullptr : proxy.password.c_str());
  purple_account_set_proxy_info(account, info);
}

// Returns the protocol's status type for a status, or the nearest one that it has.
PurpleStatusType* statusTypeFor(PurpleAccount* account, prism::Status status) {
  if (status == prism::Status::FreeForChat) {
    // libpurple has no primitive for it. Protocols that have the status use this id.
    if (PurpleStatusType* type = purple_account_get_status_type(account, "freeforchat")) {
      return type;
    }
  }
  static constexpr PurpleStatusPrimitive kOnline[] = {PURPLE_STATUS_AVAILABLE};
  static constexpr PurpleStatusPrimitive kAway[] = {PURPLE_STATUS_AWAY, PURPLE_STATUS_EXTENDED_AWAY,
                                                    PURPLE_STATUS_UNAVAILABLE, PURPLE_STATUS_AVAILABLE};
  static constexpr PurpleStatusPrimitive kExtendedAway[] = {PURPLE_STATUS_EXTENDED_AWAY, PURPLE_STATUS_AWAY,
                                                            PURPLE_STATUS_UNAVAILABLE, PURPLE_STATUS_AVAILABLE};
  static constexpr PurpleStatusPrimitive kBusy[] = {PURPLE_STATUS_UNAVAILABLE, PURPLE_STATUS_AWAY,
                                                    PURPLE_STATUS_AVAILABLE};
  static constexpr PurpleStatusPrimitive kInvisible[] = {PURPLE_STATUS_INVISIBLE, PURPLE_STATUS_AWAY,
                                                         PURPLE_STATUS_AVAILABLE};
  const auto first = [account](const auto& primitives) -> PurpleStatusType* {
    for (const PurpleStatusPrimitive primitive : primitives) {
      if (PurpleStatusType* type = purple_account_get_status_type_with_primitive(account, primitive)) {
        return type;
      }
    }
    return nullptr;
  };
  switch (status) {
    case prism::Status::Away:
      return first(kAway);
    case prism::Status::ExtendedAway:
      return first(kExtendedAway);
    case prism::Status::DoNotDisturb:
      return first(kBusy);
    case prism::Status::Invisible:
      return first(kInvisible);
    default:
      return first(kOnline);
  }
}

prism::ConnectionError errorOf(PurpleConnectionError reason) {
  switch (reason) {
    case PURPLE_CONNECTION_ERROR_NETWORK_ERROR:
      return prism::ConnectionError::Network;
    case PURPLE_CONNECTION_ERROR_INVALID_USERNAME:
      return prism::ConnectionError::InvalidUsername;
    case PURPLE_CONNECTION_ERROR_AUTHENTICATION_FAILED:
      return prism::ConnectionError::AuthenticationFailed;
    case PURPLE_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE:
      return prism::ConnectionError::AuthenticationImpossible;
    case PURPLE_CONNECTION_ERROR_NO_SSL_SUPPORT:
      return prism::ConnectionError::NoSslSupport;
    case PURPLE_CONNECTION_ERROR_ENCRYPTION_ERROR:
      return prism::ConnectionError::Encryption;
    case PURPLE_CONNECTION_ERROR_NAME_IN_USE:
      return prism::ConnectionError::NameInUse;
    case PURPLE_CONNECTION_ERROR_INVALID_SETTINGS:
      return prism::ConnectionError::InvalidSettings;
    case PURPLE_CONNECTION_ERROR_CERT_NOT_PROVIDED:
      return prism::ConnectionError::CertNotProvided;
    case PURPLE_CONNECTION_ERROR_CERT_UNTRUSTED:
      return prism::ConnectionError::CertUntrusted;
    case PURPLE_CONNECTION_ERROR_CERT_EXPIRED:
      return prism::ConnectionError::CertExpired;
    case PURPLE_CONNECTION_ERROR_CERT_NOT_ACTIVATED:
      return prism::ConnectionError::CertNotActivated;
    case PURPLE_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH:
      return prism::ConnectionError::CertHostnameMismatch;
    case PURPLE_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH:
      return prism::ConnectionError::CertFingerprintMismatch;
    case PURPLE_CONNECTION_ERROR_CERT_SELF_SIGNED:
      return prism::ConnectionError::CertSelfSigned;
    case PURPLE_CONNECTION_ERROR_CERT_OTHER_ERROR:
      return prism::ConnectionError::CertOther;
    default:
      return prism::ConnectionError::Other;
  }
}

}  // namespace

User* userOf(const PurpleAccount* account) { return account ? static_cast<User*>(account->ui_data) : nullptr; }

void forEachUser(const std::function<bool(User&)>& what) {
  for (User* user : std::set<User*>(all_users)) {
    if (all_users.count(user) != 0 && what(*user)) {
      return;
    }
  }
}

User::User(Shared& shared, const prism::Login& login, const std::string& protocol, const std::string& account_name)
    : settings_(shared.host),
      holder_(shared.host),
      secrets_(shared.libpurple.debug()),
      owner_{.shared = shared,
             .user = std::string(login.user),
             .legacy_name = std::string(login.legacy_name),
             .account = makeAccount(protocol, account_name),
             .settings = settings_,
             .secrets = secrets_,
             .reported_limits = reported_limits_} {
  PurpleAccount* account = owner_.account;
  account->ui_data = this;
  all_users.insert(this);
  secrets_.add(login.password);
  for (const std::string& secret : secretsIn(shared.configuration.options, owner_.protocol())) {
    secrets_.add(secret);
  }
  purple_account_set_remember_password(account, FALSE);
  purple_account_set_password(account, login.password.empty() ? nullptr : login.password.data());
  purple_account_set_check_mail(account, FALSE);
  settings_.read(shared.configuration.working_directory + "/accounts",
                 owner_.user + "\n" + protocol + "\n" + owner_.normalized(account_name));
  settings_.applyTo(account);
  setOptions(account, shared.configuration.options, owner_.protocol());
  // XMPP's pictures within messages (XEP-0231) are left out, and libpurple crashes at one for a room that was left.
  purple_account_set_bool(account, "custom_smileys", FALSE);
  if (shared.configuration.proxy) {
    secrets_.add(shared.configuration.proxy->password);
    setProxy(account, *shared.configuration.proxy);
  }
  if (shared.configuration.privacy_lists) {
    purple_account_set_privacy_type(account, PURPLE_PRIVACY_DENY_USERS);
  }
  setStatus(prism::Status::Online, {});
  settings_.storeChangesOf(account);
}

User::~User() {
  PurpleAccount* account = owner_.account;
  ended_ = true;
  rooms_.end();
  cancelTransfers();
  closeConversations();  // while the protocol still knows their names
  // Disabling the account disconnects it, unless it has failed and its disconnection is pending.
  purple_account_set_enabled(account, kUi, FALSE);
  if (!purple_account_is_disconnected(account)) {
    purple_account_disconnect(account);
  }
  closeConversations();
  purple_request_close_with_handle(account);
  purple_notify_close_with_handle(account);
  contacts_.removeAll();
  account->ui_data = nullptr;
  all_users.erase(this);
  wipePassword();
  forgetPassword();
  purple_accounts_delete(account);
  owner_.shared.libpurple.loop().forget(account);
}

void User::forgetPassword() {
  if (owner_.account->password) {
    explicit_bzero(owner_.account->password, std::strlen(owner_.account->password));
  }
  purple_account_set_password(owner_.account, nullptr);
}

// libpurple would report their end to an account that is gone.
void User::cancelTransfers() {
  std::vector<PurpleXfer*> its;
  for (GList* each = purple_xfers_get_all(); each; each = each->next) {
    auto* transfer = static_cast<PurpleXfer*>(each->data);
    const PurpleXferStatusType status = purple_xfer_get_status(transfer);
    const bool runs = status == PURPLE_XFER_STATUS_NOT_STARTED || status == PURPLE_XFER_STATUS_ACCEPTED ||
                      status == PURPLE_XFER_STATUS_STARTED || transfers_.isRunning(transfer);
    if (runs && purple_xfer_get_account(transfer) == owner_.account) {
      its.push_back(transfer);
    }
  }
  for (PurpleXfer* transfer : its) {
    transfers_.cancel(transfer);
  }
}

void User::closeConversations() {
  std::vector<PurpleConversation*> its;
  for (GList* each = purple_get_conversations(); each; each = each->next) {
    auto* conversation = static_cast<PurpleConversation*>(each->data);
    if (purple_conversation_get_account(conversation) == owner_.account) {
      its.push_back(conversation);
    }
  }
  for (PurpleConversation* conversation : its) {
    purple_conversation_destroy(conversation);
  }
}

void User::start() {
  if (!mayHaveAccount()) {
    end();
    return;
  }
  cards_.restoreOwn();
  contacts_.restoreOwn();
  attributeCallback();
  purple_account_set_enabled(owner_.account, kUi, TRUE);  // connects
  owner_.shared.libpurple.loop().setSession(nullptr);
}

// Protocols that need no password, such as those of telephones, store what proves who the user is, in a directory with
// the account's name: whoever gives the name is let in. So such an account is that of the user who has first logged in
// with it. Returns false, with the reason, for other users. XMPP and IRC store nothing.
bool User::mayHaveAccount() {
  const bool needs_password = (owner_.protocol().options & (OPT_PROTO_NO_PASSWORD | OPT_PROTO_PASSWORD_OPTIONAL)) == 0;
  if (needs_password || owner_.isXmpp() || textOf(purple_account_get_protocol_id(owner_.account)) == "prpl-irc") {
    return true;
  }
  error_ = prism::ConnectionError::InvalidUsername;
  const std::string name(textOf(purple_account_get_username(owner_.account)));
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
  if (name.empty() || name.front() == ' ' || name.back() == ' ' || name.find('/') != std::string::npos ||
      std::any_of(name.begin(), name.end(), is_control)) {
    reason_ = "An account of this network has no such name.";  // it could be another path of the same directory
    return false;
  }
  const bool is_read = holder_.read(owner_.shared.configuration.working_directory + "/accounts",
                                    "\n" + std::string(textOf(purple_account_get_protocol_id(owner_.account))) + "\n" +
                                        folded(owner_.normalized(name)));
  const std::string holder = holder_.text(kHolder);
  if (is_read && (holder.empty() || holder == owner_.user)) {
    error_ = prism::ConnectionError::Network;
    return true;
  }
  error_ = prism::ConnectionError::AuthenticationFailed;
  reason_ = "This account is that of another user of this gateway.";
  host().warning(owner_.user + ": the account " + owner_.legacy_name + " is that of another user, as " +
                 holder_.path() + " says, and is refused");
  return false;
}

void User::attributeCallback() { owner_.shared.libpurple.loop().setSession(owner_.account); }

void User::onMemoryExceeded() {
  const std::string limit = std::to_string(kMostOfSession / (1024 * 1024)) + " MiB";
  host().warning(owner_.user + ": the network has made the session take more than " + limit +
                 " of memory, which is the most that one may; it is ended");
  memory_exceeded_ = true;
  if (PurpleConnection* connection = owner_.connection()) {
    purple_connection_error_reason(
        connection, PURPLE_CONNECTION_ERROR_OTHER_ERROR,
        ("The network has sent more than this gateway can hold for one user, " + limit + ". The connection is closed.")
            .c_str());
  }
}

void User::onSlowed() { owner_.reportLimit("The network sends more than can be shown here: it is slowed down."); }

void User::setStatus(prism::Status status, std::string_view text) {
  if (reconnect_timer_) {
    waiting_status_.emplace(status, text);  // libpurple would connect at once
    return;
  }
  PurpleStatusType* type = statusTypeFor(owner_.account, status);
  if (!type) {
    return;
  }
  const char* id = purple_status_type_get_id(type);
  const std::string message = escaped(text);  // libpurple expects HTML
  if (!message.empty() && purple_status_type_get_attr(type, "message")) {
    purple_account_set_status(owner_.account, id, TRUE, "message", message.c_str(), nullptr);
  } else {
    purple_account_set_status(owner_.account, id, TRUE, nullptr);
  }
}

void User::join(const prism::Join& join) {
  secrets_.add(join.password);
  rooms_.join(join);
}

void User::message(const prism::Message& message, Typed typed) {
  if (message.kind == prism::Conversation::Room) {
    rooms_.message(message, typed);
  } else if (message.kind == prism::Conversation::Private) {
    rooms_.privateMessage(message, typed);
  } else {
    chats_.message(contacts_.spelled(message.buddy), message, typed);
  }
}

void User::offerActions() { purple::offerActions(owner_, questions_); }

void User::sendFile(const prism::Invocation& invocation, const prism::CommandResponder& responder) {
  outgoing_files_.send(invocation.buddy, contacts_.spelled(invocation.buddy), invocation.values.at(0), responder);
}

void User::removeContact(std::string_view buddy) {
  outgoing_files_.contactRemoved(buddy);
  contacts_.remove(buddy);
}

// Returns the protocol's name of a contact or a participant; empty if the user is not in that room.
std::string User::addressOf(std::string_view buddy, std::string_view nickname) {
  return nickname.empty() ? contacts_.spelled(buddy) : rooms_.addressOf(buddy, nickname);
}

void User::typing(const prism::Typing& typing) {
  chats_.typing(addressOf(typing.buddy, typing.nickname), typing.state);
}

void User::attention(std::string_view buddy, std::string_view nickname) {
  chats_.attention(addressOf(buddy, nickname));
}

void User::vcardWanted(std::string_view buddy, std::string_view nickname) {
  cards_.request(buddy, nickname, addressOf(buddy, nickname));
}

// The inverse of addressOf(): Spectrum's name for a name of the protocol.
Rooms::Place User::spectrumNameOf(const char* who) const {
  const std::string_view address = textOf(who);
  return rooms_.placeOf(address).value_or(Rooms::Place{owner_.normalized(address), {}});
}

void User::onTyping(const char* who, prism::TypingState state) {
  const Rooms::Place from = spectrumNameOf(who);
  host().typing({owner_.user, from.room, from.nickname, state, kindOf(from)});
}

void User::onMessageRefused(std::string_view address, std::string_view sentence) {
  if (!rooms_.onMessageRefused(address, sentence)) {
    chats_.notice(owner_.contactName(address), sentence);
  }
}

void User::onAttention(const char* who) {
  const Rooms::Place from = spectrumNameOf(who);
  host().attention({owner_.user, from.room, from.nickname, {}, kindOf(from)});
}

void User::connected() {
  connected_at_ = std::chrono::steady_clock::now();
  if (std::exchange(logged_in_, true)) {
    host().info(owner_.user + ": " + owner_.legacy_name + " is connected again");
    contacts_.connected();
    rooms_.joinPending();
    return;
  }
  if (!mayHaveAccount()) {  // somebody else has logged in meanwhile
    end();
    return;
  }
  if (!holder_.path().empty()) {
    holder_.setText(kHolder, owner_.user);
    holder_.enableWriting();
  }
  settings_.enableWriting();
  host().connected(owner_.user);
  contacts_.connected();
  rooms_.joinPending();
  if (owner_.shared.configuration.room_list) {
    rooms_.list().ask();
  }
}

// Stores the reason. The connection is still open; disconnected() follows.
void User::failed(PurpleConnectionError reason, std::string_view text) {
  if (std::exchange(failing_, true)) {
    return;  // the first reason counts: what follows comes of it
  }
  if (const CertificateProblem* problem = questions_.refusedCertificate()) {
    error_ = problem->error;
    reason_ = "The certificate of " + problem->server + " is not to be trusted: " + problem->reason +
              ". Its SHA-256 fingerprint is " + problem->fingerprint + ".";
    return;
  }
  error_ = errorOf(reason);
  reason_ = shortened(text, kMostOfLine);
  is_temporary_ = purple_connection_error_is_fatal(reason) == FALSE;
  if (logged_in_ && is_temporary_) {
    password_ = std::string(textOf(purple_account_get_password(owner_.account)));  // libpurple is about to forget it
    jabber_rooms_.onConnectionLost();
    rooms_.onConnectionLost();
  }
}

bool User::reconnects() {
  const Configuration& configuration = owner_.shared.configuration;
  const bool was_connected = connected_at_ != std::chrono::steady_clock::time_point();
  if (was_connected && std::chrono::steady_clock::now() - connected_at_ >= kSettled) {
    attempts_ = 0;  // else the server throws the user out after each login
  }
  if (ended_ || !logged_in_ || memory_exceeded_ || !std::exchange(is_temporary_, false) ||
      attempts_ >= configuration.reconnect_attempts) {
    return false;
  }
  if (was_connected) {
    connected_at_ = {};
    host().info(owner_.user + ": the connection of " + owner_.legacy_name +
                " is lost, and will be made again: " + reason_);
  } else {
    host().debug(owner_.user + ": " + owner_.legacy_name + " is not connected again yet: " + reason_);
  }
  static std::minstd_rand randomness{std::random_device{}()};
  const auto delay =
      net::reconnectDelay(attempts_++, configuration.reconnect_delay, configuration.reconnect_max_delay, randomness);
  reconnect_timer_ = host().after(delay, [this] { reconnect(); });
  return true;
}

void User::reconnect() {
  const GlibContext::Turn turn(owner_.shared.libpurple.glib());
  purple_account_set_password(owner_.account, password_.empty() ? nullptr : password_.c_str());
  wipePassword();
  reconnect_timer_.end();
  failing_ = false;
  attributeCallback();
  if (const auto status = std::exchange(waiting_status_, std::nullopt)) {
    setStatus(status->first, status->second);
  }
  purple_account_connect(owner_.account);
  owner_.shared.libpurple.loop().setSession(nullptr);
}

void User::wipePassword() {
  explicit_bzero(password_.data(), password_.size());
  password_.clear();
}

void User::disconnected() {
  questions_.withdrawCertificateQuestions();
  if (!reconnects()) {
    end();
  }
}

// libpurple or the protocol has given the account up, for example because the user gives no password. If there is a
// connection, disconnected() follows.
void User::disabled() {
  if (reason_.empty()) {
    error_ = prism::ConnectionError::AuthenticationFailed;
    reason_ = "The login was given up, as it is where no password is given.";
  }
  if (!owner_.connection()) {
    end();
  }
}

void User::end() {
  if (ended_) {
    return;
  }
  ended_ = true;
  outgoing_files_.end();
  host().disconnected(owner_.user, error_, reason_.empty() ? "The connection has ended." : reason_);
  owner_.shared.forget(owner_.user);
}

}  // namespace purple
