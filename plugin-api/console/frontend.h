// SPDX-License-Identifier: MIT
// Where a conversation is shown, and its lines come from: a terminal (terminal.h), or a pipe (piped.h).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/contacts.h"
#include "console/line.h"

namespace prism::console {

class Frontend {
 public:
  virtual ~Frontend() = default;

  virtual void show(const Line& line) = 0;

  // A line of the host's log.
  virtual void showLog(std::string_view line) = 0;

  // What to poll for reading, and what to call when it is ready.
  virtual int descriptor() const = 0;
  virtual void read() = 0;

  // The next line that was entered.
  virtual std::optional<std::string> nextLine() = 0;

  // No line will come any more.
  virtual bool hasEnded() const = 0;

  // Takes lines only as fast as the host answers them, so that one input always shows one conversation.
  virtual bool isPaced() const = 0;

  // Around a message that has just been entered: it is about to be shown in its own form.
  virtual void beforeEcho(const std::string& entered) = 0;

  // Asks for the next line, if the frontend asks for lines at all; it may name the current contact.
  virtual void prompt() = 0;

  // No line will be asked for any more.
  virtual void finish() = 0;

  // The terminal has another size (SIGWINCH), or is wanted for something else for a while (SIGTSTP).
  virtual void resized() = 0;
  virtual void suspend() = 0;
};

// `contacts`, for the prompt and for completion, must outlive the frontend.
std::unique_ptr<Frontend> makeTerminal(const Contacts* contacts, bool colour);
std::unique_ptr<Frontend> makePiped(bool colour);

}  // namespace prism::console
