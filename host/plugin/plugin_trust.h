// SPDX-License-Identifier: MIT
// Whether a plugin may be run, as far as it can be told from who can write to it: a plugin is code that is told every
// password. The rules are those of sshd for authorized_keys, Debian's in that a group which is the owner's alone does no
// harm.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace prism::host {

struct PluginPolicy {
  uid_t user;           // whom the host runs as, when it loads the plugin
  bool strict = false;  // whether doubts are reasons to refuse it, and the directories above are looked at as well
};

struct PluginTrust {
  std::optional<std::string> refusal = {};  // why it must not run
  std::vector<std::string> doubts = {};     // what somebody should look at
};

// Looks at the opened file `fd`, at the directory in `path` that it was found in, and, if it is a link, at the one that it
// leads to. The sentences name what they are about.
PluginTrust examinePlugin(int fd, const std::string& path, const PluginPolicy& policy);

}  // namespace prism::host
