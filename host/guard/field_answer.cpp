// SPDX-License-Identifier: MIT
#include "host/guard/field_answer.h"

#include <prism/text.hpp>

#include <Poco/Ascii.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace prism::host {
namespace {

// Ignores ASCII case: clients begin a message with a capital letter.
bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

template <typename Number>
std::optional<Number> readNumber(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [parsed_to, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && parsed_to == end ? std::optional(number) : std::nullopt;
}

// Removes one '=' in front of a word that would otherwise be a command.
std::string_view withoutEscape(std::string_view said) {
  const std::string_view word = trim(said);
  const std::size_t escapes = word.find_first_not_of('=');
  return escapes != 0 && escapes != std::string_view::npos && readWord(word.substr(escapes)) != Word::kNone
             ? word.substr(1)
             : said;
}

// Returns the index of the choice with this number (from 1) or this label.
std::optional<std::size_t> findChoice(const std::vector<ValueChoice>& choices, std::string_view said) {
  if (const auto number = readNumber<std::size_t>(said); number && *number >= 1 && *number <= choices.size()) {
    return *number - 1;
  }
  const auto exact =
      std::find_if(choices.begin(), choices.end(), [&](const ValueChoice& choice) { return choice.shown() == said; });
  const auto found =
      exact != choices.end() ? exact : std::find_if(choices.begin(), choices.end(), [&](const ValueChoice& choice) {
        return same(trim(choice.shown()), said);
      });
  return found == choices.end() ? std::nullopt : std::optional<std::size_t>(found - choices.begin());
}

// Returns the index of the choice with this value.
std::optional<std::size_t> indexOf(const std::vector<ValueChoice>& choices, std::string_view value) {
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const ValueChoice& choice) { return choice.value == value; });
  return found == choices.end() ? std::nullopt : std::optional<std::size_t>(found - choices.begin());
}

// Calls each(word) for each word between separators, until it returns false. Returns true if it never has.
template <typename Each>
bool forEachWord(std::string_view text, std::string_view separators, const Each& each) {
  for (std::size_t start = text.find_first_not_of(separators); start != std::string_view::npos;
       start = text.find_first_not_of(separators, start)) {
    const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
    if (!each(text.substr(start, end - start))) {
      return false;
    }
    start = end;
  }
  return true;
}

std::optional<std::string> readChoices(const Field& field, std::string_view said, SecretString* value) {
  std::vector<bool> chosen(field.choices.size());
  if (const auto one = findChoice(field.choices, said)) {
    chosen[*one] = true;  // a label may contain a comma
  } else {
    const bool understood = forEachWord(said, ", \t\r\n", [&](std::string_view word) {
      const auto index = findChoice(field.choices, word);
      if (index) {
        chosen[*index] = true;
      }
      return index.has_value();
    });
    if (!understood || said.empty()) {
      return fmt::format("I need numbers from 1 to {}, such as `1 {}`.", field.choices.size(), field.choices.size());
    }
  }
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) {
      value->append(value->empty() ? "" : "\n").append(field.choices[i].value);
    }
  }
  return std::nullopt;
}

std::optional<std::string> readBoolean(std::string_view said, SecretString* value) {
  const bool yes = said == "1" || same(said, "yes") || same(said, "y");
  const bool no = said == "2" || same(said, "no") || same(said, "n");
  if (!yes && !no) {
    return "I need 1 for yes, or 2 for no.";
  }
  value->assign(1, yes ? '1' : '0');
  return std::nullopt;
}

// Returns true if each line is the value of a choice, in the order of the choices.
bool areChosen(const Field& field, std::string_view value) {
  if (value.starts_with('\n') || value.ends_with('\n') || value.find("\n\n") != std::string_view::npos) {
    return false;
  }
  std::size_t next = 0;
  return forEachWord(value, "\n", [&](std::string_view line) {
    const auto index = indexOf(field.choices, line);
    const bool in_order = index && *index >= next;
    next = in_order ? *index + 1 : next;
    return in_order;
  });
}

}  // namespace

Word readWord(std::string_view said) {
  const std::string_view word = trim(said);
  return same(word, "help")     ? Word::kHelp
         : same(word, "cancel") ? Word::kCancel
         : same(word, "ok")     ? Word::kOk
         : same(word, "skip")   ? Word::kSkip
                                : Word::kNone;
}

bool isChoice(const Field& field, std::string_view said) { return findChoice(field.choices, trim(said)).has_value(); }

std::optional<std::string> readAnswer(const Field& field, std::string_view said, SecretString* value) {
  value->clear();
  const std::string_view text = withoutEscape(said);
  const std::string_view word = trim(text);
  if (said.size() > kLongestAnswer) {
    return "That is too long.";
  }
  switch (field.kind) {
    case PRISM_VALUE_LONG_TEXT:
      *value = word;
      return std::nullopt;
    case PRISM_VALUE_SECRET:
      // Blanks may be part of a secret. Line breaks at its end come from the client.
      *value = text.substr(0, text.find_last_not_of("\r\n") + 1);
      break;
    case PRISM_VALUE_INTEGER:
      if (const auto number = field.range.read(word)) {
        *value = std::to_string(*number);
        return std::nullopt;
      }
      return fmt::format("I need {}.", field.range.describe());
    case PRISM_VALUE_BOOLEAN:
      return readBoolean(word, value);
    case PRISM_VALUE_CHOICE:
      if (const auto index = findChoice(field.choices, word)) {
        *value = field.choices[*index].value;
        return std::nullopt;
      }
      return fmt::format("I need a number from 1 to {}.", field.choices.size());
    case PRISM_VALUE_CHOICES:
      return readChoices(field, word, value);
    default:
      *value = word;
  }
  if (value->find_first_of("\r\n") != SecretString::npos) {
    value->clear();
    return "I need a single line.";
  }
  if (isNameKind(field.kind) && value->size() > kLongestValueName) {
    value->clear();
    return "I need a shorter name.";
  }
  return std::nullopt;
}

bool isValue(const Field& field, std::string_view value) {
  switch (field.kind) {
    case PRISM_VALUE_LONG_TEXT:
      return true;
    case PRISM_VALUE_INTEGER:
      return !value.starts_with('+') && field.range.read(value).has_value();
    case PRISM_VALUE_BOOLEAN:
      return value == "0" || value == "1";
    case PRISM_VALUE_CHOICE:
      return indexOf(field.choices, value).has_value();
    case PRISM_VALUE_CHOICES:
      return areChosen(field, value);
    default:
      return !(isNameKind(field.kind) && value.size() > kLongestValueName) &&
             value.find_first_of("\r\n") == std::string_view::npos;
  }
}

std::string formatValue(const Field& field, std::string_view value) {
  const auto numbered = [&](std::string_view chosen) { return std::to_string(*indexOf(field.choices, chosen) + 1); };
  switch (field.kind) {
    case PRISM_VALUE_BOOLEAN:
      return value == "1" ? "yes" : "no";
    case PRISM_VALUE_CHOICE:
      return numbered(value);
    case PRISM_VALUE_CHOICES: {
      std::string all;
      forEachWord(value, "\n", [&](std::string_view chosen) {
        all.append(all.empty() ? "" : " ").append(numbered(chosen));
        return true;
      });
      return all;
    }
    default:
      return std::string(value);
  }
}

}  // namespace prism::host
