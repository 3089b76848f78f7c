// SPDX-License-Identifier: MIT
#include "host/media/web_files.h"

#include "host/media/file_name.h"
#include <prism/unique_fd.hpp>

#include <Poco/Logger.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

namespace prism::host {
namespace {

constexpr std::string_view kSubdirectory = "prism-media";

constexpr ::mode_t kDirectoryMode = 0755;  // the web server is another user
constexpr ::mode_t kFileMode = 0644;

constexpr std::chrono::hours kSweepPeriod{1};
constexpr std::chrono::milliseconds kStepPeriod{10};
constexpr std::size_t kTokensOfStep = 64;  // so that a step takes about a millisecond

constexpr std::int64_t kDay = 24 * 3600;

// Returns 128 random bits in hexadecimal: the URL of a file is its only protection.
std::string randomToken() {
  std::array<unsigned char, 16> bytes;
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  std::string token;
  for (const unsigned char byte : bytes) {
    token += fmt::format("{:02x}", byte);
  }
  return token;
}

// Returns false, with the cause in errno, if not all bytes are written. The file is a regular one.
bool writeBytes(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::write(fd, bytes.data(), bytes.size());
    if (size == 0) {
      errno = EIO;
    }
    if (size > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Copies `size` bytes. A file that has become shorter meanwhile is EIO.
bool copyBytes(int from, int to, std::uint64_t size) {
  std::string buffer(64 * 1024, '\0');
  std::uint64_t copied = 0;
  while (copied < size) {
    const ssize_t count =
        ::pread(from, buffer.data(), std::min<std::uint64_t>(buffer.size(), size - copied), static_cast<off_t>(copied));
    if (count == 0) {
      errno = EIO;
    }
    if (count <= 0) {
      if (errno == EINTR) {
        continue;
      }
      return false;
    }
    if (!writeBytes(to, {buffer.data(), static_cast<std::size_t>(count)})) {
      return false;
    }
    copied += static_cast<std::uint64_t>(count);
  }
  return true;
}

// A new directory for one file, which is removed again unless keep() is called.
class NewFile {
 public:
  NewFile(const std::string& parent, std::string name)
      : directory_(parent + "/" + randomToken()), name_(std::move(name)), part_(directory_ + "/." + name_) {}
  ~NewFile() {
    if (!kept_) {
      ::unlink(part_.c_str());
      ::rmdir(directory_.c_str());
    }
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // These return false, with the cause in errno. Until keep(), the file has a name that the web server does not show.
  bool open() {
    if (::mkdir(directory_.c_str(), kDirectoryMode) != 0 || ::chmod(directory_.c_str(), kDirectoryMode) != 0) {
      return false;
    }
    fd_ = UniqueFd(::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
    return fd_ && ::fchmod(fd_.get(), kFileMode) == 0;
  }
  bool keep() {
    // Some file systems report a full disk only when the file is closed.
    kept_ = ::close(fd_.release()) == 0 && ::rename(part_.c_str(), (directory_ + "/" + name_).c_str()) == 0;
    return kept_;
  }

  int fd() const { return fd_.get(); }
  std::string path() const { return directory_.substr(directory_.rfind('/')) + "/" + name_; }

 private:
  const std::string directory_;
  const std::string name_;
  const std::string part_;
  UniqueFd fd_;
  bool kept_ = false;
};

}  // namespace

WebFiles::WebFiles(MediaSettings settings, TimerSource& timers, Poco::Logger& log)
    : settings_(std::move(settings)),
      directory_(fmt::format("{}/{}", settings_.web_directory, kSubdirectory)),
      timers_(timers),
      log_(log) {}

WebFiles::~WebFiles() {
  timers_.remove(hour_);
  timers_.remove(step_);
}

bool WebFiles::start() {
  if (settings_.web_directory.empty()) {
    log_.information("the plugin cannot publish files: service.web_directory and service.web_url are not both given");
    return false;
  }
  if (hour_ == 0) {
    hour_ = timers_.add(kSweepPeriod, kSweepPeriod, &WebFiles::onHour, this);
    beginSweep();
  }
  return true;
}

WebFiles::Outcome WebFiles::publish(std::string_view name, std::string_view mime_type, const Contents& contents) {
  if (settings_.web_directory.empty()) {
    return {PRISM_ERR_UNSUPPORTED, 0, "", "", "this gateway cannot publish files"};
  }
  std::uint64_t size = contents.bytes.size();
  if (contents.fd >= 0) {
    struct stat info {};
    if (::fstat(contents.fd, &info) != 0) {
      return failure(errno, "the plugin's file cannot be read");
    }
    size = static_cast<std::uint64_t>(info.st_size);
  }
  if (auto rejection = rejectSize(size)) {
    return *std::move(rejection);
  }
  std::error_code error;
  std::filesystem::create_directories(settings_.web_directory, error);
  if (::mkdir(directory_.c_str(), kDirectoryMode) == 0) {
    ::chmod(directory_.c_str(), kDirectoryMode);
  } else if (errno != EEXIST) {
    return failure(errno, directory_ + " cannot be made");
  }
  struct statvfs disk {};
  if (::statvfs(directory_.c_str(), &disk) == 0) {
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    if (free < settings_.reserve || free - settings_.reserve < size) {
      return failure(ENOSPC, fmt::format("less than {} bytes are free there", settings_.reserve + size));
    }
  }
  PublicName public_name = publicNameOf(name, mime_type);
  NewFile file(directory_, std::move(public_name.name));
  const bool well =
      file.open() &&
      (contents.fd >= 0 ? copyBytes(contents.fd, file.fd(), size) : writeBytes(file.fd(), contents.bytes)) &&
      file.keep();
  if (!well) {
    return failure(errno, "a file cannot be written there");
  }
  const std::uint64_t blocks = Sweep::sizeInBlocks(size);
  added_ += blocks;
  return {PRISM_OK,
          0,
          fmt::format("{}/{}{}", settings_.web_url, kSubdirectory, file.path()),
          std::move(public_name.mime_type),
          "",
          blocks};
}

std::optional<WebFiles::Outcome> WebFiles::rejectSize(std::uint64_t size) const {
  if (size > settings_.max_file) {
    return Outcome{PRISM_ERR_TOO_LARGE, 0, "", "", fmt::format("it is larger than {} bytes", settings_.max_file)};
  }
  if (counted_ + added_before_ + added_ + Sweep::sizeInBlocks(size) > settings_.max_total) {
    log_.warning(
        fmt::format("service.web_directory: the files in {} have reached prism.media_max_total, so a file was "
                    "refused",
                    directory_));
    return Outcome{PRISM_ERR_LIMIT, 0, "", "", "there is no space left for it"};
  }
  return std::nullopt;
}

WebFiles::Outcome WebFiles::failure(int error, std::string_view what) const {
  log_.warning(
      fmt::format("service.web_directory: {} ({}); a file was refused: {}", what, directory_, std::strerror(error)));
  const bool full = error == ENOSPC || error == EDQUOT;
  return {PRISM_ERR_SYSTEM, error, "", "", full ? "there is no space left for it" : "it cannot be stored"};
}

void WebFiles::beginSweep() {
  if (sweep_) {
    return;  // a slow disk
  }
  sweep_.emplace(directory_, settings_.days == 0 ? 0 : std::time(nullptr) - settings_.days * kDay);
  added_before_ += std::exchange(added_, 0);
  step_ = timers_.add({}, kStepPeriod, &WebFiles::onStep, this);
}

void WebFiles::stepSweep() {
  if (sweep_->step(kTokensOfStep)) {
    return;
  }
  timers_.remove(std::exchange(step_, 0));
  counted_ = sweep_->size();
  added_before_ = 0;
  sweep_.reset();
}

void WebFiles::onHour(void* self, TimerQueue::Id) { static_cast<WebFiles*>(self)->beginSweep(); }
void WebFiles::onStep(void* self, TimerQueue::Id) { static_cast<WebFiles*>(self)->stepSweep(); }

}  // namespace prism::host
