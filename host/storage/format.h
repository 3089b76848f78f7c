// SPDX-License-Identifier: MIT
// The files of the service "prism.storage/1" (prism/storage.h), and the formats of their contents.
//
// Directory
//   WORKING_DIR/prism-storage/JID/              the transport; JID is service.jid
//   WORKING_DIR/prism-storage/JID/transport.*   values of the transport as a whole
//   WORKING_DIR/prism-storage/JID/users/USER.*  values of a user
// JID and USER are made by fileNameOf() (host/base/file_name.h). Directories have the mode 0700, files 0600.
//
// Endings
//   .lock     Held by flock(2) while one of the other files is replaced or removed. It contains a login record, or
//             nothing. Readers of values take no lock.
//   .values   All values, of all owners.
//   .old      The version before, a hard link. It exists until .values is on the disk for certain. Where .values is
//             missing or damaged, as after a power failure, it counts in its place.
//   .tmp      The next .values, while it is written. Without a meaning after a crash.
//   .damaged  The last .values that could not be read.
//
// Values file, version 1. Numbers are unsigned and little-endian.
//   offset  size
//        0     8  "prismval"
//        8     4  version: 1
//       12     4  number of entries
//       16     8  XXH3 (64 bits) of all bytes from offset 24 on
//       24     2  size of the user, and
//               … the user, as Spectrum spells it; empty for the transport
//   then for each entry, sorted by owner and key, without repetition:
//              1  size of the owner, and the owner: a plugin's id, or "*" for the host
//              1  size of the key, and the key
//              4  size of the value, and the value
// The file ends with the last entry. A reader of version 1 refuses a larger version, and leaves such a file alone.
//
// Login record, version 1. It is overwritten in place.
//        0     8  "prismlog"
//        8     4  version: 1
//       12     4  0
//       16     8  number of the login: random, not 0
//       24     8  time of the login, or of its last refresh, in milliseconds since 1970
//       32     8  XXH3 (64 bits) of the 32 bytes before
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace prism::host {

// The owner of the values that the host itself stores. No plugin has such an id.
inline constexpr std::string_view kHostOwner = "*";

inline constexpr std::string_view kLockEnding = ".lock";
inline constexpr std::string_view kValuesEnding = ".values";
inline constexpr std::string_view kOldEnding = ".old";
inline constexpr std::string_view kTemporaryEnding = ".tmp";
inline constexpr std::string_view kDamagedEnding = ".damaged";

// The maximum size of a values file in bytes. It has room for four plugins that have stored as much as they may.
inline constexpr std::size_t kMaxValuesFile = std::size_t{5} * 1024 * 1024;
inline constexpr std::size_t kLoginRecordSize = 40;

// The contents of a values file. Its destructor wipes the values, since some are secrets.
class Values {
 public:
  using Key = std::pair<std::string, std::string>;  // owner, key
  using Map = std::map<Key, std::string>;

  Values() = default;
  explicit Values(std::string_view user) : user_(user) {}
  Values(Values&& other) noexcept = default;
  Values& operator=(Values&& other) noexcept;
  ~Values();

  const std::string& user() const { return user_; }
  const Map& entries() const { return entries_; }

  // Returns nullptr if there is no such value.
  const std::string* find(std::string_view owner, std::string_view key) const;

  // Sets a value or, without one, removes it. Returns false if nothing has changed.
  bool change(std::string_view owner, std::string_view key, std::optional<std::string_view> value);

  // Returns the number of keys of an owner, and the bytes of its keys and values.
  struct Extent {
    std::size_t keys = 0;
    std::size_t bytes = 0;
  };
  Extent extentOf(std::string_view owner) const;

 private:
  std::string user_;
  Map entries_;
};

// Returns the file as bytes, which the caller wipes.
std::string encode(const Values& values);

enum class Decoding {
  kDone,
  kDamaged,
  kNewer,  // written by a later version of the host
};

// Reads a file. Writes a sentence to *why if it is not kDone.
Decoding decode(std::string_view file, Values* values, std::string* why);

// A login of a user with the backend of this process, or another one.
struct LoginRecord {
  std::uint64_t number = 0;
  std::int64_t time = 0;  // milliseconds since 1970

  bool operator==(const LoginRecord&) const = default;
};

std::string encode(const LoginRecord& record);

// Returns nullopt if it is empty, damaged, or of another version.
std::optional<LoginRecord> decodeLoginRecord(std::string_view file);

}  // namespace prism::host
