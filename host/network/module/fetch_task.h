// SPDX-License-Identifier: MIT
// One fetch: for the URL and for each redirect, it resolves the host by c-ares, drops the addresses that are not
// public, and has libcurl connect to the others. So neither a redirect nor a name server that changes its answer leads
// libcurl to an address that has not been checked. The address is checked once more when libcurl makes the socket.
#pragma once

#include "host/network/module/curl_loop.h"
#include "host/network/module/url.h"
#include "host/network/network.h"
#include "net/resolver.h"
#include <prism/host.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace prism::host {

class FetchTask final : public Network::Task, private CurlLoop::Transfer {
 public:
  using Done = std::function<void(const Network::Fetched&)>;

  // All references must outlive this.
  FetchTask(Host host, net::Resolver& resolver, CurlLoop& loop, bool private_allowed, const Network::Fetch& fetch,
            Done done);
  ~FetchTask() override;

 private:
  void follow(std::string_view url);
  void onResolved(const net::Resolver::Answer& answer);
  void connect(const std::string& addresses);
  void onEnd(CURLcode result) override;
  void onAnswer(long status, CURLcode result);
  void onFailure(CURLcode result);
  void finish(std::uint32_t outcome, std::string error = "");
  std::chrono::milliseconds timeLeft() const;

  // Called by libcurl.
  static std::size_t onHeader(char* bytes, std::size_t one, std::size_t size, void* self);
  static std::size_t onBody(char* bytes, std::size_t one, std::size_t size, void* self);
  static curl_socket_t onNewSocket(void* self, curlsocktype purpose, curl_sockaddr* address);
  bool takeBody(const char* bytes, std::size_t size);

  const Host host_;
  net::Resolver& resolver_;
  CurlLoop& loop_;
  const bool private_allowed_;
  Network::Fetch fetch_;  // without the URL
  Done done_;
  const std::chrono::steady_clock::time_point deadline_;
  Timer timer_;  // the deadline, then the delivery of the result

  // Of the present URL.
  Url url_;
  net::Resolver::Lookup lookup_;
  std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)> addresses_{nullptr, &::curl_slist_free_all};
  std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> easy_{nullptr, &::curl_easy_cleanup};
  bool running_ = false;  // easy_ is part of loop_
  std::size_t header_size_ = 0;
  std::string blocked_;  // the range of an address that libcurl was kept from
  bool body_is_dropped_ = false;
  bool is_too_large_ = false;
  int file_error_ = 0;  // an errno

  int redirects_ = 0;
  bool finished_ = false;
  Network::Fetched result_;
};

}  // namespace prism::host
