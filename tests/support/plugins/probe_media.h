// SPDX-License-Identifier: MIT
// The probe's commands that resolve names, publish files and fetch URLs.
#pragma once

#include "tests/support/plugins/commands.h"
#include <prism/media.h>
#include <prism/resolve.h>

#include <functional>
#include <string>

namespace prism::tests {

class ProbeMedia {
 public:
  // Sends the user of the last command a message from the probe.
  using Answer = std::function<void(const std::string& text)>;

  // Looks the services up with get_service().
  ProbeMedia(const prism_host* host, Answer answer);

  // Executes `resolve NAME [FAMILY [PORT]]`. Answers with the outcome and the addresses.
  void resolve(Words& words);

  // Executes `fetch URL [MAX_SIZE [TIMEOUT_MS]]` for the user. Answers with the outcome and the body.
  void fetch(const std::string& user, Words& words);

  // Cancels the last fetch.
  void cancelFetch();

  // Executes `publish NAME TYPE [BYTES]` for the user. Answers with the outcome, and the URL or the reason.
  void publish(const std::string& user, Words& words);

  // Answers with the abilities of prism.media/1; 0 without the service.
  void abilities();

 private:
  static void onAnswered(void* self, prism_resolve_id id, const prism_lookup_answer* answer);
  static void onPublished(void* self, prism_media_id id, const prism_published* published);
  static void onFetched(void* self, prism_media_id id, const prism_fetched* fetched);

  const prism_host* host_;
  const prism_resolve* resolver_;
  const prism_media* media_;
  const Answer answer_;
  prism_media_id last_ = 0;
};

}  // namespace prism::tests
