// SPDX-License-Identifier: MIT
// What users can type.
#include "lobby.h"

namespace lobby {

using Responder = prism::CommandResponder;
using Typed = prism::Invocation;

void Lobby::defineCommands() {
  const auto in_room = prism::CommandPlace::Room;
  prism::Command forget_command{"forget", "deletes everything about somebody", {{"name", prism::ValueKind::Contact}}};
  forget_command.run = [this](const Typed& typed, const Responder& responder) { forget(typed, responder); };
  forget_command.admin = true;
  commands_.define({{"who",
                     "lists who is logged in",
                     {},
                     [this](const Typed&, const Responder& responder) { responder.done(who()); }},
                    {"topic",
                     "sets the subject of the room",
                     {{"text", prism::ValueKind::LongText}},
                     [this](const Typed& typed, const Responder& responder) {
                       setSubject({typed.user, typed.buddy, {}, typed.values[0]});
                       responder.done();
                     },
                     in_room},
                    forget_command});
}

std::string Lobby::who() const {
  std::string list = "Logged in:";
  for (const auto& [key, person] : network_.people()) {
    if (person.status != prism::Status::Invisible) {
      const bool here = person.status == prism::Status::Online || person.status == prism::Status::FreeForChat;
      const std::string text = person.status_text.empty() ? "" : ": " + person.status_text;
      list += "\n" + person.name + (here ? "" : " (away" + text + ")");
    }
  }
  return list;
}

// This cannot be undone, so the host asks first.
void Lobby::forget(const Typed& typed, const Responder& responder) {
  const std::string user(typed.user);
  const std::string name(typed.values[0]);
  if (network_.find(name) || !log_.state(keyOf("person", name))) {
    responder.failed(network_.find(name) ? name + " is logged in." : "Nobody of this name is known here.");
    return;
  }
  const std::string title = "Forget " + name;
  prism::Prompt question{user, title, "All messages from and to this person will be deleted."};
  question.fields = {{"Delete them?", prism::ValueKind::Boolean}};
  questions_[user] = prompts_.ask(question, [this, user, name](const prism::Answer& given) {
    if (given.outcome == prism::PromptOutcome::Answered && given.values[0] == "1") {
      const Outcome outcome = network_.find(name) ? Outcome::kBusy : log_.forget(name);
      prompts_.tell(user, outcome == Outcome::kDone ? name + " is forgotten." : sentenceOf(outcome));
    }
    questions_.erase(user);
  });
  responder.done();
}

}  // namespace lobby
