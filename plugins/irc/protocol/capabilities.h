// SPDX-License-Identifier: MIT
// Capability negotiation, IRCv3 CAP LS 302: https://ircv3.net/specs/extensions/capability-negotiation
#pragma once

#include "protocol/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// Reads what the server says, and keeps what is offered and what is on. Sends nothing itself.
class Capabilities {
 public:
  // `wanted`: the names to turn on when the server has them; must outlive this object.
  explicit Capabilities(const std::vector<std::string_view>& wanted) : wanted_(&wanted) {}

  enum class Event : unsigned char {
    Nothing,
    Listed,    // LS is complete: request() tells what to ask for
    Answered,  // an ACK or NAK: if pending() is 0, all requests are answered
    Changed,   // NEW or DEL: request() may have something
  };

  // Takes in a CAP line of the server: LS, LIST, ACK, NAK, NEW, DEL, and the '*' of continued lists.
  Event apply(const Message& message);

  // What to send as the last parameter of "CAP REQ", one text for each line, none longer than about 400 bytes: wanted,
  // offered, not yet on nor asked for. They count as pending from now on.
  std::vector<std::string> request();

  // How many lines of request() are not answered yet. A NAK of a line turns none of it on; its names are then
  // asked for one by one by the next request().
  std::size_t pending() const;

  bool on(std::string_view name) const;       // of those that are wanted
  bool offered(std::string_view name) const;  // of those that are wanted
  // The value in the offer, "PLAIN,EXTERNAL" of sasl=PLAIN,EXTERNAL; empty if there is none. Good until the next apply().
  std::string_view value(std::string_view name) const;

 private:
  // There are thousands of these objects, so a name is kept once: the wanted ones where they are, what is offered of them
  // as the server has written it.
  struct State {
    std::uint32_t line = 0;  // the number of the request that it is asked for in; 0 if it is not
    bool on = false;
    bool refused = false;
    bool alone = false;  // to be asked for in a line of its own
  };

  void list(std::string_view capabilities, bool more);
  void add(std::string_view capability);
  void remove(std::string_view name);
  void erase(std::string_view name);
  std::string_view offerOf(std::string_view name) const;
  void turnOn(std::string_view names);
  unsigned lineOf(std::string_view names);
  unsigned oldestLine() const;
  void answer(unsigned line, bool refused);
  State* find(std::string_view name);

  const std::vector<std::string_view>* wanted_;
  std::vector<State> states_;  // in step with wanted_
  std::string offer_;          // "name name=value ", wanted ones only, each with a space behind it
  std::uint32_t last_line_ = 0;
  bool listing_ = false;  // an LS goes on in the next line
};

}  // namespace irc
