// SPDX-License-Identifier: MIT
// The form of a question, and its conversion to a prompt. Forms of libpurple have no limits; prompts of the host have.
#pragma once

#include "user/files.h"
#include <prism/prompt.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace purple {

// The host's limits: fields in a prompt, choices in a field.
inline constexpr std::size_t kMostFields = 100;
inline constexpr std::size_t kMostChoices = 100;

// A field of a form, with owned strings.
struct Field {
  prism::ValueKind kind = prism::ValueKind::Text;
  bool required = false;
  std::string label = {};
  std::string initial = {};
  std::vector<std::string> choices = {};  // the labels; the value of a choice is its index
};

struct Form {
  std::string title = {};
  std::string text = {};
  std::vector<Field> fields = {};
  std::vector<Published::File> files = {};
};

// Parses the value of a number field, or of a choice, which is an index.
int numberOf(const std::string& value);
// Parses the value of a field with several choices, which is a list of indexes, one a line.
std::vector<std::size_t> indexesOf(const std::string& value);

// Cuts the texts of a form so that they fit into a prompt. Removes initial values that are too long.
void shorten(Form* form);

// Adapts a field to the limits of a prompt. Notes omitted choices in the label.
Field fitting(Field field);

// Appends a line to a text, unless the line is empty.
void addLine(std::string* text, const std::string& line);

}  // namespace purple
