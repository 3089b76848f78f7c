// SPDX-License-Identifier: MIT
#include "console/line_history.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace prism::console {
namespace {

namespace fs = std::filesystem;

constexpr int kLines = 1000;

fs::path stateDirectory() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && fs::path(state).is_absolute()) {
    return state;
  }
  const char* home = std::getenv("HOME");
  return home && *home != '\0' ? fs::path(home) / ".local/state" : fs::path();
}

}  // namespace

LineHistory::LineHistory() : history_(::history_init()) {
  HistEvent event;
  ::history(history_, &event, H_SETSIZE, kLines);
  ::history(history_, &event, H_SETUNIQUE, 1);
  if (const fs::path state = stateDirectory(); !state.empty()) {
    path_ = (state / "prism/console_history").string();
    ::history(history_, &event, H_LOAD, path_.c_str());
  }
}

LineHistory::~LineHistory() {
  if (!path_.empty()) {
    const fs::path directory = fs::path(path_).parent_path();
    std::error_code error;
    fs::create_directories(directory, error);
    fs::permissions(directory, fs::perms::owner_all, error);  // the lines are private
    if (!error) {
      HistEvent event;
      ::history(history_, &event, H_SAVE, path_.c_str());
      fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write, error);
    }
  }
  ::history_end(history_);
}

void LineHistory::add(const std::string& line) {
  if (!line.empty()) {
    HistEvent event;
    ::history(history_, &event, H_ENTER, line.c_str());
  }
}

}  // namespace prism::console
