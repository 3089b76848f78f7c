// SPDX-License-Identifier: MIT
// The timer of the log lines that count withheld lines. Code that withholds a line calls armWithheldTimer(), and the
// main thread logs 5 s later how many there were. While nothing is withheld, the timer wakes nobody.
#pragma once

namespace prism::host {

// [main] Returns a descriptor that becomes readable when the numbers of withheld lines are to be logged.
// armWithheldTimer() has no effect before the first call.
int withheldTimerFd();

// [any thread] Starts the timer unless it is running. Costs a system call only when it starts the timer.
void armWithheldTimer();

// [main] Stops the timer after it has expired, so that the next withheld line starts it again.
void resetWithheldTimer();

}  // namespace prism::host
