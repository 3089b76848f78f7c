// SPDX-License-Identifier: MIT
// The table of the service "prism.resolve/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include <prism/resolve.h>

namespace prism::host {
namespace {

prism_result resolve(const prism_host* host, const prism_lookup* lookup, prism_lookup_fn answered, void* data,
                     prism_resolve_id* id) noexcept {
  return HostCall::whileOpen(host, "resolve.resolve", [&](HostServices& self) {
    return self.parts().lookups.resolve(lookup, answered, data, id);
  });
}

prism_result cancel(const prism_host* host, prism_resolve_id id) noexcept {
  return HostCall::onMain<prism_result>(host, "resolve.cancel", PRISM_ERR_THREAD,
                                        [&](HostServices& self) { return self.parts().lookups.cancel(id); });
}

}  // namespace

const void* resolveTable(HostServices& host) {
  static constexpr prism_resolve kTable{sizeof(prism_resolve), 0, &resolve, &cancel};
  return host.parts().network.get() ? &kTable : nullptr;
}

}  // namespace prism::host
