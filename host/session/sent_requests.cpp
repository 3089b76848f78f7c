// SPDX-License-Identifier: MIT
#include "host/session/sent_requests.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace prism::host {

// Looks at the newest requests first, since receipts come soon.
SentRequests::Request* SentRequests::find(prism_request_id id) {
  std::size_t place = requests_.size();
  while (place > 0 && requests_[place - 1].id_ > id) {
    --place;
  }
  return place > 0 && requests_[place - 1].id_ == id ? &requests_[place - 1] : nullptr;
}

SentRequests::Step SentRequests::advance(Request* request, std::uint32_t state, std::string_view reader) {
  if (request->state_ == PRISM_RECEIPT_FAILED) {
    return Step::kNothingNew;
  }
  if (!reader.empty()) {
    const Step step = advanceReader(*request, state, reader);
    request->has_readers_ = request->has_readers_ || step == Step::kForward;
    return step;
  }
  const bool has_arrived = request->state_ >= PRISM_RECEIPT_DELIVERED || request->has_readers_;
  if (state <= request->state_ || (state == PRISM_RECEIPT_FAILED && has_arrived)) {
    return Step::kNothingNew;
  }
  request->state_ = static_cast<std::uint8_t>(state) & 0xF;
  return Step::kForward;
}

SentRequests::Step SentRequests::advanceReader(const Request& request, std::uint32_t state, std::string_view nickname) {
  // Readers are told apart by all of their names.
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(nickname));
  std::size_t count = 0;
  for (Reader& reader : readers_) {
    if (reader.request != request.id_) {
      continue;
    }
    if (reader.nickname == hash) {
      return std::exchange(reader.state, std::max(reader.state, state)) < state ? Step::kForward : Step::kNothingNew;
    }
    ++count;
  }
  if (count >= kMostReaders) {
    return Step::kTooManyReaders;
  }
  if (readers_.size() >= kMostReadersOfAll) {
    readers_.erase(readers_.begin(), readers_.begin() + kMostReadersOfAll / 2);
  }
  readers_.push_back({request.id_, hash, state});
  return Step::kForward;
}

std::string_view SentRequests::takeStanzaId(Request* request) {
  if (request->is_acknowledged_) {
    return {};
  }
  request->is_acknowledged_ = true;
  const Request* next = request + 1;
  const bool is_last = next == requests_.data() + requests_.size();
  const std::size_t end = is_last ? stanza_ids_.size() : next->stanza_id_begin_;
  return {stanza_ids_.data() + request->stanza_id_begin_, end - request->stanza_id_begin_};
}

void SentRequests::forgetOlderHalf() {
  const std::size_t count = (requests_.size() + 1) / 2;
  const std::size_t bytes = count < requests_.size() ? requests_[count].stanza_id_begin_ : stanza_ids_.size();
  const prism_request_id last = requests_[count - 1].id_;
  last_forgotten_ = std::max(last_forgotten_, last);
  requests_.erase(requests_.begin(), requests_.begin() + static_cast<std::ptrdiff_t>(count));
  stanza_ids_.erase(stanza_ids_.begin(), stanza_ids_.begin() + static_cast<std::ptrdiff_t>(bytes));
  for (Request& request : requests_) {
    request.stanza_id_begin_ = static_cast<std::uint16_t>(request.stanza_id_begin_ - bytes);
  }
  std::erase_if(readers_, [last](const Reader& reader) { return reader.request <= last; });
}

}  // namespace prism::host
