// SPDX-License-Identifier: MIT
#include "tests/support/servers/proxies.h"

#include <unistd.h>

namespace prism::tests {
namespace {

constexpr const char* kMicrosocks = "/usr/bin/microsocks";
constexpr const char* kTinyproxy = "/usr/bin/tinyproxy";

}  // namespace

std::string whyNoProxies() {
  return ::access(kMicrosocks, X_OK) == 0 && ::access(kTinyproxy, X_OK) == 0
             ? ""
             : "there are no proxies installed (Debian: microsocks, tinyproxy-bin)";
}

std::vector<std::string> SocksProxy::command() const {
  return {kMicrosocks, "-i", "127.0.0.1", "-p", std::to_string(port()), "-u", kProxyUser, "-P", kProxyPassword};
}

HttpProxy::HttpProxy()
    : configuration_(configure("tinyproxy.conf", "Listen 127.0.0.1\nPort " + std::to_string(port()) +
                                                     "\nUser nobody\nGroup nogroup\nTimeout 600\nAllow 127.0.0.1\n" +
                                                     "BasicAuth " + kProxyUser + " " + kProxyPassword + "\n")) {}

std::vector<std::string> HttpProxy::command() const { return {kTinyproxy, "-d", "-c", configuration_}; }

}  // namespace prism::tests
