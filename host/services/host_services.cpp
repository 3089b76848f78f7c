// SPDX-License-Identifier: MIT
#include "host/services/host_services.h"

#include "host/base/abi.h"
#include "host/base/quote.h"
#include "host/guard/whole_struct.h"
#include "host/services/host_call.h"
#include "host/services/service_list.h"

#include <Poco/Logger.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <type_traits>

namespace prism::host {
namespace {

// The maximum delay of a timer. The clock could not represent much more.
constexpr std::uint64_t kLongestMs = std::uint64_t{100} * 365 * 24 * 3600 * 1000;

// The maximum number of timers of a plugin. A plugin with more does not remove its timers.
constexpr std::size_t kMostTimers = std::size_t{1024} * 1024;

// The maximum size of a log line in bytes.
constexpr std::size_t kLongestLine = 16 * 1024;

// The maximum size in bytes of the name of a service or function in the log, and of the services that are remembered.
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kMostUnknownServices = 64;

// Why nothing can be added any more.

TimerQueue::Clock::duration milliseconds(std::uint64_t count) {
  return std::chrono::milliseconds(std::min(count, kLongestMs));
}

Poco::Message::Priority priorityOf(std::uint32_t level) {
  switch (level) {
    case PRISM_LOG_TRACE:
      return Poco::Message::PRIO_TRACE;
    case PRISM_LOG_DEBUG:
      return Poco::Message::PRIO_DEBUG;
    case PRISM_LOG_INFO:
      return Poco::Message::PRIO_INFORMATION;
    case PRISM_LOG_WARNING:
      return Poco::Message::PRIO_WARNING;
    default:
      return Poco::Message::PRIO_ERROR;
  }
}

}  // namespace

// The functions in the table.
struct HostServices::Thunks : HostCall {
  template <typename Body>
  static prism_result event(const prism_host* host, const char* function, const Body& body) noexcept {
    return withBackPressure(host, function, [&](HostServices& self) { return body(self.guard_); });
  }

  // The same for an event that prism.history/1 takes note of once it has been sent.
  template <typename Body, typename Note>
  static prism_result event(const prism_host* host, const char* function, const Body& body, const Note& note) noexcept {
    return withBackPressure(host, function, [&](HostServices& self) {
      const prism_result result = body(self.guard_);
      if (result == PRISM_OK) {
        note(self.parts_.history);
      }
      return result;
    });
  }

  // The result of changing or removing a watch or timer. An unknown id is no fault while the plugin is being destroyed,
  // because its watches and timers are gone.
  static prism_result changed(HostServices& self, const char* function, std::uint64_t id, prism_result result) {
    if (result != PRISM_ERR_ARGUMENT) {
      return result;
    }
    if (self.loop_.closed()) {
      return PRISM_OK;
    }
    return refuse(self, function, result,
                  fmt::format("{} is none of the ids, or what it is to wait for is unknown", id));
  }

  static void log(const prism_host* host, std::uint32_t level, prism_str text) noexcept {
    logArea(host, level, {}, text);
  }

  static void logArea(const prism_host* host, std::uint32_t level, prism_str area, prism_str text) noexcept {
    HostServices& self = services(host);
    if (self.closed_) {
      return;
    }
    try {
      Poco::Logger& logger = self.log_.of(view(area));
      const Poco::Message::Priority priority = priorityOf(level);
      const bool enabled = logger.is(priority);
      const bool kept = level >= PRISM_LOG_ERROR && std::this_thread::get_id() == self.main_thread_;
      if (!enabled && !kept) {
        return;
      }
      const std::string line = oneLine(view(text).substr(0, kLongestLine));
      if (kept) {
        self.last_error_ = line;
      }
      if (enabled) {
        logger.log(Poco::Message(logger.name(), line, priority));
      }
    } catch (const std::exception&) {
      // Out of memory: the line is lost, and that cannot be logged either.
    }
  }

  static std::int32_t logEnabled(const prism_host* host, std::uint32_t level, prism_str area) noexcept {
    HostServices& self = services(host);
    if (self.closed_) {
      return 0;
    }
    try {
      return self.log_.of(view(area)).is(priorityOf(level)) ? 1 : 0;
    } catch (const std::exception&) {
      return 0;  // out of memory: the line could not be logged either
    }
  }

  static const void* getService(const prism_host* host, const char* name) noexcept {
    return onMain<const void*>(host, "get_service", nullptr, [&](HostServices& self) -> const void* {
      const void* table = name ? findService(name, self) : nullptr;
      if (name && !table) {
        logUnknownService(self, name);
      }
      return table;
    });
  }

  // A plugin may ask for a service of other hosts, so this is no fault. The plugin may also have misspelt the name.
  static void logUnknownService(HostServices& self, std::string_view name) {
    if (self.unknown_services_.size() < kMostUnknownServices &&
        self.unknown_services_.emplace(name.substr(0, kLongestName)).second) {
      self.log_.own().information(
          fmt::format("get_service: this host has no service {}", inQuotes(name, kLongestName)));
    }
  }

  static void fault(const prism_host* host, prism_str where, prism_str text) noexcept {
    HostServices& self = services(host);
    if (self.closed_) {
      return;
    }
    try {
      self.guard_.reportOwnFault(view(where).substr(0, kLongestName), view(text).substr(0, kLongestLine));
    } catch (const std::exception&) {
      // Out of memory: the line is lost, and that cannot be logged either.
    }
  }

  static std::int32_t systemError(const prism_host* host) noexcept {
    return onMain<std::int32_t>(host, "system_error", 0, [](HostServices& self) { return self.system_error_; });
  }

  static std::int32_t configGet(const prism_host* host, prism_str key, prism_str* value) noexcept {
    return onMain<std::int32_t>(host, "config_get", 0, [&](HostServices& self) {
      const Config::Value* found = self.config_.get(view(key));
      if (found && value) {
        *value = borrowed(*found);
      }
      return found ? 1 : 0;
    });
  }

  static std::int32_t configBool(const prism_host* host, prism_str key, std::int32_t fallback) noexcept {
    return onMain<std::int32_t>(host, "config_bool", fallback, [&](HostServices& self) {
      const Config::Value* text = self.config_.get(view(key));
      if (!text) {
        return fallback;
      }
      const auto value = parseBool(*text);
      if (!value) {
        self.log_.own().warning(
            fmt::format("{}: {} must be 1 or 0 (true, false, yes, no, on, off), but is {}; {} is assumed",
                        self.config_.name(), view(key), inQuotes(*text), fallback));
        return fallback;
      }
      return *value ? 1 : 0;
    });
  }

  static std::int64_t configInt(const prism_host* host, prism_str key, std::int64_t fallback, std::int64_t least,
                                std::int64_t most) noexcept {
    return onMain<std::int64_t>(host, "config_int", fallback, [&](HostServices& self) {
      const Config::Value* text = self.config_.get(view(key));
      if (!text) {
        return fallback;
      }
      const auto number = parseNumber<std::int64_t>(*text);
      if (number && *number >= least && *number <= most) {
        return *number;
      }
      const std::int64_t assumed = number ? std::max(least, std::min(*number, most)) : fallback;
      self.log_.own().warning(fmt::format("{}: {} must be {}, but is {}; {} is assumed", self.config_.name(), view(key),
                                          number ? fmt::format("from {} to {}", least, most) : "a whole number",
                                          inQuotes(*text), assumed));
      return assumed;
    });
  }

  static std::uint64_t configList(const prism_host* host, prism_str key, prism_value_fn visit, void* data) noexcept {
    return onMain<std::uint64_t>(host, "config_list", 0, [&](HostServices& self) {
      const auto values = self.config_.list(view(key));
      if (visit) {
        for (const Config::Value& value : values) {
          visit(data, borrowed(value));
        }
      }
      return std::uint64_t{values.size()};
    });
  }

  static std::uint64_t configSection(const prism_host* host, prism_str section, prism_pair_fn visit,
                                     void* data) noexcept {
    return onMain<std::uint64_t>(host, "config_section", 0, [&](HostServices& self) {
      std::uint64_t count = 0;
      self.config_.visitSection(view(section), [&](std::string_view key, const Config::Value& value) {
        if (visit) {
          visit(data, {key.data(), key.size()}, borrowed(value));
        }
        ++count;
      });
      return count;
    });
  }

  static prism_result watchAdd(const prism_host* host, std::int32_t fd, std::uint32_t events, prism_watch_fn ready,
                               void* data, prism_watch* watch) noexcept {
    return onMain<prism_result>(host, "watch_add", PRISM_ERR_THREAD, [&](HostServices& self) -> prism_result {
      if (self.loop_.closed()) {
        return refuse(self, "watch_add", PRISM_ERR_STATE, kDestroyed);
      }
      if (!ready || !watch) {
        return refuse(self, "watch_add", PRISM_ERR_ARGUMENT, ready ? "watch is NULL" : "ready is NULL");
      }
      const prism_result result = self.loop_.watches().add(fd, events, ready, data, watch);
      if (result == PRISM_ERR_ARGUMENT) {
        self.guard_.reportMisbehaviour(
            "watch_add", fmt::format("descriptor {} for the events {:#x}: not valid, or watched already", fd, events));
      } else if (result == PRISM_ERR_LIMIT) {
        self.guard_.reportMisbehaviour("watch_add", "there are too many watches already");
      }
      return result;
    });
  }

  static prism_result watchModify(const prism_host* host, prism_watch watch, std::uint32_t events) noexcept {
    return onMain<prism_result>(host, "watch_modify", PRISM_ERR_THREAD, [&](HostServices& self) {
      return changed(self, "watch_modify", watch, self.loop_.watches().modify(watch, events));
    });
  }

  static prism_result watchRemove(const prism_host* host, prism_watch watch) noexcept {
    return onMain<prism_result>(host, "watch_remove", PRISM_ERR_THREAD, [&](HostServices& self) {
      return changed(self, "watch_remove", watch, self.loop_.watches().remove(watch));
    });
  }

  static prism_result timerAdd(const prism_host* host, const prism_schedule* schedule, prism_timer_fn due, void* data,
                               prism_timer* timer) noexcept {
    return onMain<prism_result>(host, "timer_add", PRISM_ERR_THREAD, [&](HostServices& self) -> prism_result {
      if (self.loop_.closed()) {
        return refuse(self, "timer_add", PRISM_ERR_STATE, kDestroyed);
      }
      if (!due || !timer) {
        return refuse(self, "timer_add", PRISM_ERR_ARGUMENT, due ? "timer is NULL" : "due is NULL");
      }
      if (const std::string fault = rejectStruct(schedule); !fault.empty()) {
        return refuse(self, "timer_add", PRISM_ERR_ARGUMENT, fault);
      }
      if (self.loop_.timers().size() >= kMostTimers) {
        return refuse(self, "timer_add", PRISM_ERR_LIMIT, "there are too many timers already");
      }
      *timer = self.loop_.timers().add(milliseconds(schedule->first_ms), milliseconds(schedule->period_ms),
                                       milliseconds(schedule->slack_ms), due, data);
      return PRISM_OK;
    });
  }

  static prism_result timerRemove(const prism_host* host, prism_timer timer) noexcept {
    return onMain<prism_result>(host, "timer_remove", PRISM_ERR_THREAD, [&](HostServices& self) {
      TimerSource& timers = self.loop_.timers();
      return changed(self, "timer_remove", timer,
                     timers.remove(timer) || timers.everHad(timer) ? PRISM_OK : PRISM_ERR_ARGUMENT);
    });
  }

  static prism_result post(const prism_host* host, prism_post_fn run, void* data) noexcept {
    try {
      HostServices& self = services(host);
      if (!run) {
        return self.closed_ ? PRISM_ERR_STATE : refuse(self, "post", PRISM_ERR_ARGUMENT, "run is NULL");
      }
      const prism_result result = self.loop_.posts().post(run, data);
      if (result == PRISM_ERR_LIMIT) {
        self.guard_.reportMisbehaviour("post", "too many posts wait already");
      }
      return result;
    } catch (const std::bad_alloc&) {
      return PRISM_ERR_MEMORY;
    }
  }

  static prism_result stopped(const prism_host* host) noexcept {
    return onMain<prism_result>(host, "stopped", PRISM_ERR_THREAD, [](HostServices& self) -> prism_result {
      if (self.stop_ == Stop::kNotYet) {
        return refuse(self, "stopped", PRISM_ERR_STATE, "stop() has not been called");
      }
      self.stop_ = Stop::kDone;
      return PRISM_OK;
    });
  }

  static prism_result setFeatures(const prism_host* host, const prism_features* features) noexcept {
    return onMain<prism_result>(host, "set_features", PRISM_ERR_THREAD, [&](HostServices& self) -> prism_result {
      if (self.features_fixed_) {
        return refuse(self, "set_features", PRISM_ERR_STATE, "Spectrum has been told already");
      }
      if (!features || features->struct_size < sizeof *features) {
        return refuse(
            self, "set_features", PRISM_ERR_ARGUMENT,
            features ? fmt::format("struct_size is {}, expected at least {}", features->struct_size, sizeof *features)
                     : "features is NULL");
      }
      if (const auto reason = self.features_.set(*features)) {
        return refuse(self, "set_features", PRISM_ERR_ARGUMENT, *reason);
      }
      return PRISM_OK;
    });
  }

  static prism_result connected(const prism_host* host, const prism_connected* connected) noexcept {
    return event(
        host, "connected", [&](Guard& guard) { return guard.connected(connected); },
        [&](History& history) { history.onConnected(connected->user); });
  }

  static prism_result disconnected(const prism_host* host, const prism_disconnected* disconnected) noexcept {
    return event(host, "disconnected", [&](Guard& guard) { return guard.disconnected(disconnected); });
  }

  static prism_result message(const prism_host* host, const prism_message* message) noexcept {
    return event(
        host, "message", [&](Guard& guard) { return guard.message(message); },
        [&](History& history) { history.onMessage(*message); });
  }

  static prism_result receipt(const prism_host* host, const prism_receipt* receipt) noexcept {
    return event(
        host, "receipt", [&](Guard& guard) { return guard.receipt(receipt); },
        [&](History& history) { history.onReceipt(*receipt); });
  }

  static prism_result buddyChanged(const prism_host* host, const prism_buddy* buddy) noexcept {
    return event(host, "buddy_changed", [&](Guard& guard) { return guard.buddyChanged(buddy); });
  }

  static prism_result buddyRemoved(const prism_host* host, const prism_buddy_removed* removed) noexcept {
    return event(host, "buddy_removed", [&](Guard& guard) { return guard.buddyRemoved(removed); });
  }

  static prism_result rosterComplete(const prism_host* host, const prism_roster_complete* complete) noexcept {
    return event(host, "roster_complete", [&](Guard& guard) { return guard.rosterComplete(complete); });
  }

  static prism_result authorizationRequested(const prism_host* host,
                                             const prism_authorization* authorization) noexcept {
    return event(host, "authorization_requested",
                 [&](Guard& guard) { return guard.authorizationRequested(authorization); });
  }

  static prism_result typing(const prism_host* host, const prism_typing* typing) noexcept {
    return event(host, "typing", [&](Guard& guard) { return guard.typing(typing); });
  }

  static prism_result attention(const prism_host* host, const prism_attention* attention) noexcept {
    return event(host, "attention", [&](Guard& guard) { return guard.attention(attention); });
  }

  static prism_result joined(const prism_host* host, const prism_participant* self) noexcept {
    return event(
        host, "joined", [&](Guard& guard) { return guard.joined(self); },
        [&](History& history) { history.onJoined(*self); });
  }

  static prism_result joinFailed(const prism_host* host, const prism_join_failed* failed) noexcept {
    return event(host, "join_failed", [&](Guard& guard) { return guard.joinFailed(failed); });
  }

  static prism_result participantChanged(const prism_host* host, const prism_participant* participant) noexcept {
    return event(host, "participant_changed", [&](Guard& guard) { return guard.participantChanged(participant); });
  }

  static prism_result subjectChanged(const prism_host* host, const prism_subject* subject) noexcept {
    return event(host, "subject_changed", [&](Guard& guard) { return guard.subjectChanged(subject); });
  }

  static prism_result roomInvited(const prism_host* host, const prism_invitation* invitation) noexcept {
    return event(host, "room_invited", [&](Guard& guard) { return guard.roomInvited(invitation); });
  }

  static prism_result roomList(const prism_host* host, const prism_room_list* list) noexcept {
    return event(host, "room_list", [&](Guard& guard) { return guard.roomList(list); });
  }

  static prism_result vcard(const prism_host* host, const prism_vcard* vcard) noexcept {
    return onMain<prism_result>(host, "vcard", PRISM_ERR_THREAD,
                                [&](HostServices& self) { return self.guard_.vcard(vcard, [&] { self.holdBack(); }); });
  }

  static prism_result rawXml(const prism_host* host, prism_str stanza) noexcept {
    return event(host, "raw_xml", [&](Guard& guard) { return guard.rawXml(stanza); });
  }
};

HostServices::HostServices(const Config& config, PluginLoop& loop, Guard& guard, const ServiceParts& parts,
                           Features& features, Poco::Logger& logger)
    : table_{{
                 .struct_size = sizeof(prism_host),
                 .abi_version = PRISM_ABI_VERSION,
                 .log = &Thunks::log,
                 .log_area = &Thunks::logArea,
                 .log_enabled = &Thunks::logEnabled,
                 .get_service = &Thunks::getService,
                 .config_get = &Thunks::configGet,
                 .config_bool = &Thunks::configBool,
                 .config_int = &Thunks::configInt,
                 .config_list = &Thunks::configList,
                 .config_section = &Thunks::configSection,
                 .watch_add = &Thunks::watchAdd,
                 .watch_modify = &Thunks::watchModify,
                 .watch_remove = &Thunks::watchRemove,
                 .timer_add = &Thunks::timerAdd,
                 .timer_remove = &Thunks::timerRemove,
                 .post = &Thunks::post,
                 .stopped = &Thunks::stopped,
                 .connected = &Thunks::connected,
                 .disconnected = &Thunks::disconnected,
                 .message = &Thunks::message,
                 .receipt = &Thunks::receipt,
                 .buddy_changed = &Thunks::buddyChanged,
                 .buddy_removed = &Thunks::buddyRemoved,
                 .roster_complete = &Thunks::rosterComplete,
                 .authorization_requested = &Thunks::authorizationRequested,
                 .typing = &Thunks::typing,
                 .attention = &Thunks::attention,
                 .joined = &Thunks::joined,
                 .join_failed = &Thunks::joinFailed,
                 .participant_changed = &Thunks::participantChanged,
                 .subject_changed = &Thunks::subjectChanged,
                 .room_invited = &Thunks::roomInvited,
                 .room_list = &Thunks::roomList,
                 .vcard = &Thunks::vcard,
                 .raw_xml = &Thunks::rawXml,
                 .set_features = &Thunks::setFeatures,
                 .fault = &Thunks::fault,
                 .system_error = &Thunks::systemError,
             },
             this},
      config_(config),
      loop_(loop),
      guard_(guard),
      parts_(parts),
      features_(features),
      log_(logger) {
  static_assert(std::is_standard_layout_v<Table> && offsetof(Table, host) == 0);
}

void HostServices::close() { closed_ = true; }

}  // namespace prism::host
