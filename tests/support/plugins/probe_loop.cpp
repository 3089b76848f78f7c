// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_loop.h"

#include <prism/media.h>
#include <prism/resolve.h>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <stdexcept>

namespace prism::tests {
namespace {

void ignore(void*, prism_watch, std::int32_t, std::uint32_t) {}

}  // namespace

std::string ProbeLoop::closeWatched() {
  const int fd = ::eventfd(0, EFD_CLOEXEC);
  host_->watch_add(host_, fd, PRISM_WATCH_READABLE, &ignore, nullptr, &watch_);
  ::close(fd);
  return std::to_string(fd);
}

std::string ProbeLoop::spin() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) {
    throw std::runtime_error("pipe2");
  }
  host_->watch_add(host_, fds[0], PRISM_WATCH_READABLE, &ignore, nullptr, &watch_);
  ::close(fds[1]);
  return std::to_string(fds[0]);
}

void ProbeLoop::addAndLog() {
  prism_timer timer = 0;
  const auto due = [](void*, prism_timer) {};
  const prism_schedule soon{sizeof soon, 0, 1, 0, 0};
  const prism_result added_watch = host_->watch_add(host_, 0, PRISM_WATCH_READABLE, &ignore, nullptr, &watch_);
  const prism_result added_timer = host_->timer_add(host_, &soon, due, nullptr, &timer);
  std::string line = "watch " + std::to_string(added_watch) + ", timer " + std::to_string(added_timer);
  if (const auto* media = static_cast<const prism_media*>(host_->get_service(host_, PRISM_MEDIA))) {
    prism_media_id id = 0;
    const auto published = [](void*, prism_media_id, const prism_published*) {};
    const auto fetched = [](void*, prism_media_id, const prism_fetched*) {};
    prism_file file{};
    file.struct_size = sizeof file;
    prism_fetch fetch{};
    fetch.struct_size = sizeof fetch;
    fetch.url = PRISM_STR("http://127.0.0.1/");
    line += ", publish " + std::to_string(media->publish(host_, &file, published, nullptr, &id));
    line += ", fetch " + std::to_string(media->fetch(host_, &fetch, fetched, nullptr, &id));
  }
  if (const auto* resolve = static_cast<const prism_resolve*>(host_->get_service(host_, PRISM_RESOLVE))) {
    prism_resolve_id id = 0;
    const auto answered = [](void*, prism_resolve_id, const prism_lookup_answer*) {};
    prism_lookup lookup{};
    lookup.struct_size = sizeof lookup;
    lookup.name = PRISM_STR("localhost");
    line += ", resolve " + std::to_string(resolve->resolve(host_, &lookup, answered, nullptr, &id));
  }
  host_->log(host_, PRISM_LOG_INFO, borrowed(line));
}

}  // namespace prism::tests
