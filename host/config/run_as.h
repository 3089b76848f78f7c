// SPDX-License-Identifier: MIT
// The account that the host runs as. Spectrum 2 starts its backends under its own account. If that is root, and the
// configuration has service.user, the host switches to that user before it opens the log or loads any plugin.
#pragma once

#include "host/base/result.h"
#include "host/config/config.h"

#include <sys/types.h>

#include <optional>
#include <string>

namespace prism::host {

struct Account {
  std::string user;  // empty: only the group changes
  uid_t uid;
  gid_t gid;
};

// Returns the account that service.user and service.group ask for. Returns nullopt if they ask for none, or if the
// process is not root and so cannot switch. The error code is EINVAL: there is no such user or group.
Result<std::optional<Account>> configuredAccount(const Config& config);

// Switches the process to the account. If that changes the user, it also sets the user's groups, drops all capabilities
// and cannot be undone. Core dumps stay enabled.
std::optional<Error> dropPrivileges(const Account& account);

// Returns a sentence for the log if the process is not root and runs as another user than service.user, which it cannot
// switch to. Otherwise returns nullopt.
std::optional<std::string> describeIgnoredUser(const Config& config);

}  // namespace prism::host
