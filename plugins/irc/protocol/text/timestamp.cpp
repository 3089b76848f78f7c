// SPDX-License-Identifier: MIT
#include "protocol/text/timestamp.h"

#include <algorithm>
#include <chrono>

namespace irc {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;

// Takes `digits` digits and the character `after`, unless it is 0. Returns false if the text has others.
bool take(std::string_view* text, std::size_t digits, char after, unsigned* number) {
  if (text->size() < digits + (after == 0 ? 0 : 1) || (after != 0 && (*text)[digits] != after)) {
    return false;
  }
  *number = 0;
  for (const char c : text->substr(0, digits)) {
    if (c < '0' || c > '9') {
      return false;
    }
    *number = *number * 10 + static_cast<unsigned>(c - '0');
  }
  text->remove_prefix(digits + (after == 0 ? 0 : 1));
  return true;
}

// Takes a fraction of any length, such as ".51620", as milliseconds. Returns false if '.' has no digits behind it.
bool takeFraction(std::string_view* text, unsigned* number) {
  *number = 0;
  if (!text->starts_with('.')) {
    return true;
  }
  text->remove_prefix(1);
  const std::size_t digits = std::min(text->find_first_not_of("0123456789"), text->size());
  for (std::size_t i = 0; i < 3; ++i) {
    *number = *number * 10 + (i < digits ? static_cast<unsigned>((*text)[i] - '0') : 0);
  }
  text->remove_prefix(digits);
  return digits > 0;
}

void append(std::int64_t number, std::size_t digits, char after, std::string* out) {
  const std::string text = std::to_string(number);
  out->append(digits - std::min(digits, text.size()), '0').append(text) += after;
}

}  // namespace

std::optional<std::int64_t> parseServerTime(std::string_view text) {
  unsigned year = 0;
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned fraction = 0;
  if (!take(&text, 4, '-', &year) || !take(&text, 2, '-', &month) || !take(&text, 2, 'T', &day) ||
      !take(&text, 2, ':', &hour) || !take(&text, 2, ':', &minute) || !take(&text, 2, 0, &second) ||
      !takeFraction(&text, &fraction) || text != "Z") {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                                         std::chrono::day(day));
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  // A leap second equals the second before it, as in POSIX.
  const milliseconds time = sys_days(date).time_since_epoch() + std::chrono::hours(hour) +
                            std::chrono::minutes(minute) + std::chrono::seconds(std::min(second, 59U)) +
                            milliseconds(fraction);
  return time.count();
}

std::string formatServerTime(std::int64_t time) {
  constexpr sys_days kFirst = std::chrono::year(0) / 1 / 1;
  constexpr sys_days kEnd = std::chrono::year(10000) / 1 / 1;
  // The year has four digits.
  const milliseconds clamped = std::clamp(milliseconds(time), milliseconds(kFirst.time_since_epoch()),
                                          milliseconds(kEnd.time_since_epoch()) - milliseconds(1));
  const auto days = std::chrono::floor<std::chrono::days>(clamped);
  const std::chrono::year_month_day date{sys_days(days)};
  const std::chrono::hh_mm_ss clock(clamped - days);
  std::string text;
  append(static_cast<int>(date.year()), 4, '-', &text);
  append(static_cast<unsigned>(date.month()), 2, '-', &text);
  append(static_cast<unsigned>(date.day()), 2, 'T', &text);
  append(clock.hours().count(), 2, ':', &text);
  append(clock.minutes().count(), 2, ':', &text);
  append(clock.seconds().count(), 2, '.', &text);
  append(clock.subseconds().count(), 3, 'Z', &text);
  return text;
}

}  // namespace irc
