// SPDX-License-Identifier: MIT
#include "host/session/sent_requests.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace prism::host {

// Looks at the newest requests first, since receipts come soon.
SentRequests::Request* SentRequests::find(prism_request_id id) {
  if (!kept_) {
    return nullptr;
  }
  std::vector<Request>& requests = kept_->requests;
  std::size_t place = requests.size();
  while (place > 0 && requests[place - 1].id_ > id) {
    --place;
  }
  return place > 0 && requests[place - 1].id_ == id ? &requests[place - 1] : nullptr;
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
  std::vector<Reader>& readers = kept_->readers;
  // They are told apart by all of their names.
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(nickname));
  std::size_t count = 0;
  for (Reader& reader : readers) {
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
  if (readers.size() >= kMostReadersOfAll) {
    readers.erase(readers.begin(), readers.begin() + kMostReadersOfAll / 2);
  }
  readers.push_back({request.id_, hash, state});
  return Step::kForward;
}

std::string_view SentRequests::takeStanzaId(Request* request) {
  if (request->is_acknowledged_) {
    return {};
  }
  request->is_acknowledged_ = true;
  const Request* next = request + 1;
  const bool is_last = next == kept_->requests.data() + kept_->requests.size();
  const std::size_t end = is_last ? kept_->stanza_ids.size() : next->stanza_id_begin_;
  return {kept_->stanza_ids.data() + request->stanza_id_begin_, end - request->stanza_id_begin_};
}

void SentRequests::forgetOlderHalf() {
  auto& [requests, stanza_ids, readers] = *kept_;
  const std::size_t count = (requests.size() + 1) / 2;
  const std::size_t bytes = count < requests.size() ? requests[count].stanza_id_begin_ : stanza_ids.size();
  const prism_request_id last = requests[count - 1].id_;
  last_forgotten_ = std::max(last_forgotten_, last);
  requests.erase(requests.begin(), requests.begin() + static_cast<std::ptrdiff_t>(count));
  stanza_ids.erase(stanza_ids.begin(), stanza_ids.begin() + static_cast<std::ptrdiff_t>(bytes));
  for (Request& request : requests) {
    request.stanza_id_begin_ = static_cast<std::uint16_t>(request.stanza_id_begin_ - bytes);
  }
  std::erase_if(readers, [last](const Reader& reader) { return reader.request <= last; });
}

}  // namespace prism::host
