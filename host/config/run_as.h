// SPDX-License-Identifier: MIT
// The user that the host runs as. Spectrum 2 starts its backends as the user that it runs as itself; where that is root,
// and the configuration has service.user, the host becomes that user before it opens the log, or loads any plugin.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "host/base/result.h"
#include "host/config/config.h"

namespace prism::host {

struct Account {
  std::string user;  // empty: the user stays what it is, and only the group changes
  uid_t uid;
  gid_t gid;
};

// What service.user and service.group want of this process: nullopt if nothing, or if it is not root, and cannot change
// who it is. An error has the code EINVAL: no such user or group.
Result<std::optional<Account>> wantedAccount(const Config& config);

// Becomes it, with the groups that it is in, for good and without any capability. It can still leave a core.
std::optional<Error> become(const Account& account);

// What there is to say of service.user otherwise, in the log; nullopt if nothing.
std::optional<std::string> whyNotBecome(const Config& config);

}  // namespace prism::host
