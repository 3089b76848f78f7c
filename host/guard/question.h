// SPDX-License-Identifier: MIT
// A prompt of a plugin (prism/prompt.h), checked and copied.
#pragma once

#include "host/base/value_choice.h"
#include "proto/secret_memory.h"
#include <prism/prompt.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace prism::host {

struct Field {
  std::uint32_t kind = PRISM_VALUE_TEXT;  // PRISM_VALUE_...
  bool required = false;
  std::string label;
  SecretString initial;  // the suggested value, which may be a password
  std::vector<ValueChoice> choices;
  ValueRange range;  // of an integer
};

struct Attachment {
  std::string url;
  std::string mime_type;
  std::string description;
};

struct Question {
  std::string title;
  std::string text;
  SecretVector<Field> fields;
  std::vector<Attachment> attachments;
  std::chrono::milliseconds timeout{0};  // 0: the host's default
};

// The approximate size in memory, in bytes.
std::size_t sizeOf(const Question& question);
std::size_t sizeOf(const Attachment& attachment);

// The values of an answered question, one for each field.
using Answers = SecretVector<SecretString>;

}  // namespace prism::host
