// SPDX-License-Identifier: MIT
// A hostile HTTP server on a thread of its own: what it answers to a path is up to the test, byte by byte.
#pragma once

#include <prism/unique_fd.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace prism::tests {

class HttpServer {
 public:
  // One connection, after its request has been read. All functions return false once the client or the test is gone.
  class Client {
   public:
    Client(int fd, const std::atomic<bool>& ended) : fd_(fd), ended_(ended) {}

    bool send(std::string_view bytes) const;

    // Sends nothing until the client or the test is gone.
    void hang() const;

    // Waits, and returns early if the client or the test is gone.
    bool pause(int milliseconds) const;

   private:
    const int fd_;
    const std::atomic<bool>& ended_;
  };
  using Answer = std::function<void(const Client& client)>;

  // `address`: an IPv4 address of this machine.
  explicit HttpServer(const std::string& address = "127.0.0.1");
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Sets the answer to a path. Connections are closed when it returns.
  void on(const std::string& path, Answer answer);
  void on(const std::string& path, const std::string& response);

  // http://ADDRESS:PORT
  std::string url() const { return "http://" + address_ + ":" + std::to_string(port_); }
  std::uint16_t port() const { return port_; }

  // The requests that have come, each with its headers.
  std::vector<std::string> requests() const;

 private:
  void accept();
  void serve(int fd);

  const std::string address_;
  UniqueFd listener_;
  std::uint16_t port_ = 0;
  std::atomic<bool> ended_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
  std::vector<std::string> requests_;
  std::vector<std::thread> clients_;
  std::thread thread_;
};

// Builds a response with the status, these headers (each with its line end) and the body.
std::string response(const std::string& status, const std::string& headers = "", const std::string& body = "");

}  // namespace prism::tests
