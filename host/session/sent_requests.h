// SPDX-License-Identifier: MIT
// What receipts need to know of a user's requests beyond their numbers: the id of the client's stanza if the client
// wants a receipt, and which requests are none for a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace prism::host {

class SentRequests {
 public:
  // If there are more, the older half is forgotten.
  static constexpr std::size_t kMost = 128;
  static constexpr std::size_t kMostBytes = 8 * 1024;  // of the ids of stanzas

  // The user has sent a message in a stanza with this id, which is not empty, and wants a receipt. Numbers grow.
  void addMessage(std::uint64_t number, std::string_view stanza_id) {
    while (!requests_.empty() && requests_.back().done) {
      stanza_ids_.resize(requests_.back().begin);
      requests_.pop_back();
    }
    if (requests_.size() >= kMost || stanza_ids_.size() + stanza_id.size() > kMostBytes) {
      forgetOlderHalf();
    }
    requests_.push_back({number, static_cast<std::uint32_t>(stanza_ids_.size()), false});
    stanza_ids_.insert(stanza_ids_.end(), stanza_id.begin(), stanza_id.end());
  }

  // The user has made another request, such as an edit.
  void addOther(std::uint64_t number) { addMessage(number, {}); }

  // Returns true if this is the number of such another request.
  bool isOther(std::uint64_t number) const {
    const std::size_t place = find(number);
    return place < requests_.size() && stanzaId(place).empty();
  }

  // Returns the id of the stanza if this message still needs a receipt, which is then taken as sent; otherwise an empty
  // string. Valid until the next call that is not const.
  std::string_view takeStanzaId(std::uint64_t number) {
    const std::size_t place = find(number);
    if (place == requests_.size() || requests_[place].done) {
      return {};
    }
    const std::string_view stanza_id = stanzaId(place);
    requests_[place].done = !stanza_id.empty();
    return stanza_id;
  }

 private:
  struct Request {
    std::uint64_t number;
    std::uint32_t begin;  // of its id in stanza_ids_
    bool done;
  };

  // Looks at the newest requests first, since receipts come soon. Returns the size if there is none.
  std::size_t find(std::uint64_t number) const {
    std::size_t place = requests_.size();
    while (place > 0 && requests_[place - 1].number > number) {
      --place;
    }
    return place > 0 && requests_[place - 1].number == number ? place - 1 : requests_.size();
  }

  std::string_view stanzaId(std::size_t place) const {
    const std::size_t end = place + 1 < requests_.size() ? requests_[place + 1].begin : stanza_ids_.size();
    return {stanza_ids_.data() + requests_[place].begin, end - requests_[place].begin};
  }

  void forgetOlderHalf() {
    const std::size_t count = (requests_.size() + 1) / 2;
    const std::size_t bytes = count < requests_.size() ? requests_[count].begin : stanza_ids_.size();
    requests_.erase(requests_.begin(), requests_.begin() + static_cast<std::ptrdiff_t>(count));
    stanza_ids_.erase(stanza_ids_.begin(), stanza_ids_.begin() + static_cast<std::ptrdiff_t>(bytes));
    for (Request& request : requests_) {
      request.begin -= static_cast<std::uint32_t>(bytes);
    }
  }

  std::vector<Request> requests_;
  std::vector<char> stanza_ids_;
};

}  // namespace prism::host
