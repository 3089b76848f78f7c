// SPDX-License-Identifier: MIT
// The conversion pattern of log4j's PatternLayout, which gives the format of a log line.
//
//   %d %d{format} %d{format}{UTC}   the time (log/date.h)
//   %p   the level                  %c %c{n}   the category, or the last n parts of its name
//   %m   the message                %t         the thread's number
//   %n   a newline                  %%         a percent sign
//
// Between '%' and the letter, `-` aligns to the left, a number is the minimum width, and `.number` the maximum: a
// longer field loses its beginning. The long names of log4cxx (%date, %level, %logger, %message, %thread) mean the
// same.
//
// POCO's PatternFormatter knows neither widths nor log4j's level names and time formats.
#pragma once

#include "host/log/date.h"

#include <Poco/Formatter.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// The format of a line unless a configuration has another one.
inline constexpr const char* kDefaultLogPattern = "%d{yyyy-MM-dd HH:mm:ss.SSS} %p %c: %m%n";

class LogPattern final : public Poco::Formatter {
 public:
  // Accepts any text. An unknown conversion stands for itself, and is added to `unknown`.
  explicit LogPattern(std::string_view pattern, std::vector<std::string>* unknown = nullptr);

  // Appends the line to `text`, with a newline if the pattern has one.
  void format(const Poco::Message& message, std::string& text) override;

 private:
  struct Piece {
    char letter = 0;  // 0: `literal`
    std::string literal = {};
    bool left = false;
    std::size_t least = 0;
    std::size_t most = std::string::npos;
    unsigned parts = 0;                // of %c; 0: all
    std::optional<LogDate> date = {};  // of %d
  };

  std::string_view readConversion(std::string_view pattern, std::vector<std::string>* unknown);
  void addLiteral(std::string_view text);
  static void appendField(const Piece& piece, const Poco::Message& message, std::string* text);

  std::vector<Piece> pieces_;
};

}  // namespace prism::host
