// SPDX-License-Identifier: MIT
// The files below the web server's directory that plugins publish: writes them, bounds their sizes, and removes old
// ones. All functions are [main].
#pragma once

#include "host/config/media_settings.h"
#include "host/loop/timer_source.h"
#include "host/media/sweep.h"
#include <prism/host.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Poco {
class Logger;
}

namespace prism::host {

class WebFiles {
 public:
  // Both references must outlive this; `timers` are the host's.
  WebFiles(MediaSettings settings, TimerSource& timers, Poco::Logger& log);
  ~WebFiles();
  WebFiles(const WebFiles&) = delete;
  WebFiles& operator=(const WebFiles&) = delete;

  // Starts the hourly sweeps. Returns false if the configuration names no directory. May be called again.
  bool start();

  // The contents of a file: bytes, or those of a regular file.
  struct Contents {
    std::string_view bytes;
    int fd = -1;
  };

  struct Outcome {
    prism_result result = PRISM_OK;
    int error = 0;  // an errno, with PRISM_ERR_SYSTEM
    std::string url;
    std::string mime_type;
    std::string sentence;    // why it has failed, as a part of a sentence to the user
    std::uint64_t size = 0;  // bytes on the disk
  };

  Outcome publish(std::string_view name, std::string_view mime_type, const Contents& contents);

 private:
  // Returns why there is no room for so many bytes.
  std::optional<Outcome> rejectSize(std::uint64_t size) const;
  Outcome failure(int error, std::string_view what) const;
  void beginSweep();
  void stepSweep();
  static void onHour(void* self, TimerQueue::Id timer);
  static void onStep(void* self, TimerQueue::Id timer);

  const MediaSettings settings_;
  const std::string directory_;  // of the tokens
  TimerSource& timers_;
  Poco::Logger& log_;
  TimerQueue::Id hour_ = 0;
  TimerQueue::Id step_ = 0;
  std::optional<Sweep> sweep_;
  std::uint64_t counted_ = 0;       // bytes, as the last sweep has found them
  std::uint64_t added_ = 0;         // bytes published since the present sweep has begun, or the last one
  std::uint64_t added_before_ = 0;  // bytes published between the beginnings of the last and the present sweep
};

}  // namespace prism::host
