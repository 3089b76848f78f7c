// SPDX-License-Identifier: MIT
// The format of a time in a log line or a file name. It is one of the names ISO8601, ABSOLUTE and DATE, a pattern of
// Java's SimpleDateFormat (`yyyy-MM-dd HH:mm:ss,SSS`, literal text in quotes), or, if it has a '%', a format of
// strftime(3).
#pragma once

#include <Poco/Timestamp.h>

#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

class LogDate {
 public:
  enum class Zone { kLocal, kUtc };

  // Accepts any text. Characters that are no letters of a date stand for themselves. An empty format is ISO8601.
  explicit LogDate(std::string_view format, Zone zone = Zone::kLocal);

  void append(const Poco::Timestamp& time, std::string* text) const;
  std::string of(const Poco::Timestamp& time) const;

 private:
  struct Piece {
    char letter;     // of SimpleDateFormat; '%': `text` is a format of strftime(3); 0: `text` is literal
    unsigned width;  // how often the letter is repeated
    std::string text;
  };

  std::vector<Piece> pieces_;
  Zone zone_;
};

}  // namespace prism::host
