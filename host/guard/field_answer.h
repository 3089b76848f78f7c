// SPDX-License-Identifier: MIT
// What a user has written, as the value of a field; and the reverse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/guard/question.h"

namespace prism::host {

// Bytes of an answer.
inline constexpr std::size_t kLongestAnswer = 64 * 1024;

// The words that mean the same in every answer. With a '=' before it, such a word stands for itself.
enum class Word { kNone, kHelp, kCancel, kOk, kSkip };
Word readWord(std::string_view said);

// Whether `said` is what one of the choices is called. Then it is no word: there are choices called OK.
bool isChoice(const Field& field, std::string_view said);

// Makes a value of it; or the answer is a sentence that says what would be one.
std::optional<std::string> readAnswer(const Field& field, std::string_view said, SecretString* value);

// Whether a value that the plugin suggests is one.
bool isValue(const Field& field, std::string_view value);

// A value as the user would write it. Not for secrets.
std::string wordsFor(const Field& field, std::string_view value);

}  // namespace prism::host
