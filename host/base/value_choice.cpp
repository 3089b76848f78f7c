// SPDX-License-Identifier: MIT
#include "host/base/value_choice.h"

#include "host/base/quote.h"

#include <fmt/format.h>

namespace prism::host {
namespace {

// Returns what a value of the kind is.
std::string describeValue(std::uint32_t kind, const ValueRange& range) {
  switch (kind) {
    case PRISM_VALUE_LONG_TEXT:
      return "text";
    case PRISM_VALUE_INTEGER:
      return range.describe() + " in decimal";
    case PRISM_VALUE_BOOLEAN:
      return "'1' or '0'";
    case PRISM_VALUE_CHOICE:
      return "the value of a choice";
    case PRISM_VALUE_CHOICES:
      return "values of choices, in their order, one a line";
    case PRISM_VALUE_CONTACT:
    case PRISM_VALUE_ROOM:
    case PRISM_VALUE_PARTICIPANT:
      return fmt::format("one line of at most {} bytes", kLongestValueName);
    default:
      return "one line of text";
  }
}

}  // namespace

std::string valueKindName(std::uint32_t kind) {
  constexpr const char* kNames[] = {"TEXT",    "LONG_TEXT", "SECRET",  "INTEGER", "BOOLEAN",    "CHOICE",
                                    "CHOICES", "NOTE",      "CONTACT", "ROOM",    "PARTICIPANT"};
  return kind >= 1 && kind <= std::size(kNames) ? std::string("PRISM_VALUE_") + kNames[kind - 1] : std::to_string(kind);
}

std::string rejectInitial(std::uint32_t kind, const ValueRange& range) {
  return fmt::format("initial is invalid: {} needs {}", valueKindName(kind), describeValue(kind, range));
}

}  // namespace prism::host
