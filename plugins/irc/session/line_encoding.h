// SPDX-License-Identifier: MIT
// The encoding of lines. Each parameter has one of its own: the name of a channel may be UTF-8, and the text of the
// same line not.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <string_view>

namespace irc {

class LineEncoding {
 public:
  // Converts a line of the server to UTF-8. `in` is the encoding of parameters that are not UTF-8, and `out` that of
  // lines to the server.
  std::string decode(std::string_view line, const std::string& in, const std::string& out);

  // Converts a line from UTF-8. Names of channels and people that the server has sent in UTF-8 stay as they are.
  std::string encode(std::string_view line, const std::string& out) const;

 private:
  // Names with other characters than ASCII. At a limit the oldest is forgotten.
  class Names {
   public:
    void add(std::string_view name);
    bool has(std::string_view name) const { return names_.count(name) > 0; }

   private:
    std::set<std::string, std::less<>> names_;
    std::deque<std::string> by_age_;
  };

  void noteNames(std::string_view line);
  void note(std::string_view name);

  Names channels_;  // apart from people, who can have ever new names
  Names people_;
};

}  // namespace irc
