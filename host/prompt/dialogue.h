// SPDX-License-Identifier: MIT
// A question on its way to an answer: what the user is told, and what becomes of what the user says. Words in, words out;
// nothing here knows of messages, users or time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "host/guard/question.h"

namespace prism::host {

class Dialogue {
 public:
  explicit Dialogue(Question question);

  // What the user is asked first, or now: the field that is next, and how to answer it.
  std::string asked() const;

  enum class State { kOpen, kAnswered, kCancelled };

  // What to tell the user who has said this; empty: nothing. Once it is no longer open, nothing is to be heard any more.
  std::string hear(std::string_view said);
  State state() const { return state_; }

  // For each field, in their order; those of notes are empty.
  const Answers& values() const { return values_; }

  const Question& question() const { return question_; }

  // The title in quotes, or something else to call it by.
  std::string name() const;

 private:
  const Field* field() const;
  std::string help() const;
  std::string goOn();
  void findField();

  const Question question_;
  const std::size_t fields_;  // without notes
  std::size_t answered_ = 0;
  std::size_t page_ = 0;  // where the notes begin that belong to the next field
  std::size_t next_ = 0;  // the field that is asked for; past the end: there are only notes
  Answers values_;
  State state_ = State::kOpen;
};

}  // namespace prism::host
