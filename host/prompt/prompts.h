// The questions that are open: the service "prism.prompt/1" without its C. Each user is asked one at a time, as messages
// from a contact of the transport; what the user writes to that contact comes here.
//
// [main thread]
#pragma once

#include <prism/prompt.h>

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/guard.h"
#include "host/plugin_boundary.h"
#include "host/prompt/dialogue.h"
#include "host/session_table.h"
#include "host/timer_source.h"

namespace prism::host {

class Prompts {
 public:
  // All must outlive this. `contact` is what the contact is called, unless somebody on the network is; in server mode,
  // `let_in` is set.
  Prompts(SessionTable& sessions, Guard& guard, PluginBoundary& boundary, TimerSource& timers, std::string contact,
          bool let_in);
  ~Prompts();
  Prompts(const Prompts&) = delete;
  Prompts& operator=(const Prompts&) = delete;

  // The functions of the service.
  prism_result ask(const prism_prompt* asked, prism_prompt_fn ended, void* data, prism_prompt_id* id);
  prism_result withdraw(prism_prompt_id id);
  prism_result tell(prism_str user, prism_str text, const prism_attachment* const* attachments,
                    std::uint64_t attachments_count);

  // Whether this is the contact that asks this user.
  bool isContact(const Session& session, std::string_view buddy) const;

  // The user has written this to the contact.
  void hear(const std::string& user, std::string_view words);

  // Tells the plugin about questions whose session has ended.
  void tellEnded();

  // Whether a question to this user is open, so that a login may take its time.
  static bool anyOpen(const Session& session);

 private:
  struct Open {
    prism_prompt_id id;
    std::string user;
    Dialogue dialogue;
    prism_prompt_fn ended;
    void* data;
    bool shown = false;
    TimerQueue::Id timer = 0;
  };
  using OpenList = std::list<std::unique_ptr<Open>>;

  // Kept with the session, and so it ends with it: what is open goes over to those that have ended.
  class OfUser final : public SessionPart {
   public:
    explicit OfUser(Prompts& prompts) : prompts_(prompts) {}
    ~OfUser() override;

    OpenList open;  // the first is the one that is shown

   private:
    Prompts& prompts_;
  };

  static void onTimeout(void* self, TimerQueue::Id timer);
  static OfUser* of(const Session& session) { return static_cast<OfUser*>(session.prompts.get()); }
  std::string contactOf(const Session& session) const;
  void say(const std::string& user, std::string_view text, const std::vector<Prompt::Attachment>& attachments = {});
  void letIn(const Session& session, const std::string& user);
  void showNext(const std::string& user);
  std::unique_ptr<Open> take(prism_prompt_id id);
  void end(std::unique_ptr<Open> open, std::uint32_t outcome);

  SessionTable& sessions_;
  Guard& guard_;
  PluginBoundary& boundary_;
  TimerSource& timers_;
  const std::string contact_;
  const bool let_in_;
  prism_prompt_id last_id_ = 0;
  std::map<prism_prompt_id, Open*> open_;  // of all users
  OpenList ended_;                         // with their sessions; the plugin is still to be told
};

}  // namespace prism::host
