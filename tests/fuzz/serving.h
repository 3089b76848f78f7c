// SPDX-License-Identifier: MIT
// The host between Spectrum 2 and the plugin, without sockets. Requests go in, the plugin's code answers, and a
// SpectrumView checks the frames after each step.
#pragma once

#include "host/requests/requests.h"
#include "tests/fuzz/reading_plugin.h"
#include "tests/fuzz/spectrum_view.h"

#include <Poco/Logger.h>

#include <utility>

namespace prism::fuzz {

class Serving : private PluginCode {
 public:
  explicit Serving(host::PromptSettings prompts = {}) : prompt_settings_(std::move(prompts)) {
    Poco::Logger::root().setLevel(0);
    plugin_.create(nullptr);
    guard_.onFirstFrame();
  }

  void setFeatures(std::uint32_t flags) {
    prism_features features{};
    features.struct_size = sizeof features;
    features.flags = flags;
    features_.set(features);
  }

  void request(int type, std::string_view payload) {
    spectrum_.noteRequest(type, payload);
    std::string writable(payload);
    requests_.handle(type, writable);
    checkFrames();
  }
  void request(int type, const google::protobuf::MessageLite& message) {
    request(type, std::string_view(message.SerializePartialAsString()));
  }

  // Runs timers and the end of a turn, as between two requests.
  void turn() {
    timers_.runDue(
        [](host::TimerQueue::Callback callback, void* data, host::TimerQueue::Id timer) { callback(data, timer); });
    requests_.afterTurn();
    history_.afterTurn(false, [] { return false; });
    checkFrames();
  }

  void logoutAll() {
    requests_.logoutAll();
    checkFrames();
  }

 protected:
  ~Serving() = default;

  // Sends a command to Spectrum, whose answer the fuzzer may give.
  void sendCommand(prism_str command) {
    prism_admin_id id = 0;
    const auto ended = [](void*, prism_admin_id, const prism_admin_answer*) {};
    admin_.send(command, ended, nullptr, &id);
  }

  void checkFrames() {
    spectrum_.checkFrames(out_.pending());
    out_.consume(out_.pending().size());
  }

  static constexpr std::uint32_t kMaxSize = 3000;
  static constexpr std::uint32_t kMaxStanza = 4000;  // less than the text of an event may have, so that texts are split

  host::FaultLog faults_{Poco::Logger::get("Connection"), "from Spectrum: "};
  host::FaultLog misbehaviour_{Poco::Logger::get("Plugin.reading"), "plugin misbehaving: reading: "};
  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{misbehaviour_, calls_};
  host::Plugin plugin_{readingPlugin(this), boundary_};
  host::Config config_ = *host::Config::parse("", "x.cfg", {});
  host::Features features_{config_};
  host::SessionTable sessions_;
  host::PresenceMemory presences_;
  wire::FrameWriter out_;
  host::Guard guard_{sessions_, presences_, out_, misbehaviour_, {kMaxSize, kMaxStanza}};
  host::TimerSource timers_;
  const host::PromptSettings prompt_settings_;
  host::Prompts prompts_{sessions_, guard_, timers_, boundary_, prompt_settings_};
  host::Commands commands_{sessions_, guard_, prompts_, timers_, boundary_, {}, Poco::Logger::get("Host")};
  host::RoomRequests rooms_{sessions_, guard_, timers_, Poco::Logger::get("Host")};
  host::Storage storage_{sessions_, guard_, timers_, {}, "reading", Poco::Logger::get("Host")};
  host::History history_{sessions_, guard_, commands_, storage_, timers_, Poco::Logger::get("Host")};
  host::NetworkModule network_{nullptr, Poco::Logger::get("Host")};
  host::Avatars avatars_{sessions_, guard_, network_, timers_, Poco::Logger::get("Host"), {}};
  host::AdminCommands admin_{guard_, timers_, boundary_};
  host::SettingsSchema settings_;
  host::Requests requests_{{.sessions = sessions_,
                            .presences = presences_,
                            .plugin = plugin_,
                            .features = features_,
                            .guard = guard_,
                            .prompts = prompts_,
                            .commands = commands_,
                            .rooms = rooms_,
                            .storage = storage_,
                            .history = history_,
                            .avatars = avatars_,
                            .admin = admin_,
                            .settings = settings_,
                            .timers = timers_,
                            .faults = faults_,
                            .server_mode = prompt_settings_.server_mode},
                           std::chrono::seconds(180)};
  SpectrumView spectrum_{kMaxStanza};
};

}  // namespace prism::fuzz
