// SPDX-License-Identifier: MIT
// The probe's archive of prism.history/1. The room "lobby" and the contact "bob" have the same old messages: the
// n-th one has the id and the text n, and was sent n minutes after the archive's beginning.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/history.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace prism::tests {

class ProbeHistory {
 public:
  // Sends the user a message from the probe.
  using Answer = std::function<void(const std::string& user, const std::string& text)>;

  // Looks the service up with get_service(), and announces all pages. `beginning` is a time in milliseconds.
  ProbeHistory(const prism_host* host, prism_time beginning, Answer answer);

  // Executes `send N` (the message N arrives now, in the lobby), `has N` (the archive has N messages), `size N` (each
  // text is N dots; 0: its number), `state N FLAGS` (PRISM_HISTORY_ENTRY_... of the message N), `reacted N` (ann, or
  // the contact, has reacted to the message N), `wrong` (the next page is from another room), `catch-up BUDDY`,
  // `catch-up-many N` (the contacts bob1 to bobN have the archive, too; oldest messages first), or `positions`.
  void execute(const std::string& user, Words& words);

  void onPage(const prism_history_request& request);

 private:
  prism_message messageOf(const std::string& user, std::uint32_t kind, prism_str buddy, std::uint64_t number,
                          const std::string& text);
  prism_result fail(prism_request_id id, prism_str why);
  void answerPositions(const std::string& user);
  void catchUpMany(const std::string& user, std::uint64_t count);

  const prism_host* host_;
  const prism_history* service_;
  const prism_time beginning_;
  const Answer answer_;
  std::uint64_t count_ = 0;
  std::map<std::uint64_t, std::uint32_t> states_;
  std::uint64_t reacted_ = 0;  // 0: none
  bool is_next_wrong_ = false;
  std::string dots_;
};

}  // namespace prism::tests
