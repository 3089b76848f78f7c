/* SPDX-License-Identifier: MIT */
/* What the parts of the asking protocol share. */
#pragma once

#include <purple.h>

/* The quiz writes to the user. */
void say(PurpleConnection* connection, const char* format, ...) G_GNUC_PRINTF(2, 3);

/* What the user writes to the quiz, and what comes of it. */
struct Act {
  const char* word;
  void (*act)(PurpleConnection* connection);
};

/* Those that go to the limits of what can be asked, up to one without a word. */
extern const struct Act kAwkwardActs[];

/* Those that want memory. */
extern const struct Act kHostileActs[];
void end_list(PurpleRoomlist* list);
void end_storm(void);
