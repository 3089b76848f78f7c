// SPDX-License-Identifier: MIT
// Bounds what libpurple learns of the capabilities of XMPP clients (XEP-0115). It asks each new kind of client for them,
// and keeps questions and answers for all sessions until the process ends.
#pragma once

#include "core/libpurple.h"

namespace purple {

// Removes from a presence the announcement of capabilities that are over a limit, and from the answer of a client the
// capabilities that are too large. `packet` is a stanza that has arrived.
void limitCapabilities(xmlnode* packet);

}  // namespace purple
