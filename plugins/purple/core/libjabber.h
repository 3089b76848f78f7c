// SPDX-License-Identifier: MIT
// Functions of libjabber, the library of libpurple's protocol XMPP, that no header of libpurple declares. Each is null
// if the library is not loaded, or does not have it.
#pragma once

namespace purple {

struct Libjabber {
  // Of the parser of a stream, which is the protocol's data of a connection.
  void (*parser_process)(void* stream, const char* text, int size) = nullptr;
  void (*parser_free)(void* stream) = nullptr;
  // Of a room, by the two parts of its JID.
  void* (*chat_find)(void* stream, const char* local, const char* server) = nullptr;
  void (*chat_part)(void* chat, const char* reason) = nullptr;
  void (*chat_destroy)(void* chat) = nullptr;
};

const Libjabber& libjabber();

}  // namespace purple
