// SPDX-License-Identifier: MIT
// A log file that rotates as log4j's do. By size: `log.1` is the newest old file and `log.N` the oldest that is kept,
// as with logrotate. By date: an old file is named after its period.
//
// POCO's FileChannel cannot do this. It leaves the permissions of its files to the umask, its newest old file is
// `log.0`, it begins a file rotated by time with a line of its own, it writes a line in several calls, and it throws
// when the disk is full. This class writes a line in one call to a file opened for appending, so several backends may
// share the file.
#pragma once

#include "host/base/result.h"
#include "host/log/date.h"
#include <prism/unique_fd.hpp>

#include <Poco/AutoPtr.h>
#include <Poco/Channel.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class LogFile final : public Poco::Channel {
 public:
  struct Rotation {
    std::uint64_t max_size = 0;            // bytes; 0: no rotation by size
    std::uint32_t backups = 0;             // number of old files to keep; 0: a full file is emptied
    std::optional<LogDate> date_suffix{};  // rotates whenever this suffix changes; nullopt: no rotation by date
  };

  // Opens the file. Creates it with mode 0640 if it is missing, and missing directories with mode 0750, both less the
  // umask. The file is never writable for all users. Without `append`, the file is emptied.
  static Result<Poco::AutoPtr<LogFile>> open(const std::string& path, bool append, Rotation rotation);

  // Writes the text unchanged; the newline comes from the pattern. Throws nothing but std::bad_alloc. Drops a line that
  // cannot be written, and later writes how many lines are missing.
  void log(const Poco::Message& message) override;

  // Writes a line unchanged, without lock, rotation or count of missing lines. Async-signal-safe.
  void writeInSignal(std::string_view line) const;

  // Opens the file of this name anew, after logrotate has moved the old one away.
  void reopen();

 private:
  LogFile(std::string path, Rotation rotation) : path_(std::move(path)), rotation_(std::move(rotation)) {}
  ~LogFile() override;

  std::optional<Error> openFile(bool truncate);
  void rotate(std::size_t size, const Poco::Timestamp& now);
  void rotateByDate(const Poco::Timestamp& now);
  void rotateBySize(std::size_t size);
  bool wouldExceedSize(std::size_t size) const;
  bool isMovedAway() const;
  void write(const std::string& text);

  const std::string path_;
  const Rotation rotation_;
  std::mutex mutex_;  // guards the members below
  UniqueFd fd_;
  std::atomic<int> fd_in_signal_ = -1;  // the value of fd_, for writeInSignal()
  bool regular_ = false;
  std::string date_;         // suffix of the period that the file belongs to
  std::int64_t minute_ = 0;  // when that was last checked, in minutes since the epoch
  std::uint64_t lost_lines_ = 0;
  bool torn_ = false;  // the last line has been written in part
};

}  // namespace prism::host
