// SPDX-License-Identifier: MIT
#include "host/session/login_state.h"

#include <utility>

namespace prism::host {

void LoginState::begin(std::uint64_t number, std::string_view legacy_name, UserPresence known, bool has_backlog) {
  phase_ = Phase::kPending;
  client_ = known.client_is_there ? Client::kThere : Client::kAway;
  question_ended_ = false;
  presence_told_ = false;
  number_ = number;
  legacy_name_ = std::make_unique<const std::string>(legacy_name);
  backlog_ = has_backlog ? std::make_unique<wire::FrameWriter>() : nullptr;
  presence_ = std::move(known.presence);
}

bool LoginState::connectForPrompt() {
  if (phase_ != Phase::kPending) {
    return false;
  }
  phase_ = Phase::kPromptable;
  return true;
}

bool LoginState::connect() {
  if (phase_ == Phase::kConnected) {
    return false;
  }
  phase_ = Phase::kConnected;
  legacy_name_ = nullptr;
  return true;
}

bool LoginState::takeEndedQuestion() { return std::exchange(question_ended_, false); }

void LoginState::notePresence() {
  if (client_ == Client::kThere) {
    return;
  }
  if (!isConnected()) {
    client_ = Client::kAwayAfterPresence;
  } else {
    client_ = client_ == Client::kAway ? Client::kPerhaps : Client::kThere;
  }
}

bool LoginState::changePresence(Presence presence) {
  if (presence_told_ && presence_ == presence) {
    return false;
  }
  presence_ = std::move(presence);
  presence_told_ = false;
  return true;
}

std::optional<Presence> LoginState::takeNewPresence() {
  if (!hasNewPresence()) {
    return std::nullopt;
  }
  presence_told_ = true;
  return presence_;
}

}  // namespace prism::host
