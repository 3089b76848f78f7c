// SPDX-License-Identifier: MIT
#include "host/log/properties.h"

#include <prism/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

constexpr std::size_t kMaxComplaints = 20;
constexpr int kDeepest = 8;         // nesting depth of variables
constexpr int kMaxVariables = 100;  // variables in one value, nested ones included

// Returns true if the line ends in an odd number of backslashes: two stand for a literal backslash.
bool continues(std::string_view line) {
  const std::size_t last = line.find_last_not_of('\\');
  const std::size_t backslashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return backslashes % 2 == 1;
}

char unescaped(char c) {
  switch (c) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    default:
      return c;
  }
}

std::string withoutEscapes(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    plain += text[i] == '\\' && i + 1 < text.size() ? unescaped(text[++i]) : text[i];
  }
  return plain;
}

std::size_t endOfKey(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && line[end] != '=' && line[end] != ':' &&
         kWhiteSpace.find(line[end]) == std::string_view::npos) {
    end += line[end] == '\\' ? 2 : 1;
  }
  return std::min(end, line.size());
}

// Replaces the variables in one value.
class Expansion {
 public:
  using Lookup = std::function<std::optional<std::string>(const std::string&)>;

  explicit Expansion(const Lookup& lookup) : lookup_(lookup) {}

  std::string of(std::string_view value) {
    append(value, 0);
    return std::move(text_);
  }

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void append(std::string_view value, int depth) {
    while (!value.empty() && text_.size() <= LogProperties::kMaxValue) {
      const std::size_t start = value.find("${");
      text_.append(value.substr(0, start));
      if (start == std::string_view::npos) {
        return;
      }
      value.remove_prefix(start);
      const std::size_t end = value.find('}');
      if (end == std::string_view::npos) {
        fault("a '${' without its '}' is kept as it is");
        text_.append(value);
        return;
      }
      appendVariable(std::string(value.substr(2, end - 2)), depth);
      value.remove_prefix(end + 1);
    }
  }

  void appendVariable(const std::string& name, int depth) {
    const auto found = lookup_(name);
    if (!found) {
      fault(fmt::format("${{{}}} is not known, and left out", name));
    } else if (depth == kDeepest || ++variables_ > kMaxVariables) {
      fault("there are too many variables within variables");
    } else {
      append(*found, depth + 1);
    }
  }

  void fault(std::string sentence) {
    if (faults_.empty()) {
      faults_.push_back(std::move(sentence));
    }
  }

  const Lookup& lookup_;
  std::string text_;
  int variables_ = 0;
  std::vector<std::string> faults_;  // only the first one
};

}  // namespace

void LogComplaints::add(int line, std::string_view sentence) {
  if (sentences_.size() < kMaxComplaints) {
    sentences_.push_back(line == 0 ? fmt::format("{}: {}", file_, sentence)
                                   : fmt::format("{}:{}: {}", file_, line, sentence));
  } else if (sentences_.size() == kMaxComplaints) {
    sentences_.push_back(fmt::format("{}: more is wrong with it", file_));
  }
}

LogProperties LogProperties::parse(std::string_view text, LogComplaints* complaints) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  LogProperties properties;
  text = text.substr(0, kMaxText);
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  std::string logical;  // a line, joined with its continuation lines
  int first_number = 0;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (first_number == 0) {
      if (line.empty() || line.front() == '#' || line.front() == '!') {
        continue;
      }
      first_number = number;
    }
    const bool more = continues(line) && !text.empty();
    logical += continues(line) ? line.substr(0, line.size() - 1) : line;
    if (!more) {
      properties.readLine(logical, first_number, complaints);
      logical.clear();
      first_number = 0;
    }
  }
  return properties;
}

void LogProperties::readLine(std::string_view line, int number, LogComplaints* complaints) {
  const std::size_t end = endOfKey(line);
  std::string key = withoutEscapes(line.substr(0, end));
  const std::string_view rest = trim(line.substr(end));
  const bool separated = rest.starts_with('=') || rest.starts_with(':');
  if (key.empty() || rest.empty()) {
    // The line itself is not shown: if the path names the wrong file, it may be a password.
    complaints->add(number, "this line is not 'key = value', and ignored");
    return;
  }
  std::string value = withoutEscapes(trim(rest.substr(separated ? 1 : 0)));
  if (value.size() > kMaxValue) {
    value.resize(kMaxValue);
    complaints->add(number, fmt::format("the value is longer than {} bytes, and cut", kMaxValue));
  }
  properties_[std::move(key)] = {std::move(value), number};
}

const LogProperty* LogProperties::find(std::string_view key) const {
  const auto found = properties_.find(key);
  return found == properties_.end() ? nullptr : &found->second;
}

void LogProperties::expand(const Variables& known, const Variables& others, LogComplaints* complaints) {
  const auto original = properties_;
  const Expansion::Lookup lookup = [&](const std::string& name) -> std::optional<std::string> {
    if (auto value = known(name)) {
      return value;
    }
    const auto found = original.find(name);
    return found != original.end() ? std::optional(found->second.value) : others(name);
  };
  for (auto& [key, property] : properties_) {
    Expansion expansion(lookup);
    property.value = expansion.of(property.value);
    for (const std::string& fault : expansion.faults()) {
      complaints->add(property.line, fmt::format("{}: {}", key, fault));
    }
    if (property.value.size() > kMaxValue) {
      property.value.resize(kMaxValue);
      complaints->add(property.line, fmt::format("{}: the value is longer than {} bytes, and cut", key, kMaxValue));
    }
  }
}

}  // namespace prism::host
