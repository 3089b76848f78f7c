// SPDX-License-Identifier: MIT
// Requests for pages of the server's archive: CHATHISTORY, and the batches that answer it.
// https://ircv3.net/specs/extensions/chathistory
#pragma once

#include "session/archive_page.h"
#include "session/context.h"
#include "session/history.h"
#include "session/outbox.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace irc {

class Archive {
 public:
  // Both must outlive this object.
  Archive(SessionContext& context, Outbox& outbox) : context_(context), outbox_(outbox) {}

  // Requests a page. Observer::pageArrived() or pageFailed() follows. Returns false if nothing is sent: there is no
  // connection, the server has no archive, or the name is invalid.
  bool request(PageRequest request);

  // A batch of history has ended. Returns the request that it answers; nothing if the server has sent it by itself.
  std::optional<PageRequest> takeAnswered(const BatchSummary& batch);
  // FAIL CHATHISTORY
  void onFail(const Message& message);
  // Fails all requests.
  void onConnectionLost();

 private:
  struct Pending {
    PageRequest request;
    std::string folded_target;
    std::chrono::milliseconds sent;
  };

  std::string referenceTo(const PageRequest::Point& point) const;
  std::uint32_t countFor(const PageRequest& request) const;
  void dropUnanswered();
  void fail(std::list<Pending>::iterator place, std::string_view text);

  SessionContext& context_;
  Outbox& outbox_;
  std::list<Pending> pending_;  // in the order of their lines: a server answers those of one conversation in order
};

}  // namespace irc
