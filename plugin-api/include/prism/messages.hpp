// SPDX-License-Identifier: MIT
// Messages with their files and replies, receipts, typing states and attention in C++: see prism/messages.h.
#ifndef PRISM_MESSAGES_HPP
#define PRISM_MESSAGES_HPP

#include <prism/messages.h>
#include <prism/types.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace prism {

struct Attachment {
  std::string_view url = {};
  std::string_view mime_type = {};
  std::string_view description = {};
  std::string_view name = {};  // the file name, without a path
  std::uint64_t size = 0;      // bytes; 0: unknown
};

// An earlier message of the same conversation that a message, an event or a request refers to.
struct Reference {
  std::string_view id = {};        // the network's
  std::string_view nickname = {};  // in a room: the author
  std::string_view text = {};      // of the message, or its beginning
  bool own = false;                // the user has written it
  RequestId request = 0;           // request: the `request` of the user's message; 0: unknown
};

struct Message {
  std::string_view user = {};
  std::string_view buddy = {};     // the other side, a buddy or a room
  std::string_view text = {};      // without the quote of the message that it answers, if reply_to is given
  std::string_view nickname = {};  // of the participant. Empty in an event of kind Room: the room itself speaks
  Conversation kind = Conversation::Contact;
  std::string_view xhtml = {};
  std::string_view id = {};                  // event: the network's
  Time time = 0;                             // event: when it was sent, if that is in the past
  RequestId request = 0;                     // request: its id
  bool receipt_wanted = false;               // request: answer by Host::receipt()
  bool headline = false;                     // event: a notice that expects no answer
  bool carbon = false;                       // event: the user has sent it from another client
  std::vector<Attachment> attachments = {};  // request: what the user has uploaded
  std::optional<Reference> reply_to = {};    // the message that this one answers
  std::string_view thread = {};
  std::string_view author_id = {};  // event, in a room: stays when the nickname changes
};

enum class ReceiptState : std::uint32_t {
  Accepted = PRISM_RECEIPT_ACCEPTED,    // the network has the message
  Delivered = PRISM_RECEIPT_DELIVERED,  // a client of the recipient has it
  Displayed = PRISM_RECEIPT_DISPLAYED,  // the recipient has seen it
  Failed = PRISM_RECEIPT_FAILED,        // it will not be delivered
};

// The state of a request of the user: Accepted, Delivered and Displayed in this order, or Failed as the last one.
struct Receipt {
  std::string_view user = {};
  std::string_view buddy = {};     // as in the request
  std::string_view nickname = {};  // Private: as in the request. Room: who has it or has seen it, or empty
  RequestId request = 0;           // of the request that it is about
  ReceiptState state = ReceiptState::Accepted;
  std::string_view text = {};        // with Failed: a sentence for the user
  std::string_view network_id = {};  // the id that the network has given to the message; once told, it stays
  Time time = 0;                     // when it came to this, if that is in the past
  Conversation kind = Conversation::Contact;
};

enum class TypingState : std::uint32_t {
  Active = PRISM_TYPING_ACTIVE,  // has stopped typing
  Composing = PRISM_TYPING_COMPOSING,
  Paused = PRISM_TYPING_PAUSED,
};

struct Typing {
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};
  TypingState state = TypingState::Active;
  Conversation kind = Conversation::Contact;
};

struct Attention {
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};
  std::string_view text = {};
  Conversation kind = Conversation::Contact;
  RequestId request = 0;  // request: its id
};

namespace detail {

inline prism_reference toC(const Reference& reference) noexcept {
  auto result = sized<prism_reference>();
  result.flags = flag(reference.own, PRISM_REFERENCE_OWN);
  result.id = toC(reference.id);
  result.request = reference.request;
  result.nickname = toC(reference.nickname);
  result.text = toC(reference.text);
  return result;
}

inline Reference fromC(const prism_reference& reference) {
  return {fromC(reference.id), fromC(reference.nickname), fromC(reference.text),
          (reference.flags & PRISM_REFERENCE_OWN) != 0, reference.request};
}

inline Message fromC(const prism_message& message) {
  Message result{fromC(message.user), fromC(message.buddy), fromC(message.text), fromC(message.nickname)};
  result.kind = static_cast<Conversation>(message.kind);
  result.xhtml = fromC(message.xhtml);
  result.id = fromC(message.id);
  result.request = message.request;
  result.receipt_wanted = (message.flags & PRISM_MESSAGE_RECEIPT_WANTED) != 0;
  for (std::uint64_t i = 0; i < message.attachments_count; ++i) {
    const prism_attachment& file = *message.attachments[i];
    result.attachments.push_back(
        {fromC(file.url), fromC(file.mime_type), fromC(file.description), fromC(file.name), file.size});
  }
  if (message.reply_to) {
    result.reply_to = fromC(*message.reply_to);
  }
  result.thread = fromC(message.thread);
  return result;
}

// Attachments as the host takes them. Borrows from those that it is made of.
class Attachments {
 public:
  explicit Attachments(const std::vector<Attachment>& attachments) {
    attachments_.reserve(attachments.size());
    pointers_.reserve(attachments.size());
    for (const Attachment& attachment : attachments) {
      auto& one = attachments_.emplace_back(sized<prism_attachment>());
      one.url = toC(attachment.url);
      one.mime_type = toC(attachment.mime_type);
      one.description = toC(attachment.description);
      one.name = toC(attachment.name);
      one.size = attachment.size;
      pointers_.push_back(&one);
    }
  }
  Attachments(const Attachments&) = delete;
  Attachments& operator=(const Attachments&) = delete;

  const prism_attachment* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<prism_attachment> attachments_;
  std::vector<const prism_attachment*> pointers_;
};

// A message as the host takes it. Borrows from the one that it is made of.
class OutgoingMessage {
 public:
  explicit OutgoingMessage(const Message& message)
      : attachments_(message.attachments), reply_to_(toC(message.reply_to ? *message.reply_to : Reference())) {
    message_.kind = static_cast<std::uint32_t>(message.kind);
    message_.flags = flag(message.headline, PRISM_MESSAGE_HEADLINE) | flag(message.carbon, PRISM_MESSAGE_CARBON) |
                     flag(message.receipt_wanted, PRISM_MESSAGE_RECEIPT_WANTED);
    message_.user = toC(message.user);
    message_.buddy = toC(message.buddy);
    message_.nickname = toC(message.nickname);
    message_.text = toC(message.text);
    message_.xhtml = toC(message.xhtml);
    message_.id = toC(message.id);
    message_.request = message.request;
    message_.reply_to = message.reply_to ? &reply_to_ : nullptr;
    message_.thread = toC(message.thread);
    message_.author_id = toC(message.author_id);
    message_.time = message.time;
    message_.attachments = attachments_.data();
    message_.attachments_count = attachments_.size();
  }
  OutgoingMessage(const OutgoingMessage&) = delete;
  OutgoingMessage& operator=(const OutgoingMessage&) = delete;

  const prism_message* get() const { return &message_; }

 private:
  const Attachments attachments_;
  const prism_reference reply_to_;
  prism_message message_ = sized<prism_message>();
};

inline prism_receipt toC(const Receipt& receipt) noexcept {
  auto result = sized<prism_receipt>();
  result.kind = static_cast<std::uint32_t>(receipt.kind);
  result.state = static_cast<std::uint32_t>(receipt.state);
  result.user = toC(receipt.user);
  result.buddy = toC(receipt.buddy);
  result.nickname = toC(receipt.nickname);
  result.request = receipt.request;
  result.network_id = toC(receipt.network_id);
  result.text = toC(receipt.text);
  result.time = receipt.time;
  return result;
}

inline Typing fromC(const prism_typing& typing) {
  return {fromC(typing.user), fromC(typing.buddy), fromC(typing.nickname), static_cast<TypingState>(typing.state),
          static_cast<Conversation>(typing.kind)};
}

inline prism_typing toC(const Typing& typing) noexcept {
  auto result = sized<prism_typing>();
  result.kind = static_cast<std::uint32_t>(typing.kind);
  result.state = static_cast<std::uint32_t>(typing.state);
  result.user = toC(typing.user);
  result.buddy = toC(typing.buddy);
  result.nickname = toC(typing.nickname);
  return result;
}

inline Attention fromC(const prism_attention& attention) {
  return {fromC(attention.user),
          fromC(attention.buddy),
          fromC(attention.nickname),
          fromC(attention.text),
          static_cast<Conversation>(attention.kind),
          attention.request};
}

inline prism_attention toC(const Attention& attention) noexcept {
  auto result = sized<prism_attention>();
  result.kind = static_cast<std::uint32_t>(attention.kind);
  result.user = toC(attention.user);
  result.buddy = toC(attention.buddy);
  result.nickname = toC(attention.nickname);
  result.text = toC(attention.text);
  result.request = attention.request;
  return result;
}

}  // namespace detail

}  // namespace prism

#endif
