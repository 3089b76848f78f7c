// SPDX-License-Identifier: MIT
// The part of the service "prism.media.draft/1" (prism/media.h) that publishes files.
#pragma once

#include "host/guard/guard.h"
#include "host/media/daily_share.h"
#include "host/media/web_files.h"
#include <prism/media.h>

namespace prism::host {

class Media {
 public:
  // All references must outlive this; `timers` are the host's.
  Media(Guard& guard, MediaSettings settings, TimerSource& timers, Poco::Logger& log)
      : guard_(guard), shares_(settings.max_total / 4), files_(std::move(settings), timers, log) {}

  // Returns false if files cannot be published.
  bool start() { return files_.start(); }

  prism_result publish(const prism_file* file, prism_published* published);

 private:
  Guard& guard_;
  DailyShare shares_;
  WebFiles files_;
  WebFiles::Outcome last_;  // the plugin borrows its strings
};

}  // namespace prism::host
