// SPDX-License-Identifier: MIT
#include "user/invitations.h"

#include "core/limits.h"
#include "user/room_components.h"
#include "user/spellings.h"
#include <prism/text.hpp>

#include <algorithm>
#include <chrono>
#include <numeric>

namespace purple {
namespace {

constexpr std::size_t kMostInvitations = 50;

std::size_t sizeOf(const std::map<std::string, std::string>& components) {
  return std::accumulate(
      components.begin(), components.end(), std::size_t{0},
      [](std::size_t size, const auto& component) { return size + component.first.size() + component.second.size(); });
}

}  // namespace

void Invitations::received(const char* inviter, const char* room, const char* text, GHashTable* components) {
  const std::string key = owner_.normalized(textOf(room));
  if (components) {
    std::map<std::string, std::string> kept = componentsIn(components);
    if (sizeOf(kept) <= kMostOfInvitation) {
      if (components_.size() >= kMostInvitations) {
        components_.erase(components_.begin());
      }
      components_[key] = std::move(kept);
    }
  }
  request_window_ = owner_.host().after(std::chrono::milliseconds(0), [] {});
  const std::string from = owner_.normalized(textOf(inviter));
  owner_.host().roomInvited({owner_.user, key, from, prism::utf8Prefix(textOf(text), kMostOfLine)});
}

bool Invitations::claimRequest() {
  const bool may_ask = static_cast<bool>(request_window_);
  request_window_.end();
  return may_ask;
}

const std::map<std::string, std::string>& Invitations::componentsFor(std::string_view room) const {
  static const std::map<std::string, std::string> kNone;
  auto place = components_.find(owner_.normalized(room));
  if (place == components_.end()) {
    place = std::find_if(components_.begin(), components_.end(),
                         [name = folded(room)](const auto& entry) { return folded(entry.first) == name; });
  }
  return place == components_.end() ? kNone : place->second;
}

}  // namespace purple
