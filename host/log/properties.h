// SPDX-License-Identifier: MIT
// A file of Java properties, as log4cxx reads it: `key = value` with '=', ':' or a space in between, comments with '#'
// or '!', and a backslash at the end of a line joins it with the next. Passive, and bounded for any text.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Sentences about the faults of a file, each with its line number. After 20, a last one says that there are more.
class LogComplaints {
 public:
  explicit LogComplaints(std::string file) : file_(std::move(file)) {}

  void add(int line, std::string_view sentence);

  const std::vector<std::string>& sentences() const { return sentences_; }

 private:
  std::string file_;
  std::vector<std::string> sentences_;
};

struct LogProperty {
  std::string value;
  int line = 0;
};

class LogProperties {
 public:
  static constexpr std::size_t kMaxText = 256 * 1024;  // bytes
  static constexpr std::size_t kMaxValue = 4096;       // bytes, with its variables replaced

  // Returns the value of ${name} from outside of the file.
  using Variables = std::function<std::optional<std::string>(const std::string& name)>;

  // Reads the first kMaxText bytes of `text`.
  static LogProperties parse(std::string_view text, LogComplaints* complaints);

  // Replaces ${name} in all values by the value from `known`, else by that of a key in the file, else by the value from
  // `others`, else by nothing.
  void expand(const Variables& known, const Variables& others, LogComplaints* complaints);

  // Returns the last value if a key is repeated; nullptr if there is none.
  const LogProperty* find(std::string_view key) const;

  const std::map<std::string, LogProperty, std::less<>>& all() const { return properties_; }

 private:
  void readLine(std::string_view line, int number, LogComplaints* complaints);

  std::map<std::string, LogProperty, std::less<>> properties_;
};

}  // namespace prism::host
