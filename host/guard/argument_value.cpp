// SPDX-License-Identifier: MIT
#include "host/guard/argument_value.h"

#include "host/config/config.h"

#include <Poco/Ascii.h>
#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::size_t kLongestName = 1023;  // bytes, of a contact, a room or a participant: RFC 6122 section 2.1

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char left, unsigned char right) {
    return Poco::Ascii::toLower(left) == Poco::Ascii::toLower(right);
  });
}

bool isBounded(const CommandArgument& argument) { return argument.least != 0 || argument.most != 0; }

std::optional<std::int64_t> readInteger(const CommandArgument& argument, std::string_view typed) {
  const bool plus = typed.starts_with('+') && !typed.starts_with("+-");
  const auto number = parseNumber<std::int64_t>(plus ? typed.substr(1) : typed);
  const bool fits = number && (!isBounded(argument) || (*number >= argument.least && *number <= argument.most));
  return fits ? number : std::nullopt;
}

std::string choicesOf(const CommandArgument& argument) {
  std::string list;
  for (std::size_t i = 0; i < argument.choices.size(); ++i) {
    list += (i == 0 ? "" : i + 1 == argument.choices.size() ? " or " : ", ") + argument.choices[i];
  }
  return list;
}

}  // namespace

const std::string* findChoice(const CommandArgument& argument, std::string_view typed) {
  const auto found = std::find_if(argument.choices.begin(), argument.choices.end(),
                                  [&](const std::string& choice) { return same(choice, typed); });
  return found == argument.choices.end() ? nullptr : &*found;
}

std::optional<std::string> readArgumentValue(const CommandArgument& argument, std::string_view typed,
                                             SecretString* value) {
  switch (argument.type) {
    case PRISM_ARGUMENT_REST:
      break;
    case PRISM_ARGUMENT_INTEGER:
      if (const auto number = readInteger(argument, typed)) {
        value->assign(std::to_string(*number));
        return std::nullopt;
      }
      return isBounded(argument) ? fmt::format("a whole number from {} to {}", argument.least, argument.most)
                                 : "a whole number";
    case PRISM_ARGUMENT_BOOLEAN:
      if (const auto yes = parseBool(typed)) {
        value->assign(1, *yes ? '1' : '0');
        return std::nullopt;
      }
      return "yes or no";
    case PRISM_ARGUMENT_CHOICE:
      if (const std::string* choice = findChoice(argument, typed)) {
        value->assign(*choice);
        return std::nullopt;
      }
      return choicesOf(argument);
    case PRISM_ARGUMENT_CONTACT:
    case PRISM_ARGUMENT_ROOM:
    case PRISM_ARGUMENT_PARTICIPANT:
      if (typed.size() > kLongestName) {
        return "a shorter name";
      }
      [[fallthrough]];
    default:
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
