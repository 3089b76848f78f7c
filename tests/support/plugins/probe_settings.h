// SPDX-License-Identifier: MIT
// The probe's settings of a user.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/settings.h>

#include <string>

namespace prism::tests {

class ProbeSettings {
 public:
  // `host` must outlive this.
  explicit ProbeSettings(const prism_host* host) : host_(host) {}

  // Describes four settings, or misuses the service if `how` says so. Returns the result.
  prism_result define(const std::string& how);

  // Returns the result and the value of a setting.
  std::string get(const std::string& user, const std::string& key);

 private:
  const prism_settings* service();

  const prism_host* host_;
  const prism_settings* service_ = nullptr;
};

}  // namespace prism::tests
