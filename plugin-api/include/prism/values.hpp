// SPDX-License-Identifier: MIT
// The values that users give, in C++: see prism/values.h.
#ifndef PRISM_VALUES_HPP
#define PRISM_VALUES_HPP

#include <prism/types.hpp>
#include <prism/values.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace prism {

// The kind of a value, and its form.
enum class ValueKind : std::uint32_t {
  Text = PRISM_VALUE_TEXT,
  LongText = PRISM_VALUE_LONG_TEXT,
  Secret = PRISM_VALUE_SECRET,
  Integer = PRISM_VALUE_INTEGER,
  Boolean = PRISM_VALUE_BOOLEAN,  // "1" or "0"
  Choice = PRISM_VALUE_CHOICE,    // the value of a choice
  Choices = PRISM_VALUE_CHOICES,  // the values of choices, one a line
  Note = PRISM_VALUE_NOTE,        // has no value
  Contact = PRISM_VALUE_CONTACT,
  Room = PRISM_VALUE_ROOM,
  Participant = PRISM_VALUE_PARTICIPANT,
};

// One of the choices. A string alone is a choice that the user reads as it is.
struct Choice {
  Choice(const char* only) : value(only) {}                            // NOLINT(google-explicit-constructor)
  Choice(const std::string& only) : value(only) {}                     // NOLINT(google-explicit-constructor)
  Choice(std::string_view its_value, std::string_view its_label = {})  // NOLINT(google-explicit-constructor)
      : value(its_value), label(its_label) {}

  std::string_view value;
  std::string_view label;  // what the user reads; empty: `value`
};

// Returns the values of the chosen choices out of a value of the kind Choices.
inline std::vector<std::string_view> chosenOf(std::string_view value) {
  std::vector<std::string_view> chosen;
  while (!value.empty()) {
    const std::size_t end = value.find('\n');
    chosen.push_back(value.substr(0, end));
    value.remove_prefix(end == std::string_view::npos ? value.size() : end + 1);
  }
  return chosen;
}

namespace detail {

// Choices as the host takes them. Borrows their strings.
class Choices {
 public:
  explicit Choices(const std::vector<Choice>& choices) {
    list_.reserve(choices.size());
    pointers_.reserve(choices.size());
    for (const Choice& choice : choices) {
      auto& one = list_.emplace_back(sized<prism_choice>());
      one.value = toC(choice.value);
      one.label = toC(choice.label);
      pointers_.push_back(&one);
    }
  }

  const prism_choice* const* data() const { return pointers_.data(); }
  std::uint64_t size() const { return pointers_.size(); }

 private:
  std::vector<prism_choice> list_;  // moves with its elements, so that the pointers stay valid
  std::vector<const prism_choice*> pointers_;
};

}  // namespace detail

}  // namespace prism

#endif
