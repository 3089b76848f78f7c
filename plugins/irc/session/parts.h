// SPDX-License-Identifier: MIT
// The parts of a session that lines of the server concern.
#pragma once

#include "session/archive.h"
#include "session/channels.h"
#include "session/connection.h"
#include "session/contacts.h"
#include "session/context.h"
#include "session/followups.h"
#include "session/history.h"
#include "session/listed_channels.h"
#include "session/messages.h"
#include "session/moderation.h"
#include "session/services.h"
#include "session/typing.h"
#include "session/whois.h"

namespace irc {

// The session owns all of them.
struct Parts {
  SessionContext& context;
  Connection& connection;
  History& history;
  Archive& archive;
  Channels& channels;
  Contacts& contacts;
  Whois& whois;
  Messages& messages;
  Moderation& moderation;
  ListedChannels& list;
  Services& services;
  Followups& followups;
  Typing& typing;
};

}  // namespace irc
