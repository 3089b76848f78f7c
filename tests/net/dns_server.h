// SPDX-License-Identifier: MIT
// A fake name server on loopback, on its own thread.
#pragma once

#include <prism/unique_fd.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace net::tests {

class DnsServer {
 public:
  // Names in lower case and their addresses. Questions for a name without addresses get no answer; other names do not
  // exist.
  using Zone = std::map<std::string, std::vector<std::string>>;

  explicit DnsServer(Zone zone);
  ~DnsServer();
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;

  // The server's address for net::Resolver.
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  unsigned questions() const { return questions_; }

  // Changes the addresses of a name, from the next question on.
  void set(const std::string& name, std::vector<std::string> addresses);

  // Changes the addresses of a name once its present ones have been told.
  void answerOnce(const std::string& name, std::vector<std::string> afterwards);

 private:
  void run();
  std::string answerTo(const std::string& question);

  std::mutex mutex_;
  Zone zone_;        // guarded by mutex_
  Zone afterwards_;  // guarded by mutex_; replaces entries of zone_ that have been told
  prism::UniqueFd fd_;
  prism::UniqueFd stop_;
  std::uint16_t port_ = 0;
  std::atomic<unsigned> questions_ = 0;
  std::thread thread_;
};

}  // namespace net::tests
