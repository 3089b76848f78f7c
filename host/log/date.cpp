// SPDX-License-Identifier: MIT
#include "host/log/date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace prism::host {
namespace {

constexpr std::string_view kLetters = "yMdDHhKkmsSEazZ";
constexpr unsigned kWidest = 9;

std::string_view expandName(std::string_view format) {
  if (format.empty() || format == "ISO8601") {
    return "yyyy-MM-dd HH:mm:ss,SSS";
  }
  if (format == "ABSOLUTE") {
    return "HH:mm:ss,SSS";
  }
  if (format == "DATE") {
    return "dd MMM yyyy HH:mm:ss,SSS";
  }
  return format;
}

void appendByStrftime(const char* format, const std::tm& time, std::string* text) {
  std::array<char, 256> buffer;
  text->append(buffer.data(), std::strftime(buffer.data(), buffer.size(), format, &time));
}

// `number` is not negative. Without fmt, since the time is half of the cost of a line.
void appendNumber(int number, unsigned width, std::string* text) {
  std::array<char, 16> digits;
  const char* const end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  const auto size = static_cast<std::size_t>(end - digits.data());
  text->append(width - std::min<std::size_t>(width, size), '0').append(digits.data(), size);
}

int twelveIfZero(int hour) { return hour == 0 ? 12 : hour; }

void appendField(char letter, unsigned width, const std::tm& time, int milliseconds, std::string* text) {
  switch (letter) {
    case 'y':
      return width == 2 ? appendNumber(time.tm_year % 100, 2, text) : appendNumber(time.tm_year + 1900, width, text);
    case 'M':
      return width <= 2 ? appendNumber(time.tm_mon + 1, width, text)
                        : appendByStrftime(width == 3 ? "%b" : "%B", time, text);
    case 'd':
      return appendNumber(time.tm_mday, width, text);
    case 'D':
      return appendNumber(time.tm_yday + 1, width, text);
    case 'H':
      return appendNumber(time.tm_hour, width, text);
    case 'h':
      return appendNumber(twelveIfZero(time.tm_hour % 12), width, text);
    case 'K':
      return appendNumber(time.tm_hour % 12, width, text);
    case 'k':
      return appendNumber(time.tm_hour == 0 ? 24 : time.tm_hour, width, text);
    case 'm':
      return appendNumber(time.tm_min, width, text);
    case 's':
      return appendNumber(time.tm_sec, width, text);
    case 'S':
      return appendNumber(milliseconds, width, text);
    case 'E':
      return appendByStrftime(width <= 3 ? "%a" : "%A", time, text);
    case 'a':
      text->append(time.tm_hour < 12 ? "AM" : "PM");
      return;
    default:
      return appendByStrftime(letter == 'z' ? "%Z" : "%z", time, text);
  }
}

}  // namespace

LogDate::LogDate(std::string_view format, Zone zone) : zone_(zone) {
  format = expandName(format);
  if (format.find('%') != std::string_view::npos) {
    pieces_.push_back({'%', 0, std::string(format)});
    return;
  }
  const auto literal = [this](char c) {
    if (pieces_.empty() || pieces_.back().letter != 0) {
      pieces_.push_back({0, 0, {}});
    }
    pieces_.back().text += c;
  };
  bool quoted = false;
  while (!format.empty()) {
    const char c = format.front();
    std::size_t taken = 1;
    if (c == '\'') {
      if (format.starts_with("''")) {
        literal(c);
        taken = 2;
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && kLetters.find(c) != std::string_view::npos) {
      taken = std::min(format.find_first_not_of(c), format.size());
      pieces_.push_back({c, std::min(static_cast<unsigned>(taken), kWidest), {}});
    } else {
      literal(c);
    }
    format.remove_prefix(taken);
  }
}

void LogDate::append(const Poco::Timestamp& time, std::string* text) const {
  const std::time_t seconds = time.epochTime();
  const int milliseconds = static_cast<int>(time.epochMicroseconds() / 1000 % 1000);
  std::tm fields{};
  zone_ == Zone::kUtc ? ::gmtime_r(&seconds, &fields) : ::localtime_r(&seconds, &fields);
  for (const Piece& piece : pieces_) {
    if (piece.letter == 0) {
      text->append(piece.text);
    } else if (piece.letter == '%') {
      appendByStrftime(piece.text.c_str(), fields, text);
    } else {
      appendField(piece.letter, piece.width, fields, milliseconds, text);
    }
  }
}

std::string LogDate::of(const Poco::Timestamp& time) const {
  std::string text;
  append(time, &text);
  return text;
}

}  // namespace prism::host
