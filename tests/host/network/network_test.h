// SPDX-License-Identifier: MIT
// Fixture: the network module in the test's own process, on the host's real event loop.
#pragma once

#include "host/network/network.h"
#include "tests/net/loop_host.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace prism::host {
extern "C" Network* prism_open_network(const std::string& build, const prism_host* host,
                                       const NetworkSettings& settings, std::string* error);
}

namespace prism::tests {

using host::Network;

class NetworkTest : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kMaxSize = 100'000;

  // Opens the module. `name_servers` replace those of the system.
  void open(const std::string& name_servers = "", bool private_allowed = true) {
    std::string error;
    network_.reset(host::prism_open_network(host::networkBuild(PRISM_VERSION), loop_.host().table(),
                                            {name_servers, private_allowed}, &error));
    ASSERT_TRUE(network_) << error;
  }

  void TearDown() override {
    network_.reset();
    EXPECT_EQ(loop_.takeFaults(), "");
  }

  Network::Fetched fetch(const std::string& url, std::chrono::milliseconds timeout = std::chrono::seconds(10),
                         int fd = -1) {
    std::optional<Network::Fetched> result;
    const auto task = network_->fetch({url, kMaxSize, timeout, fd}, [&](const Network::Fetched& fetched) {
      EXPECT_FALSE(result) << "the callback is called twice";
      result = fetched;
    });
    EXPECT_FALSE(result) << "the callback is called before fetch() has returned";
    loop_.turnUntil(
        "the fetch of " + url, [&] { return result.has_value(); }, std::chrono::seconds(20));
    return result.value_or(Network::Fetched());
  }

  static std::string urlOf(const Network::Fetched& fetched) { return {fetched.url.begin(), fetched.url.end()}; }

  // Expects that a fetch fails with this outcome and sentence.
  void expectFailure(const std::string& url, std::uint32_t outcome, const std::string& error,
                     std::chrono::milliseconds timeout = std::chrono::seconds(10)) {
    const Network::Fetched fetched = fetch(url, timeout);
    EXPECT_EQ(fetched.outcome, outcome) << url << ": " << fetched.error;
    EXPECT_EQ(fetched.error, error) << url;
    EXPECT_EQ(fetched.bytes, "") << url;
  }

  Network::Answer lookUp(const std::string& name, int family = AF_UNSPEC,
                         std::chrono::milliseconds timeout = std::chrono::seconds(10)) {
    std::optional<Network::Answer> answer;
    const auto task =
        network_->lookUp({name, 80, family, timeout}, [&](const Network::Answer& found) { answer = found; });
    EXPECT_FALSE(answer) << "the callback is called before lookUp() has returned";
    loop_.turnUntil("the answer for " + name, [&] { return answer.has_value(); });
    return answer.value_or(Network::Answer());
  }

  net::tests::LoopHost loop_;
  std::unique_ptr<Network> network_;
};

}  // namespace prism::tests
