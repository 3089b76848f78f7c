// SPDX-License-Identifier: MIT
// The member functions of Guard that check lookups (prism/resolve.h), fetches and files (prism/media.h). They send
// nothing.
#include "host/network/network.h"

#include "host/guard/guard_event.h"
#include <prism/media.h>
#include <prism/resolve.h>

#include <fcntl.h>
#include <sys/stat.h>

namespace prism::host {
namespace {

constexpr std::uint32_t kLongestLookupMs = 60'000;
constexpr std::uint32_t kUsualLookupMs = 10'000;
constexpr std::uint32_t kLongestFetchMs = 600'000;
constexpr std::uint32_t kUsualFetchMs = 60'000;
constexpr std::uint32_t kMostPort = 65'535;
constexpr std::size_t kLongestFileName = 1023;
constexpr std::size_t kLongestType = 255;

// Returns why a file cannot be read or written in the way that `access` says (O_RDONLY or O_WRONLY); "" if it can.
// Other files than regular ones could block the main thread.
std::string rejectDescriptor(int fd, int access) {
  struct stat info {};
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fstat(fd, &info) != 0) {
    return fmt::format("fd is {}, which is no open descriptor", fd);
  }
  if (!S_ISREG(info.st_mode)) {
    return fmt::format("fd is {}, which is no regular file", fd);
  }
  if ((flags & O_ACCMODE) != access && (flags & O_ACCMODE) != O_RDWR) {
    return fmt::format("fd is {}, which is not open for {}", fd, access == O_RDONLY ? "reading" : "writing");
  }
  return "";
}

}  // namespace

void Guard::Event::shortText(const char* argument, prism_str value, std::size_t most, std::string* field) {
  if (value.size > most) {
    refuse(PRISM_ERR_ARGUMENT, fmt::format("{} has {} bytes, at most {} are allowed", argument, value.size, most));
  }
  if (ok()) {
    text(argument, value, field);
  }
}

void Guard::Event::typedText(const char* argument, prism_str value, std::size_t most, std::string* field) {
  if (value.size > most && value.data) {
    field->clear();
  } else {
    text(argument, value, field);
  }
}

void Guard::Event::timeout(std::uint32_t given, std::uint32_t most, std::uint32_t usual,
                           std::chrono::milliseconds* timeout) {
  if (given > most) {
    refuse(PRISM_ERR_ARGUMENT, fmt::format("timeout_ms is {}, at most {} are allowed", given, most));
  }
  *timeout = std::chrono::milliseconds(given == 0 ? usual : given);
}

prism_result Guard::readLookup(const prism_lookup* lookup, Network::Lookup* read) {
  Event event(*this, "resolve.resolve");
  if (!event.checkStruct(lookup)) {
    return event.result();
  }
  if (lookup->family > PRISM_FAMILY_IPV6) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("family {} does not exist", lookup->family));
  }
  if (lookup->port > kMostPort) {
    event.refuse(PRISM_ERR_ARGUMENT, fmt::format("port is {}, at most {} is allowed", lookup->port, kMostPort));
  }
  event.typedText("name", lookup->name, kLongestLookupName, &read->name);
  event.timeout(lookup->timeout_ms, kLongestLookupMs, kUsualLookupMs, &read->timeout);
  read->family = lookup->family == 0 ? AF_UNSPEC : lookup->family == PRISM_FAMILY_IPV4 ? AF_INET : AF_INET6;
  read->port = static_cast<std::uint16_t>(lookup->port);
  return event.result();
}

prism_result Guard::readFetch(const prism_fetch* fetch, Network::Fetch* read) {
  Event event(*this, "media.fetch");
  if (!event.checkStruct(fetch) || !event.user(fetch->user)) {
    return event.result();
  }
  event.flags(fetch->flags, PRISM_FETCH_TO_DESCRIPTOR);
  std::string invalid;
  if (fetch->url.size <= kLongestFetchUrl || !fetch->url.data) {
    read->url = event.borrowText("url", fetch->url, &invalid);
  }
  if (!invalid.empty()) {
    read->url = {};  // bytes that are no text are no URL
    wipe(&invalid);
  }
  event.timeout(fetch->timeout_ms, kLongestFetchMs, kUsualFetchMs, &read->timeout);
  read->max_size = fetch->max_size;
  read->fd = (fetch->flags & PRISM_FETCH_TO_DESCRIPTOR) != 0 ? fetch->fd : -1;
  if (event.ok() && (fetch->flags & PRISM_FETCH_TO_DESCRIPTOR) != 0) {
    if (const std::string why = rejectDescriptor(fetch->fd, O_WRONLY); !why.empty()) {
      event.refuse(PRISM_ERR_ARGUMENT, why);
    }
  }
  return event.result();
}

prism_result Guard::readFile(const prism_file* file, std::string* name, std::string* mime_type) {
  Event event(*this, "media.publish");
  if (!event.checkStruct(file) || !event.user(file->user)) {
    return event.result();
  }
  const bool from_descriptor = (file->flags & PRISM_FILE_FROM_DESCRIPTOR) != 0;
  event.flags(file->flags, PRISM_FILE_FROM_DESCRIPTOR);
  event.shortText("name", file->name, kLongestFileName, name);
  event.shortText("mime_type", file->mime_type, kLongestType, mime_type);
  if (file->bytes.size > 0 && (!file->bytes.data || from_descriptor)) {
    event.refuse(PRISM_ERR_ARGUMENT, from_descriptor
                                         ? "there are both bytes and a descriptor"
                                         : fmt::format("bytes is NULL, but has a size of {}", file->bytes.size));
  }
  if (event.ok() && from_descriptor) {
    if (const std::string why = rejectDescriptor(file->fd, O_RDONLY); !why.empty()) {
      event.refuse(PRISM_ERR_ARGUMENT, why);
    }
  }
  return event.result();
}

}  // namespace prism::host
