// SPDX-License-Identifier: MIT
// The commands that libpurple and its modules have registered, with their help texts. libpurple's own list tells
// neither where a command works nor of which protocol it is.
#pragma once

#include <purple.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace purple {

struct RegisteredCommand {
  std::string name;
  PurpleCmdFlag flags;
  std::string protocol;  // the only one that has the command; empty: all have it
  std::string help;      // HTML; may be cut, and no UTF-8
};

class CommandList {
 public:
  // One in a process.
  CommandList();
  ~CommandList();
  CommandList(const CommandList&) = delete;
  CommandList& operator=(const CommandList&) = delete;

  // For purple_cmds_set_ui_ops().
  static PurpleCommandsUiOps* operations();

  // Sets the function that is called after each change.
  void onChanged(std::function<void()> changed) { changed_ = std::move(changed); }

  // The commands in the order in which they were registered. Several may have one name.
  const std::vector<RegisteredCommand>& registered() const { return registered_; }

 private:
  void add(RegisteredCommand command);
  void remove(std::string_view name, std::string_view protocol);
  void tellOfChange() const;

  std::vector<RegisteredCommand> registered_;
  std::function<void()> changed_;
};

}  // namespace purple
