// SPDX-License-Identifier: MIT
// The timer of the log lines that count withheld lines. Code that withholds a line calls expectLateLines(), and the
// main thread logs the counts 5 s later. While nothing is withheld, the timer wakes nobody.
#pragma once

namespace prism::host {

// [main] Returns a descriptor that becomes readable when the counts are due. expectLateLines() has no effect before the
// first call.
int lateLinesFd();

// [any thread] Starts the timer unless it is running. Costs a system call only when it starts the timer.
void expectLateLines();

// [main] Stops the timer after it has expired, so that the next withheld line starts it again.
void beginLateLinesAnew();

}  // namespace prism::host
