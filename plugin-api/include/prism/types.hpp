// SPDX-License-Identifier: MIT
// What requests and events are made of, for C++: prism/plugin.h says what each thing means and when it comes.
//
// Strings and bytes are borrowed. Those of a request last until the function that got it returns; those of an event need
// only last until the call returns.
//
// All are aggregates: Message{user, buddy, text} in C++17, Message{.user = user, .text = text} from C++20 on.
#ifndef PRISM_TYPES_HPP
#define PRISM_TYPES_HPP

#include <prism/plugin.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace prism {

// What a function of the host, or start() and stop() of a plugin, returns.
enum class Result : std::int32_t {
  Ok = PRISM_OK,
  Pending = PRISM_PENDING,           // stop(): not done yet, Host::stopped() will follow
  Failed = PRISM_ERR_FAILED,         // start(): did not work; the plugin has logged why, as an error
  BadArgument = PRISM_ERR_ARGUMENT,  // an argument is not acceptable; the host has logged which
  NoUser = PRISM_ERR_NO_USER,        // that user has no session (any more); the event was dropped
  WrongThread = PRISM_ERR_THREAD,    // a [main] function was called on another thread
  WrongState = PRISM_ERR_STATE,      // not at this point of the life cycle
  SystemError = PRISM_ERR_SYSTEM,    // the operating system refused; errno says why
  NoMemory = PRISM_ERR_MEMORY,
};

enum class LogLevel : std::uint32_t {
  Trace = PRISM_LOG_TRACE,
  Debug = PRISM_LOG_DEBUG,
  Info = PRISM_LOG_INFO,
  Warning = PRISM_LOG_WARNING,
  Error = PRISM_LOG_ERROR,
};

enum class Status : std::uint32_t {
  Online = PRISM_STATUS_ONLINE,
  Away = PRISM_STATUS_AWAY,
  FreeForChat = PRISM_STATUS_FREE_FOR_CHAT,
  ExtendedAway = PRISM_STATUS_EXTENDED_AWAY,
  DoNotDisturb = PRISM_STATUS_DO_NOT_DISTURB,
  Offline = PRISM_STATUS_OFFLINE,
  Invisible = PRISM_STATUS_INVISIBLE,
};

// Why a session could not begin, or has ended. Network and Other make Spectrum log the user in again at once, up to three
// times; every other reason is final.
enum class ConnectionError : std::uint32_t {
  Network = PRISM_CONNECTION_ERROR_NETWORK,
  InvalidUsername = PRISM_CONNECTION_ERROR_INVALID_USERNAME,
  AuthenticationFailed = PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED,
  AuthenticationImpossible = PRISM_CONNECTION_ERROR_AUTHENTICATION_IMPOSSIBLE,
  NoSslSupport = PRISM_CONNECTION_ERROR_NO_SSL_SUPPORT,
  Encryption = PRISM_CONNECTION_ERROR_ENCRYPTION,
  NameInUse = PRISM_CONNECTION_ERROR_NAME_IN_USE,
  InvalidSettings = PRISM_CONNECTION_ERROR_INVALID_SETTINGS,
  CertNotProvided = PRISM_CONNECTION_ERROR_CERT_NOT_PROVIDED,
  CertUntrusted = PRISM_CONNECTION_ERROR_CERT_UNTRUSTED,
  CertExpired = PRISM_CONNECTION_ERROR_CERT_EXPIRED,
  CertNotActivated = PRISM_CONNECTION_ERROR_CERT_NOT_ACTIVATED,
  CertHostnameMismatch = PRISM_CONNECTION_ERROR_CERT_HOSTNAME_MISMATCH,
  CertFingerprintMismatch = PRISM_CONNECTION_ERROR_CERT_FINGERPRINT_MISMATCH,
  CertSelfSigned = PRISM_CONNECTION_ERROR_CERT_SELF_SIGNED,
  CertOther = PRISM_CONNECTION_ERROR_CERT_OTHER,
  Other = PRISM_CONNECTION_ERROR_OTHER,
};

enum class Typing : std::uint32_t {
  Active = PRISM_TYPING_ACTIVE,  // nothing is being typed (any more)
  Composing = PRISM_TYPING_COMPOSING,
  Paused = PRISM_TYPING_PAUSED,
};

// Where a message is written.
enum class MessageKind : std::uint32_t {
  Chat = 0,                         // between the user and a contact
  Room = PRISM_MESSAGE_ROOM,        // in a room, for everybody there
  Private = PRISM_MESSAGE_PRIVATE,  // in a room, between two participants
};

// What a watch waits for, and what has come.
enum class Ready : std::uint32_t {
  Nothing = 0,
  Readable = PRISM_WATCH_READABLE,
  Writable = PRISM_WATCH_WRITABLE,
  Both = PRISM_WATCH_READABLE | PRISM_WATCH_WRITABLE,
};
constexpr bool readable(Ready ready) { return (static_cast<std::uint32_t>(ready) & PRISM_WATCH_READABLE) != 0; }
constexpr bool writable(Ready ready) { return (static_cast<std::uint32_t>(ready) & PRISM_WATCH_WRITABLE) != 0; }

// Milliseconds since 1970-01-01 00:00 UTC; 0 means 'now', or 'not given'.
using Time = prism_time;

inline Time timeOf(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

struct Login {
  std::string_view user = {};
  std::string_view legacy_name = {};
  std::string_view password = {};                              // not to be logged
  std::map<std::string_view, std::string_view> settings = {};  // values are not to be logged
};

struct Attachment {
  std::string_view url = {};
  std::string_view mime_type = {};
  std::string_view description = {};
};

struct Message {
  std::string_view user = {};
  std::string_view buddy = {};  // whom a request goes to, whom an event comes from: a contact or a room
  std::string_view text = {};
  std::string_view nickname = {};  // of a participant, in an event of kind Room and with Private; else empty
  MessageKind kind = MessageKind::Chat;
  std::string_view xhtml = {};
  std::string_view id = {};                  // request: answer it by Host::messageAck(), unless it is empty
  Time time = 0;                             // event: when it was sent, if that is in the past
  bool headline = false;                     // event: a notice that expects no answer
  bool carbon = false;                       // event: the user has sent this from another client
  std::vector<Attachment> attachments = {};  // event
};

struct Buddy {
  std::string_view user = {};
  std::string_view buddy = {};
  Status status = Status::Online;  // event
  std::string_view status_text = {};
  std::string_view alias = {};                // the name to show; empty: as it was
  std::vector<std::string_view> groups = {};  // of the roster; empty: as they were
  std::string_view icon_hash = {};
  bool blocked = false;
};

struct Join {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view nickname = {};
  std::string_view password = {};  // not to be logged
};

struct Participant {
  std::string_view user = {};  // whose room it is
  std::string_view room = {};
  std::string_view nickname = {};
  Status status = Status::Online;     // Offline: has left
  std::string_view status_text = {};  // with a refusal: the reason
  std::string_view new_nickname = {};
  std::string_view icon_hash = {};
  std::string_view alias = {};
  bool me = false;
  bool moderator = false;
  bool kicked = false;
  bool banned = false;
  // Refusals of a join; they count on the user's own nickname only.
  bool conflict = false;
  bool not_authorized = false;
  bool room_not_found = false;
};

struct Subject {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view nickname = {};  // who has set it
  std::string_view subject = {};
  Time time = 0;  // when, if that is in the past
};

struct Invitation {
  std::string_view user = {};
  std::string_view room = {};
  std::string_view inviter = {};  // a contact; empty: the room itself
  std::string_view reason = {};
  std::string_view password = {};  // not to be logged
};

struct RoomName {
  std::string_view name = {};   // on the network
  std::string_view title = {};  // to show
};

struct VCard {
  std::string_view user = {};
  std::string_view buddy = {};  // whose it is; empty where it is the user's own
  std::string_view full_name = {};
  std::string_view nickname = {};     // the one in the vCard
  std::string_view photo = {};        // the bytes of an image file
  std::string_view participant = {};  // by what nickname, if it is a participant's of the room `buddy`
};

// What a plugin can do, beside what its overrides tell: rooms with join(), the roster after login with roster().
struct Features {
  bool rooms = true;            // false: there are none in this configuration, although join() is overridden
  bool password = true;         // registering takes a password
  bool registration = true;     // users register with the gateway before they log in
  bool receipts = false;        // messageAck() will come
  bool raw_xml = false;         // messages come as rawXml() only, presence and roster both ways
  bool unescaped_jids = false;  // in names '@' becomes '%', not XEP-0106's \40
  bool relogin = false;         // a login for a user who has a session comes without a logout before
};

// Memory in kB.
struct Memory {
  std::uint64_t resident_kb = 0;
  std::uint64_t shared_kb = 0;
};

}  // namespace prism

#endif
