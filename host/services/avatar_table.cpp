// SPDX-License-Identifier: MIT
// The table of the service "prism.avatar/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include <prism/avatar.h>

namespace prism::host {
namespace {

prism_result set(const prism_host* host, const prism_picture* picture) noexcept {
  return HostCall::withBackPressure(host, "avatar.set",
                                    [&](HostServices& self) { return self.parts().avatars.set(picture); });
}

}  // namespace

const void* avatarTable(HostServices& host) {
  static constexpr prism_avatar kTable{sizeof(prism_avatar), 0, &set};
  host.parts().avatars.start();
  return &kTable;
}

}  // namespace prism::host
