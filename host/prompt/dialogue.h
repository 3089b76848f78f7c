// SPDX-License-Identifier: MIT
// The dialogue about one question: makes the texts for the user, and reads the user's answers. It works on strings
// alone, without messages, users or time.
#pragma once

#include "host/guard/question.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

class Dialogue {
 public:
  // `network` is what the network is called in a sentence. It must outlive this.
  Dialogue(Question question, std::string_view network);

  // Returns the text that asks for the next field and says how to answer it.
  std::string currentText() const;

  enum class State { kOpen, kAnswered, kCancelled };

  // Processes an answer of the user. Returns the reply, or an empty string for none. Must not be called after state()
  // has left kOpen.
  std::string answer(std::string_view said);
  State state() const { return state_; }

  // The values of all fields in order. Values of notes are empty.
  const Answers& values() const { return values_; }

  const Question& question() const { return question_; }

  // Returns a name for the question in a sentence: its title in quotes, or a phrase if it has no title.
  std::string name() const;

 private:
  const Field* field() const;
  std::string help() const;
  std::string advance();
  void findField();

  const Question question_;
  const std::string_view network_;
  const std::size_t fields_;  // the number of fields without notes
  std::size_t answered_ = 0;
  std::size_t page_ = 0;  // index of the first note before the next field
  std::size_t next_ = 0;  // index of the field asked for; past the end if only notes are left
  Answers values_;
  State state_ = State::kOpen;
};

}  // namespace prism::host
