// SPDX-License-Identifier: MIT
// The limits of a value (prism/values.h): the choices, and the range of an integer. How faults name kinds and values.
#pragma once

#include <prism/values.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace prism::host {

inline constexpr std::uint64_t kMostChoices = 100;
inline constexpr std::size_t kLongestChoice = 1024;  // bytes, of a value or a label
inline constexpr std::size_t kLongestValueName =
    1023;  // bytes, of a contact, room or participant: RFC 6122 section 2.1

struct ValueChoice {
  std::string value;
  std::string label = {};  // may be empty

  // Returns what the user reads.
  const std::string& shown() const { return label.empty() ? value : label; }
};

// The values that an integer may have.
struct ValueRange {
  std::int64_t least = 0;
  std::int64_t most = 0;

  bool isBounded() const { return least != 0 || most != 0; }

  // Returns a phrase such as "a whole number from 1 to 5".
  std::string describe() const {
    return isBounded() ? "a whole number from " + std::to_string(least) + " to " + std::to_string(most)
                       : "a whole number";
  }

  // Returns the number in decimal with this text if it is in the range. A sign '+' is allowed.
  std::optional<std::int64_t> read(std::string_view text) const {
    if (text.starts_with('+') && !text.starts_with("+-")) {
      text.remove_prefix(1);
    }
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [parsed_to, problem] = std::from_chars(text.data(), end, number);
    const bool fits = !isBounded() || (number >= least && number <= most);
    return problem == std::errc() && parsed_to == end && fits ? std::optional(number) : std::nullopt;
  }
};

// Returns the name of a kind in prism/values.h, such as "PRISM_VALUE_TEXT"; the number of a kind that does not exist.
std::string valueKindName(std::uint32_t kind);

// Returns the part of a sentence that says that `initial` is no value of the kind, such as "initial is invalid:
// PRISM_VALUE_INTEGER needs a whole number in decimal". Does not repeat the value, which may be a secret.
std::string rejectInitial(std::uint32_t kind, const ValueRange& range);

// Returns true for the kinds whose value is the name of a contact, a room or a participant.
inline bool isNameKind(std::uint32_t kind) {
  return kind == PRISM_VALUE_CONTACT || kind == PRISM_VALUE_ROOM || kind == PRISM_VALUE_PARTICIPANT;
}

}  // namespace prism::host
