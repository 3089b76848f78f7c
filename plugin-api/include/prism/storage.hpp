// SPDX-License-Identifier: MIT
// Small values that outlive the process, in C++: the host's service "prism.storage/1". prism/storage.h has its rules
// and limits.
//
//   prism::Storage storage(host);
//   storage.set(user, "token", token);
//   if (const auto token = storage.get(user, "token").value) { ... }
//
// All of it is [main].
#ifndef PRISM_STORAGE_HPP
#define PRISM_STORAGE_HPP

#include <prism/host.hpp>
#include <prism/storage.h>
#include <prism/types.hpp>

#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism {

// The `user` of values that belong to the transport as a whole.
inline constexpr std::string_view kWholeTransport = {};

// With Result::SystemError, Host::systemError() is the reason.
struct StoredValue {
  Result result = Result::Unsupported;
  std::optional<std::string> value = {};  // nothing if there is no such value, or if `result` is not Ok
};

struct StoredKeys {
  Result result = Result::Unsupported;
  std::vector<std::string> keys = {};  // sorted by bytes
};

// The service. Cheap to copy; valid until the process ends.
class Storage {
 public:
  // [main] Gets it. To be constructed in the constructor of the plugin, since users who have logged in before have no
  // values.
  explicit Storage(Host host)
      : host_(host.table()), service_(static_cast<const prism_storage*>(host.service(PRISM_STORAGE))) {}

  // Returns true if this host has it. Without it, each function returns Unsupported.
  explicit operator bool() const { return service_ != nullptr; }

  // [main] Returns a value.
  [[nodiscard]] StoredValue get(std::string_view user, std::string_view key) const {
    return collect<StoredValue>([&](auto* collected) {
      return service_->get(
          host_, detail::toC(user), detail::toC(key),
          [](void* data, prism_blob value) {
            static_cast<Collected<StoredValue>*>(data)->take([&](StoredValue& stored) {
              stored.value.emplace(static_cast<const char*>(value.data), static_cast<std::size_t>(value.size));
            });
          },
          collected);
    });
  }

  // [main] Stores a value, any bytes, in place of the last one.
  Result set(std::string_view user, std::string_view key, std::string_view value) const {
    return service_ ? Result(service_->set(host_, detail::toC(user), detail::toC(key),
                                           {value.data(), static_cast<std::uint64_t>(value.size())}))
                    : Result::Unsupported;
  }

  // [main] Removes a value, if there is one.
  Result remove(std::string_view user, std::string_view key) const {
    return service_ ? Result(service_->remove(host_, detail::toC(user), detail::toC(key))) : Result::Unsupported;
  }

  // [main] Returns the keys that begin with `prefix`.
  [[nodiscard]] StoredKeys list(std::string_view user, std::string_view prefix = {}) const {
    return collect<StoredKeys>([&](auto* collected) {
      return service_->list(
          host_, detail::toC(user), detail::toC(prefix),
          [](void* data, prism_str key) {
            static_cast<Collected<StoredKeys>*>(data)->take(
                [&](StoredKeys& stored) { stored.keys.emplace_back(detail::fromC(key)); });
          },
          collected);
    });
  }

 private:
  // The results of a visitor. It is called from within the host, where nothing may be thrown.
  template <typename Stored>
  struct Collected {
    template <typename Take>
    void take(const Take& add) noexcept {
      try {
        add(stored);
      } catch (...) {
        failed = true;
      }
    }

    Stored stored = {};
    bool failed = false;
  };

  template <typename Stored, typename Call>
  Stored collect(const Call& call) const {
    Collected<Stored> collected;
    if (service_) {
      collected.stored.result = Result(call(&collected));
    }
    if (collected.failed) {
      throw std::bad_alloc();
    }
    return std::move(collected.stored);
  }

  const prism_host* host_;
  const prism_storage* service_;
};

}  // namespace prism

#endif
