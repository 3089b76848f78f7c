// SPDX-License-Identifier: MIT
// libcurl's multi interface on the host's event loop: each of its sockets has a watch, and all share one timer.
#pragma once

#include <prism/host.hpp>

#include <curl/curl.h>

#include <map>
#include <string>

namespace prism::host {

class CurlLoop {
 public:
  class Transfer {
   public:
    // The transfer has ended, and its handle is not part of the loop any more. Called from the event loop, never from
    // within a function of the CurlLoop. It may add transfers, and must not destroy one.
    virtual void onEnd(CURLcode result) = 0;

   protected:
    ~Transfer() = default;
  };

  explicit CurlLoop(Host host);
  // There must be no transfers.
  ~CurlLoop();
  CurlLoop(const CurlLoop&) = delete;
  CurlLoop& operator=(const CurlLoop&) = delete;

  // The reason why libcurl could not be set up; "" if it works.
  const std::string& error() const { return error_; }

  // Starts a transfer. Returns false if libcurl refuses the handle. Both must outlive the transfer.
  bool add(CURL* easy, Transfer* transfer);

  // Stops a transfer: its onEnd() is not called.
  void remove(CURL* easy);

 private:
  static int onSocket(CURL* easy, curl_socket_t socket, int events, void* self, void* unused);
  static int onTimer(CURLM* multi, long milliseconds, void* self);
  void act(curl_socket_t socket, int events);

  const Host host_;
  std::string error_;
  std::map<curl_socket_t, Watch> watches_;
  Timer timer_;
  CURLM* multi_ = nullptr;
};

}  // namespace prism::host
