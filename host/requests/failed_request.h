// SPDX-License-Identifier: MIT
// A request that the plugin's function has ended by an exception.
#pragma once

#include "host/base/abi.h"
#include "host/guard/guard.h"
#include "host/plugin/plugin.h"
#include "host/session/session_table.h"

namespace prism::host {

// Tells the user that a request has failed. The plugin may have ended the session, or told of the failure itself.
template <typename Request>
void tellThrown(SessionTable& sessions, Guard& guard, const Request& request) {
  if (!sessions.find(view(request.user))) {
    return;
  }
  prism_receipt receipt{};
  receipt.struct_size = sizeof receipt;
  receipt.kind = request.kind;
  receipt.state = PRISM_RECEIPT_FAILED;
  receipt.request = request.request;
  receipt.user = request.user;
  receipt.buddy = request.buddy;
  receipt.nickname = request.nickname;
  receipt.text = PRISM_STR("There was a fault in the gateway.");
  guard.receipt(&receipt);
}

// The same if the call has thrown. Inlined, since most have not.
template <typename Request>
inline void tellIfThrown(Plugin::Call call, SessionTable& sessions, Guard& guard, const Request& request) {
  if (call == Plugin::Call::kThrew) {
    tellThrown(sessions, guard, request);
  }
}

}  // namespace prism::host
