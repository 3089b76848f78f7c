// SPDX-License-Identifier: MIT
#include "host/history/typed_history.h"

#include <prism/text.hpp>

#include <charconv>
#include <chrono>

namespace prism::host {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

// Returns nullopt unless the whole text is digits of a number above 0.
std::optional<std::uint32_t> readCount(std::string_view text) {
  std::uint32_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end && number > 0 ? std::optional(number) : std::nullopt;
}

std::int64_t unitOf(char letter) {
  switch (letter) {
    case 'm':
      return kMinute;
    case 'h':
      return kHour;
    case 'd':
      return kDay;
    case 'w':
      return 7 * kDay;
    default:
      return 0;
  }
}

std::optional<std::int64_t> readDate(std::string_view text) {
  constexpr std::string_view kPattern = "0000-00-00";
  if (text.size() != kPattern.size() || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = readCount(text.substr(0, 4));
  const auto month = readCount(text.substr(5, 2));
  const auto day = readCount(text.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                         std::chrono::day(*day));
  return date.ok() ? std::optional(std::chrono::sys_days(date).time_since_epoch().count() * kDay) : std::nullopt;
}

std::optional<std::int64_t> readTime(std::string_view text, std::int64_t now) {
  if (const auto date = readDate(text)) {
    return *date > 0 && *date < now ? date : std::nullopt;
  }
  const std::int64_t unit = text.empty() ? 0 : unitOf(text.back());
  const auto count = unit == 0 ? std::nullopt : readCount(text.substr(0, text.size() - 1));
  if (!count || *count * unit >= now) {
    return std::nullopt;
  }
  return now - *count * unit;
}

// Removes the first word from *text if it is `word`.
bool takeWord(std::string_view word, std::string_view* text) {
  if (!text->starts_with(word) || (text->size() > word.size() && (*text)[word.size()] != ' ')) {
    return false;
  }
  *text = trim(text->substr(word.size()));
  return true;
}

}  // namespace

std::optional<TypedHistory> readTypedHistory(std::string_view text, std::int64_t now) {
  TypedHistory typed;
  text = trim(text);
  typed.before = takeWord("before", &text);
  const bool around = !typed.before && takeWord("around", &text);
  const bool since = !typed.before && !around && takeWord("since", &text);
  if (text.empty()) {
    return around || since ? std::nullopt : std::optional(typed);
  }
  if (const auto count = readCount(text); count && !around && !since) {
    typed.count = *count;
    return typed;
  }
  const auto time = typed.before ? std::nullopt : readTime(text, now);
  (around ? typed.around : typed.since) = time.value_or(0);
  return time ? std::optional(typed) : std::nullopt;
}

}  // namespace prism::host
