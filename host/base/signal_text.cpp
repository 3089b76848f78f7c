// SPDX-License-Identifier: MIT
#include "host/base/signal_text.h"

namespace prism::host {
namespace {

bool isLeap(std::uint64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

std::uint64_t daysIn(std::uint64_t year, std::size_t month) {
  constexpr std::array<std::uint64_t, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month] + (month == 1 && isLeap(year) ? 1 : 0);
}

}  // namespace

SignalText& SignalText::time(std::uint64_t seconds) {
  std::uint64_t days = seconds / 86400;
  std::uint64_t year = 1970;
  for (; days >= (isLeap(year) ? 366U : 365U); ++year) {
    days -= isLeap(year) ? 366 : 365;
  }
  std::size_t month = 0;
  for (; days >= daysIn(year, month); ++month) {
    days -= daysIn(year, month);
  }
  decimal(year, 4) << "-";
  decimal(month + 1, 2) << "-";
  decimal(days + 1, 2) << "T";
  decimal(seconds / 3600 % 24, 2) << ":";
  decimal(seconds / 60 % 60, 2) << ":";
  return decimal(seconds % 60, 2) << "Z";
}

}  // namespace prism::host
