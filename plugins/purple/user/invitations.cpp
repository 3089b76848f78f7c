// SPDX-License-Identifier: MIT
#include "user/invitations.h"

#include "core/limits.h"
#include "text/shortened.h"

#include <chrono>

namespace purple {
namespace {

constexpr std::size_t kMostInvitations = 50;

std::size_t sizeOf(GHashTable* components) {
  std::size_t size = 0;
  GHashTableIter iterator;
  gpointer identifier = nullptr;
  gpointer value = nullptr;
  g_hash_table_iter_init(&iterator, components);
  while (g_hash_table_iter_next(&iterator, &identifier, &value) != FALSE) {
    size += textOf(static_cast<const char*>(identifier)).size() + textOf(static_cast<const char*>(value)).size();
  }
  return size;
}

}  // namespace

void Invitations::received(const char* inviter, const char* room, const char* text, GHashTable* components) {
  const std::string key = owner_.normalized(textOf(room));
  if (components && sizeOf(components) <= kMostOfInvitation) {
    if (components_.size() >= kMostInvitations) {
      components_.erase(components_.begin());
    }
    std::map<std::string, std::string>& kept = components_[key];
    kept.clear();
    GHashTableIter iterator;
    gpointer identifier = nullptr;
    gpointer value = nullptr;
    g_hash_table_iter_init(&iterator, components);
    while (g_hash_table_iter_next(&iterator, &identifier, &value) != FALSE) {
      kept[static_cast<const char*>(identifier)] = textOf(static_cast<const char*>(value));
    }
  }
  request_window_ = owner_.host().after(std::chrono::milliseconds(0), [] {});
  const std::string from = owner_.normalized(textOf(inviter));
  owner_.host().roomInvited({owner_.user, key, from, beginningOf(textOf(text), kMostOfLine)});
}

bool Invitations::claimRequest() {
  const bool may_ask = static_cast<bool>(request_window_);
  request_window_.end();
  return may_ask;
}

const std::map<std::string, std::string>& Invitations::componentsFor(std::string_view room) const {
  static const std::map<std::string, std::string> kNone;
  const auto place = components_.find(owner_.normalized(room));
  return place == components_.end() ? kNone : place->second;
}

}  // namespace purple
