// SPDX-License-Identifier: MIT
// The table of the service "prism.media/1".
#include "host/services/host_call.h"
#include "host/services/service_list.h"
#include <prism/media.h>

namespace prism::host {
namespace {

prism_result publish(const prism_host* host, const prism_file* file, prism_publish_fn done, void* data,
                     prism_media_id* id) noexcept {
  return HostCall::whileOpen(host, "media.publish",
                             [&](HostServices& self) { return self.parts().media.publish(file, done, data, id); });
}

prism_result fetch(const prism_host* host, const prism_fetch* fetch, prism_fetch_fn done, void* data,
                   prism_media_id* id) noexcept {
  return HostCall::whileOpen(host, "media.fetch",
                             [&](HostServices& self) { return self.parts().fetches.fetch(fetch, done, data, id); });
}

prism_result cancel(const prism_host* host, prism_media_id id) noexcept {
  return HostCall::onMain<prism_result>(
      host, "media.cancel", PRISM_ERR_THREAD, [&](HostServices& self) -> prism_result {
        return self.parts().media.cancel(id) ? PRISM_OK : self.parts().fetches.cancel(id);
      });
}

}  // namespace

const void* mediaTable(HostServices& host) {
  static prism_media table{sizeof(prism_media), 0, &publish, &fetch, &cancel};
  const ServiceParts& parts = host.parts();
  table.abilities =
      (parts.media.start() ? PRISM_MEDIA_CAN_PUBLISH : 0U) | (parts.network.get() ? PRISM_MEDIA_CAN_FETCH : 0U);
  return table.abilities != 0 ? &table : nullptr;
}

}  // namespace prism::host
