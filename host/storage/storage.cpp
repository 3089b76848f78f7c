// SPDX-License-Identifier: MIT
#include "host/storage/storage.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/base/unix_time.h"
#include "host/base/xml_text.h"
#include "proto/secret_memory.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <random>
#include <utility>

namespace prism::host {
namespace {

// The time that the main thread waits for a lock.
constexpr Store::Wait kLockWait{100};

// The time after a lock that was not released, in which the main thread waits for none.
constexpr std::chrono::seconds kNoWait{5};

// The interval of refreshing the records of users who stay logged in. Much shorter than the least age, a day.
constexpr std::chrono::hours kTidyInterval{6};

// The maximum size in bytes of a bare JID (RFC 6122 section 2). The file has room for its size in two bytes.
constexpr std::size_t kLongestUser = 2 * 1023 + 1;

std::int64_t nowMs() { return static_cast<std::int64_t>(unixTime() * 1000); }

std::uint64_t randomNumber() {
  std::random_device random;
  return (std::uint64_t{random()} << 32U | random()) | 2U;  // neither 0 nor 1, which is nobody's
}

// Returns what the administrator can do about an error.
std::string remedyOf(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "; nothing is stored until there is room";
    case EACCES:
    case EPERM:
    case EROFS:
      return "; the user that this backend runs as must be able to write there";
    case ENOENT:
      return "; service.working_dir must exist";
    case ETIMEDOUT:
      return "; look for a backend of this transport in the state T, and end it";
    default:
      return "";
  }
}

}  // namespace

Storage::Storage(SessionTable& sessions, Guard& guard, TimerSource& timers, const StorageSettings& settings,
                 std::string plugin, Poco::Logger& log)
    : sessions_(sessions),
      guard_(guard),
      timers_(timers),
      plugin_(std::move(plugin)),
      days_(settings.days),
      log_(log),
      store_(settings.directory, log) {}

Storage::~Storage() {
  if (started_) {
    guard_.removeEndListener(this);
  }
  if (tidy_timer_ != 0) {
    timers_.remove(tidy_timer_);
  }
}

void Storage::start() {
  if (!std::exchange(started_, true)) {
    guard_.addEndListener(this);
    begin();
  }
}

void Storage::allowChanges() {
  may_change_ = true;
  begin();
}

void Storage::begin() {
  if (!started_ || !may_change_) {
    return;
  }
  worker_.emplace(store_, days_, log_);
  if (!worker_->isRunning()) {
    log_.warning(
        fmt::format("stored values may be lost if the machine crashes, and do not grow old: there is no thread "
                    "for that: {}",
                    std::strerror(errno)));
  }
  tidy_timer_ = timers_.add(kTidyInterval, kTidyInterval, &onTidyTimer, this);
  tidy();
}

void Storage::onTidyTimer(void* self, TimerQueue::Id) { static_cast<Storage*>(self)->tidy(); }

void Storage::tidy() {
  StoreWorker::Logins logins;
  for (const auto& [user, login] : logins_) {
    if (login.login.recorded) {
      logins.emplace_back(user, login.login.record);
    }
  }
  worker_->tidy(std::move(logins));
}

// --------------------------------------------------------------------------------------------------- sessions

void Storage::onLogin(const std::string& user) {
  if (!started_ || user.size() > kLongestUser) {
    return;
  }
  Login& login = logins_[user];
  login = {{{randomNumber(), nowMs()}, false}, false};
  if (const auto error = store_.recordLogin(user, &login.login, wait())) {
    fail(*error);
  } else if (store_.isUnsettled(user)) {
    worker_->settle(user);  // an earlier process has not come to that
  }
}

void Storage::onSessionEnded(const std::string& user) { ended_.push_back(user); }

void Storage::endTurn() {
  for (const std::string& user : std::exchange(ended_, {})) {
    if (!sessions_.find(user)) {
      logins_.erase(user);
    }
  }
}

// ------------------------------------------------------------------------------------- functions of the plugin

Storage::Outcome Storage::get(prism_str user, prism_str key, prism_storage_value_fn visit, void* data) {
  if (!visit) {
    return refuse("storage.get", PRISM_ERR_ARGUMENT, "visit is NULL");
  }
  if (const auto refused = checkUser("storage.get", user)) {
    return *refused;
  }
  if (const auto refused = checkText("storage.get", "key", key, false)) {
    return *refused;
  }
  const Result<Values> values = store_.read(view(user));
  if (!values) {
    return fail(values.error());
  }
  if (const std::string* value = values->find(plugin_, view(key))) {
    visit(data, {value->data(), value->size()});
  }
  return {};
}

Storage::Outcome Storage::set(prism_str user, prism_str key, prism_blob value) {
  if (const auto refused = checkUser("storage.set", user)) {
    return *refused;
  }
  if (const auto refused = checkText("storage.set", "key", key, false)) {
    return *refused;
  }
  if (value.size > 0 && !value.data) {
    return refuse("storage.set", PRISM_ERR_ARGUMENT, fmt::format("value is NULL, but has a size of {}", value.size));
  }
  if (value.size > PRISM_STORAGE_MAX_VALUE) {
    return refuse("storage.set", PRISM_ERR_TOO_LARGE,
                  fmt::format("value has {} bytes; {} are allowed", value.size, PRISM_STORAGE_MAX_VALUE));
  }
  const std::string_view bytes = view({static_cast<const char*>(value.data), value.size});
  return change("storage.set", plugin_, std::string(view(user)), std::string(view(key)), bytes);
}

Storage::Outcome Storage::remove(prism_str user, prism_str key) {
  if (const auto refused = checkUser("storage.remove", user)) {
    return *refused;
  }
  if (const auto refused = checkText("storage.remove", "key", key, false)) {
    return *refused;
  }
  return change("storage.remove", plugin_, std::string(view(user)), std::string(view(key)), std::nullopt);
}

Storage::Outcome Storage::list(prism_str user, prism_str prefix, prism_storage_key_fn visit, void* data) {
  if (!visit) {
    return refuse("storage.list", PRISM_ERR_ARGUMENT, "visit is NULL");
  }
  if (const auto refused = checkUser("storage.list", user)) {
    return *refused;
  }
  if (const auto refused = checkText("storage.list", "prefix", prefix, true)) {
    return *refused;
  }
  const Result<Values> values = store_.read(view(user));
  if (!values) {
    return fail(values.error());
  }
  const std::string_view begin = view(prefix);
  for (auto place = values->entries().lower_bound({plugin_, std::string(begin)});
       place != values->entries().end() && place->first.first == plugin_ && place->first.second.starts_with(begin);
       ++place) {
    visit(data, borrowed(place->first.second));
  }
  return {};
}

// --------------------------------------------------------------------------------------- functions of the host

Storage::Outcome Storage::get(const std::string& user, const std::string& key, std::optional<std::string>* value) {
  const Result<Values> values = store_.read(user);
  if (!values) {
    return fail(values.error());
  }
  if (const std::string* found = values->find(kHostOwner, key)) {
    *value = *found;
  }
  return {};
}

Storage::Outcome Storage::change(const std::string& user, const std::string& key,
                                 std::optional<std::string_view> value) {
  return change("the host", kHostOwner, user, key, value);
}

// -------------------------------------------------------------------------------------------- what they share

Storage::Outcome Storage::refuse(const char* function, prism_result result, std::string_view why) {
  guard_.reportMisbehaviour(function, why);
  return {result, 0};
}

std::optional<Storage::Outcome> Storage::checkUser(const char* function, prism_str user) {
  if (user.size > 0 && !user.data) {
    return refuse(function, PRISM_ERR_ARGUMENT, fmt::format("user is NULL, but has a size of {}", user.size));
  }
  if (user.size > 0 && logins_.find(view(user)) == logins_.end()) {
    return refuse(function, PRISM_ERR_NO_USER, fmt::format("user {} is not logged in", inQuotes(view(user))));
  }
  return std::nullopt;
}

std::optional<Storage::Outcome> Storage::checkText(const char* function, const char* argument, prism_str text,
                                                   bool may_be_empty) {
  if (text.size > 0 && !text.data) {
    return refuse(function, PRISM_ERR_ARGUMENT, fmt::format("{} is NULL, but has a size of {}", argument, text.size));
  }
  if (text.size == 0 && !may_be_empty) {
    return refuse(function, PRISM_ERR_ARGUMENT, fmt::format("{} is empty", argument));
  }
  if (text.size > PRISM_STORAGE_MAX_KEY) {
    return refuse(function, PRISM_ERR_ARGUMENT,
                  fmt::format("{} has {} bytes; {} are allowed", argument, text.size, PRISM_STORAGE_MAX_KEY));
  }
  if (!isXmlText(view(text))) {
    return refuse(function, PRISM_ERR_ARGUMENT, fmt::format("{} is no text that XML allows", argument));
  }
  return std::nullopt;
}

Storage::Outcome Storage::change(const char* function, std::string_view owner, const std::string& user,
                                 const std::string& key, std::optional<std::string_view> value) {
  if (!may_change_) {
    return refuse(function, PRISM_ERR_STATE, "values can be changed from start() on");
  }
  const auto login = logins_.find(user);
  if (!user.empty() && (login == logins_.end() || login->second.refused)) {
    return {login == logins_.end() ? PRISM_ERR_NO_USER : PRISM_ERR_STATE, 0};
  }
  StoreLogin* const known = user.empty() ? nullptr : &login->second.login;
  if (const auto error = store_.change(user, known, {std::string(owner), key}, value, wait())) {
    return refuseChange(function, user, *error);
  }
  succeed();
  worker_->settle(user);
  return {};
}

Storage::Outcome Storage::refuseChange(const char* function, const std::string& user, const ChangeError& error) {
  const std::string whose = user.empty() ? "the transport" : "user " + inQuotes(user, kWholeText);
  switch (error.kind) {
    case ChangeError::Kind::kSystem:
      return fail({error.code, error.sentence});
    case ChangeError::Kind::kFull:
      return refuse(function, PRISM_ERR_LIMIT, fmt::format("{}: {}", whose, error.sentence));
    case ChangeError::Kind::kNewerLogin:
    case ChangeError::Kind::kRemoved:
      break;
  }
  logins_.at(user).refused = true;
  log_.information(fmt::format("no more values of {} are stored here until the next login: {}", whose, error.sentence));
  return {PRISM_ERR_STATE, 0};
}

// Logs an error, unless it is that of the last change.
Storage::Outcome Storage::fail(const Error& error) {
  if (error.code == ETIMEDOUT) {
    no_wait_until_ = Clock::now() + kNoWait;
  }
  if (std::exchange(failure_, error.sentence) != error.sentence) {
    log_.warning(fmt::format("stored values: {}{}", error.sentence, remedyOf(error.code)));
  }
  return {PRISM_ERR_SYSTEM, error.code};
}

void Storage::succeed() {
  if (!std::exchange(failure_, {}).empty()) {
    log_.information("stored values: writing works again");
  }
}

Store::Wait Storage::wait() const { return Clock::now() < no_wait_until_ ? Store::Wait(0) : kLockWait; }

}  // namespace prism::host
