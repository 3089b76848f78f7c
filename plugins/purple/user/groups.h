// SPDX-License-Identifier: MIT
// The groups of libpurple's list, which all accounts share. libpurple keeps a group when the last contact has been moved
// out of it.
#pragma once

namespace purple {

// libpurple has made one.
void groupMade();

// Does so each time that many have been made, unless the protocol would remove them from the network as well.
void removeEmptyGroups();

}  // namespace purple
