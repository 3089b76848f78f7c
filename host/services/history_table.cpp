// SPDX-License-Identifier: MIT
// The table of the service "prism.history/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include <prism/history.h>

namespace prism::host {
namespace {

prism_result setCapabilities(const prism_host* host, const prism_history_capabilities* told) noexcept {
  return HostCall::onMain<prism_result>(host, "history.set_capabilities", PRISM_ERR_THREAD,
                                        [&](HostServices& self) { return self.parts().history.setCapabilities(told); });
}

prism_result answer(const prism_host* host, const prism_history_answer* answer) noexcept {
  return HostCall::withBackPressure(host, "history.answer", [&](HostServices& self) {
    return self.parts().history.answer(answer, [&] { HostCall::holdBack(self); });
  });
}

prism_result catchUp(const prism_host* host, const prism_history_position* conversation) noexcept {
  return HostCall::onMain<prism_result>(host, "history.catch_up", PRISM_ERR_THREAD,
                                        [&](HostServices& self) { return self.parts().history.catchUp(conversation); });
}

prism_result setPosition(const prism_host* host, const prism_history_position* position) noexcept {
  return HostCall::onMain<prism_result>(host, "history.set_position", PRISM_ERR_THREAD,
                                        [&](HostServices& self) { return self.parts().history.setPosition(position); });
}

prism_result listPositions(const prism_host* host, prism_str user, prism_history_position_fn visit,
                           void* data) noexcept {
  return HostCall::onMain<prism_result>(host, "history.list_positions", PRISM_ERR_THREAD, [&](HostServices& self) {
    return self.parts().history.listPositions(user, visit, data);
  });
}

}  // namespace

const void* historyTable(HostServices& host) {
  static constexpr prism_history kTable{sizeof(prism_history), 0, &setCapabilities, &answer, &catchUp, &setPosition,
                                        &listPositions};
  host.parts().history.start();
  return &kTable;
}

}  // namespace prism::host
