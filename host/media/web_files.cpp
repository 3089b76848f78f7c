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

// The bytes that are written before write() looks whether it was cancelled.
constexpr std::size_t kChunk = 64 * 1024;

// Returns false, with the cause in errno, if not all bytes are written. The file is a regular one.
bool writeChunk(int fd, std::string_view bytes) {
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

// Reads a chunk of a file at `offset`. Returns an empty one, with the cause in errno, on a failure. A file that has
// become shorter is EIO.
std::string_view readChunk(int fd, std::uint64_t offset, std::size_t size, std::string* buffer) {
  buffer->resize(kChunk);
  for (;;) {
    const ssize_t count = ::pread(fd, buffer->data(), size, static_cast<off_t>(offset));
    if (count > 0) {
      return {buffer->data(), static_cast<std::size_t>(count)};
    }
    if (count == 0) {
      errno = EIO;
    }
    if (errno != EINTR) {
      return {};
    }
  }
}

// Writes `size` bytes of the contents. Returns false, with the cause in errno, if that fails.
bool writeContents(const WebFiles::Contents& contents, std::uint64_t size, int to, const std::atomic<bool>& cancelled) {
  std::string buffer;
  for (std::uint64_t done = 0; done < size;) {
    if (cancelled) {
      errno = ECANCELED;
      return false;
    }
    const auto next = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, size - done));
    const std::string_view chunk =
        contents.fd < 0 ? contents.bytes.substr(done, next) : readChunk(contents.fd, done, next, &buffer);
    if (chunk.empty() || !writeChunk(to, chunk)) {
      return false;
    }
    done += chunk.size();
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

  // These return false, with the cause in errno. Until keep(), the name begins with a dot: web servers do not
  // show it, and a Sweep removes it if a crash has left it.
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

std::optional<WebFiles::Outcome> WebFiles::reserve(std::uint64_t size) {
  if (size > settings_.max_file) {
    return Outcome{PRISM_PUBLISH_TOO_LARGE, "", "", fmt::format("it is larger than {} bytes", settings_.max_file)};
  }
  const std::uint64_t blocks = Sweep::sizeInBlocks(size);
  if (counted_ + added_before_ + added_ + reserved_ + blocks > settings_.max_total) {
    log_.warning(
        fmt::format("service.web_directory: the files in {} have reached prism.media_max_total, so a file was "
                    "refused",
                    directory_));
    return Outcome{PRISM_PUBLISH_FULL, "", "", "there is no space left for it"};
  }
  reserved_ += blocks;
  return std::nullopt;
}

WebFiles::Written WebFiles::write(std::string_view name, std::string_view mime_type, const Contents& contents,
                                  std::uint64_t size, const std::atomic<bool>& cancelled) const noexcept {
  try {
    return writeNew(name, mime_type, contents, size, cancelled);
  } catch (const std::system_error& error) {
    return {error.code().value(), "", "", ""};
  } catch (const std::exception&) {
    return {ENOMEM, "", "", ""};
  }
}

WebFiles::Written WebFiles::writeNew(std::string_view name, std::string_view mime_type, const Contents& contents,
                                     std::uint64_t size, const std::atomic<bool>& cancelled) const {
  std::error_code error;
  std::filesystem::create_directories(settings_.web_directory, error);
  if (::mkdir(directory_.c_str(), kDirectoryMode) == 0) {
    ::chmod(directory_.c_str(), kDirectoryMode);
  } else if (errno != EEXIST) {
    return {errno, directory_ + " cannot be made", "", ""};
  }
  struct statvfs disk {};
  if (::statvfs(directory_.c_str(), &disk) == 0) {
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    if (free < settings_.reserve || free - settings_.reserve < size) {
      return {ENOSPC, fmt::format("less than {} bytes are free there", settings_.reserve + size), "", ""};
    }
  }
  PublicName public_name = publicNameOf(name, mime_type);
  NewFile file(directory_, std::move(public_name.name));
  if (!file.open() || !writeContents(contents, size, file.fd(), cancelled) || !file.keep()) {
    return {errno, "", "", ""};
  }
  return {0, "", file.path(), std::move(public_name.mime_type)};
}

void WebFiles::release(std::uint64_t size, bool kept) {
  const std::uint64_t blocks = Sweep::sizeInBlocks(size);
  reserved_ -= blocks;
  added_ += kept ? blocks : 0;
}

WebFiles::Outcome WebFiles::outcomeOf(const Written& written) const {
  if (written.error == 0) {
    return {PRISM_PUBLISH_DONE, fmt::format("{}/{}{}", settings_.web_url, kSubdirectory, written.path),
            written.mime_type, ""};
  }
  log_.warning(fmt::format("service.web_directory: {} ({}); a file was refused: {}",
                           written.what.empty() ? "a file cannot be written there" : written.what, directory_,
                           std::strerror(written.error)));
  const bool full = written.error == ENOSPC || written.error == EDQUOT;
  return {full ? PRISM_PUBLISH_FULL : PRISM_PUBLISH_FAILED, "", "",
          full ? "there is no space left for it" : "it cannot be stored"};
}

void WebFiles::remove(const Written& written) const {
  if (!written.path.empty()) {
    const std::string path = directory_ + written.path;
    ::unlink(path.c_str());
    ::rmdir(path.substr(0, path.rfind('/')).c_str());
  }
}

void WebFiles::beginSweep() {
  if (sweep_) {
    return;  // a slow disk
  }
  const std::time_t now = std::time(nullptr);
  sweep_.emplace(directory_, settings_.days == 0 ? 0 : now - settings_.days * kDay, now - kDay);
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
