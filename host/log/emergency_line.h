// SPDX-License-Identifier: MIT
// Log lines for the moment when the process ends or may have to, as in a crash.
#pragma once

#include "host/base/signal_text.h"

namespace prism::host {

// Writes a line to the log files of the category Host and to stderr. Gives up on stderr for good if nobody reads it for
// a second. Takes no lock. Async-signal-safe.
void writeEmergencyLine(SignalText line);

// Returns the beginning of such a line: the time, the level FATAL and the category Host.
SignalText emergencyLinePrefix();

}  // namespace prism::host
