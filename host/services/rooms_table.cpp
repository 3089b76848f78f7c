// SPDX-License-Identifier: MIT
// The table of the service "prism.rooms/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"

namespace prism::host {
namespace {

prism_result setCapabilities(const prism_host* host, const prism_rooms_capabilities* capabilities) noexcept {
  return HostCall::withBackPressure(host, "rooms.set_capabilities", [&](HostServices& self) {
    return self.parts().rooms.setCapabilities(capabilities);
  });
}

prism_result answer(const prism_host* host, const prism_rooms_answer* answer) noexcept {
  return HostCall::withBackPressure(host, "rooms.answer",
                                    [&](HostServices& self) { return self.parts().rooms.answer(answer); });
}

}  // namespace

const void* roomsTable(HostServices& host) {
  static constexpr prism_rooms kTable{sizeof(prism_rooms), 0, &setCapabilities, &answer};
  host.parts().rooms.noteUse();
  return &kTable;
}

}  // namespace prism::host
