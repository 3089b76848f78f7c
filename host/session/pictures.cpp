// SPDX-License-Identifier: MIT
#include "host/session/pictures.h"

#include "host/stanza/jid.h"

#include <utility>

namespace prism::host {
namespace {

// The bytes that an entry takes beside its strings.
constexpr std::size_t kEntry = 512;

}  // namespace

std::size_t Pictures::sizeOf(std::string_view owner, const OwnerPicture& picture) {
  std::size_t size = kEntry + owner.size() + picture.id.size() + picture.url.size();
  if (picture.presence) {
    size += picture.presence->name.size() + picture.presence->status_text.size() + picture.presence->alias.size();
  }
  return size;
}

OwnerPicture* Pictures::find(std::string_view owner) {
  const auto found = owners_.find(owner);
  return found == owners_.end() ? nullptr : &found->second;
}

bool Pictures::store(std::string_view owner, OwnerPicture picture) {
  const auto found = owners_.find(owner);
  const std::size_t before = found == owners_.end() ? 0 : sizeOf(owner, found->second);
  const std::size_t after = sizeOf(owner, picture);
  if (bytes_ - before + after > kMostBytes && after > before) {
    return false;
  }
  bytes_ = bytes_ - before + after;
  if (found == owners_.end()) {
    owners_.emplace(owner, std::move(picture));
  } else {
    found->second = std::move(picture);
  }
  return true;
}

void Pictures::erase(std::string_view owner) {
  if (const auto found = owners_.find(owner); found != owners_.end()) {
    bytes_ -= sizeOf(owner, found->second);
    owners_.erase(found);
  }
}

void Pictures::rename(std::string_view from, std::string_view to) {
  const auto found = owners_.find(from);
  if (found == owners_.end() || from == to) {
    return;
  }
  OwnerPicture picture = std::move(found->second);
  bytes_ -= sizeOf(from, picture);
  owners_.erase(found);
  store(to, std::move(picture));
}

std::string pictureKey(std::string_view contact) {
  return mayFold(contact) ? normalizedNode(std::string(contact)) : std::string(contact);
}

}  // namespace prism::host
