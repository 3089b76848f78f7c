// SPDX-License-Identifier: MIT
#include "user/form.h"

#include "text/shortened.h"
#include <prism/text.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace purple {
namespace {

using prism::ValueKind;

// In bytes. All strings of a prompt may have 64 KiB together.
constexpr std::size_t kMostOfTitle = 1'000;
constexpr std::size_t kMostOfFormText = 16 * 1024;
constexpr std::size_t kMostOfFields = 40 * 1024;
constexpr std::size_t kMostOfChoice = 1024;

void fitChoices(Field* field) {
  const std::size_t count = field->choices.size();
  if (count > kMostChoices) {
    field->choices.resize(kMostChoices);
    addLine(&field->label, "There are " + std::to_string(count - kMostChoices) + " more, which cannot be shown here.");
  }
  for (std::string& choice : field->choices) {
    if (choice.empty()) {
      choice = "(empty)";
    }
  }
  std::string initial;
  for (const std::size_t index : indexesOf(field->initial)) {
    if (index < field->choices.size()) {
      initial += (initial.empty() ? "" : "\n") + std::to_string(index);
    }
  }
  field->initial = initial;
}

bool isOneLine(const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; }

}  // namespace

int numberOf(const std::string& value) {
  int number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

std::vector<std::size_t> indexesOf(const std::string& value) {
  std::vector<std::size_t> indexes;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t end = std::min(value.find('\n', at), value.size());
    std::size_t index = 0;
    if (std::from_chars(value.data() + at, value.data() + end, index).ec == std::errc()) {
      indexes.push_back(index);
    }
    at = end + 1;
  }
  return indexes;
}

Field fitting(Field field) {
  if (field.kind == ValueKind::Choice || field.kind == ValueKind::Choices) {
    fitChoices(&field);
    if (field.choices.empty()) {
      field.kind = ValueKind::Note;
    }
  }
  if (field.kind == ValueKind::Note) {
    field.required = false;
    field.initial.clear();
  }
  if (!isOneLine(field.initial) && field.kind != ValueKind::Choices) {
    if (field.kind == ValueKind::Text) {
      field.kind = ValueKind::LongText;
    } else if (field.kind == ValueKind::Secret) {
      field.initial.clear();
    }
  }
  return field;
}

void shorten(Form* form) {
  std::size_t texts = 0;
  for (Field& field : form->fields) {
    texts += 2 + std::min(field.choices.size(), kMostChoices);
  }
  form->title = prism::utf8Prefix(form->title, kMostOfTitle);
  form->text = shortened(form->text, kMostOfFormText);
  const std::size_t most = std::max<std::size_t>(kMostOfFields / std::max<std::size_t>(texts, 1), 32);
  for (Field& field : form->fields) {
    field.label = prism::utf8Prefix(field.label, most);
    if (field.initial.size() > most && field.kind != ValueKind::Choices) {
      field.initial.clear();
    }
    for (std::string& choice : field.choices) {
      choice = prism::utf8Prefix(choice, std::min(most, kMostOfChoice));
    }
  }
}

void addLine(std::string* text, const std::string& line) {
  if (!line.empty()) {
    *text += (text->empty() ? "" : "\n") + line;
  }
}

}  // namespace purple
