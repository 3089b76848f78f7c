// SPDX-License-Identifier: MIT
#include "host/guard/question.h"

namespace prism::host {

std::size_t sizeOf(const Attachment& attachment) {
  return sizeof attachment + attachment.url.size() + attachment.mime_type.size() + attachment.description.size();
}

std::size_t sizeOf(const Question& question) {
  std::size_t size = sizeof question + question.title.size() + question.text.size();
  for (const Field& field : question.fields) {
    size += sizeof field + field.label.size() + field.initial.size();
    for (const ValueChoice& choice : field.choices) {
      size += sizeof choice + choice.value.size() + choice.label.size();
    }
  }
  for (const Attachment& attachment : question.attachments) {
    size += sizeOf(attachment);
  }
  return size;
}

}  // namespace prism::host
