// SPDX-License-Identifier: MIT
// Names to addresses in C++: the host's service "prism.resolve/1". prism/resolve.h says more about it.
//
//   prism::Resolver resolver(host);
//   lookup_ = resolver.resolve({"irc.example.org", 6697}, [this](const prism::LookupAnswer& answer) { ... });
//
// All of it is [main].
#ifndef PRISM_RESOLVE_HPP
#define PRISM_RESOLVE_HPP

#include <prism/host.hpp>
#include <prism/resolve.h>
#include <prism/types.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

enum class Family : std::uint32_t {
  Any = 0,
  IPv4 = PRISM_FAMILY_IPV4,
  IPv6 = PRISM_FAMILY_IPV6,
};

struct Lookup {
  std::string_view name = {};
  std::uint16_t port = 0;
  Family family = Family::Any;
  std::chrono::milliseconds timeout = std::chrono::milliseconds(0);  // 0: ten seconds
};

struct Address {
  Family family = Family::Any;
  std::string_view text = {};      // without the port
  std::string_view sockaddr = {};  // the bytes of a sockaddr_in or sockaddr_in6, aligned for connect()
};

enum class LookupOutcome : std::uint32_t {
  Found = PRISM_LOOKUP_FOUND,
  NotFound = PRISM_LOOKUP_NOT_FOUND,
  TimedOut = PRISM_LOOKUP_TIMED_OUT,
  Failed = PRISM_LOOKUP_FAILED,
  Ended = PRISM_LOOKUP_ENDED,
};

// Borrowed until the callback returns.
struct LookupAnswer {
  LookupOutcome outcome = LookupOutcome::Failed;
  std::string_view error = {};
  std::vector<Address> addresses = {};  // in the order to try them
};

// A lookup, which ends with this object. It may end, or be replaced, inside its own callback. All of it is [main].
class OpenLookup {
 public:
  // Looks nothing up.
  OpenLookup() = default;

  OpenLookup(OpenLookup&&) noexcept = default;
  OpenLookup& operator=(OpenLookup&& other) noexcept {
    if (this != &other) {
      cancel();
      callback_ = std::move(other.callback_);
      service_ = other.service_;
      result_ = other.result_;
    }
    return *this;
  }
  ~OpenLookup() { cancel(); }

  // True until the callback is called.
  explicit operator bool() const { return callback_ && callback_->id != 0; }

  // The result of Resolver::resolve(). If it is not Ok, the callback is never called.
  Result result() const { return result_; }

  // [main] Cancels the lookup: its callback is not called afterwards. Does nothing if it has ended.
  void cancel() noexcept {
    if (callback_) {
      Callback::release(callback_, *this ? service_->cancel(callback_->host, callback_->id) : PRISM_OK);
    }
  }

 private:
  friend class Resolver;
  using Callback = detail::Callback<const LookupAnswer&>;

  Callback::Owner callback_;
  const prism_resolve* service_ = nullptr;
  Result result_ = Result::WrongState;
};

// The service. Cheap to copy; valid until the process ends.
class Resolver {
 public:
  // [main] Gets the service.
  explicit Resolver(Host host)
      : host_(host.table()), service_(static_cast<const prism_resolve*>(host.service(PRISM_RESOLVE))) {}

  // True if this host has the service. Without it, resolve() returns a lookup with Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Starts a lookup. `answered` is called once, unless the lookup is cancelled, and never before this returns.
  [[nodiscard]] OpenLookup resolve(const Lookup& lookup, std::function<void(const LookupAnswer&)> answered) const {
    OpenLookup open;
    if (!service_) {
      open.result_ = Result::Unsupported;
      return open;
    }
    auto asked = detail::sized<prism_lookup>();
    asked.family = static_cast<std::uint32_t>(lookup.family);
    asked.port = lookup.port;
    asked.timeout_ms = detail::millisecondsOf(lookup.timeout);
    asked.name = detail::toC(lookup.name);
    open.service_ = service_;
    open.callback_.reset(new OpenLookup::Callback(host_, std::move(answered)));
    open.result_ = Result(service_->resolve(host_, &asked, &onAnswered, open.callback_.get(), &open.callback_->id));
    if (open.result_ != Result::Ok) {
      open.callback_.reset();
    }
    return open;
  }

 private:
  static void onAnswered(void* data, prism_resolve_id, const prism_lookup_answer* answer) {
    auto* callback = static_cast<OpenLookup::Callback*>(data);
    callback->id = 0;  // the host has forgotten it
    LookupAnswer result;
    detail::guarded(callback->host, "a lookup", [&] {
      result.outcome = static_cast<LookupOutcome>(answer->outcome);
      result.error = detail::fromC(answer->error);
      for (std::uint64_t i = 0; i < answer->addresses_count; ++i) {
        const prism_address& address = *answer->addresses[i];
        result.addresses.push_back(
            {static_cast<Family>(address.family),
             detail::fromC(address.text),
             {static_cast<const char*>(address.sockaddr.data), static_cast<std::size_t>(address.sockaddr.size)}});
      }
    });
    callback->call("a lookup", result);
  }

  const prism_host* host_;
  const prism_resolve* service_;
};

}  // namespace prism

#endif
