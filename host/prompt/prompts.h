// SPDX-License-Identifier: MIT
// The questions of the plugin to its users: the host's service "prism.prompt/1" (prism/prompt.h). Each user has a line of
// them, of which the first is shown. They go out as messages of a contact of ours, through the Guard as all messages do;
// what the user writes to that contact comes here instead of to the plugin.
//
// The service begins when the plugin gets it; until then, no message takes a step more for it. All of it is [main].
#pragma once

#include <prism/prompt.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/prompt_settings.h"
#include "host/guard/guard.h"
#include "host/loop/timer_source.h"
#include "host/plugin/plugin_boundary.h"
#include "host/prompt/contact_name.h"
#include "host/prompt/dialogue.h"
#include "host/session/session_table.h"

namespace prism::host {

class Prompts final : private Guard::Listener {
 public:
  // All must outlive this; `timers` are the host's.
  Prompts(SessionTable& sessions, Guard& guard, TimerSource& timers, PluginBoundary& boundary, PromptSettings settings);
  Prompts(const Prompts&) = delete;
  Prompts& operator=(const Prompts&) = delete;

  // --- The plugin's side.

  // It has got the service.
  void begin();

  prism_result ask(const prism_prompt* prompt, prism_prompt_fn ended, void* data, prism_prompt_id* id);
  prism_result withdraw(prism_prompt_id id);
  prism_result tell(prism_str user, prism_str text, const prism_attachment* const* attachments, std::uint64_t count);

  // --- Spectrum's side. The user must have a session.

  // Whether this is the contact that asks, and nobody of the network.
  bool isContact(std::string_view user, std::string_view name) const { return begun_ && isOurs(user, name); }

  // There is a contact or a room of this name.
  void avoid(std::string_view user, std::string_view name) {
    if (begun_) {
      named(user, name);
    }
  }

  // The same of a contact that the user says there is, unless it is the one that has spoken: clients add strangers who
  // have written to them. True if it is that one.
  bool isAddedContact(std::string_view user, std::string_view name);

  // The user has written to the contact.
  void hear(const std::string& user, std::string_view said);

  // Whether the user has a question to answer.
  bool isAsked(const std::string& user) const;

  // A login has been handed to the plugin. If questions from before go on, the user must be able to read them.
  void loggedIn(const std::string& user);

  // The user's client has perhaps come, as the session knows: what it could not have read before is said now.
  void clientCame(const std::string& user);

  // The session is closed; to be called before the plugin is told.
  void endSession(const std::string& user);

  // Tells the plugin of the questions to users whose session it has ended itself. To be called when no call of the plugin
  // is running.
  void settle();

 private:
  using Id = prism_prompt_id;

  struct Prompt {
    Prompts* prompts;
    Id id;
    std::string user;
    Dialogue dialogue;
    prism_prompt_fn ended;
    void* data;
    std::size_t size;  // bytes, about
    TimerQueue::Id timer = 0;
    bool shown = false;
  };

  struct Message {
    std::string text;
    std::vector<Attachment> attachments;

    std::size_t size() const;  // bytes, about
  };

  struct User {
    ContactName contact;
    std::deque<Id> line = {};
    std::size_t asked_size = 0;     // of the questions in the line
    std::deque<Message> held = {};  // to be said (again) when the client is there
    std::size_t held_size = 0;
    bool spoken = false;  // the contact has asked or told the user something
  };

  void disconnected(const std::string& user) override;
  void named(std::string_view user, std::string_view name) override;

  bool isOurs(std::string_view user, std::string_view name) const;
  User& userOf(const std::string& user);
  std::string whyNotAsk(const std::string& user, const User& asked, std::size_t size) const;
  void hold(const std::string& user, User* addressed, const Message& message);
  void release(User* user);  // what is held
  void say(const std::string& user, std::string text, std::vector<Attachment> attachments = {});
  void send(const std::string& user, const Message& message);
  void show(const std::string& user);
  void end(Id id, std::uint32_t outcome);
  std::unique_ptr<Prompt> take(Id id);
  void call(const Prompt& prompt, std::uint32_t outcome);
  void repeat(const std::string& user, const std::string& why);
  void explain(const std::string& user);
  static void onTimeOut(void* prompt, TimerQueue::Id);

  SessionTable& sessions_;
  Guard& guard_;
  TimerSource& timers_;
  PluginBoundary& boundary_;
  const PromptSettings settings_;
  bool begun_ = false;
  bool speaking_ = false;  // the message that is going out is ours
  Id last_id_ = 0;
  std::size_t size_ = 0;  // of all questions, and of all messages that are held
  std::map<Id, std::unique_ptr<Prompt>> prompts_;
  std::map<std::string, User, std::less<>> users_;  // those with a question, or with names to be avoided
  std::vector<std::unique_ptr<Prompt>> ended_;      // by the end of their session, which the plugin has still to hear
};

}  // namespace prism::host
