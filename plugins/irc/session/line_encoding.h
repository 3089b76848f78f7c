// SPDX-License-Identifier: MIT
// The encoding of lines. Each parameter has one of its own: the name of a channel may be UTF-8, and the text of the
// same line not.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace irc {

class LineEncoding {
 public:
  // Converts a line of the server to UTF-8. `in` is the encoding of parameters that are not UTF-8, and `out` that of
  // lines to the server.
  std::string decode(std::string_view line, const std::string& in, const std::string& out);

  // Converts a line from UTF-8. Names that the server has sent in UTF-8 stay as they are.
  std::string encode(std::string_view line, const std::string& out) const;

 private:
  void noteNames(std::string_view line);

  std::set<std::string, std::less<>> utf8_names_;  // with other characters than ASCII
};

}  // namespace irc
