// SPDX-License-Identifier: MIT
#include "tests/support/plugins/probe_admin.h"

#include <stdexcept>
#include <utility>

namespace prism::tests {

void ProbeAdmin::execute(const std::string& user, Words& words) {
  if (!service_) {
    service_ = static_cast<const prism_admin*>(host_->get_service(host_, PRISM_ADMIN));
  }
  const std::string command = word(words);
  prism_result result = PRISM_OK;
  if (command == "send") {
    result = send(user, word(words));
  } else if (command == "many") {
    const std::uint64_t count = number(words);
    std::uint64_t sent = 0;
    while (sent < count && (result = send(user, "status")) == PRISM_OK) {
      ++sent;
    }
    answer_(user, "sent " + std::to_string(sent));
  } else if (command == "withdraw") {
    answer_(user, "withdrawn " + std::to_string(service_->cancel(host_, number(words))));
  } else {
    const std::string how = word(words);
    prism_admin_id id = 0;
    result = how == "nobody"   ? service_->send(host_, PRISM_STR("status"), nullptr, this, &id)
             : how == "no-id"  ? service_->send(host_, PRISM_STR("status"), &onEnded, this, nullptr)
             : how == "two"    ? service_->send(host_, PRISM_STR("status\nshutdown"), &onEnded, this, &id)
             : how == "return" ? service_->send(host_, PRISM_STR("status\r"), &onEnded, this, &id)
                               : service_->send(host_, {}, &onEnded, this, &id);
  }
  if (result != PRISM_OK) {
    answer_(user, "result " + std::to_string(result));
  }
}

prism_result ProbeAdmin::send(const std::string& user, const std::string& command) {
  prism_admin_id id = 0;
  const prism_result result = service_->send(host_, borrowed(command), &onEnded, this, &id);
  if (result == PRISM_OK) {
    users_[id] = user;
  }
  return result;
}

void ProbeAdmin::onEnded(void* self, prism_admin_id id, const prism_admin_answer* answer) {
  static_cast<ProbeAdmin*>(self)->ended(id, answer->outcome, answer->text);
}

void ProbeAdmin::ended(prism_admin_id id, std::uint32_t outcome, prism_str answer) {
  const std::string user = users_.extract(id).mapped();
  const std::string line =
      "command " + std::to_string(id) + " outcome " + std::to_string(outcome) + " [" + text(answer) + "]";
  if (outcome == PRISM_ADMIN_ENDED) {
    host_->log(host_, PRISM_LOG_INFO, borrowed(line));
    send(user, "status");  // refused by now
    return;
  }
  answer_(user, line);
  if (text(answer) == "throw") {
    throw std::runtime_error("thrown in an answer");
  }
}

}  // namespace prism::tests
