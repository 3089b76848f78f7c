// SPDX-License-Identifier: MIT
// Capability negotiation, IRCv3 CAP LS 302: https://ircv3.net/specs/extensions/capability-negotiation
#pragma once

#include "protocol/message.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace irc {

// Keeps the capabilities that are offered, and those that are on. Sends nothing itself.
class Capabilities {
 public:
  // `wanted` has the names to turn on when the server offers them; must outlive this object.
  explicit Capabilities(const std::vector<std::string_view>& wanted) : wanted_(&wanted) {}

  enum class Event : unsigned char {
    kNothing,
    kListed,    // LS is complete: request() has the first requests
    kAnswered,  // ACK or NAK: if pending() is 0, all requests are answered
    kChanged,   // NEW or DEL: request() may have requests
  };

  // Applies CAP of the server: LS, LIST, ACK, NAK, NEW, DEL, with the '*' of continued lists.
  Event apply(const Message& message);

  // Returns the last parameters of the "CAP REQ" lines to send, each of at most 400 bytes or so. They have the
  // capabilities that are wanted and offered, but neither on nor requested. These count as pending from now on.
  std::vector<std::string> request();

  // Returns the number of lines of request() that are not answered yet. NAK refuses a line as a whole. The next
  // request() has its names one by one.
  std::size_t pending() const;

  // Both return false for names that are not wanted.
  bool on(std::string_view name) const;
  bool offered(std::string_view name) const;
  // Returns the value in the offer, such as "PLAIN,EXTERNAL" of sasl=PLAIN,EXTERNAL; empty if there is none. Valid
  // until the next apply().
  std::string_view value(std::string_view name) const;

 private:
  // There are thousands of these objects. So wanted names are not copied, and offers are kept as one string.
  struct State {
    std::uint32_t line = 0;  // the number of the pending request that has it; 0 if none has
    bool on = false;
    bool refused = false;
    bool alone = false;  // to be requested in a line of its own
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
  std::vector<State> states_;  // in the order of wanted_
  std::string offer_;          // "name name=value ": wanted ones only, with a space behind each
  std::uint32_t last_line_ = 0;
  bool listing_ = false;  // LS continues in the next line
};

}  // namespace irc
