// SPDX-License-Identifier: MIT
// The host's memory of a user's last requests, by which it checks each receipt against its request: the conversation,
// the state so far, and the id of the client's stanza if the client wants a receipt. Names and the
// network's ids are kept as hashes, since a wrong one need only be noticed.
#pragma once

#include "host/chat/conversation_name.h"
#include <prism/messages.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace prism::host {

class SentRequests {
 public:
  // If there are more requests, the older half is forgotten.
  static constexpr std::size_t kMost = 64;
  static constexpr std::size_t kMostBytes = 4 * 1024;  // of the ids of stanzas

  // Readers of one message in a room, and of all of them.
  static constexpr std::size_t kMostReaders = 100;
  static constexpr std::size_t kMostReadersOfAll = 2000;

  enum class Kind : std::uint8_t { kMessage, kOther };

  class Request {
   public:
    prism_request_id id() const { return id_; }
    std::uint32_t kind() const { return kind_; }  // PRISM_CONVERSATION_...
    bool isMessage() const { return is_message_; }
    bool isFor(std::string_view buddy) const { return buddy_ == hashOf(buddy); }
    bool isForNickname(std::string_view nickname) const { return nickname_ == hashOf(nickname); }

    // Returns true if this network's id is the first that is told, or is told again.
    bool canHave(std::string_view network_id) const { return !hasNetworkId() || network_id_ == hashOf(network_id); }
    bool hasNetworkId() const { return network_id_ != 0; }
    void setNetworkId(std::string_view network_id) { network_id_ = hashOf(network_id); }

   private:
    friend SentRequests;

    prism_request_id id_;
    std::uint32_t buddy_;
    std::uint32_t nickname_;
    std::uint32_t network_id_ = 0;  // 0: not told
    std::uint16_t stanza_id_begin_;
    std::uint8_t kind_;           // PRISM_CONVERSATION_...
    std::uint8_t state_ : 4 = 0;  // PRISM_RECEIPT_...; 0: none told
    bool is_message_ : 1;
    bool is_acknowledged_ : 1 = false;
    bool has_readers_ : 1 = false;
  };

  // Remembers a request. `stanza_id` is that of the client's stanza if it wants a receipt, else empty. Ids grow.
  void add(prism_request_id id, const ConversationName& conversation, Kind kind, std::string_view stanza_id = {}) {
    if (!kept_) {
      kept_ = std::make_unique<Kept>();
    }
    if (kept_->requests.size() >= kMost || kept_->stanza_ids.size() + stanza_id.size() > kMostBytes) {
      forgetOlderHalf();
    }
    Request& request = kept_->requests.emplace_back();
    request.id_ = id;
    request.buddy_ = hashOf(conversation.name);
    request.nickname_ = hashOf(conversation.nickname);
    request.stanza_id_begin_ = static_cast<std::uint16_t>(kept_->stanza_ids.size());
    request.kind_ = static_cast<std::uint8_t>(conversation.kind);
    request.is_message_ = kind == Kind::kMessage;
    if (!stanza_id.empty()) {
      kept_->stanza_ids.insert(kept_->stanza_ids.end(), stanza_id.begin(), stanza_id.end());
    }
  }

  // A message for which the client wants no receipt is not remembered: most are such, and only a failure concerns them.
  void skip(prism_request_id id) { last_forgotten_ = id; }

  // Returns nullptr if there is no such request, or if it is forgotten. Valid until the next add().
  Request* find(prism_request_id id);
  // Returns true if a request of this id may have been forgotten.
  bool isForgotten(prism_request_id id) const { return id <= last_forgotten_; }

  // Takes a state of a request. `reader` is the participant of the room whose client has it or who has read it; empty:
  // the state concerns no single participant. Each reader has states of its own.
  enum class Step {
    kForward,
    kNothingNew,      // this state or a later one has been told
    kTooManyReaders,  // the state is not remembered
  };
  Step advance(Request* request, std::uint32_t state, std::string_view reader);

  static bool hasFailed(const Request& request) { return request.state_ == PRISM_RECEIPT_FAILED; }

  // Returns the id of the client's stanza if the client still waits for a receipt, which is then taken as sent;
  // otherwise an empty string. Valid until the next add().
  std::string_view takeStanzaId(Request* request);

 private:
  struct Reader {
    prism_request_id request;
    std::uint32_t nickname;
    std::uint32_t state;
  };

  // Never 0. Reads the length, the beginning and the end, since each message is hashed.
  static std::uint32_t hashOf(std::string_view name) {
    constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15U;
    std::uint64_t hash = name.size();
    if (name.size() >= sizeof hash) {
      hash =
          (hash ^ bytesAt<std::uint64_t>(name, 0)) * kFactor ^ bytesAt<std::uint64_t>(name, name.size() - sizeof hash);
    } else if (name.size() >= sizeof(std::uint32_t)) {
      hash ^= std::uint64_t{bytesAt<std::uint32_t>(name, 0)} << 32 ^
              std::uint64_t{bytesAt<std::uint32_t>(name, name.size() - sizeof(std::uint32_t))} << 3;
    } else {
      for (const char c : name) {
        hash = hash << 8 | static_cast<unsigned char>(c);
      }
    }
    return static_cast<std::uint32_t>(hash * kFactor >> 32) | 1U;
  }

  template <typename Number>
  static Number bytesAt(std::string_view name, std::size_t place) {
    Number number;
    std::memcpy(&number, name.data() + place, sizeof number);
    return number;
  }

  Step advanceReader(const Request& request, std::uint32_t state, std::string_view nickname);
  void forgetOlderHalf();

  struct Kept {
    std::vector<Request> requests;
    std::vector<char> stanza_ids;
    std::vector<Reader> readers;
  };

  std::unique_ptr<Kept> kept_;  // nullptr before the first add(), since most users are silent
  prism_request_id last_forgotten_ = 0;
};

}  // namespace prism::host
