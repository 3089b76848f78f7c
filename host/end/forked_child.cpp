// SPDX-License-Identifier: MIT
#include "host/end/forked_child.h"

#include "host/end/last_resort.h"
#include "host/log/emergency_line.h"

#include <unistd.h>

namespace prism::host {

void endForkedChild(const char* function) {
  SignalText line = emergencyLinePrefix();
  line << "a process that the plugin " << lastResortPlugin() << " has forked returns from "
       << (function ? function : "it") << " into the host; that process, ";
  line.decimal(static_cast<std::uint64_t>(::getpid())) << ", is ended, and the host goes on";
  writeEmergencyLine(line);
  endProcess(0);
}

}  // namespace prism::host
