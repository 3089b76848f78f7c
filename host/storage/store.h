// SPDX-License-Identifier: MIT
// The files of one transport's values (host/storage/format.h). Several processes and threads may use them at the same
// time. All functions are [any thread], and read or write a few small files. None waits longer for a lock than it is
// told to.
#pragma once

#include "host/base/result.h"
#include "host/storage/file_lock.h"
#include "host/storage/format.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Poco {
class Logger;
}

namespace prism::host {

// Why a change has not been made.
struct ChangeError {
  enum class Kind {
    kSystem,      // code is an errno
    kNewerLogin,  // the user has logged in at another backend since
    kRemoved,     // the user's values have been removed since, with the record of the login
    kFull,        // a limit of prism/storage.h is reached
  };

  Kind kind;
  int code;
  std::string sentence;
};

// A user's login with this process.
struct StoreLogin {
  LoginRecord record;
  bool recorded = false;  // the record is in the file; else it has to be written before a change
};

class Store {
 public:
  using Wait = std::chrono::milliseconds;

  // `directory` is that of the transport, WORKING_DIR/prism-storage/JID, an absolute path. Missing directories below
  // WORKING_DIR are made with the first file.
  // `log` gets a warning for each file that is set aside.
  Store(std::string directory, Poco::Logger& log) : directory_(std::move(directory)), log_(log) {}

  const std::string& directory() const { return directory_; }

  // Records a login of a user. From now on, no other login changes the user's values.
  std::optional<Error> recordLogin(std::string_view user, StoreLogin* login, Wait wait) const;

  // Sets the time of the login's record, unless another login has replaced it.
  void refreshLogin(std::string_view user, const LoginRecord& login, std::int64_t now, Wait wait) const;

  // Reads all values of a user; of the transport if `user` is empty. Takes no lock, and changes nothing.
  Result<Values> read(std::string_view user) const;

  // Sets a value or, without one, removes it. A user needs the login. An empty user needs none.
  std::optional<ChangeError> change(std::string_view user, StoreLogin* login, const Values::Key& key,
                                    std::optional<std::string_view> value, Wait wait) const;

  // Forces the last version of a user's values onto the disk, and removes the version before it. Takes as long as the
  // disk does, without a lock.
  std::optional<Error> settle(std::string_view user, Wait wait) const;

  // Returns true if a version before the last one is still there, as after a crash.
  bool isUnsettled(std::string_view user) const;

  // Removes all files of a user. Returns the number of values that there were, by owner; nullopt if there was no file.
  using Counts = std::map<std::string, std::size_t>;
  Result<std::optional<Counts>> forget(std::string_view user, Wait wait) const;

  // Removes the files of each user whose last login was before `oldest`. Calls `go_on` before each user, and ends if it
  // returns false. Returns the number of users. Times are in milliseconds since 1970.
  std::size_t removeOld(std::int64_t oldest, std::int64_t now, const std::function<bool()>& go_on) const;

 private:
  enum class Fault { kNone, kMissing, kDamaged, kNewer, kSystem };
  struct Found {
    Fault fault;
    int code;         // errno with kSystem
    std::string why;  // a sentence with kDamaged, kNewer and kSystem
    Values values;
  };

  std::string baseOf(std::string_view user) const;
  Result<FileLock> lock(const std::string& base, Wait wait) const;
  std::string usersDirectory() const { return directory_ + "/users"; }
  static Found readFile(const std::string& path, std::string_view user);
  Found readBest(const std::string& base, std::string_view user, bool* ret_damaged) const;
  void setAside(const std::string& base) const;
  static int replace(const std::string& base, std::string_view content);
  static bool removeStrayLock(const std::string& base, const FileLock& held);
  static std::optional<Error> removeFiles(const std::string& base);
  bool removeIfOld(const std::string& base, std::int64_t oldest, std::int64_t now) const;

  const std::string directory_;
  Poco::Logger& log_;
};

}  // namespace prism::host
