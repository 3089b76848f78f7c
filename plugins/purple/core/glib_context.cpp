// SPDX-License-Identifier: MIT
#include "core/glib_context.h"

#include <algorithm>
#include <cstdlib>

namespace purple {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

GlibContext::GlibContext(prism::Host host) : host_(host), context_(g_main_context_default()) {
  // The owner of the context is woken up when another thread adds a source. No other code runs the context.
  g_main_context_acquire(context_);
  update();
}

GlibContext::~GlibContext() { g_main_context_release(context_); }

void GlibContext::update() noexcept {
  try {
    updateWatches();
  } catch (const std::exception& problem) {
    host_.error(std::string("GLib's main context: ") + problem.what());
  }
}

void GlibContext::updateWatches() {
  g_main_context_prepare(context_, &priority_);
  gint timeout = -1;
  descriptors_.resize(std::max<std::size_t>(descriptors_.size(), 4));
  for (;;) {
    const gint count = g_main_context_query(context_, priority_, &timeout, descriptors_.data(),
                                            static_cast<gint>(descriptors_.size()));
    const bool all = static_cast<std::size_t>(count) <= descriptors_.size();
    descriptors_.resize(static_cast<std::size_t>(count));
    if (all) {
      break;
    }
  }
  std::map<int, gushort> wanted;
  for (const GPollFD& descriptor : descriptors_) {
    wanted[descriptor.fd] = static_cast<gushort>(wanted[descriptor.fd] | descriptor.events);
  }
  for (auto place = watches_.begin(); place != watches_.end();) {
    const auto same = wanted.find(place->first);
    if (same != wanted.end() && same->second == place->second.second) {
      wanted.erase(same);
      ++place;
    } else {
      place = watches_.erase(place);
    }
  }
  for (const auto& [fd, events] : wanted) {
    const auto ready = static_cast<prism::Ready>(((events & (G_IO_IN | G_IO_PRI)) != 0 ? PRISM_WATCH_READABLE : 0U) |
                                                 ((events & G_IO_OUT) != 0 ? PRISM_WATCH_WRITABLE : 0U));
    watches_[fd] = {host_.watch(fd, ready, [this](prism::Ready) { dispatch(); }), events};
  }
  if (timeout < 0) {
    timer_.end();
  } else {
    waitUntil(Clock::now() + std::chrono::milliseconds(timeout));
  }
}

void GlibContext::waitUntil(Clock::time_point due) {
  if (timer_ && std::abs((due - due_) / std::chrono::milliseconds(1)) <= 1) {
    return;
  }
  due_ = due;
  const auto time = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now());
  timer_ = host_.after(std::max(time, std::chrono::milliseconds(0)), [this] { dispatch(); });
}

void GlibContext::dispatch() {
  const Turn turn(*this);
  // Polls all descriptors again: the host reports one at a time.
  g_main_context_get_poll_func(context_)(descriptors_.data(), static_cast<guint>(descriptors_.size()), 0);
  if (g_main_context_check(context_, priority_, descriptors_.data(), static_cast<gint>(descriptors_.size())) != FALSE) {
    g_main_context_dispatch(context_);
  }
}

}  // namespace purple
