// SPDX-License-Identifier: MIT
#include "host/guard/argument_value.h"

#include "host/config/config.h"

#include <Poco/Ascii.h>
#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

std::string choicesOf(const CommandArgument& argument) {
  std::string list;
  for (std::size_t i = 0; i < argument.choices.size(); ++i) {
    list += (i == 0 ? "" : i + 1 == argument.choices.size() ? " or " : ", ") + argument.choices[i].shown();
  }
  return list;
}

}  // namespace

const ValueChoice* findChoice(const CommandArgument& argument, std::string_view typed) {
  const auto find = [&](const auto& text_of) -> const ValueChoice* {
    const auto found = std::find_if(argument.choices.begin(), argument.choices.end(),
                                    [&](const ValueChoice& choice) { return same(text_of(choice), typed); });
    return found == argument.choices.end() ? nullptr : &*found;
  };
  const ValueChoice* by_value = find([](const ValueChoice& choice) { return std::string_view(choice.value); });
  return by_value ? by_value : find([](const ValueChoice& choice) { return std::string_view(choice.shown()); });
}

std::optional<std::string> readArgumentValue(const CommandArgument& argument, std::string_view typed,
                                             SecretString* value) {
  switch (argument.kind) {
    case PRISM_VALUE_LONG_TEXT:
      break;
    case PRISM_VALUE_INTEGER:
      if (const auto number = argument.range.read(typed)) {
        value->assign(std::to_string(*number));
        return std::nullopt;
      }
      return argument.range.describe();
    case PRISM_VALUE_BOOLEAN:
      if (const auto yes = parseBool(typed)) {
        value->assign(1, *yes ? '1' : '0');
        return std::nullopt;
      }
      return "yes or no";
    case PRISM_VALUE_CHOICE:
      if (const ValueChoice* choice = findChoice(argument, typed)) {
        value->assign(choice->value);
        return std::nullopt;
      }
      return choicesOf(argument);
    default:
      if (isNameKind(argument.kind) && typed.size() > kLongestValueName) {
        return "a shorter name";
      }
      if (typed.find_first_of("\r\n") != std::string_view::npos) {
        return "a single line";
      }
  }
  value->assign(typed);
  return std::nullopt;
}

bool isArgumentValue(const CommandArgument& argument, std::string_view value) {
  SecretVector<SecretString> read(1);
  return !value.empty() && !readArgumentValue(argument, value, &read.front()) &&
         std::string_view(read.front()) == value;
}

}  // namespace prism::host
