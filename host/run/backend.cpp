// SPDX-License-Identifier: MIT
#include "host/run/backend.h"

#include "host/base/own_descriptors.h"
#include "host/base/process_start.h"
#include "host/base/unix_time.h"
#include "host/crash/crash_report.h"
#include "host/crash/stack_trace.h"
#include "host/end/last_resort.h"
#include "host/log/captured_output.h"
#include "host/log/standard_streams.h"
#include "host/log/withheld_timer.h"
#include "host/plugin/abi_rule.h"
#include "host/plugin/version.h"
#include "host/spectrum/connect.h"
#include "host/spectrum/stats_id.h"

#include <Poco/Logger.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <limits>

namespace prism::host {
namespace {

using pbnetwork::WrapperMessage;

// The time for the plugin to stop; the rest of kShutdownTime is for destroy() and the end of the process.
constexpr std::chrono::milliseconds kStopTime{2000};
static_assert(kStopTime < kShutdownTime);

// Limits a number to 32 bits, the width of the fields of Stats.
std::int32_t kilobytes(std::uint64_t count) {
  return static_cast<std::int32_t>(std::min<std::uint64_t>(count, std::numeric_limits<std::int32_t>::max()));
}

Poco::Logger& pluginLogger(const PluginFile& plugin) { return Poco::Logger::get("Plugin." + (*plugin.note).id); }

// The users who administer the transport, as Spectrum knows them.
std::vector<std::string> adminsOf(const Config& config) {
  std::vector<std::string> admins;
  for (const Config::Value& jid : config.list("service.admin_jid")) {
    admins.emplace_back(jid);
  }
  return admins;
}

std::int64_t seconds(Watchdog::Milliseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

// Returns true for frames with passwords or stanzas of any content, and for unknown types, which may contain anything.
bool holdsSecret(int type) {
  return type == WrapperMessage::TYPE_LOGIN || type == WrapperMessage::TYPE_JOIN_ROOM ||
         type == WrapperMessage::TYPE_RAW_XML || !WrapperMessage::Type_IsValid(type);
}

void setFlag(void* flag, TimerQueue::Id) { *static_cast<bool*>(flag) = true; }

}  // namespace

Backend::Backend(Config config, const Settings& settings, const PluginFile& plugin)
    : config_(std::move(config)),
      settings_(settings),
      log_(Poco::Logger::get("Host")),
      plugin_file_(plugin),
      spectrum_faults_(Poco::Logger::get("Connection"), "from Spectrum: "),
      misbehaviour_(pluginLogger(plugin), "plugin misbehaving: " + (*plugin.note).id + ": ", &misbehaviours_),
      guard_(sessions_, presences_, out_, misbehaviour_,
             {settings.max_frame_size, settings.max_stanza_size, !settings.prompts.server_mode}),
      prompts_(sessions_, guard_, timers_, boundary_, settings.prompts),
      storage_(sessions_, guard_, timers_, settings.storage, (*plugin.note).id, log_),
      commands_(sessions_, guard_, prompts_, timers_, boundary_, adminsOf(config_), log_),
      network_(
          {settings.name_servers, settings.media.private_allowed}, [this] { return openModuleLoop(); }, log_),
      media_(media_ids_, guard_, settings.media, timers_, loop_, boundary_, log_),
      fetches_(media_ids_, network_, guard_, timers_, boundary_, settings.media.max_file),
      services_(config_, plugin_loop_, guard_,
                ServiceParts{.prompts = prompts_,
                             .commands = commands_,
                             .storage = storage_,
                             .metrics = plugin_metrics_,
                             .admin = admin_,
                             .sessions = sessions_,
                             .settings = settings_schema_,
                             .network = network_,
                             .lookups = lookups_,
                             .media = media_,
                             .fetches = fetches_,
                             .rooms = rooms_,
                             .chat_mode = settings.typed_chat ? ChatMode::kTyped : ChatMode::kAuto,
                             .timers = timers_,
                             .history = history_,
                             .avatars = avatars_},
                features_, pluginLogger(plugin)),
      plugin_name_(fmt::format("{} {}", (*plugin.note).id, (*plugin.note).version)),
      watchdog_(calls_, write_side_, settings.stall_warning, settings.stall_timeout, *this) {
  if (settings_.strict) {
    misbehaviour_.makeStrict(&traceThisStack);
  }
  loop_.add(timers_.fd(), EPOLLIN, this, "the timers");
  loop_.add(withheldTimerFd(), EPOLLIN, &withheld_timer_, "the timer of the log");
  setCrashFacts(&crash_facts_);
  setLastResortFacts(plugin_name_.c_str(), &calls_.function());
  setExitListener(this);
  if (!watchdog_.isRunning()) {
    log_.warning(fmt::format("there is no watchdog: {}", std::strerror(errno)));
  }
}

std::optional<Error> Backend::createPlugin() {
  Result<std::unique_ptr<Plugin>> plugin = Plugin::load(plugin_file_, boundary_);
  if (!plugin) {
    return plugin.error();
  }
  plugin_ = std::move(*plugin);
  const RequestParts parts{.sessions = sessions_,
                           .presences = presences_,
                           .plugin = *plugin_,
                           .features = features_,
                           .guard = guard_,
                           .prompts = prompts_,
                           .commands = commands_,
                           .rooms = rooms_,
                           .storage = storage_,
                           .history = history_,
                           .avatars = avatars_,
                           .admin = admin_,
                           .settings = settings_schema_,
                           .timers = timers_,
                           .faults = spectrum_faults_,
                           .server_mode = settings_.prompts.server_mode};
  requests_.emplace(parts, settings_.login_timeout);
  features_.setDefaults(plugin_->has(&prism_plugin::join));
  if (!plugin_->create(services_.table())) {
    return refusal("be created");
  }
  commands_.onCreated();
  requests_->startChat();
  rooms_.start(*plugin_);
  room_commands_.start();
  history_.attach(*plugin_);
  avatars_.attach(*plugin_);
  life_ = Life::kCreated;
  return features_.conflict(abilities(), plugin_name_);
}

std::optional<Error> Backend::startPlugin() {
  storage_.allowChanges();
  if (!plugin_->start()) {
    return refusal("start");
  }
  reinstallSignalHandlers();
  services_.fixFeatures();
  const Config::Value* jid = config_.get("service.jid");
  guard_.setChatMode(settings_.typed_chat ? ChatMode::kTyped : ChatMode::kAuto);
  guard_.setJidStyle({jid ? std::string(*jid) : std::string(), features_.has(PRISM_FEATURE_UNESCAPED_JIDS)});
  life_ = Life::kStarted;
  if (std::optional<Error> error = features_.conflict(abilities(), plugin_name_)) {
    return error;
  }
  for (const std::string& sentence : findIneffectiveKeys()) {
    log_.warning(sentence);
  }
  const PluginNote& note = *plugin_file_.note;
  log_.information(fmt::format("plugin {} {} ({}) is ready", note.id, note.version, plugin_file_.path));
  return std::nullopt;
}

Features::Abilities Backend::abilities() const {
  return {plugin_->has(&prism_plugin::message), plugin_->has(&prism_plugin::raw_xml), plugin_->has(&prism_plugin::join),
          plugin_->has(&prism_plugin::roster)};
}

Error Backend::refusal(const char* function) const {
  const std::string& thrown = plugin_->exception();
  const std::string& why = thrown.empty() ? services_.lastError() : thrown;
  const std::string& choice = plugin_file_.choice;
  return {ECANCELED, fmt::format("the plugin {} cannot {}: {}{}", plugin_file_.path, function,
                                 why.empty() ? "it gave no reason" : why, choice.empty() ? "" : " (" + choice + ")")};
}

Result<Stream> Backend::connectOverTcp() {
  const WaitLimit limit{std::chrono::steady_clock::now() + settings_.connect_timeout, signals_.fd()};
  Result<UniqueFd> socket = connectTo(settings_.host, settings_.port, limit);
  if (!socket) {
    return socket.error();
  }
  const Result<bool> leads_away = leadsToAnotherMachine(socket->get());
  if (!leads_away) {
    return Error{leads_away.error().code, fmt::format("cannot connect to Spectrum at {} port {}: {}", settings_.host,
                                                      settings_.port, leads_away.error().sentence)};
  }
  if (*leads_away) {
    if (settings_.strict_connect) {
      return Error{EPERM,
                   fmt::format("Spectrum at {} port {} is on another machine, to which strict_connect permits no "
                               "connection over TCP: it is not encrypted",
                               settings_.host, settings_.port)};
    }
    log_.warning(
        fmt::format("the connection to Spectrum at {} port {} leads to another machine and is not encrypted: "
                    "passwords can be read on the way; prism-launch with ssh encrypts them",
                    settings_.host, settings_.port));
  }
  return Stream{std::move(*socket), UniqueFd()};
}

std::optional<Error> Backend::connect(std::optional<Stream> stream) {
  const bool over_tcp = !stream;
  if (over_tcp) {
    Result<Stream> connected = connectOverTcp();
    if (!connected) {
      return connected.error();
    }
    stream = std::move(*connected);
  }
  stats_id_ = statsId(settings_.local_pid);
  connection_.emplace(*std::move(stream), loop_, out_, write_side_, settings_.max_frame_size, signals_.fd(),
                      static_cast<Connection::Listener&>(*this));
  services_.attach(*connection_);
  log_.information(
      over_tcp ? fmt::format("connected to Spectrum at {} port {}", settings_.host, settings_.port)
               : fmt::format("connected to Spectrum by stdin and stdout; it knows this process as {}", stats_id_));
  if (!settings_.metrics_file.empty()) {
    startMetrics();
  }
  return std::nullopt;
}

void Backend::startMetrics() {
  const PluginNote& note = *plugin_file_.note;
  const Result<std::uint64_t> pid_start = readProcessStart("/proc/self/stat");
  const BackendIdentity identity{
      .transport = std::string(config_.text("service.jid")),
      .id = std::string(backendId(config_)),
      .pid = ::getpid(),
      .pid_start = pid_start ? *pid_start : 0,
      .plugin = note.id,
      .plugin_version = note.version,
      .version = hostVersion(),
      .abi = abiText(PRISM_ABI_VERSION),
      .start_time = unixTime(),
  };
  const MetricSources sources{sessions_, guard_,         *requests_, *connection_,
                              calls_,    misbehaviours_, stalls_,    plugin_metrics_};
  metrics_.emplace(settings_.metrics_file, identity, sources, loop_, timers_, log_);
}

std::optional<Error> Backend::serve() {
  restartPingTimer();
  try {
    runLoop();
  } catch (const std::bad_alloc&) {
    return Error{ENOMEM, fmt::format("no memory is left; the plugin is {}", plugin_name_)};
  }
  if (damaged_) {
    return std::nullopt;  // shutDown() returns the error
  }
  if (std::optional<Error> error = raisedSignal()) {
    return error;
  }
  if (signals_.received() == SIGXCPU) {
    return Error{ETIME,
                 fmt::format("the limit of this process for processor time (RLIMIT_CPU) is reached; the plugin is {}",
                             plugin_name_)};
  }
  if (connection_->state() == Connection::State::kFrameTooLarge) {
    return Error{EPROTO, connection_->reason()};
  }
  if (ping_timed_out_) {
    return Error{ETIMEDOUT, fmt::format("Spectrum has sent no PING for {} s", settings_.ping_timeout.count())};
  }
  log_.information(exit_requested_ ? "Spectrum asks for the end"
                   : interrupted() ? fmt::format("signal {} asks for the end", signals_.received())
                                   : connection_->reason());
  return std::nullopt;
}

std::optional<Error> Backend::raisedSignal() const {
  if (!interrupted() || !signals_.raisedHere()) {
    return std::nullopt;
  }
  return Error{ECANCELED, fmt::format("the plugin {} has raised SIG{}, which ends the process for all users",
                                      plugin_name_, ::sigabbrev_np(signals_.received()))};
}

void Backend::runLoop() {
  while (!exit_requested_ && !ping_timed_out_ && !damaged_.load(std::memory_order_relaxed) && !interrupted() &&
         connection_->state() == Connection::State::kOpen) {
    loop_.turn();
    requests_->afterTurn();
    history_.afterTurn(connection_->congested(), [this] { return connection_->isFull(); });
    flush();
    loop_.endTurn();
  }
}

// Called at the end of each turn of the loop.
void Backend::flush() {
  connection_->flush();
  calls_.turned();
  if (connection_->caughtUp()) {
    calls_.caughtUp();
  }
  if (ping_answered_ && !write_side_.lendingPermitted() && connection_->state() == Connection::State::kOpen &&
      connection_->drained()) {
    write_side_.permitLending();  // the first PONG has been sent, after the frames that must precede it
  }
}

bool Backend::onFrame(std::span<char> frame) {
  if (exit_requested_ || shutting_down_) {
    return true;
  }
  if (!features_announced_) {
    announceFeatures();
  }
  const auto wrapper = wire::readWrapper({frame.data(), frame.size()});
  if (!wrapper) {
    spectrum_faults_.write(frame.empty()
                               ? "an empty frame is ignored"
                               : fmt::format("a frame of {} bytes that holds no message is ignored", frame.size()));
    return true;
  }
  switch (wrapper->type) {
    case WrapperMessage::TYPE_PING:
      answerPing();
      break;
    case WrapperMessage::TYPE_EXIT:
      exit_requested_ = true;
      break;
    default:
      requests_->handle(wrapper->type, wire::writablePayload(*wrapper, frame));
  }
  return holdsSecret(wrapper->type);
}

// Spectrum expects BACKEND_CONFIG once, before the first PONG.
void Backend::announceFeatures() {
  features_announced_ = true;
  guard_.onFirstFrame();
  pbnetwork::BackendConfig config;
  config.set_config(features_.text());
  out_.append(WrapperMessage::TYPE_BACKEND_CONFIG, config);
}

void Backend::answerPing() {
  out_.append(WrapperMessage::TYPE_PONG);
  trimHeap();
  updateMemoryUsage();
  reinstallSignalHandlers();
  reportChanges();
  timers_.rearm();
  plugin_loop_.timers().rearm();
  plugin_loop_.posts().rearm();
  plugin_loop_.watches().checkDescriptors();
  if (module_loop_) {
    module_loop_->loop().timers().rearm();
    module_loop_->loop().posts().rearm();
  }
  calls_.wakeWatchdog();  // the watchdog checks the descriptors
  prism_memory memory{sizeof(prism_memory), 0, memory_now_.resident_kb, memory_now_.shared_kb};
  plugin_->call("memory_usage", &prism_plugin::memory_usage, &memory);
  pbnetwork::Stats stats;
  stats.set_res(kilobytes(memory.resident_kb));
  stats.set_init_res(kilobytes(memory_at_start_.resident_kb));
  stats.set_shared(kilobytes(memory.shared_kb));
  stats.set_id(stats_id_);
  out_.append(WrapperMessage::TYPE_STATS, stats);
  ping_answered_ = true;
  restartPingTimer();
}

// Names what the plugin has done to the process, and undoes it where that is possible.
void Backend::reportChanges() {
  if (takeRefusedShutdown()) {
    misbehaviour_.write("it has called shutdown() for a descriptor of the host; that was refused");
  }
  if (connection_->makeNonBlocking()) {
    misbehaviour_.write("it has cleared O_NONBLOCK of the connection to Spectrum 2; it is set again");
  }
  for (const std::string& limit : limits_.takeLowered()) {
    warnEverywhere(fmt::format("{}; the plugin is {}", limit, plugin_name_));
  }
}

// Reading the memory takes a descriptor, so this shows when no descriptor is left. The last values are then kept.
void Backend::updateMemoryUsage() {
  const ProcessMemory now = readProcessMemory();
  const int error = now.resident_kb > 0 ? 0 : errno;
  if (error == 0) {
    memory_now_ = now;
  }
  const bool was_out_of_descriptors = out_of_descriptors_;
  out_of_descriptors_ = error == EMFILE || error == ENFILE;
  if (out_of_descriptors_ && !was_out_of_descriptors) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    log_.warning(fmt::format("no descriptor is left, so new connections fail: {}; the limit of this process is {}",
                             std::strerror(error), limit.rlim_cur));
  }
}

void Backend::restartPingTimer() {
  timers_.remove(ping_timer_);
  ping_timer_ = timers_.add(settings_.ping_timeout, {}, &onPingTimeout, this);
}

// If the plugin has held up the loop, the PING may be in the socket, unread.
void Backend::onPingTimeout(void* self, TimerQueue::Id) {
  auto* backend = static_cast<Backend*>(self);
  if (backend->connection_ && backend->connection_->hasUnread()) {
    backend->restartPingTimer();
  } else {
    backend->ping_timed_out_ = true;
  }
}

// During congestion the host does not read Spectrum's PINGs, so the ping timeout is suspended. It asks for no missed
// messages either.
void Backend::onCongestion(bool congested) {
  servePlugin(!congested);
  if (congested) {
    timers_.remove(ping_timer_);
  } else {
    restartPingTimer();
    history_.wake();
  }
}

// The callbacks of the network module lead to callbacks of the plugin, so both are paused together.
void Backend::servePlugin(bool on) {
  plugin_loop_.serve(on);
  if (module_loop_) {
    module_loop_->loop().serve(on);
  }
}

const prism_host* Backend::openModuleLoop() { return module_loop_.emplace(loop_, log_).functions(); }

void Backend::onWaiting() { calls_.suspend(); }

void Backend::onWaited() {
  if (!connection_->congested()) {
    restartPingTimer();
  }
  calls_.resume();
}

void Backend::onStall(const char* function, Milliseconds time) {
  stalls_.add(function);
  misbehaviour_.writeUnlimited(fmt::format("{}: it has not returned for {} s", function, seconds(time)));
}

void Backend::onReturn(const char* function, Milliseconds time) {
  misbehaviour_.writeUnlimited(fmt::format("{}: it has returned after {} s", function, seconds(time)));
}

void Backend::onLoopBlocked(const char* function, Milliseconds time) {
  stalls_.add(function);
  misbehaviour_.writeUnlimited(
      fmt::format("{}: the host has waited {} s for it and what was called before it", function, seconds(time)));
}

void Backend::onHang(const char* function, Milliseconds time) { abortHanging(function, time); }

void Backend::onReady(std::uint32_t) {
  timers_.runDue([](TimerQueue::Callback callback, void* data, TimerQueue::Id timer) { callback(data, timer); });
}

void Backend::WithheldTimer::onReady(std::uint32_t) {
  resetWithheldTimer();
  backend.logWithheld();
  logRepeats();
}

void Backend::logWithheld() {
  spectrum_faults_.logWithheld();
  misbehaviour_.logWithheld();
}

void Backend::onCheck() {
  if (!shutting_down_) {
    checkDescriptors(false);
    if (write_side_.peerHasClosed()) {
      limitShutdown();  // the main thread does not notice, since it runs a function of the plugin
    }
  }
}

void Backend::checkDescriptors(bool socket_is_lost) {
  std::string lost = findLostDescriptor();
  if (lost.empty() && socket_is_lost) {
    lost = "the connection to Spectrum";
  }
  if (!lost.empty()) {
    loop_is_broken_ = true;
    requestShutdown(
        {EBADF, fmt::format("the plugin {} has closed or replaced a descriptor of the host: {}", plugin_name_, lost)});
  }
}

void Backend::requestShutdown(Error error) {
  limitShutdown(error.code, error.sentence);
  {
    const std::lock_guard lock(damage_mutex_);
    if (!damage_) {
      damage_ = std::move(error);
    }
  }
  damaged_ = true;
  if (::pthread_equal(::pthread_self(), main_thread_) == 0) {
    signals_.wake();
    // If the lost descriptor is the one that wake() uses, this interrupts the wait. The host handles the signal.
    ::pthread_kill(main_thread_, SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread)
  }
}

void Backend::reinstallSignalHandlers() {
  reinstallCrashHandlers();
  if (const std::string names = Signals::reinstall(); !names.empty()) {
    misbehaviour_.write(fmt::format("it has changed what {} does; the host has taken that back", names));
  }
}

std::optional<Error> Backend::shutDown(std::optional<Error> error) {
  checkDescriptors(connection_ && connection_->lost());
  if (damaged_) {
    const std::lock_guard lock(damage_mutex_);
    error = damage_;
  }
  shutting_down_ = true;
  error ? limitShutdown(error->code, error->sentence) : limitShutdown();
  const Time deadline = std::chrono::steady_clock::now() + kStopTime;
  signals_.clear();  // a second signal ends the wait for the plugin
  try {
    logOutAndStop(deadline);
    close();
  } catch (const std::exception& exception) {
    log_.warning(fmt::format("leaving is cut short: {}", exception.what()));
  }
  if (metrics_) {
    metrics_->awaitEnd();
  }
  media_.awaitEnd();
  watchdog_.mute();
  calls_.begin("exit");  // without end(): the plugin's destructors and exit handlers may hang, too
  return error ? error : strictError();
}

std::optional<Error> Backend::strictError() const {
  const std::uint64_t faults = settings_.strict ? misbehaviours_.total() + stalls_.total() : 0;
  if (faults == 0) {
    return std::nullopt;
  }
  return Error{EBADE, fmt::format("the plugin {} has misbehaved, {}; the log tells how, and prism.strict is 1",
                                  plugin_name_, faults == 1 ? "once" : fmt::format("{} times", faults))};
}

void Backend::logOutAndStop(Time deadline) {
  if (metrics_) {
    metrics_->end();
  }
  if (loop_is_broken_) {
    restoreStandardError();
    plugClosedDescriptors();
    reopenLogFiles();
  }
  if (connection_) {
    connection_->endIfLost();
    connection_->stopBlocking();
  }
  plugin_loop_.posts().endWaiting();
  if (life_ != Life::kStarted) {
    return;
  }
  requests_->logoutAll();
  admin_.endAll();
  lookups_.endAll();
  fetches_.endAll();
  avatars_.endAll();
  media_.endAll();
  servePlugin(!loop_is_broken_);
  services_.awaitStopped();
  const bool done = plugin_->stop();
  // During a call of exit(), a function of the plugin is still running, so the loop must not call others.
  if (!loop_is_broken_ && !plugin_exits_) {
    awaitStopAndDrain(deadline, done);
  } else if (connection_) {
    connection_->sendRest(deadline);
  }
}

void Backend::awaitStopAndDrain(Time deadline, bool done) {
  bool time_is_up = false;
  const TimerQueue::Id stop_timer = timers_.add(deadline - std::chrono::steady_clock::now(), {}, &setFlag, &time_is_up);
  const auto sent = [this] {
    return !connection_ || connection_->state() != Connection::State::kOpen || connection_->drained();
  };
  for (;;) {
    if (connection_) {
      flush();
    }
    done = done || services_.stopped();
    if ((done && sent()) || time_is_up || interrupted()) {
      break;
    }
    loop_.turn();
  }
  if (!done) {
    log_.warning(fmt::format("plugin {} was still not done after {} ms", (*plugin_file_.note).id, kStopTime.count()));
  }
  timers_.remove(stop_timer);
}

void Backend::close() {
  if (module_loop_) {
    module_loop_->loop().close(PluginLoop::Posts::kDrop);
  }
  plugin_loop_.close(life_ == Life::kNone ? PluginLoop::Posts::kDrop : PluginLoop::Posts::kRun);
  if (life_ != Life::kNone) {
    plugin_->destroy();
  }
  services_.close();
  connection_.reset();
  logWithheld();
}

void Backend::onExitCall(const char* call) {
  const char* function = calls_.snapshot().function;
  const bool on_main = ::pthread_equal(::pthread_self(), main_thread_) != 0;
  const std::string where = !on_main    ? "on a thread of its own"
                            : !function ? "outside of its functions"
                                        : fmt::format("in {}", function);
  const Error error{ECANCELED, fmt::format("the plugin {} has called {} {}, which ends the process for all users",
                                           plugin_name_, call, where)};
  if (!on_main) {
    requestShutdown(error);
    for (;;) {
      ::pause();  // the main thread ends the process
    }
  }
  limitShutdown(error.code, error.sentence);
  shutting_down_ = true;
  if (!std::exchange(plugin_exits_, true)) {
    if (function) {
      calls_.end();
    }
    try {
      logOutAndStop(std::chrono::steady_clock::now() + kStopTime);
      logWithheld();
    } catch (const std::exception& exception) {
      log_.warning(fmt::format("leaving is cut short: {}", exception.what()));
    }
  }
  if (metrics_) {
    metrics_->awaitEnd();
  }
  media_.awaitEnd();
  logRepeats();
  logExitReason(error.sentence);
  std::fflush(nullptr);
  drainCapturedOutput();
  endProcess(error.code);
}

}  // namespace prism::host
