// SPDX-License-Identifier: MIT
#include "host/storage/store.h"

#include "host/base/file_name.h"
#include "host/base/quote.h"
#include "host/base/regular_file.h"
#include "host/base/write_whole.h"
#include "proto/secret_memory.h"
#include <prism/storage.h>

#include <Poco/Logger.h>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace prism::host {
namespace {

std::string with(std::string_view base, std::string_view ending) { return fmt::format("{}{}", base, ending); }

Error systemError(int code, std::string_view what, const std::string& path) {
  return {code, fmt::format("cannot {} {}: {}", what, path, std::strerror(code))};
}

// Wipes the bytes of a file when they are not needed any more.
struct WipedBytes {
  explicit WipedBytes(std::string content) : bytes(std::move(content)) {}
  ~WipedBytes() { wipe(&bytes); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;

  std::string bytes;
};

constexpr std::string_view kEndings[] = {kValuesEnding, kOldEnding, kTemporaryEnding, kDamagedEnding,
                                         kLockEnding};  // the lock last: while it exists, nobody else can take it

// Reads a file. Of one that is larger than kMaxValuesFile, reads a byte more than that.
Result<std::string> readWhole(const std::string& path) {
  const Result<RegularFile> file = openRegularFile(path);
  if (!file) {
    return file.error();
  }
  std::string content(std::min<std::uint64_t>(file->size, kMaxValuesFile + 1), '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t more = ::read(file->fd.get(), content.data() + size, content.size() - size);
    if (more < 0 && errno != EINTR) {
      return Error{errno, std::strerror(errno)};
    }
    if (more == 0) {
      break;
    }
    size += more > 0 ? static_cast<std::size_t>(more) : 0;
  }
  content.resize(size);
  return content;
}

// Returns a sentence if the values exceed a limit.
std::optional<std::string> findExcess(const Values& values, std::string_view owner, std::size_t file_size) {
  const Values::Extent extent = values.extentOf(owner);
  if (extent.keys > PRISM_STORAGE_MAX_KEYS) {
    return fmt::format("there would be {} keys, at most {} are allowed", extent.keys, PRISM_STORAGE_MAX_KEYS);
  }
  if (extent.bytes > PRISM_STORAGE_MAX_BYTES) {
    return fmt::format("keys and values would have {} bytes, at most {} are allowed", extent.bytes,
                       PRISM_STORAGE_MAX_BYTES);
  }
  if (file_size > kMaxValuesFile) {
    return fmt::format("the values of all plugins would have {} bytes, at most {} are allowed", file_size,
                       kMaxValuesFile);
  }
  return std::nullopt;
}

}  // namespace

std::string Store::baseOf(std::string_view user) const {
  return user.empty() ? directory_ + "/transport" : usersDirectory() + "/" + fileNameOf(user);
}

// Takes the lock of a user, or of the transport. Makes directories that are missing.
Result<FileLock> Store::lock(const std::string& base, Wait wait) const {
  const std::string path = with(base, kLockEnding);
  Result<FileLock> lock = FileLock::take(path, wait);
  if (lock || lock.error().code != ENOENT) {
    return lock;
  }
  const std::string parent = directory_.substr(0, directory_.rfind('/'));
  for (const std::string& missing : {parent, directory_, usersDirectory()}) {
    if (::mkdir(missing.c_str(), 0700) != 0 && errno != EEXIST) {
      return systemError(errno, "make the directory", missing);
    }
  }
  return FileLock::take(path, wait);
}

// Removes a lock that has come into being because the files of its user have just been removed. Returns true if so.
bool Store::removeStrayLock(const std::string& base, const FileLock& held) {
  if (held.record() || ::access(with(base, kValuesEnding).c_str(), F_OK) == 0) {
    return false;
  }
  ::unlink(with(base, kLockEnding).c_str());
  return true;
}

std::optional<Error> Store::recordLogin(std::string_view user, StoreLogin* login, Wait wait) const {
  const std::string base = baseOf(user);
  const Result<FileLock> held = lock(base, wait);
  if (!held) {
    return held.error();
  }
  if (const int error = held->writeRecord(login->record)) {
    return systemError(error, "write", with(base, kLockEnding));
  }
  login->recorded = true;
  return std::nullopt;
}

void Store::refreshLogin(std::string_view user, const LoginRecord& login, std::int64_t now, Wait wait) const {
  const std::string base = baseOf(user);
  if (::access(with(base, kLockEnding).c_str(), F_OK) != 0) {
    return;  // the user's values have been removed
  }
  const Result<FileLock> held = lock(base, wait);
  if (!held || removeStrayLock(base, *held)) {
    return;
  }
  const std::optional<LoginRecord> found = held->record();
  if (found && found->number == login.number) {
    held->writeRecord({login.number, now});
  }
}

Store::Found Store::readFile(const std::string& path, std::string_view user) {
  Result<std::string> file = readWhole(path);
  if (!file) {
    const int code = file.error().code;
    return {code == ENOENT ? Fault::kMissing : Fault::kSystem,
            code,
            fmt::format("cannot read {}: {}", path, file.error().sentence),
            {}};
  }
  const WipedBytes content(*std::move(file));
  Found found{Fault::kNone, 0, {}, {}};
  const Decoding decoding = decode(content.bytes, &found.values, &found.why);
  if (decoding == Decoding::kDone && found.values.user() != user) {
    return {Fault::kSystem, EEXIST, fmt::format("{} is of another user, {}", path, inQuotes(found.values.user())), {}};
  }
  found.fault = decoding == Decoding::kDone    ? Fault::kNone
                : decoding == Decoding::kNewer ? Fault::kNewer
                                               : Fault::kDamaged;
  return found;
}

// Reads .values or, if that is missing or damaged, .old. Sets *ret_damaged if .values has to be set aside.
Store::Found Store::readBest(const std::string& base, std::string_view user, bool* ret_damaged) const {
  const std::string path = with(base, kValuesEnding);
  Found found = readFile(path, user);
  *ret_damaged = found.fault == Fault::kDamaged;
  if (found.fault == Fault::kMissing || found.fault == Fault::kDamaged) {
    Found old = readFile(with(base, kOldEnding), user);
    const bool has_old = old.fault == Fault::kNone;
    if (*ret_damaged) {
      log_.warning(fmt::format("the stored values in {} are damaged: {}; {}", path, found.why,
                               has_old ? "the version before is used" : "there are none now"));
    }
    if (has_old) {
      return old;
    }
    return {Fault::kNone, 0, {}, Values(user)};
  }
  if (found.fault == Fault::kNewer) {
    return {Fault::kSystem, EPROTO, fmt::format("cannot read {}: {}; update this host", path, found.why), {}};
  }
  return found;
}

Result<Values> Store::read(std::string_view user) const {
  bool damaged = false;
  Found found = readBest(baseOf(user), user, &damaged);
  if (found.fault != Fault::kNone) {
    return Error{found.code, found.why};
  }
  return std::move(found.values);
}

void Store::setAside(const std::string& base) const {
  const std::string path = with(base, kValuesEnding);
  const std::string aside = with(base, kDamagedEnding);
  if (::rename(path.c_str(), aside.c_str()) == 0) {
    log_.warning(fmt::format("{} is kept as {}", path, aside));
  }
}

std::optional<ChangeError> Store::change(std::string_view user, StoreLogin* login, const Values::Key& key,
                                         std::optional<std::string_view> value, Wait wait) const {
  using Kind = ChangeError::Kind;
  const std::string base = baseOf(user);
  const Result<FileLock> held = lock(base, wait);
  if (!held) {
    return ChangeError{Kind::kSystem, held.error().code, held.error().sentence};
  }
  if (!user.empty()) {
    const std::optional<LoginRecord> found = held->record();
    if (!login->recorded && (!found || found->time <= login->record.time)) {
      if (const int error = held->writeRecord(login->record)) {
        return ChangeError{Kind::kSystem, error, systemError(error, "write", with(base, kLockEnding)).sentence};
      }
      login->recorded = true;
    } else if (!found) {
      removeStrayLock(base, *held);
      return ChangeError{Kind::kRemoved, 0, "they have been removed since the login"};
    } else if (found->number != login->record.number) {
      return ChangeError{Kind::kNewerLogin, 0, "the user has logged in at another backend since"};
    }
  }
  bool damaged = false;
  Found found = readBest(base, user, &damaged);
  if (found.fault != Fault::kNone) {
    return ChangeError{Kind::kSystem, found.code, found.why};
  }
  if (!found.values.change(key.first, key.second, value)) {
    return std::nullopt;
  }
  const WipedBytes content(encode(found.values));
  if (value) {
    if (std::optional<std::string> excess = findExcess(found.values, key.first, content.bytes.size())) {
      return ChangeError{Kind::kFull, 0, *std::move(excess)};
    }
  }
  if (damaged) {
    setAside(base);
  }
  if (const int error = replace(base, content.bytes)) {
    return ChangeError{Kind::kSystem, error, systemError(error, "write", with(base, kValuesEnding)).sentence};
  }
  return std::nullopt;
}

// Replaces .values as a whole. Returns 0 or an errno. The version before stays as .old until settle(). Without it, a
// power failure right after this could leave an empty file on some file systems.
int Store::replace(const std::string& base, std::string_view content) {
  const std::string path = with(base, kValuesEnding);
  const std::string temporary = with(base, kTemporaryEnding);
  const auto write = [&] {
    ::unlink(temporary.c_str());
    UniqueFd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    std::size_t written = 0;
    if (!fd) {
      return errno;
    }
    if (const int error = writeWhole(fd.get(), content, &written)) {
      return error;
    }
    // An .old that exists already is older than .values, and is certainly on the disk.
    const bool has_old = ::link(path.c_str(), with(base, kOldEnding).c_str()) == 0 || errno == EEXIST;
    const bool is_first = !has_old && errno == ENOENT;
    if (!has_old && !is_first && ::fdatasync(fd.get()) != 0) {
      return errno;  // the file system has no hard links
    }
    if (::close(fd.release()) != 0) {
      return errno;  // NFS may report a full disk only here
    }
    return ::rename(temporary.c_str(), path.c_str()) == 0 ? 0 : errno;
  };
  const int error = write();
  if (error != 0) {
    ::unlink(temporary.c_str());
  }
  return error;
}

bool Store::isUnsettled(std::string_view user) const {
  return ::access(with(baseOf(user), kOldEnding).c_str(), F_OK) == 0;
}

std::optional<Error> Store::settle(std::string_view user, Wait wait) const {
  const std::string base = baseOf(user);
  const std::string path = with(base, kValuesEnding);
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat synced {};
  if (!fd) {
    return errno == ENOENT ? std::nullopt : std::optional(systemError(errno, "read", path));
  }
  if (::fdatasync(fd.get()) != 0 || ::fstat(fd.get(), &synced) != 0) {
    return systemError(errno, "write", path);
  }
  const Result<FileLock> held = lock(base, wait);
  if (!held) {
    return held.error();
  }
  if (removeStrayLock(base, *held)) {
    return std::nullopt;
  }
  bool damaged = false;
  struct stat named {};
  if (::stat(path.c_str(), &named) == 0 && named.st_dev == synced.st_dev && named.st_ino == synced.st_ino &&
      isUnsettled(user)) {
    // After a power failure, .values may be damaged. Then .old is all that there is.
    if (readBest(base, user, &damaged).fault == Fault::kNone && !damaged) {
      ::unlink(with(base, kOldEnding).c_str());
    }
  }
  return std::nullopt;
}

std::optional<Error> Store::removeFiles(const std::string& base) {
  for (const std::string_view ending : kEndings) {
    const std::string path = with(base, ending);
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
      return systemError(errno, "remove", path);
    }
  }
  return std::nullopt;
}

Result<std::optional<Store::Counts>> Store::forget(std::string_view user, Wait wait) const {
  const std::string base = baseOf(user);
  bool exists = false;
  for (const std::string_view ending : kEndings) {
    const std::string path = with(base, ending);
    if (::access(path.c_str(), F_OK) == 0) {
      exists = true;
    } else if (errno != ENOENT && errno != ENOTDIR) {
      return systemError(errno, "find", path);
    }
  }
  if (!exists) {
    return std::optional<Counts>();
  }
  const Result<FileLock> held = lock(base, wait);
  if (!held) {
    return held.error();
  }
  Counts counts;
  Found found = readFile(with(base, kValuesEnding), user);
  if (found.code == EEXIST) {
    return Error{found.code, found.why};
  }
  for (const auto& [key, value] : found.values.entries()) {
    ++counts[key.first];
  }
  if (std::optional<Error> error = removeFiles(base)) {
    return *std::move(error);
  }
  return std::optional(std::move(counts));
}

// Returns true if the files are removed.
bool Store::removeIfOld(const std::string& base, std::int64_t oldest, std::int64_t now) const {
  constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1000;
  constexpr std::int64_t kEarliest = 1'700'000'000'000;  // an earlier time was written before a clock was set
  constexpr std::uint64_t kNobodysLogin = 1;
  const Result<FileLock> held = lock(base, Wait(0));
  if (!held || removeStrayLock(base, *held)) {
    return false;  // the files are in use, or removed already
  }
  const std::optional<LoginRecord> login = held->record();
  if (!login || login->time < kEarliest || login->time > now + kDay) {
    held->writeRecord({login ? login->number : kNobodysLogin, now});  // they grow old from now on
    return false;
  }
  if (login->time >= oldest) {
    return false;
  }
  const std::optional<Error> error = removeFiles(base);
  if (error) {
    log_.warning(error->sentence);
  }
  return !error;
}

std::size_t Store::removeOld(std::int64_t oldest, std::int64_t now, const std::function<bool()>& go_on) const {
  std::size_t removed = 0;
  const std::string directory = usersDirectory();
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(directory.c_str()), &::closedir);
  while (const dirent* entry = entries && go_on() ? ::readdir(entries.get()) : nullptr) {
    const std::string_view name(entry->d_name);
    const bool is_lock = name.ends_with(kLockEnding);
    const std::string base = directory + "/" + std::string(name.substr(0, name.rfind('.')));
    struct stat status {};
    if (is_lock && ::stat(with(base, kLockEnding).c_str(), &status) == 0 &&
        std::int64_t{status.st_mtim.tv_sec} * 1000 >= oldest) {
      continue;  // a record is never younger than its file
    }
    // Values without a lock have been copied here. They need a record to grow old.
    const bool is_copied = name.ends_with(kValuesEnding) && ::access(with(base, kValuesEnding).c_str(), F_OK) == 0 &&
                           ::access(with(base, kLockEnding).c_str(), F_OK) != 0;
    if ((is_lock || is_copied) && removeIfOld(base, oldest, now)) {
      ++removed;
    }
  }
  return removed;
}

}  // namespace prism::host
