// SPDX-License-Identifier: MIT
#include "host/stanza/room_listing.h"

#include "host/stanza/stanza_size.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace prism::host {
namespace {

constexpr std::size_t kTags = 64;  // <item jid='' name=''/>, and what a server may add
constexpr std::size_t kMarkSize = 64;
// A title of one room leaves room for those of others. In bytes after escaping.
constexpr std::size_t kMostTitle = 1024;

}  // namespace

bool RoomListing::add(std::string_view name, std::string_view title) {
  if (!canBeNode(name, jids_)) {
    ++skipped_;
    return true;
  }
  std::string shown(title);
  cutToFit(kMostTitle, &shown);
  const std::size_t size = kTags + jidSize(name, jids_) + escapedSize(shown.empty() ? name : shown);
  if (size + kMarkSize > room_) {
    return false;
  }
  room_ -= size;
  list_.add_room()->assign(name);
  *list_.add_name() = std::move(shown);
  return true;
}

void RoomListing::close(std::uint64_t count) {
  const std::uint64_t missing = count - skipped_ - static_cast<std::uint64_t>(list_.room_size());
  if (missing > 0 && list_.room_size() > 0) {
    std::string& title = *list_.mutable_name(list_.name_size() - 1);
    const std::string& shown = title.empty() ? list_.room(list_.room_size() - 1) : title;
    title = fmt::format("{} (the list has no room for {} more)", shown, missing);
  }
}

}  // namespace prism::host
