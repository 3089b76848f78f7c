// SPDX-License-Identifier: MIT
#include "host/prompt/dialogue.h"

#include "host/guard/field_answer.h"
#include <prism/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace prism::host {
namespace {

bool isNote(const Field& field) { return field.kind == PRISM_VALUE_NOTE; }

// Appends a line unless it is empty.
void addLine(std::string_view line, std::string* text) {
  if (!line.empty()) {
    text->append(text->empty() ? "" : "\n").append(line);
  }
}

std::string howToAnswer(const Field& field) {
  switch (field.kind) {
    case PRISM_VALUE_LONG_TEXT:
      return "Answer with text; it may have several lines.";
    case PRISM_VALUE_SECRET:
      return "Answer with a line. It is not logged here, but your client may keep it.";
    case PRISM_VALUE_INTEGER:
      return fmt::format("Answer with {}.", field.range.describe());
    case PRISM_VALUE_BOOLEAN:
      return "1. yes\n2. no\nAnswer with a number.";
    case PRISM_VALUE_CHOICE:
    case PRISM_VALUE_CHOICES: {
      std::string list;
      for (std::size_t i = 0; i < field.choices.size(); ++i) {
        addLine(fmt::format("{}. {}", i + 1, field.choices[i].shown()), &list);
      }
      addLine(field.kind == PRISM_VALUE_CHOICE ? "Answer with a number."
                                               : "Answer with one or more numbers, separated by spaces.",
              &list);
      return list;
    }
    case PRISM_VALUE_CONTACT:
      return "Answer with the name of a contact.";
    case PRISM_VALUE_ROOM:
      return "Answer with the name of a room.";
    case PRISM_VALUE_PARTICIPANT:
      return "Answer with a nickname in a room.";
    default:
      return "Answer with a line of text.";
  }
}

// Says what the commands `ok` and `skip` do in this field.
std::string shortcuts(const Field& field) {
  std::string text;
  if (field.initial.empty() || isChoice(field, "ok")) {
    // `ok` does nothing here.
  } else if (field.kind == PRISM_VALUE_SECRET) {
    text = "`ok` leaves it as it is.";
  } else {
    text = fmt::format("`ok` stands for: {}", formatValue(field, field.initial));
  }
  if (!field.required && !isChoice(field, "skip")) {
    addLine("`skip` leaves it empty.", &text);
  }
  return text;
}

}  // namespace

Dialogue::Dialogue(Question question, std::string_view network)
    : question_(std::move(question)),
      network_(network),
      fields_(static_cast<std::size_t>(
          std::count_if(question_.fields.begin(), question_.fields.end(), [](const Field& f) { return !isNote(f); }))),
      values_(question_.fields.size()) {
  findField();
}

void Dialogue::findField() {
  next_ = page_;
  while (next_ < question_.fields.size() && isNote(question_.fields[next_])) {
    ++next_;
  }
}

const Field* Dialogue::field() const { return next_ < question_.fields.size() ? &question_.fields[next_] : nullptr; }

std::string Dialogue::name() const {
  return question_.title.empty() ? "the last question" : fmt::format("\"{}\"", question_.title);
}

std::string Dialogue::currentText() const {
  const bool first = page_ == 0;
  const bool last = answered_ + 1 >= fields_;
  std::string text;
  if (first) {
    addLine(question_.title, &text);
    addLine(question_.text, &text);
  }
  const std::size_t end = last ? question_.fields.size() : next_;  // notes after the last field are shown with it
  for (std::size_t i = page_; i < end; ++i) {
    if (isNote(question_.fields[i])) {
      addLine(question_.fields[i].label, &text);
    }
  }
  const Field* asked = field();
  if (!asked) {
    addLine("Answer with `ok`, or `cancel`.", &text);
    return text;
  }
  addLine(fields_ > 1 ? fmt::format("({}/{}) {}", answered_ + 1, fields_, asked->label) : asked->label, &text);
  addLine(howToAnswer(*asked), &text);
  addLine(shortcuts(*asked), &text);
  if (first) {
    addLine("`help` and `cancel` can be said at any time.", &text);
  }
  return text;
}

std::string Dialogue::help() const {
  std::string text =
      fmt::format("This is a question of {} to you. What you answer here goes to nobody else.\n", network_);
  if (page_ != 0) {
    addLine(question_.title, &text);
    addLine(question_.text, &text);
  }
  addLine(currentText(), &text);
  addLine("`cancel` ends the question without an answer.", &text);
  addLine("To answer with one of the words help, cancel, ok and skip itself, put a = before it: =help", &text);
  return text;
}

std::string Dialogue::answer(std::string_view said) {
  const Field* asked = field();
  const Word word = readWord(said);
  if (word == Word::kCancel) {
    state_ = State::kCancelled;
    return "Cancelled.";
  }
  if (word == Word::kHelp) {
    return help();
  }
  if (trim(said).empty()) {
    return "";  // clients also send messages without text for the user
  }
  if (!asked) {
    if (word != Word::kOk) {
      return "I need `ok`, or `cancel`.";
    }
    state_ = State::kAnswered;
    return "Thank you.";
  }
  SecretString& value = values_[next_];
  if (word == Word::kOk && !isChoice(*asked, said)) {
    if (asked->initial.empty()) {
      return "There is nothing that `ok` could stand for. `help` tells more.";
    }
    value = asked->initial;
  } else if (word == Word::kSkip && !isChoice(*asked, said)) {
    if (asked->required) {
      return "This cannot be skipped. `help` tells more.";
    }
  } else if (const auto problem = readAnswer(*asked, said, &value)) {
    return *problem + " `help` tells more.";
  }
  return advance();
}

// Moves to the next field after one has got its value. Returns the text for it, or thanks at the end.
std::string Dialogue::advance() {
  page_ = next_ + 1;
  ++answered_;
  if (answered_ == fields_) {
    state_ = State::kAnswered;
    return "Thank you.";
  }
  findField();
  return currentText();
}

}  // namespace prism::host
