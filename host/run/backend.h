// SPDX-License-Identifier: MIT
// One backend: a plugin on one side, Spectrum 2 on the other, and the event loop between them. Everything runs on the
// thread that creates it.
//
//   socket -> Connection -> FrameReader -> Requests (Session table) -> Plugin
//   socket <- Connection <- FrameWriter <- Guard                    <- HostServices, called by the plugin
#pragma once

#include "host/avatar/avatars.h"
#include "host/base/result.h"
#include "host/config/config.h"
#include "host/config/settings.h"
#include "host/crash/crash_report.h"
#include "host/end/plugin_exit.h"
#include "host/guard/guard.h"
#include "host/history/history.h"
#include "host/log/fault_log.h"
#include "host/log/log.h"
#include "host/loop/event_loop.h"
#include "host/loop/signals.h"
#include "host/loop/timer_source.h"
#include "host/plugin/features.h"
#include "host/plugin/plugin.h"
#include "host/plugin/plugin_boundary.h"
#include "host/prompt/prompts.h"
#include "host/requests/requests.h"
#include "host/rooms/room_commands.h"
#include "host/run/metrics.h"
#include "host/services/host_services.h"
#include "host/services/module_loop.h"
#include "host/services/plugin_loop.h"
#include "host/session/session_table.h"
#include "host/spectrum/connection.h"
#include "host/storage/storage.h"
#include "host/watchdog/call_monitor.h"
#include "host/watchdog/process_limits.h"
#include "host/watchdog/process_memory.h"
#include "host/watchdog/watchdog.h"
#include "proto/frame_writer.h"

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace prism::host {

class Backend final : private Connection::Listener,
                      private EventLoop::Handler,
                      private Watchdog::Listener,
                      private ExitListener {
 public:
  // `plugin` is the file to load. A Backend is never destroyed: threads that the plugin leaves running may call the
  // host until the process ends.
  Backend(Config config, const Settings& settings, const PluginFile& plugin);
  ~Backend() = delete;

  // The steps of a run follow, in their order. Each is called only if the one before has succeeded, but shutDown() is
  // always called after createPlugin().

  // Loads the plugin and creates its instance.
  std::optional<Error> createPlugin();

  // [after createPlugin()] Returns a sentence for each key of the configuration that has no effect with this plugin.
  std::vector<std::string> findIneffectiveKeys() const {
    return features_.findIneffectiveKeys(abilities(), plugin_name_);
  }

  // Starts the plugin.
  std::optional<Error> startPlugin();

  // Connects to Spectrum, over `stream` if there is one.
  std::optional<Error> connect(std::optional<Stream> stream);

  // Serves Spectrum until it asks for the end (EXIT, end of file), a signal does, or there is an error.
  std::optional<Error> serve();

  // Shuts down: logs all users out of their networks, and gives the plugin two seconds to stop and the socket to take
  // the last frames. `error` is the reason if something has failed. Returns the actual reason: damage that the plugin
  // has done to the host comes first. The caller then has to end the process.
  std::optional<Error> shutDown(std::optional<Error> error);

  // Returns true if a signal has asked for the end. Errors of connect() then do not matter.
  bool interrupted() const { return signals_.received() != 0; }

  // Returns an error if it was the plugin that has raised this signal.
  std::optional<Error> raisedSignal() const;

 private:
  using Milliseconds = Watchdog::Milliseconds;
  using Time = std::chrono::steady_clock::time_point;
  enum class Life { kNone, kCreated, kStarted };

  bool onFrame(std::span<char> frame) override;
  void onCongestion(bool congested) override;
  void onWaiting() override;
  void onWaited() override;
  void onReady(std::uint32_t events) override;  // the host's own timers
  void onStall(const char* function, Milliseconds time) override;
  void onReturn(const char* function, Milliseconds time) override;
  void onLoopBlocked(const char* function, Milliseconds time) override;
  void onHang(const char* function, Milliseconds time) override;
  void onCheck() override;
  [[noreturn]] void onExitCall(const char* call) override;
  Result<Stream> connectOverTcp();
  void runLoop();
  void logOutAndStop(Time deadline);
  void awaitStopAndDrain(Time deadline, bool done);
  void close();
  void requestShutdown(Error error);           // [any thread]
  void checkDescriptors(bool socket_is_lost);  // [any thread]
  void reinstallSignalHandlers();
  Features::Abilities abilities() const;
  static void onPingTimeout(void* self, TimerQueue::Id);
  void logWithheld();
  void flush();
  Error refusal(const char* function) const;
  std::optional<Error> strictError() const;  // nullopt if the plugin has not misbehaved, or prism.strict is 0
  void announceFeatures();
  void answerPing();
  void reportChanges();
  void updateMemoryUsage();
  void restartPingTimer();
  void startMetrics();
  void servePlugin(bool on);
  const prism_host* openModuleLoop();

  const Config config_;
  const Settings settings_;
  Poco::Logger& log_;
  const PluginFile plugin_file_;
  FaultLog spectrum_faults_;
  FunctionCounts misbehaviours_;
  FaultLog misbehaviour_;  // counts in misbehaviours_
  FunctionCounts stalls_;
  PluginMetrics plugin_metrics_;

  EventLoop loop_;
  Signals signals_{loop_, &reopenLogFiles};

  // Logs the counts of withheld lines some seconds later.
  struct WithheldTimer final : EventLoop::Handler {
    explicit WithheldTimer(Backend& backend_to_ask) : backend(backend_to_ask) {}
    void onReady(std::uint32_t events) override;

    Backend& backend;
  } withheld_timer_{*this};
  TimerSource timers_;  // the host's own, which run on while the plugin is paused
  TimerQueue::Id ping_timer_ = 0;
  bool ping_timed_out_ = false;
  bool exit_requested_ = false;
  std::atomic<bool> shutting_down_ = false;
  bool plugin_exits_ = false;

  // Damage that the plugin has done to the host, which then has to end.
  const pthread_t main_thread_ = ::pthread_self();
  std::atomic<bool> damaged_ = false;
  std::atomic<bool> loop_is_broken_ = false;
  std::mutex damage_mutex_;
  std::optional<Error> damage_;  // guarded by damage_mutex_; the first one

  bool features_announced_ = false;
  bool ping_answered_ = false;

  wire::FrameWriter out_;
  SessionTable sessions_;
  PresenceMemory presences_;
  Features features_{config_};
  Guard guard_;
  WriteSide write_side_;
  CallMonitor calls_{write_side_};
  PluginBoundary boundary_{misbehaviour_, calls_};
  Prompts prompts_;
  Storage storage_;
  Commands commands_;
  History history_{sessions_, guard_, commands_, storage_, timers_, log_};
  AdminCommands admin_{guard_, timers_, boundary_};
  SettingsSchema settings_schema_;
  PluginLoop plugin_loop_{loop_, boundary_};
  std::optional<ModuleLoop> module_loop_;  // once the network module is open
  NetworkModule network_;
  Lookups lookups_{network_, guard_, boundary_};
  MediaIds media_ids_;
  Media media_;
  Fetches fetches_;
  Avatars avatars_{sessions_, guard_, network_, timers_, log_, {}};
  RoomRequests rooms_{sessions_, guard_, timers_, log_};
  RoomCommands room_commands_{rooms_, commands_};
  HostServices services_;
  std::unique_ptr<Plugin> plugin_;
  Life life_ = Life::kNone;
  std::optional<Requests> requests_;
  std::optional<Connection> connection_;
  std::optional<Metrics> metrics_;
  const ProcessMemory memory_at_start_ = readProcessMemory();
  ProcessMemory memory_now_ = memory_at_start_;
  bool out_of_descriptors_ = false;
  ProcessLimits limits_;

  const std::string plugin_name_;  // id and version
  std::string stats_id_;           // see spectrum/stats_id.h
  const CrashFacts crash_facts_{plugin_name_.c_str(), &calls_, &sessions_};
  Watchdog watchdog_;
};

}  // namespace prism::host
