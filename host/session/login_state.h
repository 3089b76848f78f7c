// SPDX-License-Identifier: MIT
// The login of one session as a state machine: which CONNECTED has been sent, whether the user's client is online, and
// what the plugin and the client still have to be told. Nobody else keeps a part of this state.
#pragma once

#include "proto/frame_writer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace prism::host {

struct Presence {
  std::uint32_t status = 0;  // PRISM_STATUS_...
  std::string text;

  bool operator==(const Presence&) const = default;
};

// The state that a user's next login takes over from the last one.
struct UserPresence {
  std::optional<Presence> presence = {};
  bool client_is_there = false;  // the user's client can receive messages
};

// A transition that is impossible in the current phase changes nothing and returns false.
//
//     kPending ── connectForPrompt() ──► kPromptable
//        │                                    │
//        └───────────── connect() ────────────┴──► kConnected         begin() leads from each phase to kPending
class LoginState {
 public:
  enum class Phase : std::uint8_t {
    kPending,     // the plugin has not answered the login; Spectrum has no CONNECTED
    kPromptable,  // the host has sent CONNECTED, so that the user can answer a question; the plugin has not answered
    kConnected,   // the plugin has answered: connected
  };

  // Starts a login, also in place of an earlier one. `number` is unique among all logins, `legacy_name` is the user's
  // name on the network. With `has_backlog`, messages are kept until the client is online.
  void begin(std::uint64_t number, std::string_view legacy_name, UserPresence known, bool has_backlog);

  // CONNECTED is sent by the host, before the plugin has answered. Only from kPending.
  bool connectForPrompt();

  // The plugin reports that the user is connected. From kPending and kPromptable.
  bool connect();

  Phase phase() const { return phase_; }
  bool isConnected() const { return phase_ != Phase::kPending; }  // CONNECTED has been sent
  bool isAnswered() const { return phase_ == Phase::kConnected; }
  std::uint64_t number() const { return number_; }

  // Returns the user's name on the network until the login is answered, then an empty string.
  std::string_view legacyName() const { return legacy_name_ ? *legacy_name_ : std::string_view(); }

  // --- Questions (prism/prompt.h): the time that the user takes to answer one does not count for the login's deadline.

  void endQuestion() { question_ended_ = true; }

  // Returns true if a question has ended since begin() or the last call.
  bool takeEndedQuestion();

  // --- The user's client, in server mode. Spectrum drops frames that it gets between CONNECTED and the client's first
  // presence. Spectrum also sends one presence of its own after LOGIN. If that one arrives after CONNECTED, it looks
  // like the client's, so only a second presence is proof.

  // Spectrum has sent a presence of the user other than STATUS_NONE.
  void notePresence();

  // The user has requested something, so the client is online.
  void noteRequest() { client_ = Client::kThere; }

  // The client has sent nothing for a while. It may broadcast no presence.
  void noteClientIsLate() {
    if (client_ != Client::kThere) {
      client_ = Client::kPerhaps;
    }
  }

  bool hasClient() const { return client_ == Client::kThere; }
  bool mayHaveClient() const { return client_ == Client::kThere || client_ == Client::kPerhaps; }

  // Frames that wait for the client, or nullptr if nothing has to wait.
  wire::FrameWriter* backlog() const { return backlog_.get(); }

  // Ends the wait: drops the frames, if there are some.
  void dropBacklog() { backlog_.reset(); }

  // --- The user's presence, which the plugin is told at once, or, if it comes from an earlier login, on CONNECTED.

  // Returns false if the plugin has been told this presence already.
  bool changePresence(Presence presence);

  // Returns true if there is a presence that the plugin has not been told.
  bool hasNewPresence() const { return presence_.has_value() && !presence_told_; }

  // Returns the presence that the plugin has not been told. From then on it counts as told.
  std::optional<Presence> takeNewPresence();

  // Returns the state that the user's next login takes over.
  UserPresence userPresence() const { return {presence_, hasClient()}; }

 private:
  enum class Client : std::uint8_t {
    kAway,
    kAwayAfterPresence,  // Spectrum's own presence has arrived before CONNECTED
    kPerhaps,            // one presence has arrived after CONNECTED: Spectrum's own, or the client's; or it is late
    kThere,
  };

  Phase phase_ = Phase::kPending;
  Client client_ = Client::kAway;
  bool question_ended_ = false;
  bool presence_told_ = false;
  std::uint64_t number_ = 0;
  std::unique_ptr<const std::string> legacy_name_;  // null if the login is answered
  std::unique_ptr<wire::FrameWriter> backlog_;
  std::optional<Presence> presence_;
};

}  // namespace prism::host
