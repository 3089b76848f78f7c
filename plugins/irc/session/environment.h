// SPDX-License-Identifier: MIT
// Shared by all sessions of the plugin; must outlive them.
#pragma once

#include "net/stream.h"
#include "session/connect_gate.h"
#include "session/memory.h"
#include "session/metrics.h"
#include "session/settings.h"
#include "session/sts.h"

namespace irc {

struct Environment {
  const net::Network& network;
  const Settings& settings;
  ConnectGate& gate;
  ProcessMemory& memory;
  StsPolicies& sts;
  const Metrics& metrics;
};

}  // namespace irc
