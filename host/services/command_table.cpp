// SPDX-License-Identifier: MIT
// The table of the service "prism.commands/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"

namespace prism::host {
namespace {

prism_result define(const prism_host* host, const prism_command_set* set) noexcept {
  return HostCall::onMain<prism_result>(host, "commands.define", PRISM_ERR_THREAD,
                                        [&](HostServices& self) { return self.parts().commands.define(set); });
}

prism_result answer(const prism_host* host, const prism_command_answer* answer) noexcept {
  return HostCall::withBackPressure(host, "commands.answer",
                                    [&](HostServices& self) { return self.parts().commands.answer(answer); });
}

}  // namespace

const void* commandTable(HostServices&) {
  static constexpr prism_commands kTable{sizeof(prism_commands), 0, &define, &answer};
  return &kTable;
}

}  // namespace prism::host
