// SPDX-License-Identifier: MIT
// The format of a time in a log line or a file name: ISO8601, ABSOLUTE and DATE by name, the letters of Java's
// SimpleDateFormat (`yyyy-MM-dd HH:mm:ss,SSS`, text in quotes), or, with a '%' in it, strftime's.
#pragma once

#include <Poco/Timestamp.h>

#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

class LogDate {
 public:
  enum class Zone { kLocal, kUtc };

  // Takes any text: what is no letter of a date stands for itself. An empty one is ISO8601.
  explicit LogDate(std::string_view format, Zone zone = Zone::kLocal);

  void append(const Poco::Timestamp& time, std::string* text) const;
  std::string of(const Poco::Timestamp& time) const;

 private:
  struct Piece {
    char letter;     // of SimpleDateFormat; '%': for strftime; 0: `text` as it is
    unsigned width;  // how often the letter stands there
    std::string text;
  };

  std::vector<Piece> pieces_;
  Zone zone_;
};

}  // namespace prism::host
