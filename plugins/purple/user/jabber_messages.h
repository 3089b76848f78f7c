// SPDX-License-Identifier: MIT
// Messages of XMPP that do not arrive. libpurple tells of it only if the error repeats the text, which most servers
// leave out (RFC 6120 section 8.3.1).
#pragma once

#include <purple.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace purple {

class JabberMessages {
 public:
  // Call it with each stanza that libpurple sends. Gives an id to what the user has written.
  void onSent(xmlnode* packet);
  // Call it with each stanza that has arrived. If it says that a message of the user is refused, returns a sentence for
  // the user: libpurple need not see it then.
  std::optional<std::string> refusalIn(const xmlnode* packet);

 private:
  struct Sent {
    std::string id;
    bool is_subject;
  };
  std::deque<Sent> sent_;  // the last ones
  std::uint64_t last_id_ = 0;
};

}  // namespace purple
