// SPDX-License-Identifier: MIT
// The table of the service "prism.admin.draft/1".
#include "host/services/admin_commands.h"
#include "host/services/host_call.h"
#include "host/services/service_list.h"

namespace prism::host {
namespace {

prism_result send(const prism_host* host, prism_str command, prism_admin_fn ended, void* data,
                  prism_admin_id* id) noexcept {
  return HostCall::withBackPressure(
      host, "admin.send", [&](HostServices& self) { return self.parts().admin.send(command, ended, data, id); });
}

prism_result cancel(const prism_host* host, prism_admin_id id) noexcept {
  return HostCall::onMain<prism_result>(host, "admin.cancel", PRISM_ERR_THREAD,
                                        [&](HostServices& self) { return self.parts().admin.cancel(id); });
}

}  // namespace

const void* adminTable(HostServices&) {
  static constexpr prism_admin kTable{sizeof(prism_admin), 0, &send, &cancel};
  return &kTable;
}

}  // namespace prism::host
