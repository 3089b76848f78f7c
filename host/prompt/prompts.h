// SPDX-License-Identifier: MIT
// The host's service "prism.prompts/1" (prism/prompt.h): questions of the plugin to its users. Each user has a queue of
// questions, the first of which is shown. The questions are sent through the Guard as messages of a contact of the
// host's, the prompt contact. Messages of the user to that contact are answers, and do not reach the plugin.
//
// The service starts when the plugin requests it; before that, it costs a message nothing. All functions are [main].
#pragma once

#include "host/config/prompt_settings.h"
#include "host/guard/guard.h"
#include "host/loop/timer_source.h"
#include "host/plugin/plugin_boundary.h"
#include "host/prompt/contact_name.h"
#include "host/prompt/dialogue.h"
#include "host/session/session_table.h"
#include <prism/prompt.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::host {

class Prompts final : private Guard::Listener {
 public:
  // All must outlive this; `timers` are the host's.
  Prompts(SessionTable& sessions, Guard& guard, TimerSource& timers, PluginBoundary& boundary, PromptSettings settings);
  Prompts(const Prompts&) = delete;
  Prompts& operator=(const Prompts&) = delete;

  // --- Called by the plugin.

  // Starts the service.
  void start();
  bool isStarted() const { return started_; }

  prism_result ask(const prism_prompt* prompt, prism_prompt_fn ended, void* data, prism_prompts_id* id);
  prism_result cancel(prism_prompts_id id);
  prism_result tell(const prism_notice* handed_in);

  // --- Called for Spectrum's requests. The user must have a session.

  // Returns true if `name` is the prompt contact and not a contact of the network.
  bool isContact(std::string_view user, std::string_view name) const { return started_ && isPromptContact(user, name); }

  // A contact or a room of the network has this name. If the prompt contact has it too, it is renamed.
  void onNetworkName(std::string_view user, std::string_view name) {
    if (started_) {
      onNameUsed(user, name);
    }
  }

  // Called when the user adds a contact. Returns true if it is the prompt contact, and that has written before: clients
  // add strangers who have written to them. Otherwise does the same as onNetworkName().
  bool isAddedContact(std::string_view user, std::string_view name);

  // The user has written to the prompt contact.
  void onMessage(const std::string& user, std::string_view said);

  // Sends the user a message from the prompt contact.
  void reply(const std::string& user, std::string text) { say(user, std::move(text)); }

  // Returns true if the user has an open question.
  bool isAsked(const std::string& user) const;

  // A login has been passed to the plugin. In server mode, sends CONNECTED and repeats the open question, if there is
  // one, so that the user can read it.
  void onLogin(const std::string& user);

  // A presence of the user has arrived, so the client may be online. Sends the messages in the backlog. The backlog is
  // cleared only when the client is online for certain.
  void sendBacklog(const std::string& user);

  // The session is closed. Call this before the plugin is told of it.
  void endSession(const std::string& user);

  // Tells the plugin of questions that have ended with a session that the plugin itself has ended. Call this when no
  // call of the plugin is running.
  void reportEndedQuestions();

 private:
  using Id = prism_prompts_id;

  struct Prompt {
    Prompts* prompts;
    Id id;
    std::string user;
    Dialogue dialogue;
    prism_prompt_fn ended;
    void* data;
    std::size_t size;  // approximately, in bytes
    TimerQueue::Id timer = 0;
    bool shown = false;
  };

  struct Message {
    std::string text;
    std::vector<Attachment> attachments;

    std::size_t size() const;  // approximately, in bytes
  };

  struct User {
    ContactName contact;
    std::deque<Id> queue = {};
    std::size_t queue_size = 0;        // of the questions in the queue, in bytes
    std::deque<Message> backlog = {};  // backlog: to be sent, perhaps again, when the client is online
    std::size_t backlog_size = 0;
    std::string online_as = {};  // the contact's name in its presence; empty: it is offline
    bool has_written = false;    // the prompt contact has written to the user
  };

  void onDisconnected(const std::string& user) override;
  void onNameUsed(std::string_view user, std::string_view name) override;

  // Forgets the user, whose questions have ended with the session.
  void forget(const std::string& user);

  bool isPromptContact(std::string_view user, std::string_view name) const;
  User& userOf(const std::string& user);
  std::string reasonToRefuse(const std::string& user, const User& asked, std::size_t size) const;
  void addToBacklog(const std::string& user, User* addressed, const Message& message);
  void clearBacklog(User* user);  // clears the backlog
  void say(const std::string& user, std::string text, std::vector<Attachment> attachments = {});
  void send(const std::string& user, const Message& message);
  void updatePresence(const std::string& user, User* asked);
  void show(const std::string& user);
  void end(Id id, std::uint32_t outcome);
  std::unique_ptr<Prompt> take(Id id);
  void callEnded(const Prompt& prompt, std::uint32_t outcome);
  void sendQuestion(const std::string& user, const std::string& why);
  void replyNoQuestion(const std::string& user);
  static void onTimeOut(void* prompt, TimerQueue::Id);

  SessionTable& sessions_;
  Guard& guard_;
  TimerSource& timers_;
  PluginBoundary& boundary_;
  const PromptSettings settings_;
  bool started_ = false;
  bool sending_ = false;  // a message of the prompt contact is being sent
  Id last_id_ = 0;
  std::size_t size_ = 0;  // of all questions and all backlogs, in bytes
  std::map<Id, std::unique_ptr<Prompt>> prompts_;
  std::map<std::string, User, std::less<>> users_;  // users with a question, a backlog, or names to avoid
  std::vector<std::unique_ptr<Prompt>> ended_;      // ended with their session; the plugin has not been told yet
};

}  // namespace prism::host
