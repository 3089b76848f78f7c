// SPDX-License-Identifier: MIT
#include "core/command_list.h"

#include "core/libpurple.h"
#include "core/limits.h"
#include <prism/text.hpp>

#include <algorithm>

namespace purple {
namespace {

CommandList* the_list = nullptr;

}  // namespace

CommandList::CommandList() { the_list = this; }

CommandList::~CommandList() { the_list = nullptr; }

PurpleCommandsUiOps* CommandList::operations() {
  static PurpleCommandsUiOps operations = [] {
    PurpleCommandsUiOps set{};
    set.register_command = [](const char* name, PurpleCmdPriority, PurpleCmdFlag flags, const char* protocol,
                              const char* help, PurpleCmd*) {
      if (the_list) {
        const bool for_one = (flags & PURPLE_CMD_FLAG_PRPL_ONLY) != 0;
        the_list->add({std::string(textOf(name)), flags, std::string(for_one ? textOf(protocol) : std::string_view()),
                       std::string(prism::utf8Prefix(textOf(help), kMostOfLine))});
      }
    };
    set.unregister_command = [](const char* name, const char* protocol) {
      if (the_list) {
        the_list->remove(textOf(name), textOf(protocol));
      }
    };
    return set;
  }();
  return &operations;
}

void CommandList::add(RegisteredCommand command) {
  if (registered_.size() < kMostRegisteredCommands) {
    registered_.push_back(std::move(command));
    tellOfChange();
  }
}

void CommandList::remove(std::string_view name, std::string_view protocol) {
  const auto is_it = [&](const RegisteredCommand& each) {
    return each.name == name && (each.protocol.empty() || each.protocol == protocol);
  };
  const auto place = std::find_if(registered_.begin(), registered_.end(), is_it);
  if (place != registered_.end()) {
    registered_.erase(place);
    tellOfChange();
  }
}

void CommandList::tellOfChange() const {
  if (changed_) {
    changed_();
  }
}

}  // namespace purple
