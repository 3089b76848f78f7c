// SPDX-License-Identifier: MIT
// A fake XMPP server that sends any bytes a test wants: for stanzas that no real server sends.
#pragma once

#include "tests/support/port.h"
#include <prism/testing/deadline.h>
#include <prism/unique_fd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace prism::tests {

// Listens from construction on, on a free port of loopback. Connections are not encrypted.
class ScriptedXmpp {
 public:
  int port() const { return listener_.number(); }

  // Sets what the server says that it can do, for the next login.
  void offer(const std::string& features) { features_ = features; }

  // Sets the namespace of the answer to the request for the roster.
  void answerRosterIn(const std::string& xmlns) { roster_xmlns_ = xmlns; }

  // Accepts a client and logs it in with any password. `roster` holds the <item/>s of its roster. Returns once the
  // client has requested the roster.
  void acceptLogin(const std::string& roster = {});

  // Accepts a client only; or refuses its password.
  void accept();
  void refuseLogin();
  // Closes the connection to the client.
  void close() { client_ = UniqueFd(); }

  // Waits for a request that contains `wanted`, and answers it with a result of this content. Other requests get an
  // empty result.
  void answer(std::string_view wanted, const std::string& content);

  // Returns the number of requests so far that contain `wanted`. Does not answer them.
  std::size_t requests(std::string_view wanted);

  // Waits for a request that contains `wanted`, and returns its id. Does not answer it.
  std::string idOf(std::string_view wanted);
  // Waits for the client's answer to a request of the server, and returns its type: result or error.
  std::string answerTo(const std::string& id);

  // Waits until the client has said this text, behind what was waited for before.
  void expect(std::string_view text);

  // Sends all of it.
  void send(std::string_view bytes);
  // Sends as much as the kernel takes without blocking, and discards what the client sent. Returns the number of
  // bytes sent. It is also 0 if the client closed the connection: see hasEnded().
  std::size_t sendNow(std::string_view bytes);
  bool hasEnded() const { return ended_; }

 private:
  // A request of the client, an <iq/>.
  struct Request {
    std::string whole;
    std::string id;
    std::string to;
  };

  bool receive(const testing::Deadline& deadline);
  void awaitText(std::string_view text, const char* what);
  std::optional<Request> takeRequest();
  Request awaitRequest(std::string_view wanted);
  void sendResult(const Request& request, const std::string& content);
  bool answerRequests(const std::string& roster);

  ListeningPort listener_;
  UniqueFd client_;
  std::string features_;
  std::string roster_xmlns_ = "jabber:iq:roster";
  std::string said_;  // received from the client and not answered yet
  bool authenticated_ = false;
  bool ended_ = false;
};

}  // namespace prism::tests
