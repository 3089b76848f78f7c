// The conversation that one question is: what the user is shown, and what the user's words mean. It knows no clock, no
// session and no network.
//
//   prism> Two-factor login
//          Which way shall the code come?
//          1. text message
//          2. call
//          (Answer with a number; help says more.)
//   user>  2
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/prompt/prompt.h"
#include "proto/secret_memory.h"

namespace prism::host {

class Dialogue {
 public:
  explicit Dialogue(Prompt prompt);

  // What to show first.
  std::string opening() const;

  enum class State { kOpen, kAnswered, kCancelled };
  struct Reply {
    State state;
    std::string text;  // to show; never a secret that was given
  };
  // The user has written this.
  Reply hear(std::string_view words);

  const Prompt& prompt() const { return prompt_; }

  // The values of all fields, once it has been answered.
  const std::vector<SecretString>& values() const { return values_; }

 private:
  const PromptField& current() const { return prompt_.fields[values_.size()]; }
  std::string question() const;
  std::string help() const;
  void passNotes();
  Reply take(SecretString value);
  Reply explain(std::string_view why) const;
  Reply interpret(std::string_view answer);

  const Prompt prompt_;
  std::vector<SecretString> values_;  // of the fields that have been dealt with
  std::string notes_;                 // texts that only are shown, to be shown with the next question
  std::size_t asked_ = 0;             // how many questions have been asked, with this one
  std::size_t questions_ = 0;         // how many there are
};

}  // namespace prism::host
