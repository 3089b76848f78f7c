// SPDX-License-Identifier: MIT
#include "host/network/module/curl_loop.h"

#include "host/network/module/secret_curl_memory.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace prism::host {
namespace {

Ready readyOf(int events) {
  return static_cast<Ready>(((events & CURL_POLL_IN) != 0 ? PRISM_WATCH_READABLE : 0U) |
                            ((events & CURL_POLL_OUT) != 0 ? PRISM_WATCH_WRITABLE : 0U));
}

// Returns the local sockets of this process that a child would inherit.
std::set<int> inheritableSockets() {
  std::set<int> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const std::string name = entry.path().filename().string();
    int fd = -1;
    std::from_chars(name.data(), name.data() + name.size(), fd);
    int domain = 0;
    socklen_t size = sizeof domain;
    const int flags = ::fcntl(fd, F_GETFD);
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0 && ::getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
        domain == AF_UNIX) {
      found.insert(fd);
    }
  }
  return found;
}

// Some versions of libcurl, such as 7.88, let children inherit the two sockets that wake a multi handle.
CURLM* makeMulti() {
  const std::set<int> before = inheritableSockets();
  CURLM* multi = ::curl_multi_init();
  for (const int fd : inheritableSockets()) {
    if (before.count(fd) == 0) {
      ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
  }
  return multi;
}

}  // namespace

CurlLoop::CurlLoop(Host host) : host_(host) {
  if (const CURLcode result = setUpCurl(); result != CURLE_OK) {
    error_ = std::string("URLs cannot be fetched: ") + ::curl_easy_strerror(result);
    return;
  }
  multi_ = makeMulti();
  if (!multi_) {
    error_ = "URLs cannot be fetched: out of memory";
    return;
  }
  ::curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlLoop::onSocket);
  ::curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  ::curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlLoop::onTimer);
  ::curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlLoop::~CurlLoop() {
  if (multi_) {
    ::curl_multi_cleanup(multi_);
  }
}

bool CurlLoop::add(CURL* easy, Transfer* transfer) {
  ::curl_easy_setopt(easy, CURLOPT_PRIVATE, static_cast<void*>(transfer));
  return multi_ && ::curl_multi_add_handle(multi_, easy) == CURLM_OK;
}

void CurlLoop::remove(CURL* easy) { ::curl_multi_remove_handle(multi_, easy); }

int CurlLoop::onSocket(CURL*, curl_socket_t socket, int events, void* self_pointer, void*) {
  auto* self = static_cast<CurlLoop*>(self_pointer);
  if (events == CURL_POLL_REMOVE) {
    self->watches_.erase(socket);
    return 0;
  }
  Watch& watch = self->watches_[socket];
  if (watch) {
    watch.waitFor(readyOf(events));
    return 0;
  }
  // If the socket cannot be watched, the deadline of the fetch ends it.
  watch = self->host_.watch(socket, readyOf(events), [self, socket](Ready ready) {
    self->act(socket, (readable(ready) ? CURL_CSELECT_IN : 0) | (writable(ready) ? CURL_CSELECT_OUT : 0));
  });
  return 0;
}

int CurlLoop::onTimer(CURLM*, long milliseconds, void* self_pointer) {
  auto* self = static_cast<CurlLoop*>(self_pointer);
  if (milliseconds < 0) {
    self->timer_.end();
  } else {
    self->timer_ =
        self->host_.after(std::chrono::milliseconds(milliseconds), [self] { self->act(CURL_SOCKET_TIMEOUT, 0); });
  }
  return 0;
}

void CurlLoop::act(curl_socket_t socket, int events) {
  int running = 0;
  ::curl_multi_socket_action(multi_, socket, events, &running);
  // Collected first: a message is not valid any more once its handle is removed.
  std::vector<std::pair<CURL*, CURLcode>> ended;
  int left = 0;
  while (const CURLMsg* message = ::curl_multi_info_read(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) {
      ended.emplace_back(message->easy_handle, message->data.result);
    }
  }
  for (const auto& [easy, result] : ended) {
    void* transfer = nullptr;
    ::curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    ::curl_multi_remove_handle(multi_, easy);
    static_cast<Transfer*>(transfer)->onEnd(result);
  }
}

}  // namespace prism::host
