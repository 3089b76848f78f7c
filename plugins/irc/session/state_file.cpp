// SPDX-License-Identifier: MIT
#include "session/state_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace irc {

bool replaceFile(const std::string& file, const std::string& text) {
  // SeenTimes names no file of a user like this: its '=' has two digits behind it, and more.
  const std::string beside = file + "=" + std::to_string(::getpid());
  std::ofstream out(beside, std::ios::trunc);
  std::error_code error;
  std::filesystem::permissions(beside, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
  out << text;
  out.close();
  if (out && std::rename(beside.c_str(), file.c_str()) == 0) {
    return true;
  }
  const int problem = errno;
  std::remove(beside.c_str());
  errno = problem;
  return false;
}

}  // namespace irc
