// SPDX-License-Identifier: MIT
// The files below the web server's directory that plugins publish: writes them, bounds their sizes, and removes old
// ones. All functions are [main] but write().
#pragma once

#include "host/config/media_settings.h"
#include "host/loop/timer_source.h"
#include "host/media/sweep.h"
#include <prism/media.h>

#include <atomic>
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

  // What write() has done.
  struct Written {
    int error = 0;     // an errno; ECANCELED: it was cancelled
    std::string what;  // what has failed; may be empty
    std::string path;  // of the file below the directory
    std::string mime_type;
  };

  struct Outcome {
    std::uint32_t outcome = PRISM_PUBLISH_DONE;  // PRISM_PUBLISH_...
    std::string url;
    std::string mime_type;
    std::string sentence;  // why it has failed, as a part of a sentence to the user
  };

  bool canPublish() const { return !settings_.web_directory.empty(); }

  // Reserves space for a file of so many bytes. Returns why that is not possible; nullopt if it is.
  std::optional<Outcome> reserve(std::uint64_t size);

  // [any thread] Writes a file of `size` bytes, for which there is a reservation. canPublish() must be true. Stops, and
  // leaves nothing, when `cancelled` becomes true.
  Written write(std::string_view name, std::string_view mime_type, const Contents& contents, std::uint64_t size,
                const std::atomic<bool>& cancelled) const noexcept;

  // Ends the reservation of a file. `kept`: it is there.
  void release(std::uint64_t size, bool kept);

  // Returns the outcome for the plugin. Logs a failure.
  Outcome outcomeOf(const Written& written) const;

  // Removes a file that write() has written. Does nothing if write() has failed.
  void remove(const Written& written) const;

 private:
  Written writeNew(std::string_view name, std::string_view mime_type, const Contents& contents, std::uint64_t size,
                   const std::atomic<bool>& cancelled) const;
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
  std::uint64_t reserved_ = 0;      // bytes of the files that are being written
  std::uint64_t counted_ = 0;       // bytes, as the last sweep has found them
  std::uint64_t added_ = 0;         // bytes published since the present sweep has begun, or the last one
  std::uint64_t added_before_ = 0;  // bytes published between the beginnings of the last and the present sweep
};

}  // namespace prism::host
