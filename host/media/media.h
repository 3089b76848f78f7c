// SPDX-License-Identifier: MIT
// The part of the service "prism.media/1" (prism/media.h) that publishes files. A thread writes one file after
// the other, those of different users in turn. All functions are [main].
#pragma once

#include "host/base/user_turns.h"
#include "host/guard/guard.h"
#include "host/loop/worker.h"
#include "host/media/daily_share.h"
#include "host/media/media_ids.h"
#include "host/media/web_files.h"
#include "host/plugin/plugin_boundary.h"
#include <prism/media.h>
#include <prism/unique_fd.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class Media {
 public:
  // All references must outlive this; `timers` and `loop` are the host's. `time_limit`: of a publication, with the wait
  // for others.
  Media(MediaIds& ids, Guard& guard, MediaSettings settings, TimerSource& timers, EventLoop& loop,
        PluginBoundary& boundary, Poco::Logger& log, std::chrono::milliseconds time_limit = std::chrono::minutes(5));

  // Waits for the file that is being written. The host never destroys it.
  ~Media();
  Media(const Media&) = delete;
  Media& operator=(const Media&) = delete;

  // Returns false if files cannot be published.
  bool start() { return files_.start(); }

  prism_result publish(const prism_file* file, prism_publish_fn done, void* data, prism_media_id* id);

  // Returns false if no publication of this id is open.
  bool cancel(prism_media_id id);

  // Ends all publications, since the process is about to end. From now on, publish() is refused.
  void endAll();

  // [at the end of the process] Abandons what is open without a callback, and gives the thread a moment to remove the
  // file that it is writing. Returns false, and logs it, if the file system does not answer.
  bool awaitEnd();

 private:
  using Id = prism_media_id;

  // One publication. While it is writing_, the thread reads it and sets `written`.
  struct Open {
    Media* media = nullptr;
    Id id = 0;
    std::string user;
    std::string name;
    std::string mime_type;
    std::string bytes;
    UniqueFd fd = UniqueFd();
    std::uint64_t size = 0;
    std::optional<WebFiles::Outcome> refusal;  // given: nothing is written
    WebFiles::Written written;
    std::atomic<bool> cancelled = false;
    UserTurns<Open>::Place place = 0;  // while it waits for the thread
    TimerQueue::Id timer = 0;          // its time limit; with a refusal, the next turn of the loop
    prism_publish_fn done = nullptr;
    void* data = nullptr;
  };

  prism_result checkLimits(std::string_view user, std::uint64_t size);
  std::optional<WebFiles::Outcome> reserve(const Open& open);
  void release(const Open& open, bool kept);
  void writeNext();
  void onWritten();
  std::shared_ptr<Open> abandon(Id id);
  void tell(const Open& open, const WebFiles::Outcome& outcome);
  static void onTimer(void* open, TimerQueue::Id timer);

  MediaIds& ids_;
  Guard& guard_;
  TimerSource& timers_;
  PluginBoundary& boundary_;
  Poco::Logger& log_;
  const std::uint64_t max_file_;
  const std::chrono::milliseconds time_limit_;
  DailyShare shares_;
  WebFiles files_;
  std::map<Id, std::shared_ptr<Open>> open_;
  std::shared_ptr<Open> writing_;  // no longer in open_ if it was abandoned
  UserTurns<Open> turns_{1, 1};
  std::uint64_t bytes_ = 0;  // of the contents in memory
  bool over_ = false;
  Worker worker_;  // last, since its thread uses the others
};

}  // namespace prism::host
