// SPDX-License-Identifier: MIT
// Messages, receipts, typing states and files in C++: see prism/messages.h.
#ifndef PRISM_MESSAGES_HPP
#define PRISM_MESSAGES_HPP

#include <prism/messages.h>
#include <prism/types.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace prism {

struct Attachment {
  std::string_view url = {};
  std::string_view mime_type = {};
  std::string_view description = {};
};

enum class MessageKind : std::uint32_t {
  Chat = 0,                         // between the user and a contact
  Room = PRISM_MESSAGE_ROOM,        // in a room, for everybody there
  Private = PRISM_MESSAGE_PRIVATE,  // between two participants of a room
};

struct Message {
  std::string_view user = {};
  std::string_view buddy = {};  // request: the recipient; event: the sender
  std::string_view text = {};
  std::string_view nickname = {};  // of the participant. Empty in an event of kind Room: the room itself speaks
  MessageKind kind = MessageKind::Chat;
  std::string_view xhtml = {};
  std::string_view id = {};                  // request: of the sender's stanza; event: the network's
  Time time = 0;                             // event: when it was sent, if that is in the past
  bool receipt_wanted = false;               // request: answer by Host::receipt()
  bool headline = false;                     // event: a notice that expects no answer
  bool carbon = false;                       // event: the user has sent it from another client
  std::vector<Attachment> attachments = {};  // event
};

enum class ReceiptState : std::uint32_t {
  Accepted = PRISM_RECEIPT_ACCEPTED,    // the network has the message
  Delivered = PRISM_RECEIPT_DELIVERED,  // a client of the recipient has it
  Displayed = PRISM_RECEIPT_DISPLAYED,  // the recipient has seen it
  Failed = PRISM_RECEIPT_FAILED,        // it will not be delivered
};

struct Receipt {
  std::string_view user = {};
  std::string_view buddy = {};     // as in the message
  std::string_view nickname = {};  // as in the message
  std::string_view id = {};        // of the message
  ReceiptState state = ReceiptState::Accepted;
  std::string_view text = {};        // with Failed: a sentence for the user
  std::string_view network_id = {};  // the id that the network has given to the message
  Time time = 0;                     // when it came to this, if that is in the past
};

enum class TypingState : std::uint32_t {
  Active = PRISM_TYPING_ACTIVE,  // has stopped typing
  Composing = PRISM_TYPING_COMPOSING,
  Paused = PRISM_TYPING_PAUSED,
};

struct Typing {
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};  // of the participant of the room `buddy`
  TypingState state = TypingState::Active;
};

struct Attention {
  std::string_view user = {};
  std::string_view buddy = {};
  std::string_view nickname = {};  // of the participant of the room `buddy`
  std::string_view text = {};
};

namespace detail {

inline Message fromC(const prism_message& message) {
  Message result{fromC(message.user), fromC(message.buddy), fromC(message.text), fromC(message.nickname)};
  result.kind = static_cast<MessageKind>(message.flags & (PRISM_MESSAGE_ROOM | PRISM_MESSAGE_PRIVATE));
  result.xhtml = fromC(message.xhtml);
  result.id = fromC(message.id);
  result.receipt_wanted = (message.flags & PRISM_MESSAGE_RECEIPT_WANTED) != 0;
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

inline prism_message toC(const Message& message, const Attachments& attachments) noexcept {
  auto result = sized<prism_message>();
  result.flags = static_cast<std::uint32_t>(message.kind) | flag(message.headline, PRISM_MESSAGE_HEADLINE) |
                 flag(message.carbon, PRISM_MESSAGE_CARBON) |
                 flag(message.receipt_wanted, PRISM_MESSAGE_RECEIPT_WANTED);
  result.user = toC(message.user);
  result.buddy = toC(message.buddy);
  result.nickname = toC(message.nickname);
  result.text = toC(message.text);
  result.xhtml = toC(message.xhtml);
  result.id = toC(message.id);
  result.time = message.time;
  result.attachments = attachments.data();
  result.attachments_count = attachments.size();
  return result;
}

inline prism_receipt toC(const Receipt& receipt) noexcept {
  auto result = sized<prism_receipt>();
  result.state = static_cast<std::uint32_t>(receipt.state);
  result.user = toC(receipt.user);
  result.buddy = toC(receipt.buddy);
  result.nickname = toC(receipt.nickname);
  result.id = toC(receipt.id);
  result.network_id = toC(receipt.network_id);
  result.text = toC(receipt.text);
  result.time = receipt.time;
  return result;
}

inline Typing fromC(const prism_typing& typing) {
  return {fromC(typing.user), fromC(typing.buddy), fromC(typing.nickname), static_cast<TypingState>(typing.state)};
}

inline prism_typing toC(const Typing& typing) noexcept {
  auto result = sized<prism_typing>();
  result.state = static_cast<std::uint32_t>(typing.state);
  result.user = toC(typing.user);
  result.buddy = toC(typing.buddy);
  result.nickname = toC(typing.nickname);
  return result;
}

inline Attention fromC(const prism_attention& attention) {
  return {fromC(attention.user), fromC(attention.buddy), fromC(attention.nickname), fromC(attention.text)};
}

inline prism_attention toC(const Attention& attention) noexcept {
  auto result = sized<prism_attention>();
  result.user = toC(attention.user);
  result.buddy = toC(attention.buddy);
  result.nickname = toC(attention.nickname);
  result.text = toC(attention.text);
  return result;
}

}  // namespace detail

}  // namespace prism

#endif
