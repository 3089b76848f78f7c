// SPDX-License-Identifier: MIT
#include "protocol/ctcp.h"

namespace irc {
namespace {

constexpr char kDelimiter = '\x01';

void appendWithoutDelimiters(std::string_view text, std::string* out) {
  for (const char c : text) {
    if (c != kDelimiter) {
      *out += c;
    }
  }
}

}  // namespace

std::optional<Ctcp> parseCtcp(std::string_view text) {
  if (!text.starts_with(kDelimiter)) {
    return std::nullopt;
  }
  text.remove_prefix(1);
  text = text.substr(0, text.find(kDelimiter));
  Ctcp ctcp;
  ctcp.command = text.substr(0, text.find(' '));
  if (ctcp.command.empty()) {
    return std::nullopt;
  }
  if (ctcp.command.size() < text.size()) {
    ctcp.arguments = text.substr(ctcp.command.size() + 1);
  }
  return ctcp;
}

std::string formatCtcp(std::string_view command, std::string_view arguments) {
  std::string text(1, kDelimiter);
  appendWithoutDelimiters(command, &text);
  if (!arguments.empty()) {
    text += ' ';
    appendWithoutDelimiters(arguments, &text);
  }
  text += kDelimiter;
  return text;
}

}  // namespace irc
