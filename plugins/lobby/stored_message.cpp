// SPDX-License-Identifier: MIT
#include "stored_message.h"

#include <cstdlib>
#include <vector>

namespace lobby {
namespace {

// The attachments of a message: five strings for each. They borrow from `data`.
std::vector<prism::Attachment> attachmentsIn(std::string_view data) {
  constexpr std::size_t kParts = 5;
  const std::vector<std::string_view> parts = split(data);
  std::vector<prism::Attachment> attachments;
  for (std::size_t i = 0; i + kParts <= parts.size(); i += kParts) {
    const std::string size(parts[i + 4]);
    attachments.push_back(
        {parts[i], parts[i + 1], parts[i + 2], parts[i + 3], std::strtoull(size.c_str(), nullptr, 10)});
  }
  return attachments;
}

}  // namespace

std::string authorIdOf(const Event& event) {
  constexpr std::size_t kLongest = 128;  // bytes, of prism_message.author_id
  const std::string id = folded(event.author);
  return id.size() <= kLongest ? id : std::string();
}

StoredMessage::StoredMessage(const Event& event, Log& log)
    : event_(event),
      id_(std::to_string(event.id)),
      author_id_(authorIdOf(event)),
      about_(std::to_string(event.about)),
      answered_(event.about != 0 ? log.message(event.about) : std::nullopt) {}

prism::Message StoredMessage::to(const Sighting& reader, prism::Time time) const {
  prism::Message message{reader.user, reader.buddy, event_.text, reader.nickname, reader.kind, event_.xhtml, id_, time};
  message.thread = event_.thread;
  message.attachments = attachmentsIn(event_.data);
  if (reader.kind == prism::Conversation::Room) {
    message.author_id = author_id_;
  }
  if (answered_) {
    message.reply_to = {about_, answered_->nickname, answered_->text, reader.isBy(answered_->author)};
  }
  return message;
}

}  // namespace lobby
