// SPDX-License-Identifier: MIT
#include "host/history/positions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace prism::host {
namespace {

constexpr std::string_view kVersion = "1\n";
constexpr std::int64_t kLongestAge = std::int64_t{90} * 24 * 3600 * 1000;
constexpr std::size_t kStoredIds = 16;       // of a position that is not held
constexpr std::size_t kLongestField = 2048;  // a name or an id has 1,023 bytes at most

// FNV-1a. It is stored, so it must not change.
std::uint64_t hashOf(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

// A field is its size, a colon, and its bytes.
void append(std::string_view field, std::string* text) {
  *text += fmt::format("{}:", field.size());
  *text += field;
}

// Removes the first field from *text. Returns nullopt if there is none.
std::optional<std::string_view> take(std::string_view* text) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), size);
  const auto digits = static_cast<std::size_t>(end - text->data());
  if (error != std::errc() || digits >= text->size() || *end != ':' || size > kLongestField ||
      size > text->size() - digits - 1) {
    return std::nullopt;
  }
  const std::string_view field = text->substr(digits + 1, size);
  text->remove_prefix(digits + 1 + size);
  return field;
}

template <typename Number>
bool readNumber(std::string_view text, Number* number, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number, base);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

bool RecentIds::has(std::string_view id) const {
  return !id.empty() && std::find(hashes_.begin(), hashes_.end(), hashOf(id)) != hashes_.end();
}

void RecentIds::add(std::string_view id) {
  if (!id.empty() && !has(id)) {
    addHash(hashOf(id));
  }
}

void RecentIds::addHash(std::uint64_t hash) {
  if (hashes_.size() >= kMost) {
    hashes_.erase(hashes_.begin());
  }
  hashes_.push_back(hash);
}

// ---------------------------------------------------------------------------------------------- one position

void HistoryPosition::note(std::string_view id, std::int64_t time, std::int64_t now) {
  if (live_since_ == 0) {
    live_since_ = time == 0 ? now : std::min(time, now);
    live_guessed_ = time == 0;
  }
  noteMissed(id, time, now);
}

// A clock ahead of this machine's would hide later messages, so a time in the future counts as now.
void HistoryPosition::noteMissed(std::string_view id, std::int64_t time, std::int64_t now) {
  const bool guess = time == 0;
  const std::int64_t when = guess ? now : std::min(time, now);
  ids_.add(id);
  ++sent_since_;
  exact_ = guess ? exact_ : std::max(exact_, when);
  if (when >= last_.time) {
    last_.time = when;
    guessed_ = guess;
    if (!id.empty()) {
      last_.id = id;
    }
  }
}

void HistoryPosition::noteSent(std::string_view id, bool is_latest, std::int64_t now) {
  if (is_latest && !ids_.has(id)) {
    note(id, 0, now);
  } else {
    ids_.add(id);
  }
}

bool HistoryPosition::set(std::string_view id, std::int64_t time, std::int64_t now) {
  const std::int64_t when = std::min(time, now);
  if (live_guessed_ && when > base().time) {
    live_since_ = std::min(live_since_, when);
    live_guessed_ = false;
  }
  if (!guessed_ && (when < last_.time || (when == last_.time && (id.empty() || id == last_.id)))) {
    return false;
  }
  last_.time = when;
  guessed_ = false;
  exact_ = std::max(exact_, when);
  if (!id.empty()) {
    last_.id = id;
    ids_.add(id);
  }
  return true;
}

void HistoryPosition::hold() {
  if (!held_) {
    held_ = Held{last_, guessed_, exact_};
    live_since_ = 0;
    live_guessed_ = false;
    sent_since_ = 0;
  }
}

void HistoryPosition::moveHold(const HistoryPoint& to) {
  if (held_ && to.time != 0 && to.time >= held_->point.time) {
    held_ = Held{to, false, std::max(held_->exact, to.time)};
  }
}

std::int64_t HistoryPosition::seenUntil() const {
  return isBaseGuessed() ? std::max(base().time - HistoryPositions::kClockMargin, baseExact()) : base().time;
}

bool HistoryPosition::release() {
  const bool moves = held_ && (held_->point.id != last_.id || held_->point.time != last_.time);
  held_.reset();
  return moves;
}

bool HistoryPosition::isNew(std::string_view id, std::int64_t time, bool by_id) const {
  const HistoryPoint& from = base();
  if (!id.empty()) {
    if (ids_.has(id) || id == from.id) {
      return false;
    }
    // The ids decide about the messages of that time, and of the margin of a guessed one.
    return by_id || time >= seenUntil();
  }
  return time > from.time && (live_since_ == 0 || time < live_since_);
}

// --------------------------------------------------------------------------------------------- all positions

HistoryPosition* HistoryPositions::find(const ConversationName& name) {
  writeConversationKey(name, &key_);
  const auto found = positions_.find(key_);
  return found == positions_.end() ? nullptr : &found->second;
}

HistoryPosition& HistoryPositions::at(const ConversationName& name) {
  if (HistoryPosition* known = find(name)) {
    return *known;
  }
  if (positions_.size() >= kMost) {
    positions_.erase(std::min_element(positions_.begin(), positions_.end(), [](const auto& a, const auto& b) {
      return a.second.base().time < b.second.base().time;
    }));
  }
  HistoryPosition& made = positions_[key_];
  made.kind = name.kind;
  made.buddy = name.name;
  made.nickname = name.nickname;
  return made;
}

void HistoryPositions::visit(const std::function<void(HistoryPosition&)>& visit) {
  for (auto& [key, position] : positions_) {
    visit(position);
  }
}

std::string HistoryPositions::text() const {
  std::vector<const HistoryPosition*> newest_first;
  for (const auto& [key, position] : positions_) {
    if (position.base().isGiven()) {
      newest_first.push_back(&position);
    }
  }
  std::stable_sort(newest_first.begin(), newest_first.end(),
                   [](const HistoryPosition* a, const HistoryPosition* b) { return a->base().time > b->base().time; });
  std::string text;
  for (const HistoryPosition* position : newest_first) {
    std::string ids;
    const auto& hashes = position->ids_.hashes();
    // Behind a held position are all messages since hold().
    const std::size_t count = position->held_ ? RecentIds::kMost : kStoredIds;
    for (std::size_t i = hashes.size() - std::min(hashes.size(), count); i < hashes.size(); ++i) {
      ids += fmt::format("{:016x}", hashes[i]);
    }
    std::string record;
    append(fmt::format("{}", static_cast<std::uint32_t>(position->kind)), &record);
    append(position->buddy, &record);
    append(position->nickname, &record);
    append(position->base().id, &record);
    append(fmt::format("{}", position->base().time), &record);
    const std::int64_t exact = position->baseExact();
    append(!position->isBaseGuessed() ? "0" : exact == 0 ? "1" : fmt::format("1,{}", exact), &record);
    append(ids, &record);
    if (text.size() + record.size() > kMostBytes) {
      break;
    }
    text += record;
  }
  return text.empty() ? text : std::string(kVersion) + text;
}

void HistoryPositions::read(std::string_view text, std::int64_t now) {
  constexpr std::size_t kHashDigits = 16;
  if (!text.starts_with(kVersion)) {
    return;
  }
  text.remove_prefix(kVersion.size());
  while (!text.empty() && positions_.size() < kMost) {
    const auto kind = take(&text), buddy = take(&text), nickname = take(&text), id = take(&text), time = take(&text),
               guessed = take(&text), ids = take(&text);
    std::uint32_t its_kind = 0;
    HistoryPoint point;
    if (!ids || !guessed || !time || !id || !nickname || !buddy || !kind || !readNumber(*kind, &its_kind) ||
        !readNumber(*time, &point.time) || its_kind < PRISM_CONVERSATION_CONTACT ||
        its_kind > PRISM_CONVERSATION_PRIVATE || buddy->empty()) {
      return;
    }
    point.id = *id;
    point.time = std::min(point.time, now);  // a clock may have jumped
    if (point.time < now - kLongestAge) {
      continue;
    }
    HistoryPosition& position = at({static_cast<ConversationKind>(its_kind), *buddy, *nickname});
    for (std::string_view rest = *ids; rest.size() >= kHashDigits; rest.remove_prefix(kHashDigits)) {
      std::uint64_t hash = 0;
      const auto& known = position.ids_.hashes();
      if (readNumber(rest.substr(0, kHashDigits), &hash, 16) &&
          std::find(known.begin(), known.end(), hash) == known.end()) {
        position.ids_.addHash(hash);
      }
    }
    if (point.time > position.last_.time || !position.last_.isGiven()) {
      // "0", "1", or "1," and the last time that the network has told.
      position.guessed_ = guessed->starts_with('1');
      std::int64_t exact = point.time;
      if (position.guessed_ && (guessed->size() < 3 || !readNumber(guessed->substr(2), &exact))) {
        exact = 0;
      }
      position.exact_ = std::max(position.exact_, std::min(exact, now));
      position.last_ = std::move(point);
    }
  }
}

}  // namespace prism::host
