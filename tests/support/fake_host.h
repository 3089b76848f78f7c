// SPDX-License-Identifier: MIT
// A fake host for tests of plugins: a prism_host table that records each call as one line, with every field that was
// given. Watches, timers, posts, prompts, lookups and fetches fire when the test
// says so. Further services are in fake_services.cpp.
#pragma once

#include <prism/admin.h>
#include <prism/commands.h>
#include <prism/media.h>
#include <prism/prompt.h>
#include <prism/resolve.h>
#include <prism/storage.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::tests {

using Lines = std::vector<std::string>;

class FakeHost {
 public:
  FakeHost();
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  const prism_host* table() const { return &table_.host; }

  // Returns the fake host behind a table.
  static FakeHost& of(const prism_host* host) { return *reinterpret_cast<const Table*>(host)->self; }

  // Records a call, and returns the result that answer() has set. For the services in fake_services.cpp.
  prism_result note(std::string line);
  std::uint64_t nextId() { return ++last_id_; }

  // From now on, get_service() does not find this service.
  void removeService(const std::string& name) { removed_services_.insert(name); }

  // These keep the callback of a command to Spectrum, call it, and forget it. The test fails if there is none.
  void keepCommand(prism_admin_id id, prism_admin_fn ended, void* data) { admin_commands_[id] = {ended, data}; }
  void endCommand(prism_admin_id id, std::uint32_t outcome, const std::string& answer = {});
  prism_result forgetCommand(prism_admin_id id);

  // Returns the calls since the last take().
  Lines take() { return std::exchange(calls_, {}); }

  // Adds a value to a key.
  void configure(const std::string& key, const std::string& value) { config_[key].push_back(value); }

  // Sets the lowest level that is logged in an area; the empty area is the plugin's own category. Without it, all
  // levels are.
  void configureLog(const std::string& area, std::uint32_t lowest) { log_levels_[area] = lowest; }

  // The values of prism.storage/1, by user and key. set() and remove() change them, unless answer() says otherwise.
  using Values = std::map<std::pair<std::string, std::string>, std::string>;
  Values& stored() { return stored_; }

  // Sets the result of all events, watch_add, timer_add, post and of the services. With PRISM_ERR_THREAD, removals,
  // withdrawals and cancels do nothing.
  void answer(prism_result result) { answer_ = result; }

  // These fire a watch, a timer, the posts and a prompt. The test fails if there is none.
  void fireWatch(std::int32_t fd, std::uint32_t events);
  void fireTimer(prism_timer timer);
  void runPosts();
  void endPrompt(prism_prompts_id id, std::uint32_t outcome, const std::vector<std::string>& values = {});

  // Runs a command of the plugin, and returns the id of the invocation. The test fails if no command has this name.
  prism_request_id runCommand(const std::string& name, std::string_view user, std::string_view buddy,
                              const std::vector<std::string>& values = {},
                              std::uint32_t kind = PRISM_CONVERSATION_CONTACT, std::string_view nickname = {});

  void endLookup(prism_resolve_id id, const prism_lookup_answer& answer);
  void endPublication(prism_media_id id, const prism_published& published);
  void endFetch(prism_media_id id, const prism_fetched& fetched);

  std::size_t watches() const { return watches_.size(); }
  std::size_t timers() const { return timers_.size(); }

 private:
  // Finds the FakeHost from the prism_host pointer.
  struct Table {
    prism_host host;
    FakeHost* self;
  };
  struct Thunks;
  struct Watch {
    prism_watch_fn ready;
    void* data;
    std::int32_t fd;
  };
  struct Timer {
    prism_timer_fn due;
    void* data;
    bool periodic;
  };

  // Removes a watch, timer, prompt, lookup or fetch.
  template <typename Map>
  prism_result remove(Map* known, std::uint64_t id, void* (*data)(const typename Map::mapped_type&));

  Table table_;
  Lines calls_;
  prism_result answer_ = PRISM_OK;
  std::map<std::string, std::vector<std::string>> config_;
  std::map<std::string, std::uint32_t> log_levels_;
  std::map<prism_watch, Watch> watches_;
  std::map<prism_timer, Timer> timers_;
  std::vector<std::pair<prism_post_fn, void*>> posts_;
  std::map<prism_prompts_id, std::pair<prism_prompt_fn, void*>> prompts_;
  std::map<prism_resolve_id, std::pair<prism_lookup_fn, void*>> lookups_;
  std::map<prism_media_id, std::pair<prism_publish_fn, void*>> publications_;
  std::map<prism_media_id, std::pair<prism_fetch_fn, void*>> fetches_;
  Values stored_;
  std::map<prism_admin_id, std::pair<prism_admin_fn, void*>> admin_commands_;
  std::set<std::string> removed_services_;
  std::vector<std::string> commands_;  // the names of the plugin's commands
  prism_command_fn run_command_ = nullptr;
  void* command_data_ = nullptr;
  std::uint64_t last_id_ = 0;
};

// A created plugin. Calls the callbacks of its table as the host would.
class Instance {
 public:
  // self() is NULL if create() fails.
  Instance(const prism_plugin& functions, const FakeHost& host) : functions_(functions) {
    result_ = functions_.create(host.table(), &self_);
  }
  ~Instance() { destroy(); }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  void destroy() {
    if (self_) {
      functions_.destroy(std::exchange(self_, nullptr));
    }
  }

  // Does nothing if create() has failed or the plugin has no start().
  void start() {
    if (self_ && functions_.start) {
      result_ = functions_.start(self_);
    }
  }

  // That of the last of create() and start().
  prism_result result() const { return result_; }
  void* self() const { return self_; }
  const prism_plugin* operator->() const { return &functions_; }

  void login(std::string_view user, std::string_view legacy_name) const;
  void logout(std::string_view user) const;
  void sendRoster(std::string_view user, const std::vector<const prism_buddy*>& buddies) const;
  void removeBuddy(std::string_view user, std::string_view buddy) const;
  void sendRawXml(std::string_view user, std::string_view xml) const;
  // `wanted`: the id of the request, which wants a receipt; 0: it wants none.
  void say(std::string_view user, std::string_view buddy, std::string_view text,
           std::uint32_t kind = PRISM_CONVERSATION_CONTACT, std::string_view nickname = {},
           prism_request_id wanted = 0) const;

  void setStatus(std::string_view user, std::uint32_t status, std::string_view text) const;
  void block(std::string_view user, std::string_view buddy, bool blocked) const;
  void answerAuthorization(std::string_view user, std::string_view buddy, bool accepted) const;
  void type(std::string_view user, std::string_view buddy, std::string_view nickname, std::uint32_t state) const;
  void callAttention(std::string_view user, std::string_view buddy, std::string_view nickname,
                     std::string_view text) const;
  void leave(std::string_view user, std::string_view room) const;
  void setSubject(std::string_view user, std::string_view room, std::string_view subject) const;
  void requestVCard(std::string_view user, std::string_view buddy, std::string_view nickname) const;

  static prism_str str(std::string_view text) { return {text.data(), text.size()}; }

 private:
  const prism_plugin functions_;
  void* self_ = nullptr;
  prism_result result_ = PRISM_OK;
};

}  // namespace prism::tests
