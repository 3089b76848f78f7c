#include "host/prompt/dialogue.h"

#include <Poco/String.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace prism::host {
namespace {

bool isWord(std::string_view answer, std::string_view word) {
  return answer.size() == word.size() && Poco::icompare(std::string(answer), std::string(word)) == 0;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kSpace);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

template <typename Number>
std::optional<Number> toNumber(std::string_view text) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

SecretString secret(std::string_view text) { return {text.data(), text.size()}; }

// The index of the choice that is meant: by its number, from 1, or by its text.
std::optional<std::size_t> choiceIn(const PromptField& field, std::string_view answer) {
  if (const auto number = toNumber<std::size_t>(answer)) {
    return *number >= 1 && *number <= field.choices.size() ? std::optional(*number - 1) : std::nullopt;
  }
  const auto place = std::find_if(field.choices.begin(), field.choices.end(),
                                  [&](const std::string& choice) { return isWord(answer, choice); });
  return place == field.choices.end() ? std::nullopt
                                      : std::optional(static_cast<std::size_t>(place - field.choices.begin()));
}

// Numbers, from 1, in text, as indexes, from 0, separated by spaces; nullopt if one is no choice.
std::optional<SecretString> choicesIn(const PromptField& field, std::string_view answer) {
  SecretString indexes;
  for (;;) {
    const std::size_t begin = answer.find_first_not_of(" ,\t");
    if (begin == std::string_view::npos) {
      return indexes;
    }
    answer.remove_prefix(begin);
    const std::size_t end = std::min(answer.find_first_of(" ,\t"), answer.size());
    const auto number = toNumber<std::size_t>(answer.substr(0, end));
    if (!number || *number < 1 || *number > field.choices.size()) {
      return std::nullopt;
    }
    indexes += indexes.empty() ? "" : " ";
    indexes += secret(std::to_string(*number - 1));
    answer.remove_prefix(end);
  }
}

std::optional<bool> truthOf(std::string_view answer) {
  for (const std::string_view yes : {"yes", "y", "true", "1", "on"}) {
    if (isWord(answer, yes)) {
      return true;
    }
  }
  for (const std::string_view no : {"no", "n", "false", "0", "off"}) {
    if (isWord(answer, no)) {
      return false;
    }
  }
  return std::nullopt;
}

// How a value of the field looks to people.
std::string shown(const PromptField& field, std::string_view value) {
  if (field.kind == PRISM_FIELD_BOOLEAN) {
    return value == "1" ? "yes" : "no";
  }
  if (field.kind == PRISM_FIELD_CHOICE) {
    const auto index = toNumber<std::size_t>(value);
    return index && *index < field.choices.size() ? field.choices[*index] : std::string(value);
  }
  return std::string(value);
}

std::string_view howToAnswer(const PromptField& field) {
  switch (field.kind) {
    case PRISM_FIELD_INTEGER:
      return "Answer with a whole number";
    case PRISM_FIELD_BOOLEAN:
      return "Answer yes or no";
    case PRISM_FIELD_CHOICE:
      return "Answer with a number";
    case PRISM_FIELD_CHOICES:
      return "Answer with numbers, such as 1 3";
    case PRISM_FIELD_NOTE:
      return "Answer ok";
    default:
      return "Write the answer";
  }
}

void addLine(std::string* text, std::string_view line) {
  if (!line.empty()) {
    *text += text->empty() ? "" : "\n";
    *text += line;
  }
}

// Nothing but notes has to be read, and answered by 'ok'.
bool isQuestion(const PromptField& field) { return field.kind != PRISM_FIELD_NOTE; }

}  // namespace

Dialogue::Dialogue(Prompt prompt)
    : prompt_(std::move(prompt)),
      questions_(static_cast<std::size_t>(std::count_if(prompt_.fields.begin(), prompt_.fields.end(), isQuestion))) {
  passNotes();
}

// Up to the next question; the last note stands for one if there is none.
void Dialogue::passNotes() {
  while (values_.size() < prompt_.fields.size() && !isQuestion(current()) &&
         (questions_ > 0 || values_.size() + 1 < prompt_.fields.size())) {
    addLine(&notes_, current().label);
    values_.emplace_back();
  }
  ++asked_;
}

std::string Dialogue::opening() const {
  std::string text;
  addLine(&text, prompt_.title);
  addLine(&text, prompt_.text);
  addLine(&text, question());
  return text;
}

std::string Dialogue::question() const {
  const PromptField& field = current();
  std::string text = notes_;
  addLine(&text, questions_ > 1 ? fmt::format("{} of {}: {}", asked_, questions_, field.label) : field.label);
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    addLine(&text, fmt::format("{}. {}", i + 1, field.choices[i]));
  }
  std::string how(howToAnswer(field));
  if (!field.initial.empty() && isQuestion(field)) {
    how += field.kind == PRISM_FIELD_SECRET ? ", or ok for the one that is set"
                                            : fmt::format(", or ok for {}", shown(field, field.initial));
  }
  if (!field.required && isQuestion(field)) {
    how += ", or skip";
  }
  addLine(&text, fmt::format("({}; help says more.)", how));
  return text;
}

std::string Dialogue::help() const {
  std::string text = question();
  addLine(&text, "cancel leaves the whole question unanswered.");
  addLine(&text, "To answer with a word that means something here, write = before it: =cancel");
  return text;
}

Dialogue::Reply Dialogue::explain(std::string_view why) const {
  std::string text(why);
  addLine(&text, question());
  return {State::kOpen, std::move(text)};
}

Dialogue::Reply Dialogue::take(SecretString value) {
  values_.push_back(std::move(value));
  notes_.clear();
  passNotes();
  if (values_.size() == prompt_.fields.size()) {
    return {State::kAnswered, notes_.empty() ? "Thank you." : notes_};
  }
  return {State::kOpen, question()};
}

Dialogue::Reply Dialogue::hear(std::string_view words) {
  const std::string_view answer = trimmed(words);
  if (isWord(answer, "cancel")) {
    return {State::kCancelled, "Cancelled."};
  }
  if (isWord(answer, "help")) {
    return {State::kOpen, help()};
  }
  const PromptField& field = current();
  if (isWord(answer, "ok") && (!field.initial.empty() || !isQuestion(field))) {
    return take(secret(field.initial));
  }
  if (isWord(answer, "skip") && !field.required && isQuestion(field)) {
    return take({});
  }
  // A text keeps its spaces, but for what stands before and after it.
  return interpret(answer.substr(0, 1) == "=" ? answer.substr(1) : answer);
}

Dialogue::Reply Dialogue::interpret(std::string_view answer) {
  const PromptField& field = current();
  switch (field.kind) {
    case PRISM_FIELD_INTEGER:
      return toNumber<std::int64_t>(answer) ? take(secret(answer)) : explain("That is no whole number.");
    case PRISM_FIELD_BOOLEAN: {
      const std::optional<bool> truth = truthOf(answer);
      return truth ? take(secret(*truth ? "1" : "0")) : explain("That is neither yes nor no.");
    }
    case PRISM_FIELD_CHOICE: {
      const std::optional<std::size_t> choice = choiceIn(field, answer);
      return choice ? take(secret(std::to_string(*choice))) : explain("That is none of the choices.");
    }
    case PRISM_FIELD_CHOICES: {
      std::optional<SecretString> choices = choicesIn(field, answer);
      return choices && !choices->empty() ? take(std::move(*choices)) : explain("Those are not all choices.");
    }
    case PRISM_FIELD_NOTE:
      return explain("There is nothing to answer here but ok.");
    default:
      break;
  }
  if (answer.empty() && field.required) {
    return explain("There has to be an answer.");
  }
  if (field.kind != PRISM_FIELD_LONG_TEXT && answer.find('\n') != std::string_view::npos) {
    return explain("The answer has to be one line.");
  }
  return take(secret(answer));
}

}  // namespace prism::host
