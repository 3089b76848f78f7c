// SPDX-License-Identifier: MIT
// Names to addresses, by c-ares on the host's event loop: no thread, and nothing waits.
#pragma once

#include <prism/host.hpp>

#include <netinet/in.h>
#include <sys/socket.h>

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

// One for the whole plugin; must outlive every Lookup.
class Resolver {
 public:
  struct Answer {
    std::vector<Address> addresses;  // IPv6 and IPv4 by turns, as RFC 8305 section 4 has it; empty if it failed
    std::string error;               // a sentence without its full stop
  };
  using Done = std::function<void(Answer)>;

  // If it cannot work at all, every lookup fails with the reason. `servers` are name servers that are asked instead of
  // the system's, "192.0.2.1:53,[2001:db8::1]:53".
  explicit Resolver(prism::Host host, std::string servers = {});
  // Lookups that have not been answered never are.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // A lookup that goes on as long as this object lives. Its end cancels it: `done` is not called then.
  class Lookup {
   public:
    Lookup() = default;
    Lookup(Lookup&&) noexcept = default;
    Lookup& operator=(Lookup&&) noexcept;
    ~Lookup();
    explicit operator bool() const { return pending_ != nullptr; }

   private:
    friend class Resolver;
    struct Pending;
    std::shared_ptr<Pending> pending_;
  };

  // [main] Calls `done` once, later, never from within this call. Literal addresses and names of the hosts file are
  // answered too. Ten seconds at most.
  [[nodiscard]] Lookup lookUp(const std::string& name, std::uint16_t port, Done done);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace net
