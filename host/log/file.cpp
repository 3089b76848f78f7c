// SPDX-License-Identifier: MIT
#include "host/log/file.h"

#include "host/base/own_descriptors.h"
#include "host/base/write_whole.h"
#include "host/log/standard_streams.h"

#include <Poco/Message.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace prism::host {
namespace {

constexpr mode_t kFileMode = 0640;
constexpr mode_t kDirectoryMode = 0750;

// Creates the directories that are missing. Failures are ignored here: they show when the file is opened.
void makeDirectoriesFor(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    ::mkdir(path.substr(0, slash).c_str(), kDirectoryMode);
  }
}

// Lines of other threads may come this late. An older time means that the clock has been set back.
constexpr std::int64_t kLateMinutes = 10;

std::string numbered(const std::string& path, std::uint32_t number) { return fmt::format("{}.{}", path, number); }

}  // namespace

Result<Poco::AutoPtr<LogFile>> LogFile::open(const std::string& path, bool append, Rotation rotation) {
  Poco::AutoPtr<LogFile> file(new LogFile(std::filesystem::absolute(path), std::move(rotation)));
  if (auto error = file->openFile(!append)) {
    return *std::move(error);
  }
  if (file->rotation_.date_suffix) {
    struct stat status {};
    const bool used = ::fstat(file->fd_.get(), &status) == 0 && status.st_size > 0;
    const Poco::Timestamp last = used ? Poco::Timestamp::fromEpochTime(status.st_mtime) : Poco::Timestamp();
    file->date_ = file->rotation_.date_suffix->of(last);
  }
  return file;
}

LogFile::~LogFile() { disownDescriptor(fd_.get()); }

std::optional<Error> LogFile::openFile(bool truncate) {
  makeDirectoriesFor(path_);
  if (isLost(fd_.get())) {
    (void)fd_.release();  // the number is closed, or refers to a file of the plugin
  }
  // Non-blocking, since a pipe that nobody reads would block the host for ever.
  const int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (truncate ? O_TRUNC : 0);
  UniqueFd fd(::open(path_.c_str(), flags, kFileMode));
  struct stat status {};
  if (!fd || ::fstat(fd.get(), &status) != 0) {
    return Error{errno, fmt::format("cannot open the log file {}: {}", path_, std::strerror(errno))};
  }
  disownDescriptor(fd_.get());
  std::swap(fd_, fd);  // the old one stays open until fd_in_signal_ is the new one
  fd_in_signal_ = fd_.get();
  ownDescriptor(fd_.get(), "the log file");
  regular_ = S_ISREG(status.st_mode);
  if (regular_ && (status.st_mode & S_IWOTH) != 0) {
    ::fchmod(fd_.get(), status.st_mode & 07777U & ~static_cast<mode_t>(S_IWOTH));  // as another program has created it
  }
  return std::nullopt;
}

void LogFile::log(const Poco::Message& message) {
  const std::string& text = message.getText();
  const std::lock_guard lock(mutex_);
  if (regular_) {
    rotate(text.size(), message.getTime());
  }
  if (lost_lines_ > 0) {
    write(fmt::format("{}({} lines are missing here)\n", torn_ ? "\n" : "", lost_lines_));
    if (lost_lines_ > 0) {
      ++lost_lines_;
      return;
    }
  }
  write(text);
}

void LogFile::write(const std::string& text) {
  std::size_t written = 0;
  const int error = writeWhole(fd_.get(), text, &written);
  if (error == 0) {
    lost_lines_ = 0;
    torn_ = false;
    return;
  }
  if (lost_lines_ == 0) {
    lost_lines_ = 1;
    warnOnStandardError(fmt::format("cannot write to the log file {}: {}", path_, std::strerror(error)));
  }
  torn_ = torn_ || written > 0;
}

void LogFile::writeInSignal(std::string_view line) const {
  std::size_t written = 0;
  writeWhole(fd_in_signal_, line, &written);
}

void LogFile::rotate(std::size_t size, const Poco::Timestamp& now) {
  if (rotation_.date_suffix) {
    const std::int64_t minute = now.epochTime() / 60;
    if (minute > minute_ || minute < minute_ - kLateMinutes) {  // a minute is the shortest period of log4j
      minute_ = minute;
      rotateByDate(now);
    }
  } else if (rotation_.max_size > 0 && wouldExceedSize(size)) {
    rotateBySize(size);
  }
}

void LogFile::rotateByDate(const Poco::Timestamp& now) {
  std::string date = rotation_.date_suffix->of(now);
  if (date == date_) {
    return;
  }
  // An existing file is not overwritten: the present one goes on growing instead.
  const std::string old_name = path_ + date_;
  if (isMovedAway() || ::access(old_name.c_str(), F_OK) == 0 || std::rename(path_.c_str(), old_name.c_str()) == 0) {
    openFile(false);
  }
  date_ = std::move(date);
}

void LogFile::rotateBySize(std::size_t size) {
  if (isMovedAway()) {  // by another backend that shares the file
    if (openFile(false) || !wouldExceedSize(size)) {
      return;  // if it cannot be opened, each line would rotate again, until all old files were lost
    }
  }
  if (rotation_.backups == 0) {
    openFile(true);
    return;
  }
  for (std::uint32_t number = rotation_.backups - 1; number > 0; --number) {
    std::rename(numbered(path_, number).c_str(), numbered(path_, number + 1).c_str());
  }
  if (std::rename(path_.c_str(), numbered(path_, 1).c_str()) == 0) {
    openFile(false);
  }
}

// Asks the file for its size, since other backends may write to it too.
bool LogFile::wouldExceedSize(std::size_t size) const {
  struct stat status {};
  return ::fstat(fd_.get(), &status) == 0 && status.st_size > 0 &&
         static_cast<std::uint64_t>(status.st_size) + size > rotation_.max_size;
}

bool LogFile::isMovedAway() const {
  struct stat here {
  }, there{};
  return ::fstat(fd_.get(), &here) == 0 &&
         (::stat(path_.c_str(), &there) != 0 || here.st_ino != there.st_ino || here.st_dev != there.st_dev);
}

void LogFile::reopen() {
  const std::lock_guard lock(mutex_);
  // Logrotate moves regular files only. Also, /dev/stderr may lead into the log itself by now.
  if (!regular_) {
    return;
  }
  if (const auto error = openFile(false)) {
    warnOnStandardError(error->sentence + "; the old one is still used");
  }
}

}  // namespace prism::host
