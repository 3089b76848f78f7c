// SPDX-License-Identifier: MIT
// The results of a search. The user chooses one; it becomes a contact, or the first button of the search is applied to
// it.
#pragma once

#include <purple.h>

namespace purple {

// libpurple's operations. newSearchResults() replaces the results of the search whose handle searchResults() has
// returned.
void* searchResults(PurpleConnection* connection, const char* title, const char* primary, const char* secondary,
                    PurpleNotifySearchResults* results, gpointer data);
void newSearchResults(PurpleConnection* connection, PurpleNotifySearchResults* results, void* handle);

// Returns true if the user of the connection is choosing among results. libpurple treats a search as a notification.
bool isSearching(PurpleConnection* connection);

}  // namespace purple
