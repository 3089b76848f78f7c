// SPDX-License-Identifier: MIT
#include "tests/host/network/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <utility>

namespace prism::tests {
namespace {

constexpr int kTickMs = 20;  // how long the end of a server is noticed late at most

}  // namespace

bool HttpServer::Client::send(std::string_view bytes) const {
  while (!bytes.empty() && !ended_) {
    pollfd ready{fd_, POLLOUT, 0};
    if (::poll(&ready, 1, kTickMs) <= 0) {
      continue;
    }
    const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno != EAGAIN) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  }
  return !ended_;
}

bool HttpServer::Client::pause(int milliseconds) const {
  for (int waited = 0; waited < milliseconds && !ended_; waited += kTickMs) {
    pollfd gone{fd_, POLLIN, 0};
    char byte = 0;
    if (::poll(&gone, 1, std::min(kTickMs, milliseconds - waited)) > 0 &&
        ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0) {
      return false;
    }
  }
  return !ended_;
}

void HttpServer::Client::hang() const {
  while (pause(kTickMs)) {
  }
}

HttpServer::HttpServer(const std::string& address)
    : address_(address), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in name{};
  name.sin_family = AF_INET;
  EXPECT_EQ(::inet_pton(AF_INET, address.c_str(), &name.sin_addr), 1);
  socklen_t size = sizeof name;
  EXPECT_EQ(::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&name), size), 0) << address;
  EXPECT_EQ(::listen(listener_.get(), 64), 0);
  EXPECT_EQ(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&name), &size), 0);
  port_ = ntohs(name.sin_port);
  thread_ = std::thread([this] { accept(); });
}

HttpServer::~HttpServer() {
  ended_ = true;
  thread_.join();
  for (std::thread& client : clients_) {
    client.join();
  }
}

void HttpServer::on(const std::string& path, Answer answer) {
  const std::lock_guard lock(mutex_);
  answers_[path] = std::move(answer);
}

void HttpServer::on(const std::string& path, const std::string& bytes) {
  on(path, [bytes](const Client& client) { client.send(bytes); });
}

std::vector<std::string> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpServer::accept() {
  while (!ended_) {
    pollfd ready{listener_.get(), POLLIN, 0};
    if (::poll(&ready, 1, kTickMs) > 0) {
      const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd >= 0) {
        clients_.emplace_back([this, fd] { serve(fd); });
      }
    }
  }
}

void HttpServer::serve(int fd) {
  const UniqueFd owned(fd);
  const Client client(fd, ended_);
  std::string request;
  while (request.find("\r\n\r\n") == std::string::npos) {
    pollfd ready{fd, POLLIN, 0};
    std::array<char, 4096> buffer;
    if (ended_) {
      return;
    }
    if (::poll(&ready, 1, kTickMs) <= 0) {
      continue;
    }
    const ssize_t size = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (size <= 0) {
      return;
    }
    request.append(buffer.data(), static_cast<std::size_t>(size));
  }
  const std::size_t begin = request.find(' ') + 1;
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    const auto found = answers_.find(request.substr(begin, request.find(' ', begin) - begin));
    if (found != answers_.end()) {
      answer = found->second;
    }
  }
  if (answer) {
    answer(client);
  } else {
    client.send(response("404 Not Found"));
  }
}

std::string response(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace prism::tests
