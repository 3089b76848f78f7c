// SPDX-License-Identifier: MIT
// A log file, with rotation as log4j does it: by size, `log.1` being the newest old file and `log.N` the oldest that is
// kept (so does logrotate), or by date, the old file being named after its period.
//
// POCO's FileChannel cannot do this: its files are as open as the umask lets them, the newest old file is `log.0`,
// files rotated by time begin with a line of its own, a line goes out in several writes, and it throws when the disk is
// full. Here a line is one write to a file opened for appending, so that several backends may share one.
#pragma once

#include <Poco/AutoPtr.h>
#include <Poco/Channel.h>
#include <prism/unique_fd.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.h"
#include "host/log/date.h"

namespace prism::host {

class LogFile final : public Poco::Channel {
 public:
  struct Rotation {
    std::uint64_t max_size = 0;            // bytes; 0: not by size
    std::uint32_t backups = 0;             // how many old files are kept; with none, a full file begins anew
    std::optional<LogDate> date_suffix{};  // by date: whenever this changes
  };

  // Creates the file if it is not there, with mode 0640, and directories that are missing, with 0750; less if the
  // umask says so, and never writable for all. Without `append`, what the file holds is dropped.
  static Result<Poco::AutoPtr<LogFile>> open(const std::string& path, bool append, Rotation rotation);

  // Writes the text as it is: the newline is the pattern's. Never throws but for want of memory, and drops lines that
  // cannot be written; once lines can be written again, one says how many are missing.
  void log(const Poco::Message& message) override;

  // Writes a line as it is, past everything that log() takes care of. May be called in a signal handler.
  void writeInSignal(std::string_view line) const;

  // Goes on in the file that has this name now, after logrotate has moved the old one away.
  void reopen();

 private:
  LogFile(std::string path, Rotation rotation) : path_(std::move(path)), rotation_(std::move(rotation)) {}
  ~LogFile() override;

  std::optional<Error> openFile(bool truncate);
  void rotate(std::size_t size, const Poco::Timestamp& now);
  void rotateByDate(const Poco::Timestamp& now);
  void rotateBySize(std::size_t size);
  bool isFullWith(std::size_t size) const;
  bool movedAway() const;
  void write(const std::string& text);

  const std::string path_;
  const Rotation rotation_;
  std::mutex mutex_;  // guards what follows
  UniqueFd fd_;
  std::atomic<int> fd_in_signal_ = -1;  // the same
  bool regular_ = false;
  std::string date_;         // suffix of the period that the file belongs to
  std::int64_t minute_ = 0;  // when that was last looked at
  std::uint64_t lost_lines_ = 0;
  bool torn_ = false;  // the last line is not whole
};

}  // namespace prism::host
