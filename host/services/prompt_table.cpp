// SPDX-License-Identifier: MIT
// The table of the service "prism.prompt/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"

namespace prism::host {
namespace {

prism_result ask(const prism_host* host, const prism_prompt* prompt, prism_prompt_fn ended, void* data,
                 prism_prompt_id* id) noexcept {
  return HostCall::withBackPressure(
      host, "ask", [&](HostServices& self) { return self.parts().prompts.ask(prompt, ended, data, id); });
}

prism_result withdraw(const prism_host* host, prism_prompt_id id) noexcept {
  return HostCall::withBackPressure(host, "withdraw",
                                    [&](HostServices& self) { return self.parts().prompts.withdraw(id); });
}

prism_result tell(const prism_host* host, prism_str user, prism_str text, const prism_attachment* const* attachments,
                  std::uint64_t count) noexcept {
  return HostCall::withBackPressure(
      host, "tell", [&](HostServices& self) { return self.parts().prompts.tell(user, text, attachments, count); });
}

}  // namespace

const void* promptTable(HostServices& host) {
  static constexpr prism_prompts kTable{sizeof(prism_prompts), 0, &ask, &withdraw, &tell};
  host.parts().prompts.start();
  return &kTable;
}

}  // namespace prism::host
