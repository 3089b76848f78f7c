// SPDX-License-Identifier: MIT
// What a question asks for, and how it becomes a prompt: libpurple and its protocols know no limits, the host's prompts do.
#pragma once

#include "user/files.h"

#include <prism/prompt.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace purple {

// As many fields as a prompt may have, and as many choices as a field may.
inline constexpr std::size_t kMostFields = 100;
inline constexpr std::size_t kMostChoices = 100;

// A field of a question, with what it refers to.
struct Field {
  prism::FieldKind kind = prism::FieldKind::Text;
  bool required = false;
  std::string label = {};
  std::string initial = {};
  std::vector<std::string> choices = {};
};

struct Form {
  std::string title = {};
  std::string text = {};
  std::vector<Field> fields = {};
  std::vector<Published::File> files = {};
};

// The number that the value of a field is, or the index of a choice.
int numberOf(const std::string& value);
// The indexes of choices that it is.
std::vector<std::size_t> indexesOf(const std::string& value);

// Cuts the texts of a form so that they fit into a prompt. A value that is longer is no longer offered.
void shorten(Form* form);

// The field as a prompt can have it: what it cannot is left out, and said in the label where the user would miss it.
Field fitting(Field field);

// Adds a line to a text of several.
void addLine(std::string* text, const std::string& line);

}  // namespace purple
