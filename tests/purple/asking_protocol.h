/* SPDX-License-Identifier: MIT */
/* Shared by the source files of the asking protocol. */
#pragma once

#include <purple.h>

/* Sends the user a message from quiz. */
void say(PurpleConnection* connection, const char* format, ...) G_GNUC_PRINTF(2, 3);

/* A command to quiz, and its function. */
struct Act {
  const char* word;
  void (*act)(PurpleConnection* connection);
};

/* Commands at the limits of prompts. A NULL word ends the table. */
extern const struct Act kAwkwardActs[];

/* In asking_commands.c: commands of libpurple. */
void register_commands(void);
void learn_command(PurpleConnection* connection);
void forget_command(PurpleConnection* connection);
void learn_many_commands(PurpleConnection* connection);

/* In asking_files.c: files that users send. */
gboolean can_take_files(PurpleConnection* connection, const char* who);
PurpleXfer* new_file_transfer(PurpleConnection* connection, const char* who);
void send_file_to(PurpleConnection* connection, const char* who, const char* path);

/* Commands that consume memory. A NULL word ends the table. */
extern const struct Act kHostileActs[];
void end_list(PurpleRoomlist* list);
void end_storm(void);
