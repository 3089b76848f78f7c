// SPDX-License-Identifier: MIT
// Opens the network module, spectrum2_prism_network.so beside the host's program, when it is needed first. So c-ares,
// libcurl and their own libraries cost nothing until then, and may be missing.
#pragma once

#include "host/network/network.h"

#include <functional>
#include <memory>
#include <string>

namespace Poco {
class Logger;
}

namespace prism::host {

class NetworkModule {
 public:
  // Returns the functions of the host that the module uses. Called once, when the module is opened.
  using Functions = std::function<const prism_host*()>;

  NetworkModule(NetworkSettings settings, Functions functions, Poco::Logger& log);
  // For tests: an open module.
  NetworkModule(std::unique_ptr<Network> network, Poco::Logger& log);
  ~NetworkModule();
  NetworkModule(const NetworkModule&) = delete;
  NetworkModule& operator=(const NetworkModule&) = delete;

  // [main] Returns nullptr if the module is missing or does not work. The first call logs why.
  Network* get();

 private:
  std::string open();

  const NetworkSettings settings_;
  const Functions functions_;
  Poco::Logger& log_;
  bool tried_ = false;
  std::unique_ptr<Network> network_;
};

}  // namespace prism::host
