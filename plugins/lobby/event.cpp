// SPDX-License-Identifier: MIT
#include "event.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace lobby {

std::string folded(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

std::string joined(const std::vector<std::string_view>& parts) {
  std::string result;
  for (const std::string_view part : parts) {
    result.append(part) += kSeparator;
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t end; (end = text.find(kSeparator)) != std::string_view::npos; text.remove_prefix(end + 1)) {
    parts.push_back(text.substr(0, end));
  }
  return parts;
}

std::int64_t numberOf(std::string_view id) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc() && end == id.data() + id.size() ? number : 0;
}

std::string keyOf(std::string_view what, std::string_view first, std::string_view second) {
  return joined({what, folded(first), folded(second)});
}

std::string pictureId(std::int64_t card) { return "card-" + std::to_string(card); }

std::string placeOf(std::string_view person, std::string_view other, std::string_view room) {
  const std::string one = folded(person);
  const std::string two = folded(other);
  return joined({folded(room), std::min(one, two), std::max(one, two)});
}

}  // namespace lobby
