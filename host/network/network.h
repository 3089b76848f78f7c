// SPDX-License-Identifier: MIT
// What the network module does for the host: it resolves names and fetches URLs, without blocking. The host links
// neither c-ares nor libcurl, so both are behind this interface. host/network/module implements it.
//
// Module and host come from one build, so C++ types pass between them. No exception does, and no ownership of secret
// memory, of which each has its own (proto/secret_memory.h). All functions are [main].
#pragma once

#include "proto/secret_memory.h"
#include <prism/host.h>

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Bytes. Users type names and URLs: a longer one is handed over as an empty one, which leads nowhere.
inline constexpr std::size_t kLongestLookupName = 1023;
inline constexpr std::size_t kLongestFetchUrl = 4096;

struct NetworkSettings {
  std::string name_servers;      // "192.0.2.1:53,[2001:db8::1]:53"; empty: those of the system
  bool private_allowed = false;  // fetches may connect to any address
};

class Network {
 public:
  // A running lookup or fetch. Destroying it cancels it: its callback is not called afterwards.
  class Task {
   public:
    virtual ~Task() = default;
  };

  struct Address {
    sockaddr_storage storage = {};
    socklen_t size = 0;
    std::string text;  // without the port
  };

  struct Lookup {
    std::string name;  // any UTF-8; empty: PRISM_LOOKUP_NOT_FOUND
    std::uint16_t port;
    int family;  // AF_INET, AF_INET6, or AF_UNSPEC for both
    std::chrono::milliseconds timeout;
  };

  struct Answer {
    std::uint32_t outcome = 0;  // PRISM_LOOKUP_...
    std::string error;
    std::vector<Address> addresses;
  };

  struct Fetch {
    std::string_view url;    // a secret, since it may be signed; empty: PRISM_FETCH_FORBIDDEN
    std::uint64_t max_size;  // bytes
    std::chrono::milliseconds timeout;
    int fd;  // a regular file to write to, which must stay open as long as the task; -1: none
  };

  struct Fetched {
    std::uint32_t outcome = 0;      // PRISM_FETCH_...
    std::uint32_t http_status = 0;  // of the last answer; 0: there was none
    std::string error;
    SecretVector<char> url;  // after all redirects
    std::string mime_type;
    std::string bytes;
    std::uint64_t size = 0;
  };

  virtual ~Network() = default;

  // The callback is called once, from the event loop, and never before the function has returned. It may destroy its
  // task.
  virtual std::unique_ptr<Task> lookUp(const Lookup& lookup, std::function<void(const Answer&)> answered) = 0;
  // The URL is borrowed until fetch() returns.
  virtual std::unique_ptr<Task> fetch(const Fetch& fetch, std::function<void(const Fetched&)> done) = 0;
};

// The one function that the module exports, under the name kOpenNetwork. `build` is what networkBuild() says to the
// host. `host` must outlive the Network; the module uses its watches, timers, posts and log. Returns nullptr, with a
// sentence in *error, if the module is of another build, or if a library of it cannot be set up.
using OpenNetwork = Network* (*)(const std::string& build, const prism_host* host, const NetworkSettings& settings,
                                 std::string* error);
inline constexpr const char* kOpenNetwork = "prism_open_network";

// Identifies this interface: the version of Prism, and a number that rises with each change of this file.
inline std::string networkBuild(const std::string& version) { return version + " interface 3"; }

}  // namespace prism::host
