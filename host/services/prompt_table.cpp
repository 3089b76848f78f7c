// SPDX-License-Identifier: MIT
// The table of the service "prism.prompts/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"

namespace prism::host {
namespace {

prism_result ask(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                 prism_prompts_id* id) noexcept {
  return HostCall::withBackPressure(
      host, "prompts.ask", [&](HostServices& self) { return self.parts().prompts.ask(prompt, ended, data, id); });
}

prism_result cancel(const prism_host* host, prism_prompts_id id) noexcept {
  return HostCall::withBackPressure(host, "prompts.cancel",
                                    [&](HostServices& self) { return self.parts().prompts.cancel(id); });
}

prism_result tell(const prism_host* host, const prism_notice* notice) noexcept {
  return HostCall::withBackPressure(host, "prompts.tell",
                                    [&](HostServices& self) { return self.parts().prompts.tell(notice); });
}

}  // namespace

const void* promptTable(HostServices& host) {
  static constexpr prism_prompts kTable{sizeof(prism_prompts), 0, &ask, &cancel, &tell};
  host.parts().prompts.start();
  return &kTable;
}

}  // namespace prism::host
