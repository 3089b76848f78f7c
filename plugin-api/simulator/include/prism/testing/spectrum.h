// SPDX-License-Identifier: MIT
// A simulated Spectrum 2 for tests and tools. It launches one backend and speaks the protocol with it as Spectrum does;
// it can also violate the protocol.
//
//   Spectrum spectrum({.host_program = HOST, .arguments = {"--prism.plugin=echo"}});
//   spectrum.launch();
//   spectrum.ping();
//   spectrum.loginAndWait("alice");
//   spectrum.expectBuddy("alice", "echo");
//   spectrum.say("alice", "echo", "hi");
//   spectrum.expectMessage("alice", "echo", "hi");
//   spectrum.exit();
//   spectrum.expectExit(0);
//
// One thread, and no sleeping: each wait is for an event, with a deadline. During each wait the host's stdout, stderr
// and socket are read, so that a full pipe or socket never blocks the host (but see stall()).
#pragma once

#include "prism/testing/connection.h"
#include "prism/testing/deadline.h"
#include "prism/testing/failure.h"
#include "prism/testing/frame.h"
#include "prism/testing/host_process.h"
#include "prism/testing/temporary_directory.h"
#include <prism/unique_fd.hpp>

#include <poll.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace prism::testing {

struct SpectrumOptions {
  std::string host_program;                                           // an absolute path
  std::vector<std::string> wrapper = {};                              // words before the host in `backend=`
  std::vector<std::string> arguments = {};                            // words after the host in `backend=`
  std::string configuration = "[service]\njid = prism.test\n";        // contents of the transport's .cfg
  std::string configuration_file = {};                                // path of an existing .cfg, used instead
  std::vector<std::pair<std::string, std::string>> environment = {};  // added to this process's own
  std::string working_dir = {};                                       // default: a private temporary directory
  std::optional<mode_t> umask = {};
  std::string prompt_contact = "prism";  // the contact of `[prism] contact`, which asks the plugin's questions
  unsigned backend_id = 1;
  bool ipv6 = false;       // ::1 instead of 127.0.0.1
  int receive_buffer = 0;  // SO_RCVBUF of the connection; 0: the system's default
  Milliseconds deadline = Milliseconds(10'000);
};

struct LoginOptions {
  std::string legacy_name = {};  // default: the user
  std::string password = {};
  std::map<std::string, std::string> settings = {};
};

class Spectrum {
 public:
  // Listens on a port that the kernel chooses.
  explicit Spectrum(SpectrumOptions options);

  // --- Starting the host

  // Starts the host, and accepts its connection. Spectrum appends its own command line to the host's: `-n
  // CONFIGURATION` in the first form, `own_command_line` in the second.
  void launch();
  void launch(const std::vector<std::string>& own_command_line);

  // The two halves of launch(). Without accept(), the host connects and gets no answer.
  void start(const std::vector<std::string>& own_command_line);
  void accept();

  // Closes the listening socket, so that further connections are refused.
  void refuse();

  const std::string& address() const { return address_; }
  int port() const { return port_; }
  const std::string& configurationFile() const { return configuration_file_; }
  const std::filesystem::path& directory() const { return directory_.path(); }
  HostProcess& host();  // valid after start()

  // --- Frames to the host

  // Sends PING, and waits for PONG with STATS directly after it. Earlier frames stay queued for next() and expect().
  pbnetwork::Stats ping();

  void login(const std::string& user, const LoginOptions& options = {});
  void loginAndWait(const std::string& user, const LoginOptions& options = {});
  void logout(const std::string& user, const std::string& legacy_name = {});
  void say(const std::string& user, const std::string& buddy, const std::string& text, const std::string& id = {});
  void join(const std::string& user, const std::string& room, const std::string& nickname,
            const std::string& password = {});
  void leave(const std::string& user, const std::string& room);
  // Asks for the vCard of a contact, of "room/nickname", or of the user if `buddy` is empty.
  void requestVCard(const std::string& user, const std::string& buddy);
  void answerCommand(const std::string& text);  // QUERY: the answer to the plugin's oldest command (prism/admin.h)
  void exit();                                  // EXIT
  void hangUp();                                // closes the connection
  void reset();                                 // closes it with a RST

  void send(Type type, const google::protobuf::MessageLite& message);
  void send(Type type);
  void sendRaw(Type type, std::string_view payload);

  // --- Frames from the host. Each function takes the next frame, and throws Failure if it is another one. Functions
  // that name the frame skip presences of the contact that asks questions (SpectrumOptions::prompt_contact).
  // expectStanza() skips only those that it does not ask for; next(), take(), expect() and expectNothing() skip none.

  Frame next();
  Frame next(Milliseconds allowed);
  Frame expect(Type type);
  template <class Message>
  Message expect(Type type) {
    return expect(type).template as<Message>();
  }

  void expectConnected(const std::string& user);
  pbnetwork::Disconnected expectDisconnected(const std::string& user);
  pbnetwork::ConversationMessage expectMessage(const std::string& user, const std::string& buddy,
                                               const std::string& text);
  // Like expectMessage(), but for a text that has all these parts: the host's own sentences may change.
  pbnetwork::ConversationMessage expectMessageWith(const std::string& user, const std::string& buddy,
                                                   const std::vector<std::string>& parts);
  // A message of the contact that asks questions (prism/prompt.h), whose text has all these parts, such as the title
  // and the label. To answer: say(user, "prism", text).
  pbnetwork::ConversationMessage expectPrompt(const std::string& user, const std::vector<std::string>& parts);
  // A message with a delay: `time` is its time in milliseconds since 1970.
  pbnetwork::ConversationMessage expectOldMessage(const std::string& user, const std::string& buddy,
                                                  const std::string& text, std::int64_t time);
  pbnetwork::ConversationMessage expectAck(const std::string& user, const std::string& buddy, const std::string& id);
  pbnetwork::Buddy expectBuddy(const std::string& user, const std::string& buddy);

  // PARTICIPANT_CHANGED. The status, the flags and the reason of a departure are in the result.
  pbnetwork::Participant expectParticipant(const std::string& user, const std::string& room,
                                           const std::string& nickname);

  // VCARD: the answer to requestVCard().
  pbnetwork::VCard expectVCard(const std::string& user, const std::string& buddy);

  void expectCommand(const std::string& command);  // QUERY: a command of the plugin

  // RAW_XML: a stanza that has all these parts. Messages with ids of the network come like this (prism/chat.h). Returns
  // the stanza.
  std::string expectStanza(const std::vector<std::string>& parts);

  // Sends PING and requires that PONG and STATS are the very next frames.
  void expectNothing();

  // Requires that the host closes the connection without a further frame.
  void expectClosed();

  // Requires that the host ends with this exit code. Frames that it sends before stay queued.
  void expectExit(int code);

  // The text of BACKEND_CONFIG, which the host sends once, before the first PONG. ping() and expectNothing() store it.
  const std::optional<std::string>& backendConfig() const { return backend_config_; }

  // Waits until a line of the host's stderr contains `text`, and returns that line.
  std::string awaitLog(std::string_view text);
  const std::string& log();  // stderr so far

  // --- Violations of the protocol

  // Sends arbitrary bytes (see frameBytes()).
  void sendBytes(std::string_view bytes);

  // Sends `bytes` in pieces, cut at `positions`, which must rise. Sends a piece only after the host has read all bytes
  // before it.
  void sendSplit(std::string_view bytes, std::size_t position);
  void sendSplit(std::string_view bytes, const std::vector<std::size_t>& positions);

  // Waits until the host has read all sent bytes.
  void awaitRead();

  // Calls `verbs`, and sends all frames of it in one piece at the end.
  void batch(const std::function<void()>& verbs);

  // Sends a frame with arbitrary content instead of a WrapperMessage; "" is a frame of length 0.
  void sendFrame(std::string_view content);

  // Sends only the length of a frame.
  void sendLength(std::uint32_t claimed);

  // From stall() to resume() nothing is read from the connection, also during waits.
  void stall();
  void resume();

  // Calls stall(), and sends copies of `message` until the host has read nothing for `quiet`, or `limit` copies are
  // sent. Returns their number. The unsent rest of the last copy is sent before anything else.
  std::size_t fill(Type type, const google::protobuf::MessageLite& message, std::size_t limit = SIZE_MAX,
                   Milliseconds quiet = Milliseconds(500));

  // --- For a poll loop of the caller (see HostProcess)

  void addDescriptors(std::vector<pollfd>* descriptors) const;
  void pump();
  std::optional<Frame> take();  // the next frame, if there is one
  bool hasFrame() const;     // check before poll(): a send may have read the frame, and then no descriptor is readable
  bool isConnected() const;  // accepted, and closed by neither side

 private:
  enum class Wanted { kReading, kWriting, kAccepting };

  bool waitUntil(const std::function<bool()>& reached, const Deadline& deadline, Wanted wanted = Wanted::kReading);
  Frame nextFor(const std::string& awaited, Milliseconds allowed);
  Frame nextWithoutConfig(const std::string& awaited);
  Frame nextNamed(const std::string& awaited);
  bool isPromptPresence(const Frame& frame) const;
  void flush();
  Connection& connection();
  [[noreturn]] void fail(const std::string& awaited, Milliseconds allowed, const std::string& instead);

  const SpectrumOptions options_;
  TemporaryDirectory directory_;
  std::string configuration_file_;
  std::string address_;
  int port_ = 0;
  UniqueFd listener_;
  std::optional<HostProcess> host_;       // destroyed before its working directory
  std::optional<Connection> connection_;  // destroyed before the host, which then exits by itself
  std::optional<std::string> backend_config_;
  int batches_ = 0;  // nesting depth of batch()
  bool stalled_ = false;
};

}  // namespace prism::testing
