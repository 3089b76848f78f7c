// SPDX-License-Identifier: MIT
// The commands of users, defined with the host (prism/commands.h): those of libpurple, /menu and /file.
#pragma once

#include "core/command_list.h"
#include "user/shared.h"
#include <prism/commands.hpp>
#include <prism/host.hpp>

#include <functional>
#include <string>
#include <vector>

namespace purple {

class Commands {
 public:
  // What commands do. All references must outlive this.
  struct Handlers {
    std::function<void(const prism::Invocation&)> menu;
    // Answers the invocation.
    std::function<void(const prism::Invocation&, const prism::CommandResponder&)> file;
    // A command of libpurple. `message`: the text as the user has typed it, to this conversation.
    std::function<void(const prism::Message&)> run;
  };

  // `protocol`: libpurple's id; empty if users have accounts of any.
  Commands(Shared& shared, CommandList& list, std::string protocol, Handlers handlers);
  ~Commands();
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

 private:
  void define();
  void run(const prism::Invocation& invocation) const;

  Shared& shared_;
  CommandList& list_;
  const std::string protocol_;
  const Handlers handlers_;
  prism::Commands defined_;
  prism::Timer later_;
};

}  // namespace purple
