// SPDX-License-Identifier: MIT
// Lines that tell how many others there were come late: who withholds lines says so here, and is asked for the number
// some seconds later. While nothing is withheld, nothing wakes up.
#pragma once

namespace prism::host {

// A descriptor that becomes readable when it is time to ask. To be called on the main thread first.
int lateLinesFd();

// [any thread] Something has been withheld. Costs a system call once in those seconds.
void expectLateLines();

// The time has come: from now on it counts anew.
void beginLateLinesAnew();

}  // namespace prism::host
