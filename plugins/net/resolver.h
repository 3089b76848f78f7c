// SPDX-License-Identifier: MIT
// Resolves names to addresses by c-ares on the host's event loop: no thread, and no call blocks.
#pragma once

#include <prism/host.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace net {

struct Address {
  sockaddr_storage storage = {};
  socklen_t size = 0;

  std::string text() const;  // "192.0.2.1", "2001:db8::1"
};

// One instance for the whole plugin. Must outlive every Lookup.
class Resolver {
 public:
  enum class Outcome { kFound, kNotFound, kTimedOut, kFailed };
  struct Answer {
    std::vector<Address> addresses;  // IPv6 and IPv4 interleaved (RFC 8305 section 4); empty if the lookup failed
    std::string error;               // a sentence without its full stop
    Outcome outcome = Outcome::kFailed;
  };
  using Done = std::function<void(Answer)>;

  struct Bounds {
    std::chrono::milliseconds deadline = std::chrono::seconds(10);
    int family = AF_UNSPEC;  // or AF_INET, AF_INET6
  };

  // If c-ares cannot be set up, every lookup fails with the reason. `servers`: name servers that replace the system's,
  // for example "192.0.2.1:53,[2001:db8::1]:53".
  explicit Resolver(prism::Host host, std::string servers = {});
  // Drops c-ares' pending queries: their lookups get no answer.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // A running lookup. Destroying this object cancels it: `done` is not called then.
  class Lookup {
   public:
    Lookup() = default;
    Lookup(Lookup&&) noexcept = default;
    Lookup& operator=(Lookup&&) noexcept;
    ~Lookup();

   private:
    friend class Resolver;
    struct Pending;
    std::shared_ptr<Pending> pending_;
  };

  // [main] Calls `done` once, within the deadline, from the event loop and never from within this call. Also resolves
  // literal addresses and names in the hosts file.
  [[nodiscard]] Lookup lookUp(const std::string& name, std::uint16_t port, const Bounds& bounds, Done done);
  [[nodiscard]] Lookup lookUp(const std::string& name, std::uint16_t port, Done done);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net
