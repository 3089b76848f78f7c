// SPDX-License-Identifier: MIT
// Converts what a user has written into the value of a field (prism/prompt.h), and back.
#pragma once

#include "host/guard/question.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

// The maximum size of an answer in bytes.
inline constexpr std::size_t kLongestAnswer = 64 * 1024;

// Commands that work in each answer. With '=' in front, such a word is an ordinary answer.
enum class Word { kNone, kHelp, kCancel, kOk, kSkip };
Word readWord(std::string_view said);

// Returns true if `said` is one of the choices. It is no command then: a choice may be called OK.
bool isChoice(const Field& field, std::string_view said);

// Writes the value into *value and returns nullopt. If `said` is not valid, returns a sentence for the user that says
// what is.
std::optional<std::string> readAnswer(const Field& field, std::string_view said, SecretString* value);

// Returns true if a value suggested by the plugin is valid for the field.
bool isValue(const Field& field, std::string_view value);

// Returns the value as a user would write it. Not for secrets.
std::string formatValue(const Field& field, std::string_view value);

}  // namespace prism::host
