// SPDX-License-Identifier: MIT
#include "host/services/admin_commands.h"

#include "host/base/abi.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace prism::host {

prism_result AdminCommands::send(prism_str command, prism_admin_fn ended, void* data, prism_admin_id* id) {
  const auto refuse = [this](prism_result result, std::string_view why) {
    guard_.reportMisbehaviour("admin.send", why);
    return result;
  };
  if (!ended || !id) {
    return refuse(PRISM_ERR_ARGUMENT, ended ? "id is NULL" : "ended is NULL");
  }
  if (over_) {
    return refuse(PRISM_ERR_STATE, "the process is about to end");
  }
  if (waiting_.size() >= kMost) {
    return refuse(PRISM_ERR_LIMIT, fmt::format("Spectrum has not answered {} commands yet", kMost));
  }
  auto added = std::make_unique<Command>(Command{this, last_id_ + 1, ended, data, 0});
  if (const prism_result result = guard_.adminCommand(command); result != PRISM_OK) {
    return result;
  }
  added->timer = timers_.add(timeout_, {}, &onTimeout, added.get());
  waiting_.push_back(std::move(added));
  *id = ++last_id_;
  return PRISM_OK;
}

prism_result AdminCommands::cancel(prism_admin_id id) {
  if (id == 0 || id > last_id_) {
    guard_.reportMisbehaviour("admin.cancel", fmt::format("there is no command {}", id));
    return PRISM_ERR_ARGUMENT;
  }
  const auto found =
      std::find_if(waiting_.begin(), waiting_.end(), [id](const auto& command) { return command->id == id; });
  if (found != waiting_.end()) {
    timers_.remove((*found)->timer);
    (*found)->ended = nullptr;
  }
  return PRISM_OK;
}

bool AdminCommands::onAnswer(const std::string& answer) {
  if (waiting_.empty()) {
    return false;
  }
  const std::unique_ptr<Command> command = std::move(waiting_.front());
  waiting_.pop_front();
  end(command.get(), PRISM_ADMIN_ANSWERED, answer);
  return true;
}

void AdminCommands::endAll() {
  over_ = true;
  for (std::size_t i = 0; i < waiting_.size(); ++i) {  // the plugin may cancel others meanwhile
    end(waiting_[i].get(), PRISM_ADMIN_ENDED);
  }
  waiting_.clear();
}

void AdminCommands::onTimeout(void* command, TimerQueue::Id) {
  auto* timed_out = static_cast<Command*>(command);
  timed_out->commands->end(timed_out, PRISM_ADMIN_TIMED_OUT);
}

void AdminCommands::end(Command* command, std::uint32_t outcome, const std::string& answer) {
  timers_.remove(command->timer);
  if (const prism_admin_fn ended = std::exchange(command->ended, nullptr)) {
    const prism_admin_answer told{sizeof told, outcome, borrowed(answer)};
    boundary_.call("admin.send", [&] { ended(command->data, command->id, &told); });
  }
}

}  // namespace prism::host
