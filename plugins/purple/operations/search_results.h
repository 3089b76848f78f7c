// SPDX-License-Identifier: MIT
// What a search has found: the user chooses one, and it is added as a contact, or whatever its first button does.
#pragma once

#include <purple.h>

namespace purple {

// libpurple's operations. The handle that the first one returns is what the second one gets for the search whose results
// are other ones now.
void* searchResults(PurpleConnection* connection, const char* title, const char* primary, const char* secondary,
                    PurpleNotifySearchResults* results, gpointer data);
void newSearchResults(PurpleConnection* connection, PurpleNotifySearchResults* results, void* handle);

// Whether somebody chooses among results at this moment. To libpurple, a search is a notification as any other.
bool isSearching(PurpleConnection* connection);

}  // namespace purple
