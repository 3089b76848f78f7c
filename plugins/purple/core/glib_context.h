// SPDX-License-Identifier: MIT
// GLib's default main context on the host's event loop. libpurple itself uses its own timers and inputs, but some
// protocol plugins, and libraries behind them, add sources to GLib, also from threads of their own; Pidgin runs them all.
//
// Nothing polls here. After each call that goes into libpurple the context is asked what it waits for, and that is watched;
// where another thread adds a source, GLib makes one of these descriptors readable.
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

  // Around each call that goes into libpurple; the outermost asks the context.
  class Turn {
   public:
    explicit Turn(GlibContext& context) : context_(context) { ++context_.depth_; }
    ~Turn() {
      if (--context_.depth_ == 0) {
        context_.ask();
      }
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    GlibContext& context_;
  };

 private:
  void ask() noexcept;
  void watchWhatItWaitsFor();
  void waitUntil(std::chrono::steady_clock::time_point due);
  void dispatch();

  const prism::Host host_;
  GMainContext* const context_;
  int depth_ = 0;
  gint priority_ = 0;
  std::vector<GPollFD> descriptors_;
  std::map<int, std::pair<prism::Watch, gushort>> watches_;  // with the events that each waits for
  prism::Timer timer_;
  std::chrono::steady_clock::time_point due_;  // of the timer
};

}  // namespace purple
