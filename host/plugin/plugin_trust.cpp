// SPDX-License-Identifier: MIT
#include "host/plugin/plugin_trust.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

namespace prism::host {
namespace {

namespace fs = std::filesystem;

// getpwuid(3) and its like are not thread-safe, but there are no threads yet.
// NOLINTBEGIN(concurrency-mt-unsafe)
std::string nameOf(uid_t user) {
  const passwd* entry = ::getpwuid(user);
  return entry ? fmt::format("'{}'", entry->pw_name) : fmt::format("{}", user);
}

// Returns true if the group is the owner's own: it has the owner's name, and no other members.
bool isOwnersAlone(gid_t group, uid_t owner) {
  const passwd* user = ::getpwuid(owner);
  const std::string name = user ? user->pw_name : "";
  const ::group* entry = user && user->pw_gid == group ? ::getgrgid(group) : nullptr;
  if (!entry || name != entry->gr_name) {
    return false;
  }
  for (char** member = entry->gr_mem; *member; ++member) {
    if (name != *member) {
      return false;
    }
  }
  return true;
}

std::string groupText(gid_t group) {
  const ::group* entry = ::getgrgid(group);
  return entry ? fmt::format("the group '{}'", entry->gr_name) : fmt::format("the group {}", group);
}
// NOLINTEND(concurrency-mt-unsafe)

// Returns a sentence that says who else can write to the file, with the remedy; nullopt if nobody can.
std::optional<std::string> writableBy(const struct stat& status, const std::string& path) {
  if ((status.st_mode & S_IWOTH) != 0) {
    return fmt::format("everybody may write to {} (chmod o-w)", path);
  }
  if ((status.st_mode & S_IWGRP) != 0 && status.st_gid != 0 && !isOwnersAlone(status.st_gid, status.st_uid)) {
    return fmt::format("{} may write to {} (chmod g-w)", groupText(status.st_gid), path);
  }
  return std::nullopt;
}

class Examination {
 public:
  explicit Examination(const PluginPolicy& policy) : policy_(policy) {}

  void file(const struct stat& status, const std::string& path) {
    refuse(writableBy(status, path));
    owner(status, path);
  }

  // Examines a directory, in which others might replace the plugin.
  void directory(const fs::path& path) {
    struct stat status {};
    if (!seen_.insert(path.string()).second) {
      return;
    }
    if (::stat(path.c_str(), &status) != 0) {
      refuse(fmt::format("{} cannot be looked at: {}", path.string(), std::strerror(errno)));
      return;
    }
    refuse(writableBy(status, path.string()));
    owner(status, path.string());
  }

  // Examines the directories above. With write access to one of them, others might rename a directory and put their own
  // in its place. The sticky bit, as on /tmp, prevents that.
  void above(const fs::path& directory) {
    for (fs::path path = directory; path.has_relative_path();) {
      path = path.parent_path();
      struct stat status {};
      if (::stat(path.c_str(), &status) == 0 && (status.st_mode & S_ISVTX) != 0) {
        owner(status, path.string());
      } else {
        this->directory(path);
      }
    }
  }

  PluginTrust take() { return std::move(trust_); }

 private:
  void owner(const struct stat& status, const std::string& path) {
    if (status.st_uid == 0 || status.st_uid == policy_.user) {
      return;
    }
    const std::string others = policy_.user == 0 ? "not to root" : "neither to root nor to " + nameOf(policy_.user);
    const std::string doubt =
        fmt::format("{} belongs to {}, {}, as whom the host runs", path, nameOf(status.st_uid), others);
    if (policy_.strict) {
      refuse(doubt);
    } else {
      trust_.doubts.push_back(doubt);
    }
  }

  void refuse(std::optional<std::string> reason) {
    if (!trust_.refusal) {
      trust_.refusal = std::move(reason);
    }
  }

  const PluginPolicy& policy_;
  std::set<std::string> seen_;
  PluginTrust trust_;
};

}  // namespace

PluginTrust examinePlugin(int fd, const std::string& path, const PluginPolicy& policy) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    return {fmt::format("it cannot be looked at: {}", std::strerror(errno))};
  }
  Examination examination(policy);
  examination.file(status, path);

  std::error_code error;
  const fs::path found_in = fs::canonical(fs::absolute(path, error).parent_path(), error);
  const fs::path real = error ? fs::path() : fs::read_symlink(fmt::format("/proc/self/fd/{}", fd), error);
  if (error) {
    return {fmt::format("who can put another file in its place cannot be found out: {}", error.message())};
  }
  for (const fs::path& directory : {found_in, real.parent_path()}) {
    examination.directory(directory);
    if (policy.strict) {
      examination.above(directory);
    }
  }
  return examination.take();
}

}  // namespace prism::host
