// SPDX-License-Identifier: MIT
// The host's service "prism.commands/1" (prism/commands.h): runs the commands that users type, and sends the answers
// through the Guard into the conversations where the commands were typed.
//
// The service reads messages only while the plugin or the host itself has commands; before that, it costs a message one
// comparison. All functions are [main].
#pragma once

#include "host/guard/command_set.h"
#include "host/guard/guard.h"
#include "host/loop/timer_source.h"
#include "host/plugin/plugin_boundary.h"
#include "host/prompt/prompts.h"
#include "host/session/session_table.h"
#include "proto/secret_memory.h"
#include <prism/commands.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace Poco {
class Logger;
}

namespace prism::host {

// Where a user has typed a command.
struct Conversation {
  std::uint32_t kind = 0;  // PRISM_CONVERSATION_...
  std::string user;
  std::string buddy;     // the contact or the room; empty with PRISM_CONVERSATION_HOST
  std::string nickname;  // with PRISM_CONVERSATION_PRIVATE
};

class Commands final : private Guard::EndListener {
 public:
  // Runs the commands of the host itself.
  class HostCommands {
   public:
    // `values`: one for each argument of the definition. Returns the answer; empty if there is none, or if reply() is
    // to send it later.
    virtual std::string run(const Conversation& conversation, std::string_view name,
                            const SecretVector<SecretString>& values) = 0;

   protected:
    ~HostCommands() = default;
  };

  // The references must outlive this; `timers` are the host's. `admins` are the bare JIDs of service.admin_jid.
  Commands(SessionTable& sessions, Guard& guard, Prompts& prompts, TimerSource& timers, PluginBoundary& boundary,
           const std::vector<std::string>& admins, Poco::Logger& logger);
  ~Commands();
  Commands(const Commands&) = delete;
  Commands& operator=(const Commands&) = delete;

  // --- Called by the plugin.

  prism_result define(const prism_command_set* handed_in);
  prism_result answer(const prism_command_answer* handed_in);

  // create() has returned. Reports commands that no user can reach, now and in later definitions.
  void onCreated();

  // Adds commands of the host itself. A command of the plugin with the same name replaces one. A hidden command keeps
  // its name from being published as a message where the plugin lacks the function. `runner` must outlive this, or be
  // removed.
  void addHostCommands(std::vector<CommandDefinition> commands, HostCommands* runner);
  void removeHostCommands(const HostCommands* runner);

  // Sends a text to the user alone, in the conversation where a command was typed. Does nothing if the session has
  // ended.
  void reply(const Conversation& conversation, const std::string& text);

  // --- Called for Spectrum's requests. The user must have a session.

  // Returns true if the text may be a command, or has to be changed: if set() must read it.
  bool mayRead(std::string_view text) const {
    return set_ && !text.empty() && (text.front() == '/' || text.front() == '.');
  }

  // The commands of the plugin and the host. To be called only after mayRead() has returned true.
  const CommandSet& set() const { return *set_; }

  // Runs a command with the text of its arguments, or answers why not. The plugin may end the session meanwhile.
  void run(const Conversation& conversation, std::string_view name, std::string_view rest);

  // The session is closed. The plugin's later answers to its invocations have no effect.
  void endSession(const std::string& user) { onSessionEnded(user); }

 private:
  using Id = prism_request_id;

  struct HostCommand {
    CommandDefinition definition;
    HostCommands* runner;
  };

  struct Invocation {
    Commands* commands;
    Id id;
    Conversation conversation;
    std::string name;  // of the command
    std::chrono::milliseconds timeout;
    TimerQueue::Id timer = 0;
  };

  void onSessionEnded(const std::string& user) override;
  void runDefined(const Conversation& conversation, const CommandDefinition& command, std::string_view rest);
  void combine();
  void reportUnreachable() const;
  void runOfHost(const Conversation& conversation, const CommandDefinition& command, std::string_view rest);
  std::string help(const Conversation& conversation, std::string_view rest) const;
  bool isAdmin(const std::string& user) const;
  Id open(const Conversation& conversation, const CommandDefinition& command);
  std::unique_ptr<Invocation> take(Id id);
  static void onTimeOut(void* invocation, TimerQueue::Id);

  SessionTable& sessions_;
  Guard& guard_;
  Prompts& prompts_;
  TimerSource& timers_;
  PluginBoundary& boundary_;
  std::set<std::string, std::less<>> admins_;    // in lower case, as far as ASCII goes: JIDs have no case
  std::shared_ptr<const CommandSet> of_plugin_;  // nullptr until the plugin has defined a set
  std::vector<HostCommand> of_host_;
  std::shared_ptr<const CommandSet> set_;  // all of them; nullptr if there are none
  bool created_ = false;
  Poco::Logger& log_;
  std::map<Id, std::unique_ptr<Invocation>> open_;
  std::map<std::string, std::set<Id>, std::less<>> open_of_;  // by user; no set is empty
};

}  // namespace prism::host
