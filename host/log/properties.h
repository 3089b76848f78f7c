// SPDX-License-Identifier: MIT
// A file of Java properties, as log4cxx reads it: `key = value`, '=', ':' or a space in between, comments with '#' or
// '!', a backslash at the end of a line joins it with the next. Passive and bounded, whatever the text.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::host {

// Sentences about a file that is read, each with its line; so many, and then one that says that there are more.
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
  static constexpr std::size_t kMaxValue = 4096;       // bytes, variables expanded

  // What ${name} stands for if the file does not say it.
  using Variables = std::function<std::optional<std::string>(const std::string& name)>;

  // `text` should not be over kMaxText: what comes behind it is not read.
  static LogProperties parse(std::string_view text, LogComplaints* complaints);

  // Replaces ${name} in all values: by `known`, else by another value of the file, else by `others`, else by nothing.
  void expand(const Variables& known, const Variables& others, LogComplaints* complaints);

  // The last one, if a key is repeated.
  const LogProperty* find(std::string_view key) const;

  const std::map<std::string, LogProperty, std::less<>>& all() const { return properties_; }

 private:
  void readLine(std::string_view line, int number, LogComplaints* complaints);

  std::map<std::string, LogProperty, std::less<>> properties_;
};

}  // namespace prism::host
