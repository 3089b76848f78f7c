// SPDX-License-Identifier: MIT
// The service prism.history/1 of the fake host (fake_host.h).
#pragma once

#include <prism/history.h>

namespace prism::tests {

// list_positions() visits two positions: bob at the message 17, and op in the room #room at a time.
extern const prism_history kFakeHistory;

}  // namespace prism::tests
