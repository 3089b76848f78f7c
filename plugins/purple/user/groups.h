// SPDX-License-Identifier: MIT
// The groups of libpurple's contact list, which all accounts share. libpurple does not remove a group when its last
// contact has moved out of it.
#pragma once

namespace purple {

// Event of libpurple: a group was created.
void groupCreated();

// Removes empty groups, each time that many groups were created. Does nothing if a protocol would remove the groups
// from the network as well.
void removeEmptyGroups();

}  // namespace purple
