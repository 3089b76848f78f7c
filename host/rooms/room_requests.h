// SPDX-License-Identifier: MIT
// The host's service "prism.rooms/1" (prism/room_admin.h): hands requests about rooms to the plugin, and its
// answers to the part of the host that has asked. All functions are [main].
#pragma once

#include "host/base/capability_check.h"
#include "host/guard/guard.h"
#include "host/guard/rooms_answer.h"
#include "host/loop/timer_source.h"
#include "host/plugin/open_requests.h"
#include "host/plugin/plugin.h"
#include "host/session/room_capabilities.h"
#include "host/session/session_table.h"
#include "proto/secret_memory.h"
#include <prism/room_admin.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>

namespace prism::host {

enum class RoomAction {
  kKick,
  kBan,
  kUnban,
  kSetRole,
  kSetAffiliation,
  kList,
  kInvite,
  kGetSettings,
  kConfigure,
  kDestroy,
};

// A new value of a setting.
struct RoomValue {
  SecretString name;
  SecretString value;
};

// A request about a room. The members that an action does not need are ignored.
struct RoomRequest {
  RoomAction action;
  std::string user;
  std::string room;
  std::string nickname = {};      // of the participant; or the name that the user has typed for it
  std::string account = {};       // the participant's, or the one to invite
  std::uint32_t role = 0;         // PRISM_ROLE_...
  std::uint32_t affiliation = 0;  // PRISM_AFFILIATION_...
  std::string reason = {};
  std::string alternative = {};         // a room, of kDestroy
  SecretVector<RoomValue> values = {};  // of kConfigure
};

class RoomRequests final : private Guard::EndListener {
 public:
  using Answered = std::function<void(const RoomsAnswer&)>;

  static constexpr std::chrono::minutes kTimeout{2};

  // The references must outlive this; `timers` are the host's.
  RoomRequests(SessionTable& sessions, Guard& guard, TimerSource& timers, Poco::Logger& log,
               std::chrono::milliseconds timeout = kTimeout);
  ~RoomRequests();
  RoomRequests(const RoomRequests&) = delete;
  RoomRequests& operator=(const RoomRequests&) = delete;

  // The plugin has got the service.
  void noteUse() { used_ = true; }

  // Asks the plugin for its table. To be called after create(). `plugin` must outlive this.
  void start(Plugin& plugin);

  // Returns true if the plugin has the service or the table.
  bool isUsed() const { return used_ || plugin_; }

  // Returns true if the plugin's table has the function for this action.
  bool has(RoomAction action) const;

  // Hands a request to the plugin. `answered` is called once, perhaps before this returns, and not after the session of
  // the user has ended. It must not keep what it gets. Called by `answered`, this hands the request over in the next
  // turn of the loop: functions of the host do not call the plugin before they return.
  void send(RoomRequest request, Answered answered);

  // --- Called by the plugin.

  prism_result setCapabilities(const prism_rooms_capabilities* capabilities);
  prism_result answer(const prism_rooms_answer* answer);

  // The session is closed. The plugin's later answers to its requests have no effect.
  void endSession(const std::string& user) { onSessionEnded(user); }

 private:
  using Id = prism_request_id;

  struct Open {
    std::string user;
    RoomAction action;
    Answered answered;
  };

  struct Postponed {
    RoomRequest request;
    Answered answered;
  };

  void onSessionEnded(const std::string& user) override;
  RoomsOutcome refusalOf(RoomRequest* request);
  bool allows(const RoomCapabilities& can, const RoomRequest& request) const;
  Plugin::Call hand(Id id, const RoomRequest& request);
  void postpone(RoomRequest request, Answered answered);
  static void sendPostponed(void* self, TimerQueue::Id);

  SessionTable& sessions_;
  Guard& guard_;
  TimerSource& timers_;
  const std::chrono::milliseconds timeout_;
  bool used_ = false;
  Plugin* plugin_ = nullptr;  // set if the plugin has the table
  prism_rooms_plugin table_{};
  RoomCapabilities all_rooms_;
  CapabilityCheck check_;
  OpenRequests<Open> open_;
  bool answering_ = false;  // an `answered` runs within the plugin's answer()
  std::deque<Postponed> postponed_;
  TimerQueue::Id postponed_timer_ = 0;  // 0: does not run
};

}  // namespace prism::host
