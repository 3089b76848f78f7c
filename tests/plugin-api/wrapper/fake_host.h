// SPDX-License-Identifier: MIT
// A host for tests of plugins: a struct prism_host that writes down what it is called for, one line each, with every
// field that was given. Watches, timers and posts come when the test says so.
#pragma once

#include <prism/prompt.h>

#include <cstdint>
#include <functional>
#include <map>
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

  // What it has been called for since the last call of this.
  Lines take() { return std::exchange(calls_, {}); }

  // One more value of a key.
  void configure(const std::string& key, const std::string& value) { config_[key].push_back(value); }

  // The lowest level that is written in an area, empty for the plugin's own category; where nothing is said, all are.
  void configureLog(const std::string& area, std::uint32_t lowest) { log_levels_[area] = lowest; }

  // What functions answer from here on: all events, watch_add, timer_add, post and those of prism.prompt/1. With
  // PRISM_ERR_THREAD, what is to be removed or withdrawn stays, too.
  void answer(prism_result result) { answer_ = result; }

  // Each is refused, as a broken test, if there is no such thing.
  void ready(std::int32_t fd, std::uint32_t events);
  void due(prism_timer timer);
  void runPosts();
  void endPrompt(prism_prompt_id id, std::uint32_t outcome, const std::vector<std::string>& values = {});

  std::size_t watches() const { return watches_.size(); }
  std::size_t timers() const { return timers_.size(); }

 private:
  // The functions find their host behind the table.
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

  prism_result note(std::string line);

  // Takes out what is not needed any more.
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
  std::map<prism_prompt_id, std::pair<prism_prompt_fn, void*>> prompts_;
  std::uint64_t last_id_ = 0;
};

// A plugin in the hands of a host: calls the functions of its table as the host would.
class Instance {
 public:
  // Nothing comes to life if create() does not return OK.
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

  prism_result result() const { return result_; }
  void* self() const { return self_; }
  const prism_plugin* operator->() const { return &functions_; }

  void login(std::string_view user, std::string_view legacy_name) const;
  void logout(std::string_view user) const { functions_.logout(self_, str(user)); }
  void say(std::string_view user, std::string_view buddy, std::string_view text, std::uint32_t flags = 0,
           std::string_view nickname = {}, std::string_view id = {}) const;

  static prism_str str(std::string_view text) { return {text.data(), text.size()}; }

 private:
  const prism_plugin functions_;
  void* self_ = nullptr;
  prism_result result_ = PRISM_OK;
};

}  // namespace prism::tests
