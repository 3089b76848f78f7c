// SPDX-License-Identifier: MIT
#include "host/config/run_as.h"

#include "host/base/quote.h"

#include <fmt/format.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

// getpwnam(3) and its like are not thread-safe, but there are no threads yet.
// NOLINTBEGIN(concurrency-mt-unsafe)
namespace prism::host {
namespace {

using CapabilitySets = std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3>;

__user_cap_header_struct capabilityHeader() { return {_LINUX_CAPABILITY_VERSION_3, 0}; }

bool dropCapabilities() {
  __user_cap_header_struct header = capabilityHeader();
  const CapabilitySets none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

bool hasCapabilities() {
  __user_cap_header_struct header = capabilityHeader();
  CapabilitySets sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) {
    return true;
  }
  return std::any_of(sets.begin(), sets.end(), [](const __user_cap_data_struct& set) {
    return (set.effective | set.permitted | set.inheritable) != 0;
  });
}

bool isGroup(gid_t gid) {
  gid_t real = 0;
  gid_t effective = 0;
  gid_t saved = 0;
  return ::getresgid(&real, &effective, &saved) == 0 && real == gid && effective == gid && saved == gid;
}

bool isUser(uid_t uid) {
  uid_t real = 0;
  uid_t effective = 0;
  uid_t saved = 0;
  return ::getresuid(&real, &effective, &saved) == 0 && real == uid && effective == uid && saved == uid;
}

// Returns true if the process can become root again. It tries to, instead of trusting the calls that have dropped root.
bool canComeBack() { return ::setresuid(0, 0, 0) == 0 || ::seteuid(0) == 0 || hasCapabilities(); }

const Config::Value* nonEmpty(const Config& config, const char* key) {
  const Config::Value* value = config.get(key);
  return value && !value->empty() ? value : nullptr;
}

Error unknown(const Config& config, const char* what, std::string_view name) {
  return {EINVAL, fmt::format("{}: the {} {} of service.{} does not exist", config.name(), what, inQuotes(name), what)};
}

}  // namespace

Result<std::optional<Account>> configuredAccount(const Config& config) {
  const Config::Value* user = nonEmpty(config, "service.user");
  const Config::Value* group = nonEmpty(config, "service.group");
  if (::geteuid() != 0 || (!user && !group)) {
    return std::optional<Account>();
  }
  Account account{"", 0, 0};
  if (user) {
    const passwd* entry = ::getpwnam(user->c_str());
    if (!entry) {
      return unknown(config, "user", *user);
    }
    account = {std::string(entry->pw_uid == 0 ? std::string_view() : *user), entry->pw_uid, entry->pw_gid};
  }
  if (group) {
    const ::group* entry = ::getgrnam(group->c_str());
    if (!entry) {
      return unknown(config, "group", *group);
    }
    account.gid = entry->gr_gid;
  }
  return std::optional(account);
}

std::optional<Error> dropPrivileges(const Account& account) {
  const auto fail = [&account](const char* why) {
    return Error{errno != 0 ? errno : EPERM,
                 account.user.empty()
                     ? fmt::format("cannot take the group {} of service.group: {}", account.gid, why)
                     : fmt::format("cannot become the user {} of service.user: {}", inQuotes(account.user), why)};
  };
  const bool in_groups =
      account.user.empty() ? ::setgroups(1, &account.gid) == 0 : ::initgroups(account.user.c_str(), account.gid) == 0;
  if (!in_groups || ::setresgid(account.gid, account.gid, account.gid) != 0) {
    return fail(std::strerror(errno));
  }
  if (account.user.empty()) {
    return std::nullopt;
  }
  if (::setresuid(account.uid, account.uid, account.uid) != 0 || !dropCapabilities()) {
    return fail(std::strerror(errno));
  }
  if (!isUser(account.uid) || !isGroup(account.gid) || canComeBack()) {
    errno = EPERM;
    return fail("it could come back");
  }
  ::prctl(PR_SET_DUMPABLE, 1);  // the change of user has disabled core dumps
  return std::nullopt;
}

std::optional<std::string> describeIgnoredUser(const Config& config) {
  const Config::Value* user = nonEmpty(config, "service.user");
  if (!user || ::geteuid() == 0) {
    return std::nullopt;
  }
  const passwd* entry = ::getpwuid(::geteuid());
  const std::string own = entry ? entry->pw_name : std::to_string(::geteuid());
  if (own == std::string_view(*user)) {
    return std::nullopt;
  }
  return fmt::format("service.user is {}, but it was started as {}, and stays so", inQuotes(*user), inQuotes(own));
}

}  // namespace prism::host
// NOLINTEND(concurrency-mt-unsafe)
