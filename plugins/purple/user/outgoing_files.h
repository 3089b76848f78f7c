// SPDX-License-Identifier: MIT
// Files that a user sends with /file: the host fetches the URL, and libpurple offers the file to the contact. Each file
// is on the disk until its transfer has ended.
#pragma once

#include "core/outgoing_directory.h"
#include "user/chats.h"
#include "user/shared.h"
#include "user/transfers.h"
#include <prism/commands.hpp>
#include <prism/media.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace purple {

class OutgoingFiles {
 public:
  OutgoingFiles(const Owner& owner, Transfers& transfers, Chats& chats)
      : owner_(owner), transfers_(transfers), chats_(chats) {}
  OutgoingFiles(const OutgoingFiles&) = delete;
  OutgoingFiles& operator=(const OutgoingFiles&) = delete;

  // Fetches a file for a contact, and offers it. `buddy`, `contact`: Spectrum's and the protocol's name of the contact.
  // The answer is that the fetch has begun, or why there is none. A message from the contact says later how it ends.
  void send(std::string_view buddy, const std::string& contact, std::string_view url,
            const prism::CommandResponder& responder);

  // The user has removed the contact from the list: ends what is sent to it.
  void contactRemoved(std::string_view buddy);

  // The session is about to end: the user is told of each file that was not sent.
  void end();

  // Events of libpurple: a transfer is created, or has ended.
  void created(PurpleXfer* transfer);
  void ended(PurpleXfer* transfer);

 private:
  // Ids are never reused.
  using Id = std::uint64_t;

  struct Outgoing {
    std::string buddy;
    std::string contact;
    std::string name;
    OutgoingDirectory::File file;
    prism::OpenFetch fetch = {};
    PurpleXfer* transfer = nullptr;  // transfers_ has the reference
    std::string problem = {};        // why the transfer was cancelled here
  };

  // Returns why no file can be sent to the contact, as a part of a sentence; empty if it can.
  std::string whyNotTo(const std::string& contact) const;
  // The same, and why no file can be fetched now.
  std::string whyNotNow(const std::string& contact) const;
  void fetched(Id id, const prism::Fetched& fetched);
  void offer(Id id);
  void tellOfEnd(Id id);
  // Tells the user that the file was not sent, and forgets it.
  void fail(Id id, const std::string& problem);
  const prism::Media& media() const;

  const Owner& owner_;
  Transfers& transfers_;
  Chats& chats_;
  std::map<Id, Outgoing> files_;
  Id last_id_ = 0;
  Outgoing* offering_ = nullptr;  // the file that libpurple is being given
};

}  // namespace purple
