// SPDX-License-Identifier: MIT
#include "protocol/message.h"

#include <algorithm>

namespace irc {
namespace {

constexpr std::string_view kLineBreakers("\r\n\0", 3);

bool breaksLine(char c) { return kLineBreakers.find(c) != std::string_view::npos; }

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetterOrDigit(char c) { return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void skipSpaces(std::string_view* text) { text->remove_prefix(std::min(text->find_first_not_of(' '), text->size())); }

// Takes the text up to the next space.
std::string_view takeWord(std::string_view* text) {
  const std::string_view word = text->substr(0, text->find(' '));
  text->remove_prefix(word.size());
  skipSpaces(text);
  return word;
}

std::string unescapeTag(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\') {
      out += value[i];
      continue;
    }
    if (++i == value.size()) {
      break;  // a backslash at the end is dropped
    }
    switch (value[i]) {
      case ':':
        out += ';';
        break;
      case 's':
        out += ' ';
        break;
      case 'r':
        out += '\r';
        break;
      case 'n':
        out += '\n';
        break;
      default:
        out += value[i];
    }
  }
  return out;
}

void appendWord(std::string_view word, std::string* out) {
  if (word.empty()) {
    *out += '*';
    return;
  }
  const std::size_t start = out->size();
  for (const char c : word) {
    *out += c == ' ' || breaksLine(c) ? '_' : c;
  }
  if ((*out)[start] == ':') {
    (*out)[start] = '_';
  }
}

void appendText(std::string_view text, std::string* out) {
  for (const char c : text) {
    *out += breaksLine(c) ? ' ' : c;
  }
}

void appendLine(std::string_view command, std::initializer_list<std::string_view> parameters, std::string* out) {
  appendWord(command, out);
  std::size_t left = parameters.size();
  for (const std::string_view parameter : parameters) {
    *out += ' ';
    if (--left > 0 || isWord(parameter)) {
      appendWord(parameter, out);
    } else {
      *out += ':';
      appendText(parameter, out);
    }
  }
}

}  // namespace

Source Source::parse(std::string_view text) {
  Source source;
  const std::size_t end = text.find_first_of("!@");
  source.name = text.substr(0, end);
  if (end == std::string_view::npos) {
    return source;
  }
  if (text[end] == '@') {
    source.host = text.substr(end + 1);
    return source;
  }
  text.remove_prefix(end + 1);
  const std::size_t at = text.find('@');
  source.user = text.substr(0, at);
  if (at != std::string_view::npos) {
    source.host = text.substr(at + 1);
  }
  return source;
}

std::optional<Message> Message::parse(std::string_view line) {
  line = line.substr(0, line.find_first_of("\r\n"));
  skipSpaces(&line);
  Message message;
  if (line.starts_with('@')) {
    message.tags = takeWord(&line).substr(1);
  }
  if (line.starts_with(':')) {
    message.source = takeWord(&line).substr(1);
  }
  message.command = takeWord(&line);
  if (message.command.empty() || !std::all_of(message.command.begin(), message.command.end(), isLetterOrDigit)) {
    return std::nullopt;
  }
  while (!line.empty()) {
    std::string_view& parameter = message.parameters[message.count++];
    if (line.starts_with(':')) {
      parameter = line.substr(1);
      break;
    }
    if (message.count == kMaxParameters) {
      parameter = line.substr(0, line.find_last_not_of(' ') + 1);
      break;
    }
    parameter = takeWord(&line);
  }
  return message;
}

std::optional<std::string> Message::tag(std::string_view name) const {
  std::optional<std::string_view> found;
  for (std::string_view rest = tags; !rest.empty();) {
    const std::string_view tag = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(tag.size() + 1, rest.size()));
    const std::size_t equals = tag.find('=');
    if (tag.substr(0, equals) == name) {  // the last one of several counts
      found = equals == std::string_view::npos ? std::string_view() : tag.substr(equals + 1);
    }
  }
  if (!found) {
    return std::nullopt;
  }
  return unescapeTag(*found);
}

int Message::numeric() const {
  if (command.size() != 3 || !std::all_of(command.begin(), command.end(), isDigit)) {
    return -1;
  }
  return (command[0] - '0') * 100 + (command[1] - '0') * 10 + (command[2] - '0');
}

std::string formatLine(std::string_view command, std::initializer_list<std::string_view> parameters) {
  std::string line;
  appendLine(command, parameters, &line);
  return line;
}

std::string rawLine(std::string_view text) {
  std::string line;
  appendText(text, &line);
  return line;
}

bool isWord(std::string_view text) {
  return !text.empty() && text[0] != ':' &&
         std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || breaksLine(c); });
}

}  // namespace irc
