// SPDX-License-Identifier: MIT
// Runs GLib's default main context on the host's event loop. libpurple itself uses its own timers and inputs, but some
// protocol plugins and their libraries add sources to GLib, also from other threads, and rely on Pidgin's main loop.
//
// There is no polling. After each call into libpurple, the context's descriptors are watched, and its timeout becomes a
// timer. If another thread adds a source, GLib makes one of these descriptors readable.
#pragma once

#include <prism/host.hpp>

#include <glib.h>

#include <map>
#include <vector>

namespace purple {

class GlibContext {
 public:
  explicit GlibContext(prism::Host host);
  ~GlibContext();
  GlibContext(const GlibContext&) = delete;
  GlibContext& operator=(const GlibContext&) = delete;

  // Encloses each call into libpurple. The end of the outermost one updates the watches and the timer.
  class Turn {
   public:
    explicit Turn(GlibContext& context) : context_(context) { ++context_.depth_; }
    ~Turn() {
      if (--context_.depth_ == 0) {
        context_.update();
      }
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    GlibContext& context_;
  };

 private:
  void update() noexcept;
  void updateWatches();
  void waitUntil(std::chrono::steady_clock::time_point due);
  void dispatch();

  const prism::Host host_;
  GMainContext* const context_;
  int depth_ = 0;
  gint priority_ = 0;
  std::vector<GPollFD> descriptors_;
  std::map<int, std::pair<prism::Watch, gushort>> watches_;  // each with the events of GLib that it waits for
  prism::Timer timer_;
  std::chrono::steady_clock::time_point due_;  // when the timer fires
};

}  // namespace purple
