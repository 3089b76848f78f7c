// SPDX-License-Identifier: MIT
// Decides from the permissions of files whether a plugin may run, since a plugin gets every password. The rules are
// those of sshd for authorized_keys. As in Debian's sshd, write access for a group is harmless if it is the owner's own
// group.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace prism::host {

struct PluginPolicy {
  uid_t user;           // the account that the host runs as when it loads the plugin
  bool strict = false;  // true: doubts are reasons to refuse the plugin, and the directories above are examined too
};

struct PluginTrust {
  std::optional<std::string> refusal = {};  // why the plugin must not run
  std::vector<std::string> doubts = {};     // sentences for the administrator
};

// Examines the open file `fd`, the directory in `path`, and, if `path` is a link, the directory that it leads to. Each
// sentence names the file or directory.
PluginTrust examinePlugin(int fd, const std::string& path, const PluginPolicy& policy);

}  // namespace prism::host
