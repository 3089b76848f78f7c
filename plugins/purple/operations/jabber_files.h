// SPDX-License-Identifier: MIT
// Files that people on XMPP send: of the ways that libpurple knows, only those through the stream (XEP-0047) are let
// through, since the others crash it. It also crashes at blocks of a wrong size, and at more bytes than were offered.
#pragma once

#include "core/libpurple.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace purple {

class JabberFiles {
 public:
  // Call it with each stanza that has arrived. Removes what libpurple must not see: it answers with an error then.
  void onReceived(const PurpleAccount* account, xmlnode* packet);
  // libpurple has made a transfer of the offer in this stanza.
  void onOffered(const PurpleXfer* transfer);
  void onEnded(const PurpleXfer* transfer);
  void forget(const PurpleAccount* account);

 private:
  struct Offer {
    const PurpleAccount* account = nullptr;
    std::string from;
    std::uint64_t left = 0;  // bytes that may still come
    std::uint16_t next = 0;  // number of the next block
    bool open = false;
    const PurpleXfer* transfer = nullptr;
  };

  bool mayOffer(const PurpleAccount* account, const xmlnode* packet, xmlnode* offer);
  bool mayPass(const PurpleAccount* account, const xmlnode* packet, const xmlnode* element);

  // By the id of the stream (XEP-0047). libpurple keeps the streams of all accounts in one table.
  std::map<std::string, Offer, std::less<>> offers_;
  std::string new_offer_;  // of the last stanza
};

// Never destroyed, as what libpurple keeps.
JabberFiles& jabberFiles();

}  // namespace purple
