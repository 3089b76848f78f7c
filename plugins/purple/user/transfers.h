// SPDX-License-Identifier: MIT
// The transfers of a user's files that libpurple runs, in both directions. They end here if they make no progress.
#pragma once

#include "user/shared.h"
#include <prism/host.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace purple {

class Transfers {
 public:
  explicit Transfers(const Owner& owner) : owner_(owner) {}
  ~Transfers();
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  // Watches a transfer until its end. Takes over a reference, and releases it in the turn of the loop after the end.
  void add(PurpleXfer* transfer);
  // Returns true if a transfer is watched, and has not ended.
  bool isRunning(PurpleXfer* transfer) const;
  // The number of watched transfers of a kind.
  std::size_t count(PurpleXferType type) const;
  // Returns true if the protocol has released a running transfer without an end. Only cancel() may be called then.
  bool isAbandoned(const PurpleXfer* transfer) const;
  // Returns true if a transfer has ended here since it made no progress. Valid within onEvent()'s function.
  bool isStalled(PurpleXfer* transfer) const;

  // Ends a transfer. libpurple reports it as cancelled.
  void cancel(PurpleXfer* transfer);

  // To be called for each event of libpurple about a transfer: it is offered, or has ended. Calls `later` in the next
  // turn of the loop. After the event, libpurple still writes its own report to the conversation, and closes the file.
  void onEvent(PurpleXfer* transfer, std::function<void()> later);

  // Returns true if, in this turn of the loop, libpurple reports on a transfer in the conversation with this contact.
  // That report has the path of the file, and is not for the user, who is told otherwise.
  bool isReporting(const std::string& contact) const { return reporting_.count(contact) != 0; }
  // Lets libpurple report on a transfer in this turn of the loop.
  void expectReport(const std::string& contact);

 private:
  struct Watched {
    std::size_t bytes = 0;                                                           // at the last look
    std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();  // there were no more bytes
    bool over = false;
    bool stalled = false;
  };

  // Ends transfers without progress, and received ones of too many bytes.
  void look();
  bool mustEnd(PurpleXfer* transfer, Watched& watched) const;
  void runLater(std::function<void()> what);
  void handleEvents();
  void releaseOver();

  const Owner& owner_;
  std::map<PurpleXfer*, Watched> watched_;
  std::set<std::string> reporting_;  // contacts
  std::vector<std::function<void()>> later_;
  prism::Timer timer_;
  prism::Timer stall_timer_;  // runs while a transfer does
};

}  // namespace purple
