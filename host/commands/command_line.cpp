// SPDX-License-Identifier: MIT
#include "host/commands/command_line.h"

#include "host/guard/argument_value.h"
#include <prism/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace prism::host {
namespace {

bool isWhiteSpace(char c) { return kWhiteSpace.find(c) != std::string_view::npos; }

void skipWhiteSpace(std::string_view* text) {
  text->remove_prefix(std::min(text->find_first_not_of(kWhiteSpace), text->size()));
}

// Reads a word in double quotes, and removes it from *text. Returns false, with *text unchanged, if no quote closes it.
bool takeQuoted(std::string_view* text, SecretString* word) {
  word->clear();
  for (std::size_t i = 1; i < text->size(); ++i) {
    const char c = (*text)[i];
    const bool last = i + 1 == text->size();
    if (c == '"' && (last || isWhiteSpace((*text)[i + 1]))) {
      text->remove_prefix(i + 1);
      return true;
    }
    const bool escape = c == '\\' && !last && ((*text)[i + 1] == '"' || (*text)[i + 1] == '\\');
    i += escape ? 1 : 0;
    word->push_back((*text)[i]);
  }
  return false;
}

// Removes the first word from *text, which does not begin with white space, and stores it without its quotes.
void takeWord(std::string_view* text, SecretString* word) {
  if (!text->empty() && text->front() == '"' && takeQuoted(text, word)) {
    return;
  }
  word->assign(text->substr(0, text->find_first_of(kWhiteSpace)));
  text->remove_prefix(word->size());
}

bool takesRest(const CommandDefinition& command, std::size_t index) {
  const std::uint32_t kind = command.arguments[index].kind;
  return index + 1 == command.arguments.size() && (kind == PRISM_VALUE_LONG_TEXT || kind == PRISM_VALUE_SECRET);
}

std::string tooMany(const CommandDefinition& command) {
  const std::size_t most = command.arguments.size();
  if (most == 0) {
    return fmt::format("/{} takes no arguments.", command.name);
  }
  return fmt::format("/{} takes {} at most; one with spaces goes in double quotes.", command.name,
                     most == 1 ? "one argument" : fmt::format("{} arguments", most));
}

}  // namespace

std::string foldedName(std::string_view name) {
  std::string folded(name);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return folded;
}

TypedText readTyped(std::string_view text, const CommandSet& set) {
  using Kind = TypedText::Kind;
  if (text.size() < 2 || (text[0] != '/' && text[0] != '.') || isWhiteSpace(text[1])) {
    return {};
  }
  if (set.pass_unknown) {
    const std::string_view word = text.substr(text.starts_with("//") ? 2 : 1);
    const std::string name = foldedName(word.substr(0, word.find_first_of(kWhiteSpace)));
    if (!set.find(name) && name != "me" && name != "help") {
      return {};
    }
  }
  if (text.starts_with("//")) {
    return {Kind::kEscaped};
  }
  const std::size_t end = std::min(text.find_first_of(kWhiteSpace), text.size());
  const TypedText typed{Kind::kCommand, text.substr(1, end - 1), trim(text.substr(end))};
  const std::string name = foldedName(typed.name);
  const bool is_action = name == "me" && !typed.rest.empty();
  if (text[0] == '/') {
    return is_action ? TypedText{} : typed;
  }
  if (!set.dots || (name != "me" && name != "help" && !set.find(name))) {
    return {};
  }
  return is_action ? TypedText{Kind::kAction} : typed;
}

std::optional<std::string> readArguments(const CommandDefinition& command, std::string_view rest,
                                         SecretVector<SecretString>* values) {
  values->assign(command.arguments.size(), SecretString());
  SecretVector<SecretString> words(1);  // a short string keeps its characters within the object
  SecretString& word = words.front();
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const CommandArgument& argument = command.arguments[i];
    skipWhiteSpace(&rest);
    std::string_view behind = rest;
    if (takesRest(command, i)) {
      word.assign(trim(rest));
      behind = {};
    } else {
      takeWord(&behind, &word);
    }
    const bool belongs_here = argument.first_characters.empty() ||
                              (!word.empty() && argument.first_characters.find(word[0]) != std::string::npos);
    if (!belongs_here) {
      (*values)[i] = argument.initial;
      continue;
    }
    rest = behind;
    if (word.empty()) {
      if (!argument.optional) {
        return fmt::format("{} is missing.", argument.label);
      }
      (*values)[i] = argument.initial;
    } else if (const auto expected = readArgumentValue(argument, word, &(*values)[i])) {
      return fmt::format("{} must be {}.", argument.label, *expected);
    }
  }
  if (!trim(rest).empty()) {
    return tooMany(command);
  }
  return std::nullopt;
}

}  // namespace prism::host
