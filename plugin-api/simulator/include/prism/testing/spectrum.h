// SPDX-License-Identifier: MIT
// A Spectrum 2 for tests and tools: it launches one backend, as Spectrum does, and talks to it as Spectrum does, or as
// no Spectrum should.
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
// One thread, and no sleeping: it waits for events, each time with a deadline, and reads the host's stdout, stderr and
// socket while it waits for anything, so that the host is never held up by us (see stall()).
#pragma once

#include <poll.h>
#include <prism/unique_fd.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "prism/testing/connection.h"
#include "prism/testing/deadline.h"
#include "prism/testing/failure.h"
#include "prism/testing/frame.h"
#include "prism/testing/host_process.h"
#include "prism/testing/temporary_directory.h"

namespace prism::testing {

struct SpectrumOptions {
  std::string host_program;                                           // an absolute path
  std::vector<std::string> wrapper = {};                              // words before it in `backend=`
  std::vector<std::string> arguments = {};                            // words behind it in `backend=`
  std::string configuration = "[service]\njid = prism.test\n";        // text of the transport's .cfg
  std::string configuration_file = {};                                // an existing one instead
  std::vector<std::pair<std::string, std::string>> environment = {};  // in addition to our own
  std::string working_dir = {};                                       // default: a private temporary directory
  std::optional<mode_t> umask = {};
  unsigned backend_id = 1;
  bool ipv6 = false;       // ::1 instead of 127.0.0.1
  int receive_buffer = 0;  // SO_RCVBUF of the connection; 0: the system's
  Milliseconds deadline = Milliseconds(10'000);
};

struct LoginOptions {
  std::string legacy_name = {};  // default: the user
  std::string password = {};
  std::map<std::string, std::string> settings = {};
};

class Spectrum {
 public:
  // Listens at once, on a port of the kernel's choice.
  explicit Spectrum(SpectrumOptions options);

  // --- Starting the host

  // Starts the host, and accepts its connection. The second form says what Spectrum's own command line was; the first
  // one's is `-n CONFIGURATION`.
  void launch();
  void launch(const std::vector<std::string>& own_command_line);

  // The two halves of launch(). Without accept(), the host connects and nobody answers.
  void start(const std::vector<std::string>& own_command_line);
  void accept();

  // Closes the listening socket: connecting is refused from now on.
  void refuse();

  const std::string& address() const { return address_; }
  int port() const { return port_; }
  const std::string& configurationFile() const { return configuration_file_; }
  const std::filesystem::path& directory() const { return directory_.path(); }
  HostProcess& host();  // there from start() on

  // --- What Spectrum says

  // Sends PING, and waits for PONG and for STATS right behind it. Other frames that come before them are kept.
  pbnetwork::Stats ping();

  void login(const std::string& user, const LoginOptions& options = {});
  void loginAndWait(const std::string& user, const LoginOptions& options = {});
  void logout(const std::string& user, const std::string& legacy_name = {});
  void say(const std::string& user, const std::string& buddy, const std::string& text, const std::string& id = {});
  void exit();    // EXIT
  void hangUp();  // closes the connection
  void reset();   // closes it with a RST

  void send(Type type, const google::protobuf::MessageLite& message);
  void send(Type type);
  void sendRaw(Type type, std::string_view payload);

  // --- What the host says. Each looks at the very next frame, and throws Failure if it is another one.

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
  pbnetwork::ConversationMessage expectAck(const std::string& user, const std::string& buddy, const std::string& id);
  pbnetwork::Buddy expectBuddy(const std::string& user, const std::string& buddy);

  // Sends PING and requires that PONG and STATS are the very next frames.
  void expectNothing();

  // The host closes the connection, and sends no frame before.
  void expectClosed();

  // The host ends with this exit code. Frames that it sends before are kept.
  void expectExit(int code);

  // The text of BACKEND_CONFIG: it comes once, before the first PONG, and ping() and expectNothing() put it here.
  const std::optional<std::string>& backendConfig() const { return backend_config_; }

  // Waits until a line of the host's stderr contains `text`, and returns that line.
  std::string awaitLog(std::string_view text);
  const std::string& log();  // all of stderr so far

  // --- Misbehaviour

  // Sends bytes that need not be frames (see frameBytes()).
  void sendBytes(std::string_view bytes);

  // Sends `bytes` in pieces, cut at `positions` (rising): each goes out only after the host has read what was before.
  void sendSplit(std::string_view bytes, std::size_t position);
  void sendSplit(std::string_view bytes, const std::vector<std::size_t>& positions);

  // Waits until the host has read everything that was sent.
  void awaitRead();

  // Sends what `verbs` send in one piece, at its end.
  void batch(const std::function<void()>& verbs);

  // Sends a frame of any content: "" makes one of length 0.
  void sendFrame(std::string_view content);

  // Sends a length that nothing need follow.
  void sendLength(std::uint32_t claimed);

  // From stall() to resume() nothing is read from the connection, whatever is waited for.
  void stall();
  void resume();

  // Stalls, and sends `message` again and again until the host has read nothing for `quiet`, or `limit` have been
  // sent. Returns how many have been sent; the unsent rest of the last one goes out before whatever is sent next.
  std::size_t fill(Type type, const google::protobuf::MessageLite& message, std::size_t limit = SIZE_MAX,
                   Milliseconds quiet = Milliseconds(500));

  // --- For loops that wait for other things too (compare HostProcess)

  void addDescriptors(std::vector<pollfd>* descriptors) const;
  void pump();
  std::optional<Frame> take();  // the next frame, if it has come
  bool hasFrame() const;        // sending pumps too: then no descriptor tells of what has come
  bool isConnected() const;     // accepted, and neither side has closed it

 private:
  enum class Wanted { kReading, kWriting, kAccepting };

  bool waitUntil(const std::function<bool()>& reached, const Deadline& deadline, Wanted wanted = Wanted::kReading);
  Frame nextFor(const std::string& awaited, Milliseconds allowed);
  Frame nextWithoutConfig(const std::string& awaited);
  void flush();
  Connection& connection();
  [[noreturn]] void fail(const std::string& awaited, Milliseconds allowed, const std::string& instead);

  const SpectrumOptions options_;
  TemporaryDirectory directory_;
  std::string configuration_file_;
  std::string address_;
  int port_ = 0;
  UniqueFd listener_;
  std::optional<HostProcess> host_;       // ends before the directory it works in
  std::optional<Connection> connection_;  // ends before the host, which then leaves by itself
  std::optional<std::string> backend_config_;
  int batches_ = 0;  // how deep batch() is nested
  bool stalled_ = false;
};

}  // namespace prism::testing
