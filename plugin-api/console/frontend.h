// SPDX-License-Identifier: MIT
// Input and output of a conversation: a terminal (terminal.cpp) or a pipe (piped.cpp).
#pragma once

#include "console/contacts.h"
#include "console/line.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace prism::console {

class Frontend {
 public:
  virtual ~Frontend() = default;

  virtual void show(const Line& line) = 0;

  // Shows a line of the host's log.
  virtual void showLog(std::string_view line) = 0;

  // Poll descriptor() for reading, and call read() when it is ready.
  virtual int descriptor() const = 0;
  virtual void read() = 0;

  // Returns the next entered line, if there is one.
  virtual std::optional<std::string> nextLine() = 0;

  // True if no line will follow.
  virtual bool hasEnded() const = 0;

  // True if each line has to wait until the host has handled the one before. The same input then always makes the same
  // conversation.
  virtual bool awaitsEachLine() const = 0;

  // Called before an entered message is shown as a line of the conversation. A terminal erases the typed line.
  virtual void beforeEcho(const std::string& entered) = 0;

  // Shows the prompt, which may have the current contact, if the frontend has prompts.
  virtual void prompt() = 0;

  // Ends prompting.
  virtual void finish() = 0;

  // On SIGWINCH, and on SIGTSTP.
  virtual void resized() = 0;
  virtual void suspend() = 0;
};

// `contacts`, used for the prompt and for completion, must outlive the frontend.
std::unique_ptr<Frontend> makeTerminal(const Contacts* contacts, bool colour);
std::unique_ptr<Frontend> makePiped(bool colour);

}  // namespace prism::console
