// SPDX-License-Identifier: MIT
// The member functions of Guard that check the limits of values (prism/values.h).
#include "host/guard/guard_event.h"

#include <algorithm>

namespace prism::host {

void Guard::Event::choices(std::uint32_t kind, const prism_choice* const* choices, std::uint64_t count,
                           std::string_view subject, std::vector<ValueChoice>* read) {
  const auto refuseChoice = [&](std::string_view why) {
    refuse(PRISM_ERR_ARGUMENT, fmt::format("{}{}", subject, why));
  };
  if ((kind == PRISM_VALUE_CHOICE || kind == PRISM_VALUE_CHOICES) != (count > 0)) {
    refuseChoice(fmt::format("choices_count is {} with the kind {}", count, valueKindName(kind)));
  }
  checkArray("choices", static_cast<const void*>(choices), count, kMostChoices);
  for (std::uint64_t i = 0; ok() && i < count; ++i) {
    if (!checkStruct(choices[i])) {
      return;
    }
    ValueChoice choice;
    checkShort("value of a choice", choices[i]->value, kLongestChoice);
    if (ok() && !isXmlText(view(choices[i]->value))) {
      refuseChoice("the value of a choice is no valid text, so no answer could repeat it");
    }
    if (ok()) {
      choice.value = view(choices[i]->value);
    }
    shortText("label of a choice", choices[i]->label, kLongestChoice, &choice.label);
    if (choice.value.empty() || choice.value.find_first_of("\r\n") != std::string::npos) {
      refuseChoice("the value of a choice is empty, or has a line break");
    }
    if (std::any_of(read->begin(), read->end(),
                    [&](const ValueChoice& other) { return other.value == choice.value; })) {
      refuseChoice(fmt::format("choice {} is there twice", inQuotes(choice.value)));
    }
    read->push_back(std::move(choice));
  }
}

void Guard::Event::range(std::uint32_t kind, std::int64_t least, std::int64_t most, std::string_view subject,
                         ValueRange* read) {
  if (kind != PRISM_VALUE_INTEGER && (least != 0 || most != 0)) {
    refuse(PRISM_ERR_ARGUMENT, fmt::format("{}least and most are set, but it is no integer", subject));
  } else if (least > most) {
    refuse(PRISM_ERR_ARGUMENT, fmt::format("{}least is {}, which is above most, {}", subject, least, most));
  }
  *read = {least, most};
}

}  // namespace prism::host
