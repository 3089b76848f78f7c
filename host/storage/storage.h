// SPDX-License-Identifier: MIT
// The host's service "prism.storage/1" (prism/storage.h): small values that outlive the process, for the plugin and for
// the host itself. The service starts when the plugin requests it; before that, a login costs it nothing. All functions
// are [main].
#pragma once

#include "host/config/storage_settings.h"
#include "host/guard/guard.h"
#include "host/loop/timer_source.h"
#include "host/session/session_table.h"
#include "host/storage/store.h"
#include "host/storage/store_worker.h"
#include <prism/storage.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Poco {
class Logger;
}

namespace prism::host {

class Storage final : private Guard::EndListener {
 public:
  // All must outlive this; `timers` are the host's. `plugin` is the plugin's id.
  Storage(SessionTable& sessions, Guard& guard, TimerSource& timers, const StorageSettings& settings,
          std::string plugin, Poco::Logger& log);
  ~Storage();
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  // Starts the service. Values can be read from now on.
  void start();

  // The plugin is about to start. Values can be changed from now on.
  void allowChanges();

  // --- Called by the plugin.

  // The errno is for the plugin. The caller has to set it last.
  struct Outcome {
    prism_result result = PRISM_OK;
    int error = 0;
  };

  Outcome get(prism_str user, prism_str key, prism_storage_value_fn visit, void* data);
  Outcome set(prism_str user, prism_str key, prism_blob value);
  Outcome remove(prism_str user, prism_str key);
  Outcome list(prism_str user, prism_str prefix, prism_storage_key_fn visit, void* data);

  // --- Called by the host for values of its own, which the plugin does not see. The arguments must be valid, and the
  // service started. The results are those of prism/storage.h.

  // Writes nothing to *value if there is no such value.
  Outcome get(const std::string& user, const std::string& key, std::optional<std::string>* value);

  // Without a value, removes it.
  Outcome change(const std::string& user, const std::string& key, std::optional<std::string_view> value);

  // --- Called for Spectrum's requests.

  // A login is about to be passed to the plugin.
  void onLogin(const std::string& user);

  // The plugin has been told of a logout.
  void onLogout(const std::string& user) { logins_.erase(user); }

  // The function of the plugin that has ended a session has returned.
  void endTurn();

 private:
  struct Login {
    StoreLogin login;
    bool refused = false;  // a change was refused, and that is logged
  };
  using Clock = std::chrono::steady_clock;

  void onSessionEnded(const std::string& user) override;
  void begin();
  void tidy();
  static void onTidyTimer(void* self, TimerQueue::Id);
  Outcome refuse(const char* function, prism_result result, std::string_view why);
  std::optional<Outcome> checkUser(const char* function, prism_str user);
  std::optional<Outcome> checkText(const char* function, const char* argument, prism_str text, bool may_be_empty);
  Outcome change(const char* function, std::string_view owner, const std::string& user, const std::string& key,
                 std::optional<std::string_view> value);
  Outcome refuseChange(const char* function, const std::string& user, const ChangeError& error);
  Outcome fail(const Error& error);
  void succeed();
  Store::Wait wait() const;

  SessionTable& sessions_;
  Guard& guard_;
  TimerSource& timers_;
  const std::string plugin_;
  const std::uint32_t days_;
  Poco::Logger& log_;
  const Store store_;
  bool started_ = false;
  bool may_change_ = false;
  std::map<std::string, Login, std::less<>> logins_;
  std::vector<std::string> ended_;     // users whose session the plugin or the host has ended in this turn
  std::string failure_;                // the last one; empty once a change has succeeded
  Clock::time_point no_wait_until_{};  // a lock was not released in time; others may not be, either
  TimerQueue::Id tidy_timer_ = 0;
  std::optional<StoreWorker> worker_;  // destroyed before store_
};

}  // namespace prism::host
