// SPDX-License-Identifier: MIT
// Plain counters of what the Guard lets pass. Only the main thread uses them, so counting is one instruction.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace prism::host {

// How a login has ended. `cancelled`: by a logout or another login before the network's answer.
enum class LoginOutcome {
  kConnected,
  kAuthentication,
  kEncryption,
  kNetwork,
  kOther,
  kTimeout,
  kPluginFault,
  kCancelled,
};

// The values of the label `outcome`, in the order of LoginOutcome.
inline constexpr std::array<const char*, 8> kLoginOutcomes{"connected", "authentication", "encryption",   "network",
                                                           "other",     "timeout",        "plugin_fault", "cancelled"};

// Returns the outcome of a login that ends by `error`, a PRISM_CONNECTION_ERROR_....
LoginOutcome loginOutcomeOf(std::uint32_t error);

struct Traffic {
  std::uint64_t messages_to_users = 0;  // messages of the plugin, and of the host itself, that were accepted
  std::array<std::uint64_t, kLoginOutcomes.size()> logins{};

  void count(LoginOutcome outcome) { ++logins[static_cast<std::size_t>(outcome)]; }
};

}  // namespace prism::host
