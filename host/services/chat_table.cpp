// SPDX-License-Identifier: MIT
// The table of the service "prism.chat/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include <prism/chat.h>

namespace prism::host {

// The functions in the table. Each event is a member function of Guard.
struct ChatTable : HostCall {
  template <typename Event>
  static prism_result send(const prism_host* host, const char* function, prism_result (Guard::*send)(const Event*),
                           const Event* event) noexcept {
    return withBackPressure(host, function, [&](HostServices& self) { return (self.guard().*send)(event); });
  }

  static prism_result setCapabilities(const prism_host* host, const prism_chat_capabilities* event) noexcept {
    return send(host, "chat.set_capabilities", &Guard::setCapabilities, event);
  }
  static prism_result edited(const prism_host* host, const prism_chat_edit* event) noexcept {
    return send(host, "chat.edited", &Guard::edited, event);
  }
  static prism_result retracted(const prism_host* host, const prism_chat_retraction* event) noexcept {
    return send(host, "chat.retracted", &Guard::retracted, event);
  }
  static prism_result reacted(const prism_host* host, const prism_chat_reactions* event) noexcept {
    return send(host, "chat.reacted", &Guard::reacted, event);
  }
  static prism_result marked(const prism_host* host, const prism_chat_marker* event) noexcept {
    return send(host, "chat.marked", &Guard::marked, event);
  }
};

const void* chatTable(HostServices& host) {
  static constexpr prism_chat kTable{sizeof(prism_chat),          0,
                                     &ChatTable::setCapabilities, &ChatTable::edited,
                                     &ChatTable::retracted,       &ChatTable::reacted,
                                     &ChatTable::marked};
  host.parts().sessions.startChat(host.parts().chat_mode, host.parts().timers);
  return &kTable;
}

}  // namespace prism::host
