// SPDX-License-Identifier: MIT
#include "host/base/process_start.h"

#include <prism/unique_fd.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace prism::host {
namespace {

// Returns the text after the next `count` blanks, empty if there are not so many.
std::string_view skipFields(std::string_view text, int count) {
  for (; count > 0; --count) {
    const std::size_t blank = text.find(' ');
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return text;
}

}  // namespace

Result<std::uint64_t> readProcessStart(const std::string& stat_file) {
  const UniqueFd fd(::open(stat_file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  std::array<char, 1024> bytes;  // the line has some 300
  const ssize_t size = fd ? ::read(fd.get(), bytes.data(), bytes.size()) : -1;
  if (size < 0) {
    return Error{errno, std::strerror(errno)};  // ESRCH if the process has ended in between
  }
  std::string_view fields(bytes.data(), static_cast<std::size_t>(size));
  fields.remove_prefix(fields.rfind(')') + 1);  // the name, the second field, may contain blanks and parentheses
  fields = skipFields(fields, 20);              // the start time is the 22nd
  std::uint64_t start = 0;
  if (std::from_chars(fields.data(), fields.data() + fields.size(), start).ec != std::errc()) {
    return Error{EPROTO, "it is not the status of a process"};
  }
  return start;
}

}  // namespace prism::host
