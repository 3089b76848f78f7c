// SPDX-License-Identifier: MIT
// The frontend for a terminal: line editing, history and completion by libedit. Events appear above the line that is
// being edited.
//
// Uses libedit's own interface. Its imitation of GNU Readline's (3.1-20221030) keeps a pointer into a buffer which a
// line of more than a kilobyte reallocates, and writes through it.
#include "console/commands.h"
#include "console/frontend.h"
#include "console/line_history.h"
#include <prism/text.hpp>

#include <fmt/format.h>
#include <histedit.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cwchar>
#include <deque>

namespace prism::console {
namespace {

constexpr std::string_view kClearToEnd = "\r\033[J";
constexpr char kEndOfInput = 'd' & 037;  // libedit's value for the end-of-file key

std::size_t columns() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// Returns the number of terminal columns that `text` takes.
std::size_t widthOf(std::string_view text) {
  std::size_t width = 0;
  std::mbstate_t state{};
  while (!text.empty()) {
    wchar_t character = 0;
    const std::size_t size = std::mbrtowc(&character, text.data(), text.size(), &state);
    if (size == 0 || size > text.size()) {
      return width + text.size();
    }
    width += static_cast<std::size_t>(std::max(0, ::wcwidth(character)));
    text.remove_prefix(size);
  }
  return width;
}

// Returns the longest common prefix of `words`, which are not empty, in whole characters.
std::string commonBeginning(const std::vector<std::string>& words) {
  std::string beginning = words.front();
  for (const std::string& word : words) {
    const auto end = std::mismatch(beginning.begin(), beginning.end(), word.begin(), word.end()).first;
    beginning.resize(utf8Prefix(beginning, static_cast<std::size_t>(end - beginning.begin())).size());
  }
  return beginning;
}

class Terminal final : public Frontend {
 public:
  Terminal(const Contacts* contacts, bool colour)
      : contacts_(contacts), colour_(colour), editor_(::el_init("prism-console", stdin, stdout, stderr)) {
    ::el_set(editor_, EL_CLIENTDATA, this);
    ::el_set(editor_, EL_SIGNAL, 0);  // Signals handles them
    ::el_set(editor_, EL_EDITOR, "emacs");
    ::el_set(editor_, EL_HIST, ::history, history_.get());
    ::el_set(
        editor_, EL_PROMPT, +[](EditLine* editor) { return of(editor)->prompt_.data(); });
    // el_wset() borrows these strings. el_set() would copy them and never free the copies.
    ::el_wset(
        editor_, EL_ADDFN, L"prism-complete", L"Complete a command or a contact",
        +[](EditLine* editor, wint_t) { return of(editor)->complete(); });
    ::el_set(editor_, EL_BIND, "^I", "prism-complete", nullptr);
    ::el_source(editor_, nullptr);  // ~/.editrc, last, so that the user's settings take precedence
  }

  ~Terminal() override {
    finish();
    ::el_end(editor_);
  }

  void show(const Line& line) override { print(coloured(line, colour_), stdout); }

  void showLog(std::string_view line) override { print(printableText(line), stderr); }

  int descriptor() const override { return STDIN_FILENO; }

  void read() override {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, 0) == 1 && (input.revents & (POLLHUP | POLLERR)) != 0) {
      ended_ = true;
      return;
    }
    errno = 0;
    int size = 0;
    const char* text = ::el_gets(editor_, &size);  // reads one key; returns the line so far
    if (!text || size <= 0) {
      ended_ = errno == EIO;  // EIO: the terminal is closed; otherwise the line is empty
      return;
    }
    std::string line(text, static_cast<std::size_t>(size));
    if (line.size() == 1 && line.front() == kEndOfInput) {
      ended_ = true;
    } else if (line.back() == '\n') {
      ::el_set(editor_, EL_UNBUFFERED, 0);
      editing_ = false;
      line.pop_back();
      history_.add(line);
      lines_.push_back(std::move(line));
    }
  }

  std::optional<std::string> nextLine() override {
    if (lines_.empty()) {
      return std::nullopt;
    }
    std::string line = std::move(lines_.front());
    lines_.pop_front();
    return line;
  }

  bool hasEnded() const override { return ended_ && lines_.empty(); }

  bool awaitsEachLine() const override { return false; }

  // Erases the typed line, which is above the cursor.
  void beforeEcho(const std::string& line) override {
    const std::size_t rows = (widthOf(prompt_) + widthOf(line)) / columns() + 1;
    fmt::print("\033[{}A{}", rows, kClearToEnd);
  }

  void prompt() override {
    std::string wanted = printableText(contacts_->current()) + "> ";
    if (!editing_) {
      prompt_ = std::move(wanted);
      ::el_set(editor_, EL_UNBUFFERED, 1);
      editing_ = true;
    } else if (wanted != prompt_) {
      eraseEditedLine();
      prompt_ = std::move(wanted);
      ::el_set(editor_, EL_REFRESH);
    }
  }

  void finish() override {
    if (editing_) {
      eraseEditedLine();
      ::el_set(editor_, EL_UNBUFFERED, 0);
      editing_ = false;
    }
  }

  void resized() override { ::el_resize(editor_); }

  void suspend() override {
    const LineInfo* edited = ::el_line(editor_);
    const std::string line = editing_ ? std::string(edited->buffer, edited->lastchar) : std::string();
    finish();
    ::raise(SIGSTOP);
    prompt();
    if (!line.empty()) {
      eraseEditedLine();
      ::el_insertstr(editor_, line.c_str());
      ::el_set(editor_, EL_REFRESH);
    }
  }

 private:
  static Terminal* of(EditLine* editor) {
    void* terminal = nullptr;
    ::el_get(editor, EL_CLIENTDATA, &terminal);
    return static_cast<Terminal*>(terminal);
  }

  void print(const std::string& text, FILE* to) {
    if (editing_) {
      eraseEditedLine();
    }
    fmt::print(to, "{}\n", text);
    std::fflush(to);
    if (editing_) {
      ::el_set(editor_, EL_REFRESH);
    }
  }

  std::string_view beforeCursor() const {
    const LineInfo* line = ::el_line(editor_);
    return {line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)};
  }

  // Erases the prompt and the edited line, and leaves the cursor at the beginning of the prompt.
  void eraseEditedLine() {
    if (const std::size_t row = (widthOf(prompt_) + widthOf(beforeCursor())) / columns(); row > 0) {
      fmt::print("\033[{}A", row);
    }
    fmt::print("{}", kClearToEnd);
    std::fflush(stdout);
  }

  unsigned char complete() {
    std::vector<std::string> names;
    for (const auto& [name, contact] : contacts_->all()) {
      names.push_back(name);
    }
    const std::string line(beforeCursor());
    const std::vector<std::string> candidates = completions(line, names);
    if (candidates.empty()) {
      return CC_REFRESH_BEEP;
    }
    std::string more = commonBeginning(candidates).substr(line.size());
    if (candidates.size() == 1) {
      more += ' ';
    }
    if (more.empty()) {
      std::string list;
      for (const std::string& candidate : candidates) {
        list += (list.empty() ? "" : "  ") + printableText(candidate.substr(candidate.find(' ') + 1));
      }
      print(list, stdout);
      return CC_NORM;
    }
    return ::el_insertstr(editor_, more.c_str()) == 0 ? CC_REFRESH : CC_REFRESH_BEEP;
  }

  const Contacts* const contacts_;
  const bool colour_;
  LineHistory history_;
  EditLine* const editor_;
  std::deque<std::string> lines_;  // entered, and not yet returned by nextLine()
  std::string prompt_;
  bool editing_ = false;  // the prompt is on the screen, and libedit reads keys
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Frontend> makeTerminal(const Contacts* contacts, bool colour) {
  return std::make_unique<Terminal>(contacts, colour);
}

}  // namespace prism::console
