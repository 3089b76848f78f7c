// SPDX-License-Identifier: MIT
// Fixture: Requests with a fake plugin that records its calls, and a Guard whose frames the test reads.
#pragma once

#include "host/requests/requests.h"
#include "tests/host/unit/fake_plugin.h"
#include "tests/support/captured_log.h"
#include "tests/support/guard_events.h"
#include "tests/support/payloads.h"
#include "tests/support/wire_frames.h"
#include <prism/testing/frame.h>

#include <gtest/gtest.h>

namespace prism::tests {

using pbnetwork::WrapperMessage;
using Lines = std::vector<std::string>;

class RequestsTest : public ::testing::Test {
 protected:
  RequestsTest() { plugin_->create(nullptr); }

  // Handles a frame's payload, and returns the calls of the plugin.
  Lines handle(int type, const google::protobuf::MessageLite& payload) {
    return handle(type, payload.SerializePartialAsString());
  }
  Lines handle(int type, const std::string& payload) {
    std::string writable = payload;
    requests_->handle(type, writable);
    return fake_.take();
  }

  // Logs a user in, and answers with CONNECTED.
  void connect(const std::string& user) {
    logIn(user);
    tests::connected(guard_, host::borrowed(user));
    takeFrames();
  }

  // Logs a user in, without an answer.
  void logIn(const std::string& user) { handle(WrapperMessage::TYPE_LOGIN, loginOf(user)); }

  // Joins a room with the nickname "me".
  void join(const std::string& user, const std::string& room) {
    handle(WrapperMessage::TYPE_JOIN_ROOM, roomOf(user, room, "me"));
  }

  // Asks alice for one field of this kind.
  void ask(std::uint32_t kind, prism_prompt_fn ended, prism_str title = {}) {
    prism_field field{};
    field.struct_size = sizeof field;
    field.kind = kind;
    const prism_field* fields[] = {&field};
    prism_prompt prompt{};
    prompt.struct_size = sizeof prompt;
    prompt.user = PRISM_STR("alice");
    prompt.title = title;
    prompt.fields = fields;
    prompt.fields_count = 1;
    prism_prompts_id id = 0;
    ASSERT_EQ(prompts_.ask(&prompt, ended, nullptr, &id), PRISM_OK);
  }

  // Takes the frames sent since the last call, in describe()'s words.
  Lines takeFrames() {
    Lines lines;
    for (const Sent& message : takeSent(&out_)) {
      lines.push_back(::prism::testing::describe({message.type, message.payload}));
    }
    return lines;
  }

  // Expects that a frame is ignored, with this line in the log.
  void expectIgnored(int type, const google::protobuf::MessageLite& payload, const std::string& line) {
    expectIgnored(type, payload.SerializePartialAsString(), line);
  }
  void expectIgnored(int type, const std::string& payload, const std::string& line) {
    EXPECT_EQ(handle(type, payload), Lines{}) << line;
    EXPECT_EQ(log_.take(), Lines{"from Spectrum: " + line});
    EXPECT_EQ(takeFrames(), Lines{}) << line;
  }

  // Expects that a frame has no effect at all.
  void expectSilence(int type, const google::protobuf::MessageLite& payload) {
    expectSilence(type, payload.SerializePartialAsString());
  }
  void expectSilence(int type, const std::string& payload) {
    EXPECT_EQ(handle(type, payload), Lines{});
    EXPECT_EQ(log_.take(), Lines{});
    EXPECT_EQ(takeFrames(), Lines{});
  }

  // Replaces the plugin by one that lacks a callback.
  template <typename Function>
  void removeCallback(Function prism_plugin::*function) {
    prism_plugin functions = fake_.functions();
    functions.*function = nullptr;
    plugin_.emplace(functions, boundary_);
    plugin_->create(nullptr);
  }

  void setFeatures(std::uint32_t flags) {
    prism_features features{};
    features.struct_size = sizeof features;
    features.flags = flags;
    EXPECT_EQ(features_.set(features), std::nullopt);
  }

  // Runs the timers that are due.
  void runTimers() {
    timers_.runDue(
        [](host::TimerQueue::Callback callback, void* data, host::TimerQueue::Id timer) { callback(data, timer); });
  }

  // Makes each login overdue at the next run of the timers.
  void setLoginTimeoutToZero() { requests_.emplace(parts_, std::chrono::seconds(0)); }

  // Switches to server mode, in which clients log in to the XMPP server itself. They have `client_time` to come
  // online after CONNECTED.
  void setServerMode(std::chrono::seconds client_time = std::chrono::seconds(30)) {
    parts_.server_mode = true;
    requests_.emplace(parts_, std::chrono::seconds(180), client_time);
  }

  CapturedLog log_;
  host::FaultLog faults_{log_.logger(), "from Spectrum: "};
  host::FaultLog misbehaviour_{log_.logger(), "plugin misbehaving: fake: "};
  host::WriteSide write_side_;
  host::CallMonitor calls_{write_side_};
  host::PluginBoundary boundary_{misbehaviour_, calls_};
  FakePlugin fake_;
  std::optional<host::Plugin> plugin_{std::in_place, fake_.functions(), boundary_};
  host::Config config_ = *host::Config::parse("", "x.cfg", {});
  host::Features features_{config_};
  host::TimerSource timers_;
  host::SessionTable sessions_;
  host::PresenceMemory presences_;
  wire::FrameWriter out_;
  host::Guard guard_{sessions_, presences_, out_, misbehaviour_, {100000, 128 * 1024}};
  host::Prompts prompts_{sessions_, guard_, timers_, boundary_, {}};
  host::Commands commands_{sessions_, guard_, prompts_, timers_, boundary_, {"Admin@example.org"}, log_.logger()};
  host::RoomRequests rooms_{sessions_, guard_, timers_, log_.logger()};
  host::Storage storage_{sessions_, guard_, timers_, {}, "fake", log_.logger()};
  host::History history_{sessions_, guard_, commands_, storage_, timers_, log_.logger()};
  host::NetworkModule network_{nullptr, log_.logger()};
  host::Avatars avatars_{sessions_, guard_, network_, timers_, log_.logger(), {}};
  host::AdminCommands admin_{guard_, timers_, boundary_};
  host::SettingsSchema settings_;
  host::RequestParts parts_{.sessions = sessions_,
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
                            .settings = settings_,
                            .timers = timers_,
                            .faults = faults_,
                            .server_mode = false};
  std::optional<host::Requests> requests_{std::in_place, parts_, std::chrono::seconds(180)};
};

}  // namespace prism::tests
