// SPDX-License-Identifier: MIT
// The table of the service "prism.storage/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"

#include <cerrno>

namespace prism::host {
namespace {

// Calls a function of the service, and sets errno for the plugin.
template <typename Body>
prism_result call(const prism_host* host, const char* function, const Body& body) noexcept {
  return HostCall::onMain<prism_result>(host, function, PRISM_ERR_THREAD, [&](HostServices& self) {
    const Storage::Outcome outcome = body(self.parts().storage);
    if (outcome.result == PRISM_ERR_SYSTEM) {
      errno = outcome.error;
    }
    return outcome.result;
  });
}

prism_result get(const prism_host* host, prism_str user, prism_str key, prism_storage_value_fn visit,
                 void* data) noexcept {
  return call(host, "storage.get", [&](Storage& storage) { return storage.get(user, key, visit, data); });
}

prism_result set(const prism_host* host, prism_str user, prism_str key, prism_blob value) noexcept {
  return call(host, "storage.set", [&](Storage& storage) { return storage.set(user, key, value); });
}

prism_result removeValue(const prism_host* host, prism_str user, prism_str key) noexcept {
  return call(host, "storage.remove", [&](Storage& storage) { return storage.remove(user, key); });
}

prism_result list(const prism_host* host, prism_str user, prism_str prefix, prism_storage_key_fn visit,
                  void* data) noexcept {
  return call(host, "storage.list", [&](Storage& storage) { return storage.list(user, prefix, visit, data); });
}

}  // namespace

const void* storageTable(HostServices& host) {
  static constexpr prism_storage kTable{sizeof(prism_storage), 0, &get, &set, &removeValue, &list};
  host.parts().storage.start();
  return &kTable;
}

}  // namespace prism::host
