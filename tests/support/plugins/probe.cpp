// SPDX-License-Identifier: MIT
// A plugin that executes the commands in its users' messages, and answers with their results. With it a test calls
// any service of the host from a real plugin, correctly or not.
#include "tests/support/plugins/commands.h"
#include "tests/support/plugins/faults.h"
#include "tests/support/plugins/harms.h"
#include "tests/support/plugins/probe_admin.h"
#include "tests/support/plugins/probe_avatar.h"
#include "tests/support/plugins/probe_chat.h"
#include "tests/support/plugins/probe_commands.h"
#include "tests/support/plugins/probe_deliveries.h"
#include "tests/support/plugins/probe_events.h"
#include "tests/support/plugins/probe_history.h"
#include "tests/support/plugins/probe_loop.h"
#include "tests/support/plugins/probe_media.h"
#include "tests/support/plugins/probe_metrics.h"
#include "tests/support/plugins/probe_prompts.h"
#include "tests/support/plugins/probe_rooms.h"
#include "tests/support/plugins/probe_settings.h"
#include "tests/support/plugins/probe_storage.h"
#include <prism/plugin.h>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

PRISM_PLUGIN_NOTE("probe", "Probe", "1.0", "", "probe.*");

namespace {

using namespace prism::tests;

// Names a contact, or a participant of a room.
std::string nameOf(prism_str buddy, prism_str nickname) {
  return text(buddy) + (nickname.size == 0 ? "" : " in person of " + text(nickname));
}

// Blocks in a static destructor if `fifo` is set.
struct AtExit {
  ~AtExit() {
    if (!fifo.empty()) {
      stall(fifo);
    }
  }
  std::string fifo;
};
AtExit at_exit;

// The effective user at the time of loading.
const uid_t loaded_as = ::geteuid();

class Probe {
 public:
  explicit Probe(const prism_host* host) : host_(host) {
    stallIn("create");
    throwIn("create");
    if (const std::string warning = config("probe.warning"); !warning.empty()) {
      host->log(host, PRISM_LOG_WARNING, borrowed(warning));
    }
    if (!config("probe.prompts").empty()) {
      prompts_.emplace(host_, [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (!config("probe.storage").empty()) {
      storage_.emplace(host_, [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (const std::string how = config("probe.settings"); !how.empty()) {
      log("settings " + std::to_string(settings_.define(how)));
    }
    if (!config("probe.commands").empty()) {
      typed_.emplace(host_, [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (!config("probe.chat").empty()) {
      chat_.emplace(host_, [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (!config("probe.rooms").empty()) {
      rooms_.emplace(host_, [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (!config("probe.avatar").empty()) {
      avatar_.emplace(host_, [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (const std::string beginning = config("probe.history"); !beginning.empty()) {
      history_.emplace(host_, std::stoll(beginning),
                       [this](const std::string& user, const std::string& said) { answer(user, said); });
    }
    if (config("probe.stalls_in") == "exit") {
      at_exit.fifo = config("probe.fifo");
    }
  }

  ~Probe() {
    if (media_ && !config("probe.fetches_in_destroy").empty()) {
      prism_fetch fetch = eventFor<prism_fetch>(user_);
      prism_media_id id = 0;
      fetch.url = PRISM_STR("http://127.0.0.1/");
      const auto done = [](void*, prism_media_id, const prism_fetched*) {};
      const auto* service = static_cast<const prism_media*>(host_->get_service(host_, PRISM_MEDIA));
      log("fetch in destroy: " + std::to_string(service->fetch(host_, &fetch, done, nullptr, &id)));
    }
    stallIn("destroy");
    harmIn("destroy");
    if (!config("probe.adds_in_destroy").empty()) {
      loop_.addAndLog();
    }
    if (worker_.joinable()) {
      worker_.join();
    }
  }

  ProbeRooms& rooms() { return *rooms_; }

  // With probe.chat, all requests of prism.chat/1 but markers; with probe.rooms, all of prism.rooms/1; with
  // probe.history, those of prism.history/1; with probe.avatar, that of prism.avatar/1.
  const void* extension(const std::string& name) const {
    throwIn("get_extension");
    static const prism_history_plugin history{sizeof history, 0, [](void* self, const prism_history_request* request) {
                                                static_cast<Probe*>(self)->history_->onPage(*request);
                                              }};
    if (history_ && name == PRISM_HISTORY) {
      return &history;
    }
    static const prism_chat_plugin table{
        sizeof table,
        0,
        [](void* self, const prism_chat_edit* edit) { static_cast<Probe*>(self)->chat_->onEdit(*edit); },
        [](void* self, const prism_chat_retraction* gone) { static_cast<Probe*>(self)->chat_->onRetract(*gone); },
        [](void* self, const prism_chat_reactions* all) { static_cast<Probe*>(self)->chat_->onReact(*all); },
        nullptr};
    static const prism_avatar_plugin avatar{sizeof avatar, 0, [](void* self, const prism_picture_request* request) {
                                              static_cast<Probe*>(self)->avatar_->onWanted(*request);
                                            }};
    if (avatar_ && name == PRISM_AVATAR) {
      return &avatar;
    }
    if (rooms_ && name == PRISM_ROOMS) {
      return ProbeRooms::table();
    }
    return chat_ && name == PRISM_CHAT ? &table : nullptr;
  }

  prism_result stop() {
    stallIn("stop");
    throwIn("stop");
    const std::string goodbye = config("probe.goodbye_ms");
    if (goodbye.empty()) {
      return PRISM_OK;
    }
    if (goodbye != "never") {
      after(std::stoull(goodbye), [this] { host_->stopped(host_); });
    }
    return PRISM_PENDING;
  }

  void memoryUsage(prism_memory* memory) {
    stallIn("memory_usage");
    throwIn("memory_usage");
    if (const std::string kb = config("probe.memory_kb"); !kb.empty()) {
      memory->resident_kb += std::stoull(kb);
    }
  }

  prism_result start() {
    stallIn("start");
    throwIn("start");
    harmIn("start");
    if (const std::string flags = config("probe.features"); !flags.empty()) {
      prism_features features{};
      features.struct_size = sizeof features;
      features.flags = static_cast<std::uint32_t>(std::stoul(flags));
      if (const prism_result result = host_->set_features(host_, &features); result != PRISM_OK) {
        log("set_features " + std::to_string(result));
      }
    }
    return PRISM_OK;
  }

  void login(const prism_login& login) {
    misbehaveIn("login", login.user, login.password);
    if (!config("probe.login_throws").empty()) {
      throw std::invalid_argument("the password is " + text(login.password));
    }
    if (!config("probe.login_hangs").empty()) {
      return;
    }
    if (const std::string error = config("probe.second_factor"); !error.empty()) {
      prompts_->secondFactor(text(login.user), config("probe.code"), static_cast<std::uint32_t>(std::stoul(error)));
      return;
    }
    if (text(login.password) == "wrong") {
      disconnect(login.user, PRISM_CONNECTION_ERROR_AUTHENTICATION_FAILED, PRISM_STR("the password is wrong"));
      return;
    }
    if (!config("probe.answers_later").empty()) {
      after(0, [this, user = text(login.user), name = text(login.legacy_name)] {
        connectUser(host_, borrowed(user));
        answer(user, "logged in as " + name);
      });
      return;
    }
    connectUser(host_, login.user);
    std::string settings;
    for (std::uint64_t i = 0; i < login.settings_count; ++i) {
      settings += " " + text(login.settings[i].name) + "=" + text(login.settings[i].value);
    }
    answer(text(login.user), "logged in as " + text(login.legacy_name) + settings);
  }

  void logout(prism_str user) {
    log("logout " + text(user));
    misbehaveIn("logout", user, {});
    harmIn("logout");
    if (storage_) {
      storage_->store(text(user), "logout", "done");
    }
    std::istringstream others(config("probe.floods_at_logout"));
    for (std::string other; others >> other;) {
      for (int i = 0; i < 2000; ++i) {
        answer(other, std::string(50'000, '.'));
      }
    }
    if (!config("probe.talks_after_logout").empty()) {
      answer(text(user), "still here");
    }
  }

  // Answers a request other than a message with a line that names it and its arguments.
  void answerRequest(prism_str user, const std::string& request, const std::string& arguments, prism_str secret = {}) {
    user_ = text(user);
    misbehaveIn(request, user, secret);
    answer(request + arguments);
  }

  void message(const prism_message& message) {
    user_ = text(message.user);
    if (message.kind != PRISM_CONVERSATION_CONTACT || message.flags != 0) {
      answerRequest(message.user, "message",
                    " to " + text(message.buddy) + " nickname=" + text(message.nickname) +
                        " kind=" + std::to_string(message.kind) +
                        (message.flags == 0 ? "" : " request=" + std::to_string(message.request)) + ": " +
                        text(message.text));
      return;
    }
    std::istringstream words(text(message.text));
    std::string command;
    words >> command;
    const auto found = commands_.find(command);
    if (found == commands_.end()) {
      throw std::invalid_argument("no command " + command);
    }
    found->second(words);
  }

  // Throws if probe.throws_in names this function. `secret` becomes a part of the exception's text.
  void throwIn(const std::string& function, prism_str secret = {}) const {
    if (config("probe.throws_in") == function) {
      throw std::invalid_argument("thrown in " + function + " " + text(secret));
    }
  }

 private:
  // Blocks if probe.stalls_in names this function.
  void stallIn(const std::string& function) {
    if (config("probe.stalls_in") == function) {
      stall(config("probe.fifo"));
    }
  }

  // Does the harm of probe.harm if probe.harms_in names this function.
  void harmIn(const std::string& function) {
    if (config("probe.harms_in") == function) {
      Words words(config("probe.harm"));
      harm(words);
    }
  }

  // Blocks, throws or disconnects the user if the configuration asks for it in this function.
  void misbehaveIn(const std::string& function, prism_str user, prism_str secret) {
    stallIn(function);
    throwIn(function, secret);
    if (config("probe.disconnects_in") == function) {
      log("disconnected in " + function + ": " +
          std::to_string(disconnect(user, PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("all of a sudden"))));
    }
  }
  // The services are requested by the first command that needs them.
  ProbeMedia& media() {
    if (!media_) {
      media_.emplace(host_, [this](const std::string& said) { answer(said); });
    }
    return *media_;
  }

  prism_result disconnect(prism_str user, std::uint32_t error, prism_str why) {
    const prism_disconnected event{sizeof event, error, user, why};
    return host_->disconnected(host_, &event);
  }

  void log(const std::string& line) { host_->log(host_, PRISM_LOG_INFO, borrowed(line)); }

  prism_result answer(const std::string& user, const std::string& answer) {
    prism_message message{};
    message.struct_size = sizeof message;
    message.kind = PRISM_CONVERSATION_CONTACT;
    message.user = borrowed(user);
    message.buddy = PRISM_STR("probe");
    message.text = borrowed(answer);
    return host_->message(host_, &message);
  }
  void answer(const std::string& text) { answer(user_, text); }
  void answerResult(prism_result result) { answer("result " + std::to_string(result)); }

  std::string config(const std::string& key) const {
    prism_str value{};
    return host_->config_get(host_, borrowed(key), &value) ? text(value) : "";
  }

  // Calls `action` once, after `ms` milliseconds.
  void after(std::uint64_t ms, std::function<void()> action) {
    prism_timer timer = 0;
    const auto run = [](void* data, prism_timer) {
      const std::unique_ptr<std::function<void()>> owned(static_cast<std::function<void()>*>(data));
      (*owned)();
    };
    const prism_schedule schedule{sizeof schedule, 0, ms, 0, 0};
    host_->timer_add(host_, &schedule, run, new std::function<void()>(std::move(action)), &timer);
  }

  void list(Words& words) {
    std::string values;
    const std::string key = word(words);
    const auto visit = [](void* data, prism_str value) { *static_cast<std::string*>(data) += " " + text(value); };
    const std::uint64_t count = host_->config_list(host_, borrowed(key), visit, &values);
    answer(std::to_string(count) + ":" + values);
  }

  void section(Words& words) {
    std::string pairs;
    const std::string name = word(words);
    const auto visit = [](void* data, prism_str key, prism_str value) {
      *static_cast<std::string*>(data) += " " + text(key) + "=" + text(value);
    };
    const std::uint64_t count = host_->config_section(host_, borrowed(name), visit, &pairs);
    answer(std::to_string(count) + ":" + pairs);
  }

  void ticks(Words& words) {
    ticks_left_ = number(words);
    const auto tick = [](void* data, prism_timer timer) {
      auto* self = static_cast<Probe*>(data);
      self->answer("tick");
      if (--self->ticks_left_ == 0) {
        self->answerResult(self->host_->timer_remove(self->host_, timer));
      }
    };
    prism_timer timer = 0;
    const prism_schedule schedule{sizeof schedule, 0, 1, 1, 0};
    host_->timer_add(host_, &schedule, tick, this, &timer);
  }

  // Adds timers until the host refuses one. None becomes due during a test.
  void addTimersUntilRefused() {
    prism_timer timer = 0;
    std::uint64_t added = 0;
    const auto due = [](void*, prism_timer) {};
    prism_result result = PRISM_OK;
    const prism_schedule schedule{sizeof schedule, 0, 1'000'000'000, 0, 0};
    while ((result = host_->timer_add(host_, &schedule, due, nullptr, &timer)) == PRISM_OK) {
      ++added;
    }
    answer(std::to_string(added) + " timers, result " + std::to_string(result));
  }

  void post(Words&) {
    std::thread([this] {
      host_->post(
          host_, [](void* data) { static_cast<Probe*>(data)->answer("posted"); }, this);
    }).join();
  }

  void callOffThread(Words&) {
    prism_result result = PRISM_OK;
    std::thread([&] { result = connectUser(host_, borrowed(user_)); }).join();
    answerResult(result);
  }

  void watch(Words&) {
    if (::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0) {
      throw std::runtime_error("pipe2");
    }
    const auto ready = [](void* data, prism_watch, std::int32_t fd, std::uint32_t events) {
      auto* self = static_cast<Probe*>(data);
      char byte = 0;
      const auto size = ::read(fd, &byte, 1);
      self->answer("read " + std::string(1, size == 1 ? byte : '-') + " events " + std::to_string(events));
      self->answerResult(self->host_->watch_remove(self->host_, self->watch_));
      ::close(self->pipe_[0]);
      ::close(self->pipe_[1]);
    };
    host_->watch_add(host_, pipe_[0], PRISM_WATCH_READABLE, ready, this, &watch_);
    if (::write(pipe_[1], "x", 1) != 1) {
      throw std::runtime_error("write");
    }
  }

  // Opens descriptors up to the process's limit.
  void exhaustDescriptors() {
    for (int fd = 0; (fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) {
      eaten_.push_back(fd);
    }
    answer(std::string("eaten: ") + (errno == EMFILE ? "no more" : "another error"));
  }

  void closeExhausted() {
    for (const int fd : eaten_) {
      ::close(fd);
    }
    eaten_.clear();
    answer("given back");
  }

  // Answers with the descriptors that lack FD_CLOEXEC, and so would be inherited by a child.
  void answerInheritable(Words&) {
    std::string found = "inheritable:";
    for (int fd = 3; fd < 1024; ++fd) {
      const int flags = ::fcntl(fd, F_GETFD);
      if (flags >= 0 && (flags & FD_CLOEXEC) == 0) {
        found += " " + std::to_string(fd);
      }
    }
    answer(found);
  }

  void flood(Words& words) {
    const std::uint64_t count = number(words);
    const std::string padding(number(words), '.');
    for (std::uint64_t i = 0; i < count; ++i) {
      answer(std::to_string(i) + padding);
    }
  }

  // Sends the next numbered message with `size` bytes of padding.
  void produceNext(std::uint64_t size) { answer(std::to_string(produced_++) + std::string(size, '.')); }

  // Sends numbered messages: one per callback of a descriptor, timer or post, or all in this one callback.
  void produce(Words& words) {
    const std::string source = word(words);
    count_ = number(words);
    size_ = number(words);
    if (source == "descriptors") {
      const auto ready = [](void* data, prism_watch, std::int32_t fd, std::uint32_t) {
        auto* self = static_cast<Probe*>(data);
        self->produceNext(self->size_);
        if (self->produced_ == self->count_) {
          self->host_->watch_remove(self->host_, self->watch_);
          ::close(fd);
        }
      };
      host_->watch_add(host_, ::eventfd(1, EFD_CLOEXEC), PRISM_WATCH_READABLE, ready, this, &watch_);
    } else if (source == "timers") {
      produceInTimer();
    } else if (source == "posts") {
      worker_ = std::thread([this] {
        const auto run = [](void* data) { static_cast<Probe*>(data)->produceNext(static_cast<Probe*>(data)->size_); };
        for (std::uint64_t i = 0; i < count_ && host_->post(host_, run, this) == PRISM_OK; ++i) {
        }
      });
    } else if (source == "callback") {
      while (produced_ < count_) {
        produceNext(size_);
      }
    }
  }

  void produceInTimer() {
    after(0, [this] {
      produceNext(size_);
      if (produced_ < count_) {
        produceInTimer();
      }
    });
  }

  // Blocks in a callback of the event loop: a timer, a post or a watch.
  void stallIn(Words& words) {
    const std::string where = word(words);
    fifo_ = word(words);
    if (where == "timer") {
      after(0, [this] { stall(fifo_); });
    } else if (where == "post") {
      host_->post(
          host_, [](void* data) { stall(static_cast<Probe*>(data)->fifo_); }, this);
    } else if (where == "watch") {
      if (::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0) {
        throw std::runtime_error("pipe2");
      }
      const auto ready = [](void* data, prism_watch, std::int32_t, std::uint32_t) {
        auto* self = static_cast<Probe*>(data);
        self->host_->watch_remove(self->host_, self->watch_);
        ::close(self->pipe_[0]);
        stall(self->fifo_);
      };
      host_->watch_add(host_, pipe_[0], PRISM_WATCH_READABLE, ready, this, &watch_);
      ::close(pipe_[1]);
    }
  }

  void throwIn(Words& words) {
    const std::string where = word(words);
    if (where == "timer") {
      after(0, [] { throw std::runtime_error("thrown in a timer"); });
    } else if (where == "post") {
      host_->post(
          host_, [](void*) { throw std::runtime_error("thrown in a post"); }, nullptr);
    } else if (where == "watch") {
      if (::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0) {
        throw std::runtime_error("pipe2");
      }
      const auto ready = [](void* data, prism_watch, std::int32_t, std::uint32_t) {
        auto* self = static_cast<Probe*>(data);
        self->host_->watch_remove(self->host_, self->watch_);
        ::close(self->pipe_[0]);
        throw std::runtime_error("thrown in a watch");
      };
      host_->watch_add(host_, pipe_[0], PRISM_WATCH_READABLE, ready, this, &watch_);
      ::close(pipe_[1]);  // hanging up makes the other end readable
    } else if (where == "visit") {
      const auto visit = [](void*, prism_str) { throw std::runtime_error("thrown in a visit"); };
      answer("visited " + std::to_string(host_->config_list(host_, PRISM_STR("prism.plugin"), visit, nullptr)));
    }
  }

  // Logs a line on another thread. Arguments: level, area, line.
  void logIn(Words& words) {
    const auto level = static_cast<std::uint32_t>(number(words));
    const std::string area = word(words);
    const std::string line = word(words);
    std::thread([&] { host_->log_area(host_, level, borrowed(area), borrowed(line)); }).join();
  }

  // Logs one line in each of `count` areas.
  void logAreas(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string area = "area" + std::to_string(i);
      host_->log_area(host_, PRISM_LOG_INFO, borrowed(area), PRISM_STR("a line"));
    }
    answer("logged");
  }

  // Writes to stdout or stderr with stdio, past the host's log, as a C library would. All of it within this callback.
  void print(std::FILE* stream, Words& words) {
    const std::uint64_t times = number(words);
    std::string rest;
    std::getline(words >> std::ws, rest);
    for (std::uint64_t i = 0; i < times; ++i) {
      std::fprintf(stream, "%s\n", rest.c_str());
    }
    answer("printed");
  }

  const prism_host* host_;
  std::string user_;  // the user of the last request
  std::string fifo_;
  std::uint64_t ticks_left_ = 0;
  std::uint64_t produced_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t size_ = 0;
  std::thread worker_;
  std::vector<int> eaten_;
  std::optional<ProbePrompts> prompts_;
  std::optional<ProbeStorage> storage_;
  std::optional<ProbeCommands> typed_;
  std::optional<ProbeChat> chat_;
  std::optional<ProbeRooms> rooms_;
  std::optional<ProbeHistory> history_;
  std::optional<ProbeAvatar> avatar_;
  std::optional<ProbeMedia> media_;
  ProbeDeliveries deliveries_{host_};
  ProbeAdmin admin_{host_, [this](const std::string& user, const std::string& said) { answer(user, said); }};
  ProbeLoop loop_{host_};
  ProbeMetrics metrics_{host_};
  ProbeSettings settings_{host_};
  int pipe_[2] = {-1, -1};
  prism_watch watch_ = 0;

  const std::map<std::string, std::function<void(Words&)>> commands_ = {
      {"get", [this](Words& words) { answer("value " + config(word(words))); }},
      {"bool",
       [this](Words& words) {
         const std::string key = word(words);
         answer("bool " + std::to_string(host_->config_bool(host_, borrowed(key), -1)));
       }},
      {"int",
       [this](Words& words) {
         const std::string key = word(words);
         answer("int " + std::to_string(host_->config_int(host_, borrowed(key), -1, -5, 70)));
       }},
      {"list", [this](Words& words) { list(words); }},
      {"loaded-as", [this](Words&) { answer("loaded as " + std::to_string(loaded_as)); }},
      {"section", [this](Words& words) { section(words); }},
      {"service",
       [this](Words& words) { answer(host_->get_service(host_, word(words).c_str()) ? "there" : "not there"); }},
      {"chat",
       [this](Words& words) {
         if (const prism_result result = chat_->send(user_, words); result != PRISM_OK) {
           answerResult(result);
         }
       }},
      {"rooms-admin", [this](Words& words) { answerResult(rooms_->execute(user_, words)); }},
      {"avatar", [this](Words& words) { answerResult(avatar_->execute(user_, words)); }},
      {"ask", [this](Words& words) { prompts_->ask(user_, words); }},
      {"resolve", [this](Words& words) { media().resolve(words); }},
      {"fetch", [this](Words& words) { media().fetch(user_, words); }},
      {"cancel-fetch", [this](Words&) { media().cancelFetch(); }},
      {"publish", [this](Words& words) { media().publish(user_, words); }},
      {"media", [this](Words&) { media().abilities(); }},
      {"deliver",
       [this](Words& words) {
         deliveries_.deliver(user_, words);
         answer("delivered");
       }},
      {"ask-and-disconnect",
       [this](Words& words) {
         prompts_->ask(user_, words);
         disconnect(borrowed(user_), PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("as you wish"));
       }},
      {"stored", [this](Words& words) { storage_->execute(user_, words); }},
      {"disconnect-and-store",
       [this](Words&) {
         disconnect(borrowed(user_), PRISM_CONNECTION_ERROR_OTHER, PRISM_STR("as you wish"));
         storage_->store(user_, "disconnect", "done");
       }},
      {"answer-command", [this](Words& words) { typed_->answerOpen(user_, word(words)); }},
      {"misuse-commands", [this](Words&) { typed_->misuse(user_); }},
      {"redefine-commands", [this](Words&) { typed_->redefine(); }},
      {"withdraw", [this](Words&) { prompts_->cancel(user_); }},
      {"withdraw-id", [this](Words& words) { prompts_->cancel(user_, number(words)); }},
      {"tell", [this](Words& words) { prompts_->tell(user_, word(words)); }},
      {"buddy-named",
       [this](Words& words) {
         const std::string name = word(words);
         auto event = eventFor<prism_buddy>(user_);
         event.buddy = borrowed(name);
         event.status = PRISM_STATUS_ONLINE;
         host_->buddy_changed(host_, &event);
       }},
      {"message-from",
       [this](Words& words) {
         const std::string name = word(words);
         auto event = eventFor<prism_message>(user_);
         event.buddy = borrowed(name);
         event.text = PRISM_STR("I am real");
         host_->message(host_, &event);
       }},
      {"timer", [this](Words& words) { after(number(words), [this] { answer("timer"); }); }},
      {"timers-without-end", [this](Words&) { addTimersUntilRefused(); }},
      {"ticks", [this](Words& words) { ticks(words); }},
      {"post", [this](Words& words) { post(words); }},
      {"off-thread", [this](Words& words) { callOffThread(words); }},
      {"watch", [this](Words& words) { watch(words); }},
      {"admin", [this](Words& words) { admin_.execute(user_, words); }},
      {"close-watched", [this](Words&) { answer("closed " + loop_.closeWatched()); }},
      {"metrics", [this](Words& words) { answer("metrics " + metrics_.execute(words)); }},
      {"setting", [this](Words& words) { answer("setting " + settings_.get(user_, word(words))); }},
      {"setting-of",
       [this](Words& words) {
         const std::string user = word(words);
         answer("setting " + settings_.get(user, word(words)));
       }},
      {"settings-again", [this](Words&) { answer("settings " + std::to_string(settings_.define(""))); }},
      {"spin", [this](Words&) { answer("spins " + loop_.spin()); }},
      {"watch-nothing",
       [this](Words&) { answerResult(host_->watch_add(host_, -1, PRISM_WATCH_READABLE, nullptr, nullptr, nullptr)); }},
      {"stopped", [this](Words&) { answerResult(host_->stopped(host_)); }},
      {"eat-descriptors", [this](Words&) { exhaustDescriptors(); }},
      {"give-descriptors-back", [this](Words&) { closeExhausted(); }},
      {"inheritable", [this](Words& words) { answerInheritable(words); }},
      {"flood", [this](Words& words) { flood(words); }},
      {"next", [this](Words& words) { produceNext(number(words)); }},
      {"produce", [this](Words& words) { produce(words); }},
      {"write-to", [this](Words& words) { answerResult(answer(word(words), "hello, stranger")); }},
      {"print-out", [this](Words& words) { print(stdout, words); }},
      {"print-err", [this](Words& words) { print(stderr, words); }},
      {"log", [this](Words& words) { log(words.str()); }},
      {"log-in", [this](Words& words) { logIn(words); }},
      {"log-areas", [this](Words& words) { logAreas(number(words)); }},
      {"log-enabled",
       [this](Words& words) {
         const auto level = static_cast<std::uint32_t>(number(words));
         answer("enabled " + std::to_string(host_->log_enabled(host_, level, borrowed(word(words)))));
       }},
      {"disconnect",
       [this](Words& words) {
         disconnect(borrowed(user_), static_cast<std::uint32_t>(number(words)), PRISM_STR("as you wish"));
       }},
      {"connect", [this](Words&) { connectUser(host_, borrowed(user_)); }},
      {"abort", [](Words&) { std::abort(); }},
      {"harm",
       [this](Words& words) {
         harm(words);
         answer("harmed");
       }},
      {"crash", [](Words& words) { crash(word(words)); }},
      {"crash-while-loading", [](Words&) { crashInThreadWhileLoading(); }},
      {"crash-in-thread", [](Words& words) { crashInThread(word(words)); }},
      {"stall",
       [this](Words& words) {
         stall(word(words));
         answer("woken");
       }},
      {"say-and-stall",
       [this](Words& words) {
         answer("about to stall");
         stall(word(words));
         answer("woken");
       }},
      {"stall-in", [this](Words& words) { stallIn(words); }},
      {"stall-for",
       [this](Words& words) {
         const std::string fifo = word(words);
         stallAtMost(fifo, static_cast<int>(number(words)));
         answer("woken");
       }},
      {"throw", [](Words&) { throw std::runtime_error("thrown on request"); }},
      {"fault",
       [this](Words& words) {
         const std::string where = word(words);
         std::string what;
         std::getline(words >> std::ws, what);
         std::thread([&] { host_->fault(host_, borrowed(where), borrowed(what)); }).join();
         answer("reported");
       }},
      {"rich-message", [this](Words&) { sendRichMessage(host_, user_); }},
      {"receipt",
       [this](Words& words) {
         auto event = eventFor<prism_receipt>(user_);
         event.buddy = PRISM_STR("bob");
         event.state = static_cast<std::uint32_t>(number(words));
         event.request = number(words);
         std::string why;
         std::getline(words >> std::ws, why);
         event.text = borrowed(why);
         const prism_result result = host_->receipt(host_, &event);
         if (result != PRISM_OK) {
           answerResult(result);
         }
       }},
      {"roster-complete",
       [this](Words&) {
         const auto event = eventFor<prism_roster_complete>(user_);
         answerResult(host_->roster_complete(host_, &event));
       }},
      {"buddy", [this](Words&) { sendBuddy(host_, user_); }},
      {"remove",
       [this](Words&) {
         auto event = eventFor<prism_buddy_removed>(user_);
         event.buddy = PRISM_STR("bob");
         host_->buddy_removed(host_, &event);
       }},
      {"authorize",
       [this](Words&) {
         auto event = eventFor<prism_authorization>(user_);
         event.buddy = PRISM_STR("bob");
         host_->authorization_requested(host_, &event);
       }},
      {"typing",
       [this](Words& words) {
         auto event = eventFor<prism_typing>(user_);
         event.buddy = PRISM_STR("bob");
         event.state = static_cast<std::uint32_t>(number(words));
         host_->typing(host_, &event);
       }},
      {"attention",
       [this](Words&) {
         auto event = eventFor<prism_attention>(user_);
         event.buddy = PRISM_STR("bob");
         event.text = PRISM_STR("hey");
         host_->attention(host_, &event);
       }},
      {"participant", [this](Words&) { sendParticipant(host_, user_); }},
      {"joined",
       [this](Words& words) {
         const std::string nickname = word(words);
         auto event = eventFor<prism_participant>(user_);
         event.room = PRISM_STR("lobby");
         event.nickname = borrowed(nickname);
         event.status = PRISM_STATUS_ONLINE;
         answerResult(host_->joined(host_, &event));
       }},
      {"joined-in",
       [this](Words& words) {
         const std::string room = word(words);
         const std::string nickname = word(words);
         auto event = eventFor<prism_participant>(user_);
         event.flags = PRISM_PARTICIPANT_ME;
         event.room = borrowed(room);
         event.nickname = borrowed(nickname);
         event.status = PRISM_STATUS_ONLINE;
         answerResult(host_->joined(host_, &event));
       }},
      {"join-failed",
       [this](Words& words) {
         auto event = eventFor<prism_join_failed>(user_);
         event.room = PRISM_STR("lobby");
         event.error = static_cast<std::uint32_t>(number(words));
         event.text = PRISM_STR("not today");
         answerResult(host_->join_failed(host_, &event));
       }},
      {"subject", [this](Words&) { sendSubject(host_, user_); }},
      {"invite", [this](Words&) { sendInvitation(host_, user_); }},
      {"rooms",
       [this](Words&) {
         const prism_room room{sizeof room, 0, PRISM_STR("lobby"), PRISM_STR("The lobby")};
         const prism_room* const rooms[] = {&room};
         const prism_room_list list{sizeof list, 0, {}, rooms, 1};
         host_->room_list(host_, &list);
       }},
      {"vcard",
       [this](Words& words) {
         const std::string buddy = word(words);
         std::uint64_t size = 3;
         words >> size;
         const prism_result result = sendVCard(host_, user_, buddy, size);
         if (result != PRISM_OK) {
           answerResult(result);
         }
       }},
      {"history", [this](Words& words) { history_->execute(user_, words); }},
      {"raw",
       [this](Words& words) {
         std::string stanza;
         std::getline(words >> std::ws, stanza);
         const prism_result result = host_->raw_xml(host_, borrowed(stanza));
         if (result != PRISM_OK) {
           answerResult(result);
         }
       }},
      {"features",
       [this](Words&) {
         prism_features features{};
         features.struct_size = sizeof features;
         answerResult(host_->set_features(host_, &features));
       }},
      {"huge",
       [this](Words& words) {
         const std::string huge(number(words), 'x');
         answerResult(answer(user_, huge));
       }},
      {"garbage", [this](Words&) { answerResult(sendGarbage(host_, user_)); }},
      {"throw-in", [this](Words& words) { throwIn(words); }},
      {"bytes", [this](Words&) { answer("bell \a, half \xE2\x82, latin \xE9"); }},
  };
};

prism_result create(const prism_host* host, void** instance) {
  *instance = new Probe(host);
  return PRISM_OK;
}

Probe& probe(void* self) { return *static_cast<Probe*>(self); }

}  // namespace

prism::tests::ProbeRooms& prism::tests::probeRooms(void* self) { return probe(self).rooms(); }

const prism_plugin* prism_plugin_query(uint32_t) {
  static const prism_plugin plugin = [] {
    prism_plugin table{};
    table.struct_size = sizeof table;
    table.abi_version = PRISM_ABI_VERSION;
    table.min_host_minor = PRISM_NEEDS_MINOR;
    table.id = "probe";
    table.version = "1.0";
    table.create = &create;
    table.stop = [](void* self) { return probe(self).stop(); };
    table.destroy = [](void* self) {
      const std::unique_ptr<Probe> owned(&probe(self));
      owned->throwIn("destroy");
    };
    table.memory_usage = [](void* self, prism_memory* memory) { probe(self).memoryUsage(memory); };
    table.login = [](void* self, const prism_login* login) { probe(self).login(*login); };
    table.logout = [](void* self, const prism_logout* logout) { probe(self).logout(logout->user); };
    table.start = [](void* self) { return probe(self).start(); };
    table.status_changed = [](void* self, const prism_presence* presence) {
      probe(self).answerRequest(presence->user, "status_changed",
                                " " + std::to_string(presence->status) + " " + text(presence->text));
    };
    table.roster = [](void* self, const prism_roster* roster) {
      std::string names;
      for (std::uint64_t i = 0; i < roster->buddies_count; ++i) {
        names += " " + text(roster->buddies[i]->buddy);
      }
      probe(self).answerRequest(roster->user, "roster", names);
    };
    table.buddy_changed = [](void* self, const prism_buddy* buddy) {
      probe(self).answerRequest(buddy->user, "buddy_changed",
                                " " + text(buddy->buddy) + " alias=" + text(buddy->alias));
    };
    table.buddy_removed = [](void* self, const prism_buddy_removed* removed) {
      probe(self).answerRequest(removed->user, "buddy_removed", " " + text(removed->buddy));
    };
    table.buddy_blocked = [](void* self, const prism_block* block) {
      probe(self).answerRequest(block->user, "buddy_blocked",
                                " " + text(block->buddy) + " " + std::to_string(block->blocked));
    };
    table.authorization_answered = [](void* self, const prism_authorization* reply) {
      probe(self).answerRequest(reply->user, "authorization_answered",
                                " " + text(reply->buddy) + " " + std::to_string(reply->accepted));
    };
    table.typing = [](void* self, const prism_typing* typing) {
      probe(self).answerRequest(typing->user, "typing",
                                " " + nameOf(typing->buddy, typing->nickname) + " " + std::to_string(typing->state));
    };
    table.attention = [](void* self, const prism_attention* attention) {
      probe(self).answerRequest(attention->user, "attention",
                                " " + nameOf(attention->buddy, attention->nickname) + " " + text(attention->text));
    };
    table.join = [](void* self, const prism_join* join) {
      probe(self).answerRequest(join->user, "join",
                                " " + text(join->room) + " nickname=" + text(join->nickname) +
                                    (join->password.size > 0 ? " with a password" : ""),
                                join->password);
    };
    table.leave = [](void* self, const prism_leave* leave) {
      probe(self).answerRequest(leave->user, "leave", " " + text(leave->room));
    };
    table.set_subject = [](void* self, const prism_subject* subject) {
      probe(self).answerRequest(subject->user, "set_subject", " " + text(subject->room) + " " + text(subject->subject));
    };
    table.vcard_wanted = [](void* self, const prism_vcard_request* request) {
      probe(self).answerRequest(request->user, "vcard_wanted", " " + nameOf(request->buddy, request->nickname));
    };
    table.own_vcard = [](void* self, const prism_vcard* vcard) {
      probe(self).answerRequest(vcard->user, "own_vcard", " " + text(vcard->vcard_nickname));
    };
    table.raw_xml = [](void* self, const prism_stanza* stanza) {
      probe(self).answerRequest(stanza->user, "raw_xml", " " + std::to_string(stanza->xml.size) + " bytes",
                                stanza->xml);
    };
    table.get_extension = [](void* self, const char* name) { return probe(self).extension(name); };
    table.message = [](void* self, const prism_message* message) { probe(self).message(*message); };
    return table;
  }();
  return &plugin;
}
