// SPDX-License-Identifier: MIT
// A line that is written while the process ends, or may have to.
#pragma once

#include "host/base/signal_text.h"

namespace prism::host {

// Writes a line to the log files of the category Host, and to stderr unless nobody reads that. Takes no lock. May be
// called in a signal handler.
void writeInEmergency(SignalText line);

// The beginning of such a line: the time, the level and the category.
SignalText emergencyHead();

}  // namespace prism::host
